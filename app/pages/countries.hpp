#pragma once
#include <span>
#include <string_view>

namespace habeas::app::pages {

struct Country {
    std::string_view code; ///< ISO 3166-1 alpha-2
    std::string_view name;
};

/// The countries a person can choose from, by name.
std::span<Country const> countries();

/// The name of a code, or the code itself where it is none of ours.
std::string_view country_name(std::string_view code);

} // namespace habeas::app::pages
