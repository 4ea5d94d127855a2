#include "app/random.hpp"

#include <stdexcept>

#include <sodium.h>

namespace habeas::app {

SystemRandom::SystemRandom() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
}

void SystemRandom::fill(std::span<std::byte> bytes) {
    randombytes_buf(bytes.data(), bytes.size());
}

} // namespace habeas::app
