#pragma once
#include "core/vocabulary.hpp"

#include <string>
#include <string_view>

// Sentences of letters alone; what pages say as well is in app/plain_words.hpp.
namespace habeas::app::mail {

/// What a request of this type asks: "to see personal data".
std::string_view asks(core::RequestType type);
/// The same to the one who asked: "to see your personal data".
std::string_view you_asked(core::RequestType type, core::RequesterKind requester);
/// How a request that is open stands, as its page says it; nothing for a closed one.
std::string_view standing_words(core::Status status);
/// The fact that holds what staff wrote for a letter of this kind. A requester's own words are in none of these.
std::string_view words_fact(core::LetterKind kind);
/// For staff: "access", "awaiting approval".
std::string plain_word(std::string_view code);

/// For a field that has no name of its own: "billing.address" → "billing: address"
std::string field_words(std::string_view field);

} // namespace habeas::app::mail
