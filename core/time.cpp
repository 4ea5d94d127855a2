#include "core/time.hpp"

namespace habeas::core {

namespace {

void append_padded(std::string& out, unsigned number, std::size_t width) {
    auto const digits = std::to_string(number);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
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

} // namespace habeas::core
