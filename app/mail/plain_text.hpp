#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace habeas::app::mail {

/// Where lines of plain letters are broken. With the space of the break and one in front a line has the 78 characters
/// that RFC 3676 allows (section 4.2).
inline constexpr std::size_t letter_columns = 76;

/// Makes a rendered .txt template a letter: runs of spaces inside a line become one, runs of empty lines too, trailing
/// spaces go, one newline ends it. A paragraph stays one line, so that whoever shows it can break it as they need.
std::string tidy_text(std::string_view rendered);

/// The same text as `text/plain; format=flowed; delsp=no` (RFC 3676): lines are broken between words behind a space,
/// which a mail program takes back where its window is of another width. A long word such as a URL stays whole.
std::string flowed(std::string_view text, std::size_t columns = letter_columns);

/// One line of harmless text for a header or a greeting: what `html::readable` leaves, newlines and tabs as spaces,
/// runs of spaces folded, cut to `most` bytes between two words, or else between two
/// characters.
std::string one_line(std::string_view text, std::size_t most);

} // namespace habeas::app::mail
