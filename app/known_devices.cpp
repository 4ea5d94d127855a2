#include "app/known_devices.hpp"

namespace habeas::app {

namespace {

constexpr std::size_t nonce_bytes = 16;
constexpr std::size_t tag_bytes = 16;

} // namespace

KnownDevices::KnownDevices(core::Key const& master_key, Random& random)
    : key_(core::derive_key(master_key, "known-device"))
    , random_(random) {}

std::string KnownDevices::issue(std::string_view login) const {
    auto const nonce = random_bytes<nonce_bytes>(random_);
    auto const seal = tag(login, nonce);
    core::Bytes cookie(nonce.begin(), nonce.end());
    cookie.insert(cookie.end(), seal.begin(), seal.begin() + tag_bytes);
    return core::to_base64url(cookie);
}

std::optional<std::string> KnownDevices::read(std::string_view cookie, std::string_view login) const {
    if (cookie.size() > 100) return std::nullopt;
    auto const bytes = core::from_base64url(cookie);
    if (!bytes || bytes->size() != nonce_bytes + tag_bytes) return std::nullopt;
    auto const nonce = std::span(*bytes).first(nonce_bytes);
    auto const expected = tag(login, nonce);
    if (!core::equal_in_constant_time(std::span(*bytes).last(tag_bytes), std::span(expected).first(tag_bytes)))
        return std::nullopt;
    return core::to_hex(nonce);
}

core::Digest KnownDevices::tag(std::string_view login, std::span<std::byte const> nonce) const {
    // The nonce has one length, so login and nonce cannot be read apart in two ways.
    return core::keyed_digest(key_, std::string(core::as_text(nonce)) + std::string(login));
}

} // namespace habeas::app
