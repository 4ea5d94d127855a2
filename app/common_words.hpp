#pragma once
#include <string_view>

namespace habeas::app {

/// Whether the word, in lower case, is on the list of common words and passwords that the binary carries.
bool is_common_word(std::string_view word);

} // namespace habeas::app
