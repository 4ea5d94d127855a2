#include "app/sealed_text.hpp"

namespace habeas::app {

namespace {

constexpr std::size_t time_bytes = 8;

std::string place_of(SealedFor purpose, core::StaffId owner) {
    return "sealed text " + std::to_string(static_cast<int>(purpose)) + " of " + std::to_string(owner.value);
}

std::string bytes_of(core::Instant at) {
    auto const number = static_cast<std::uint64_t>(at.time_since_epoch().count());
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<char>((number >> shift) & 0xff));
    return bytes;
}

core::Instant instant_from(std::string_view bytes) {
    std::uint64_t number = 0;
    for (char const byte : bytes)
        number = (number << 8) | static_cast<unsigned char>(byte);
    return core::Instant{std::chrono::milliseconds{static_cast<std::int64_t>(number)}};
}

} // namespace

std::string SealedTexts::seal(SealedFor purpose, core::StaffId owner, std::string_view text, core::Instant now) const {
    core::Nonce nonce;
    random_.fill(nonce);
    auto const plain = bytes_of(now).append(text);
    return core::to_base64url(core::seal(key_, nonce, place_of(purpose, owner), core::as_bytes(plain)));
}

std::optional<std::string> SealedTexts::open(SealedFor purpose, core::StaffId owner, std::string_view sealed,
                                             core::Instant now, std::chrono::milliseconds lifetime) const {
    auto const bytes = core::from_base64url(sealed);
    if (!bytes) return std::nullopt;
    auto const plain = core::open(key_, place_of(purpose, owner), *bytes);
    if (!plain || plain->size() < time_bytes) return std::nullopt;
    auto const text = core::as_text(*plain);
    if (now - instant_from(text.substr(0, time_bytes)) >= lifetime) return std::nullopt;
    return std::string(text.substr(time_bytes));
}

} // namespace habeas::app
