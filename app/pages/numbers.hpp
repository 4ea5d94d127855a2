#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace habeas::app::pages {

/// "12,431"
std::string number_words(std::int64_t number);

/// "98.4 %"
std::string percent_words(double percent);

/// "1 request", "12,431 requests"
std::string counted_words(std::int64_t number, std::string_view one, std::string_view many);

} // namespace habeas::app::pages
