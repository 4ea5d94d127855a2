#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace habeas::core {

/// A number as eight bytes, the most significant first.
constexpr std::array<std::byte, 8> big_endian(std::uint64_t number) {
    std::array<std::byte, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::byte>(number >> (56 - 8 * i));
    return bytes;
}

constexpr std::uint64_t from_big_endian(std::span<std::byte const, 8> bytes) {
    std::uint64_t number = 0;
    for (auto const byte : bytes)
        number = number << 8 | std::to_integer<std::uint64_t>(byte);
    return number;
}

} // namespace habeas::core
