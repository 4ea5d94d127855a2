#include "app/pages/numbers.hpp"

#include <fmt/core.h>

namespace habeas::app::pages {

std::string number_words(std::int64_t number) {
    auto text = std::to_string(number);
    auto const first = number < 0 ? 1 : 0;
    for (auto place = std::ssize(text) - 3; place > first; place -= 3)
        text.insert(static_cast<std::size_t>(place), 1, ',');
    return text;
}

std::string percent_words(double percent) {
    return fmt::format("{:.1f} %", percent);
}

std::string counted_words(std::int64_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", number_words(number), number == 1 ? one : many);
}

} // namespace habeas::app::pages
