#pragma once
#include "core/request.hpp"
#include "core/vocabulary.hpp"

#include <chrono>
#include <string>
#include <string_view>

// Our own sentences for letters: codes in, words for people out.
namespace habeas::app::mail {

/// What a request of this type asks: "to see personal data".
std::string_view asks(core::RequestType type);
/// The same to the one who asked: "to see your personal data".
std::string_view you_asked(core::RequestType type, core::RequesterKind requester);
/// For staff: "access", "awaiting approval".
std::string plain_word(std::string_view code);

/// "Kept because a law obliges us to keep it, until 31 December 2031."
std::string result_words(core::CategoryResult const& result);
std::string_view verdict_words(core::FieldVerdict verdict);
/// Plain meaning first; empty where only the explanation says why.
std::string_view denial_words(core::DenialReason reason);
std::string_view topic_words(core::Topic topic);
/// "24 hours", "7 days"
std::string lifetime_words(std::chrono::hours lifetime);
/// "billing.address" → "billing: address"
std::string field_words(std::string_view field);

} // namespace habeas::app::mail
