#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace habeas::app::mail {

/// The usual width of plain letters: quoting it once still fits 80 columns.
inline constexpr std::size_t letter_columns = 76;

/// Makes a rendered .txt template a letter: lines are wrapped between words (a list's lines hang under their text, a
/// long word such as a URL stays whole), runs of empty lines become one, trailing spaces go, one newline ends it.
std::string tidy_text(std::string_view rendered, std::size_t columns = letter_columns);

/// One line of harmless text for a header or a greeting: what `html::readable` leaves, newlines and tabs as spaces,
/// runs of spaces folded, cut after `most` bytes at a character's end.
std::string one_line(std::string_view text, std::size_t most);

} // namespace habeas::app::mail
