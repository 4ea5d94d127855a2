#pragma once
#include <array>
#include <cstddef>
#include <span>

namespace habeas::app {

/// Where chance comes from: keys, nonces, tokens. Thread-safe. Tests use one that repeats.
class Random {
  public:
    virtual ~Random() = default;

    /// Fills the bytes; there is no weaker source to fall back to.
    virtual void fill(std::span<std::byte> bytes) = 0;
};

/// The kernel's generator, through libsodium.
class SystemRandom final : public Random {
  public:
    /// Throws std::runtime_error where libsodium cannot start.
    SystemRandom();
    void fill(std::span<std::byte> bytes) override;
};

/// `auto const key = random_bytes<32>(random);`
template <std::size_t Size>
std::array<std::byte, Size> random_bytes(Random& random) {
    std::array<std::byte, Size> bytes{};
    random.fill(bytes);
    return bytes;
}

} // namespace habeas::app
