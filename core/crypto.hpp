#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The few primitives the domain needs, pure functions over libsodium. Chance comes in as an argument (nonces, keys).
namespace habeas::core {

using Bytes = std::vector<std::byte>;
using Digest = std::array<std::byte, 32>;
using Key = std::array<std::byte, 32>;
using Nonce = std::array<std::byte, 24>;

/// Call once before anything else here; throws where the library cannot start.
void start_crypto();

Digest sha256(std::span<std::byte const> bytes);

/// Keyed BLAKE2b-256 of the bytes.
Digest keyed_digest(Key const& key, std::span<std::byte const> bytes);
Digest keyed_digest(Key const& key, std::string_view text);

/// The first eight bytes of keyed_digest as a signed number: the blind index of an identifier.
std::int64_t blind_index(Key const& key, std::string_view normalised);

/// A key for one purpose, made from the master key: derive_key(master, "blind-index").
Key derive_key(Key const& master, std::string_view purpose);

/// SipHash-2-4, for the keyed permutation of references.
std::uint64_t short_hash(std::array<std::byte, 16> const& key, std::span<std::byte const> bytes);

/// XChaCha20-Poly1305. The result is algorithm byte ‖ nonce ‖ ciphertext and tag. `associated` binds it to its place
/// (table and row).
Bytes seal(Key const& key, Nonce const& nonce, std::string_view associated, std::span<std::byte const> plain);

/// The plain bytes, or nothing where key, place or bytes are not the ones sealed.
std::optional<Bytes> open(Key const& key, std::string_view associated, std::span<std::byte const> sealed);

bool equal_in_constant_time(std::span<std::byte const> left, std::span<std::byte const> right);

std::string to_hex(std::span<std::byte const> bytes);
std::optional<Bytes> from_hex(std::string_view text);
/// base64url without padding.
std::string to_base64url(std::span<std::byte const> bytes);
std::optional<Bytes> from_base64url(std::string_view text);

inline std::span<std::byte const> as_bytes(std::string_view text) {
    return {reinterpret_cast<std::byte const*>(text.data()), text.size()};
}
inline std::string_view as_text(std::span<std::byte const> bytes) {
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

} // namespace habeas::core
