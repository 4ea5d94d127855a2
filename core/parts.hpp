#pragma once
#include <string>
#include <string_view>
#include <vector>

// Texts that hold several, with a character between them.
namespace habeas::core {

/// Cuts the text before the next separator off `rest` and gives it back.
constexpr std::string_view next_part(std::string_view& rest, char separator) {
    auto const end = rest.find(separator);
    auto const part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return part;
}

/// All of them, empty ones too; of an empty text none.
inline std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto const is_last = !text.contains(separator);
        parts.push_back(next_part(text, separator));
        if (text.empty() && !is_last) parts.push_back(text); // behind the separator that ends the text
    }
    return parts;
}

/// The other way round.
inline std::string joined(std::vector<std::string> const& parts, std::string_view between) {
    std::string all;
    for (auto const& part : parts)
        all.append(all.empty() ? "" : between).append(part);
    return all;
}

} // namespace habeas::core
