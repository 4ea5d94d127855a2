#pragma once
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

namespace habeas::core {

/// The number that is the whole text, in decimal digits, with a minus sign where the type has one; nothing for anything
/// else: spaces, a plus sign, a number too large for the type.
template <std::integral Number = std::int64_t>
std::optional<Number> whole_number(std::string_view text) {
    Number number{};
    auto const* const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

} // namespace habeas::core
