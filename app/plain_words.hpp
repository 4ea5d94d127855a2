#pragma once
#include "core/request.hpp"

#include <string>
#include <string_view>

// What codes are called to people outside. One vocabulary for pages and letters, so that the same thing has the same
// name in both: a person has them side by side. Sentences of one page or one letter stay with that page or letter.
namespace habeas::app {

/// "Offers and marketing"
std::string_view topic_words(core::Topic topic);

/// "Kept until 31 December 2031, because a law obliges us to keep it."
std::string result_words(core::CategoryResult const& result);

/// "Corrected."
std::string_view verdict_words(core::FieldVerdict verdict);

/// Why something was not done, as a whole sentence: the plain meaning first, the law's word after it.
std::string_view denial_words(core::DenialReason reason);

/// "Customers cannot opt out of receiving transactional emails" (policy §8)
std::string_view always_sent_words();

} // namespace habeas::app
