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
/// For staff: "access", "awaiting approval".
std::string plain_word(std::string_view code);

/// For a field that has no name of its own: "billing.address" → "billing: address"
std::string field_words(std::string_view field);

} // namespace habeas::app::mail
