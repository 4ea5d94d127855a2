#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

// What the targets have in common. A target states properties that must hold for every input; one that does not ends
// the process, and the fuzzer keeps the input.
namespace habeas::fuzz {

inline void must(bool holds, std::string_view property) {
    if (holds) return;
    std::cerr << "does not hold: " << property << '\n';
    std::abort();
}

inline std::string_view as_text(std::uint8_t const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

} // namespace habeas::fuzz

/// What libFuzzer calls for every input.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);
