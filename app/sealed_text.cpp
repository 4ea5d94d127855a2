#include "app/sealed_text.hpp"

#include "core/big_endian.hpp"

#include <span>

namespace habeas::app {

namespace {

constexpr std::size_t time_bytes = 8;

std::string place_of(SealedFor purpose, core::StaffId owner) {
    return "sealed text " + std::to_string(static_cast<int>(purpose)) + " of " + std::to_string(owner.value);
}

std::string bytes_of(core::Instant at) {
    auto const bytes = core::big_endian(static_cast<std::uint64_t>(at.time_since_epoch().count()));
    return std::string(core::as_text(bytes));
}

core::Instant instant_from(std::span<std::byte const, time_bytes> bytes) {
    return core::Instant{std::chrono::milliseconds{static_cast<std::int64_t>(core::from_big_endian(bytes))}};
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
    auto const bytes_of_plain = std::span<std::byte const>(*plain);
    if (now - instant_from(bytes_of_plain.first<time_bytes>()) >= lifetime) return std::nullopt;
    return std::string(core::as_text(bytes_of_plain.subspan(time_bytes)));
}

} // namespace habeas::app
