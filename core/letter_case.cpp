#include "core/letter_case.hpp"

namespace habeas::core {

std::string lower_case(std::string_view text) {
    std::string small{text};
    for (char& letter : small)
        letter = lower_case(letter);
    return small;
}

} // namespace habeas::core
