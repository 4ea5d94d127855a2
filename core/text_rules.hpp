#pragma once
#include "core/error.hpp"
#include "core/personal.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What text of people may be: the same limits for every verb and every channel. For core, and for whoever else takes a
// line of text from a person.
namespace habeas::core {

constexpr std::size_t longest_name = 200;
constexpr std::size_t longest_text = 5000;

enum class Lines { one, many };
enum class Presence { optional, required };

/// What is wrong with a text, in words for the person who typed it, or nothing: not UTF-8, control characters (a text
/// of many lines may hold line ends, tabs and what turns the direction of writing), more than `longest` characters.
std::optional<std::string> mistake_in(std::string_view text, Lines lines, std::size_t longest);

/// Adds the mistake of one field, if it has one. `missing` is said where a required text is blank.
void check_text(std::vector<FieldError>& mistakes, std::string const& field, std::string_view text, Lines lines,
                std::size_t longest, Presence presence, std::string const& missing);

/// The same for the one long text a verb takes.
std::vector<FieldError> check_words(std::string const& field, FreeText const& text, Presence presence,
                                    std::string const& missing);

/// Twelve digits or more in a row, spaces and hyphens between them not counted: long enough for the number of a payment
/// card, which nobody needs to find a record (ISO/IEC 7812: 12 to 19 digits in use).
bool holds_card_number(std::string_view text);

/// Only spaces and line ends, or nothing at all.
bool is_blank(std::string_view text);

} // namespace habeas::core
