#include "core/crypto.hpp"

#include <algorithm>
#include <stdexcept>

#include <sodium.h>

namespace habeas::core {

static_assert(std::tuple_size_v<Digest> == crypto_hash_sha256_BYTES);
static_assert(std::tuple_size_v<Key> == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(std::tuple_size_v<Nonce> == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

namespace {

/// Stands in front of every sealed text, so that another algorithm can be told from this one later.
constexpr std::byte xchacha20_poly1305{1};
constexpr std::size_t header_size = 1 + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

template <class B>
auto raw(B& bytes) {
    if constexpr (std::is_const_v<std::remove_reference_t<decltype(*bytes.data())>>)
        return reinterpret_cast<unsigned char const*>(bytes.data());
    else
        return reinterpret_cast<unsigned char*>(bytes.data());
}

} // namespace

void start_crypto() {
    if (sodium_init() < 0) throw std::runtime_error("the crypto library cannot start");
}

Digest sha256(std::span<std::byte const> bytes) {
    Digest digest;
    crypto_hash_sha256(raw(digest), raw(bytes), bytes.size());
    return digest;
}

Digest keyed_digest(Key const& key, std::span<std::byte const> bytes) {
    Digest digest;
    crypto_generichash(raw(digest), digest.size(), raw(bytes), bytes.size(), raw(key), key.size());
    return digest;
}

Digest keyed_digest(Key const& key, std::string_view text) {
    return keyed_digest(key, as_bytes(text));
}

std::int64_t blind_index(Key const& key, std::string_view normalised) {
    auto const digest = keyed_digest(key, normalised);
    std::uint64_t number{};
    for (std::size_t i = 0; i < 8; ++i)
        number = (number << 8) | std::to_integer<std::uint64_t>(digest[i]);
    return static_cast<std::int64_t>(number);
}

Key derive_key(Key const& master, std::string_view purpose) {
    return keyed_digest(master, purpose);
}

std::uint64_t short_hash(std::array<std::byte, 16> const& key, std::span<std::byte const> bytes) {
    static_assert(std::tuple_size_v<std::array<std::byte, 16>> == crypto_shorthash_KEYBYTES);
    std::array<unsigned char, crypto_shorthash_BYTES> hash;
    crypto_shorthash(hash.data(), raw(bytes), bytes.size(), raw(key));
    std::uint64_t number{};
    for (auto const byte : hash)
        number = (number << 8) | byte;
    return number;
}

Bytes seal(Key const& key, Nonce const& nonce, std::string_view associated, std::span<std::byte const> plain) {
    Bytes sealed(header_size + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    sealed[0] = xchacha20_poly1305;
    std::ranges::copy(nonce, sealed.begin() + 1);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + header_size, nullptr, raw(plain), plain.size(),
                                               raw(associated), associated.size(), nullptr, raw(nonce), raw(key));
    return sealed;
}

std::optional<Bytes> open(Key const& key, std::string_view associated, std::span<std::byte const> sealed) {
    if (sealed.size() < header_size + crypto_aead_xchacha20poly1305_ietf_ABYTES) return std::nullopt;
    if (sealed[0] != xchacha20_poly1305) return std::nullopt;
    auto const nonce = sealed.subspan(1, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    auto const cipher = sealed.subspan(header_size);
    Bytes plain(cipher.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(cipher), cipher.size(),
                                                   raw(associated), associated.size(), raw(nonce), raw(key)) != 0)
        return std::nullopt;
    return plain;
}

bool equal_in_constant_time(std::span<std::byte const> left, std::span<std::byte const> right) {
    // The length is not a secret; the content is.
    return left.size() == right.size() && (left.empty() || sodium_memcmp(left.data(), right.data(), left.size()) == 0);
}

std::string to_hex(std::span<std::byte const> bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), raw(bytes), bytes.size());
    text.pop_back();
    return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
    if (text.empty()) return Bytes{};
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes bytes(text.size() / 2);
    std::size_t length{};
    char const* end{};
    if (sodium_hex2bin(raw(bytes), bytes.size(), text.data(), text.size(), nullptr, &length, &end) != 0)
        return std::nullopt;
    if (length != bytes.size() || end != text.data() + text.size()) return std::nullopt;
    return bytes;
}

std::string to_base64url(std::span<std::byte const> bytes) {
    constexpr auto variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(), variant);
    text.pop_back();
    return text;
}

std::optional<Bytes> from_base64url(std::string_view text) {
    Bytes bytes(text.size() / 4 * 3 + 2);
    std::size_t length{};
    char const* end{};
    if (sodium_base642bin(raw(bytes), bytes.size(), text.data(), text.size(), nullptr, &length, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return std::nullopt;
    if (end != text.data() + text.size()) return std::nullopt;
    bytes.resize(length);
    return bytes;
}

} // namespace habeas::core
