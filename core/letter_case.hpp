#pragma once
#include <string>
#include <string_view>

namespace habeas::core {

/// A to Z in lower case, all else as it is: for what the program itself compares, such as addresses and names of
/// fields. Names of people take a Folding.
constexpr char lower_case(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string lower_case(std::string_view text);

} // namespace habeas::core
