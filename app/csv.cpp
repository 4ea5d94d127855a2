#include "app/csv.hpp"

namespace habeas::app {

namespace {

constexpr std::string_view formula_starts = "=+-@\t\r\n";
constexpr std::string_view needs_quotes = ",\"\r\n";

} // namespace

Csv& Csv::cell(std::string_view text) {
    if (row_begun_) text_.push_back(',');
    row_begun_ = true;
    auto const formula = !text.empty() && formula_starts.contains(text.front());
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
