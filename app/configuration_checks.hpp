#pragma once
#include "app/configuration_value.hpp"

#include <functional>
#include <optional>
#include <string>

// What an option's value must be like. A check answers nothing where the value is good, else the rest of a sentence
// that begins with the key: "must be between 0 and 65535, not 99999".
namespace habeas::app::configuration {

using Check = std::function<std::optional<std::string>(Value const&)>;

Check any();
/// Whole numbers, and every number of a list.
Check between(std::int64_t least, std::int64_t most);
/// A text with at least one character that is not a space, or a list of at least one such text; no control characters.
Check filled();
/// A text without control characters; may be empty.
Check one_line();
Check email_address();
Check email_address_or_empty();
Check url();
Check url_or_empty();
/// `https://host[:port]` or `http://…`, with nothing after it; may be empty.
Check origin_or_empty();
Check ip_address();
Check networks();
Check time_zone();
Check colour();
Check file_name();
/// Numbers in strictly falling (rising) order, each within the bounds.
Check falling(std::int64_t least, std::int64_t most);
Check rising(std::int64_t least, std::int64_t most);
/// A sentence with the placeholder {days} in it.
Check sentence_with_days();

/// "must be one of: a, b, c"
std::string one_of_words(std::vector<std::string_view> const& words);

} // namespace habeas::app::configuration
