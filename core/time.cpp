#include "core/time.hpp"

namespace habeas::core {

namespace {

void append_padded(std::string& out, unsigned number, std::size_t width) {
    auto const digits = std::to_string(number);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

/// The digits at this place as a number; nothing where one is no digit.
std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
    int number{};
    for (char const each : text.substr(from, count)) {
        if (each < '0' || each > '9') return std::nullopt;
        number = number * 10 + (each - '0');
    }
    return number;
}

} // namespace

std::string iso(Day day) {
    std::chrono::year_month_day const date{day};
    std::string text;
    append_padded(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    text.push_back('-');
    append_padded(text, static_cast<unsigned>(date.month()), 2);
    text.push_back('-');
    append_padded(text, static_cast<unsigned>(date.day()), 2);
    return text;
}

std::optional<Day> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const year = digits(text, 0, 4);
    auto const month = digits(text, 5, 2);
    auto const day = digits(text, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year{*year}, std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    return date.ok() ? std::optional{Day{std::chrono::local_days{date}}} : std::nullopt;
}

} // namespace habeas::core
