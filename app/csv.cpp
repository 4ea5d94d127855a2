#include "app/csv.hpp"

#include <algorithm>
#include <iterator>

namespace habeas::app {

namespace {

constexpr std::string_view control_starts = "\t\r\n";
/// Some spreadsheets read the full-width forms as the plain ones.
constexpr std::string_view formula_starts[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
/// U+00A0 and U+3000 are blanks to a spreadsheet, too.
constexpr std::string_view blanks[] = {" ", "\t", "\r", "\n", "\u00A0", "\u3000"};
constexpr std::string_view needs_quotes = ",\"\r\n";

/// The text without the blanks before it: a spreadsheet may cut them off before it looks for a formula.
std::string_view without_blanks(std::string_view text) {
    while (true) {
        auto const blank = std::ranges::find_if(blanks, [text](auto each) { return text.starts_with(each); });
        if (blank == std::end(blanks)) return text;
        text.remove_prefix(blank->size());
    }
}

bool may_be_formula(std::string_view text) {
    if (text.empty()) return false;
    if (control_starts.contains(text.front())) return true;
    auto const begins = without_blanks(text);
    return std::ranges::any_of(formula_starts, [begins](auto each) { return begins.starts_with(each); });
}

} // namespace

Csv& Csv::cell(std::string_view text) {
    if (row_begun_) text_.push_back(',');
    row_begun_ = true;
    auto const formula = may_be_formula(text);
    auto const quoted = text.find_first_of(needs_quotes) != std::string_view::npos;
    if (quoted) text_.push_back('"');
    if (formula) text_.push_back('\'');
    for (char const letter : text) {
        if (letter == '"') text_.push_back('"');
        text_.push_back(letter);
    }
    if (quoted) text_.push_back('"');
    return *this;
}

Csv& Csv::end_row() {
    text_ += "\r\n";
    row_begun_ = false;
    return *this;
}

} // namespace habeas::app
