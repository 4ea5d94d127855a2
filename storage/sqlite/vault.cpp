#include "storage/sqlite/vault.hpp"

#include "storage/store.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace habeas::storage::sqlite {
namespace {

constexpr std::string_view root_place = "meta.root_key";

std::optional<core::Key> key_from(std::optional<core::Bytes> const& bytes) {
    core::Key key{};
    if (!bytes || bytes->size() != key.size()) return std::nullopt;
    std::ranges::copy(*bytes, key.begin());
    return key;
}

} // namespace

void Chance::fill(std::span<std::byte> bytes) {
    if (bytes.size() > pool_.size() - used_) {
        source_(pool_);
        used_ = 0;
    }
    auto const fresh = std::span{pool_}.subspan(used_, bytes.size());
    std::ranges::copy(fresh, bytes.begin());
    std::ranges::fill(fresh, std::byte{}); // handed out once, kept nowhere
    used_ += bytes.size();
}

Place::Place(std::string_view column, std::int64_t row) {
    auto* const colon = std::ranges::copy(column, text_.data()).out;
    *colon = ':';
    size_ = static_cast<std::size_t>(std::to_chars(colon + 1, text_.data() + text_.size(), row).ptr - text_.data());
}

Place::Place(std::string_view column, std::string_view row) {
    if (column.size() + row.size() + 1 > text_.size()) throw std::logic_error("a place with too long a name");
    auto* const colon = std::ranges::copy(column, text_.data()).out;
    *colon = ':';
    size_ = static_cast<std::size_t>(std::ranges::copy(row, colon + 1).out - text_.data());
}

core::Bytes seal(core::Key const& key, Place const& place, std::span<std::byte const> plain, Chance& chance) {
    return core::seal(key, chance.draw<core::Nonce>(), place, plain);
}

core::Bytes unseal(core::Key const& key, Place const& place, std::span<std::byte const> sealed) {
    auto plain = core::open(key, place, sealed);
    if (!plain) throw DamagedRecord("A sealed value in the database does not open: it was changed from outside.");
    return std::move(*plain);
}

Vault::Vault(core::Key const& master, core::Key const& root)
    : wrapping_key_(core::derive_key(master, "data-key"))
    , store_key_(core::derive_key(root, "store"))
    , reference_key_(core::derive_key(root, "reference"))
    , address_key_(core::derive_key(root, "blind-index-address"))
    , word_key_(core::derive_key(root, "blind-index-word"))
    , suppression_key_(core::derive_key(root, "suppression"))
    , head_key_(core::derive_key(root, "audit-head")) {}

core::Bytes Vault::new_root(core::Key const& master, Chance& chance) {
    auto const root = chance.draw<core::Key>();
    return core::seal(core::derive_key(master, "root-key"), chance.draw<core::Nonce>(), root_place, root);
}

std::optional<Vault> Vault::unlock(core::Key const& master, std::span<std::byte const> sealed_root) {
    auto const root = key_from(core::open(core::derive_key(master, "root-key"), root_place, sealed_root));
    if (!root) return std::nullopt;
    return Vault{master, *root};
}

core::Bytes Vault::wrap(core::Key const& data_key, core::RequestId id, Chance& chance) const {
    return seal(wrapping_key_, Place{"requests.wrapped_key", id.value}, data_key, chance);
}

core::Key Vault::unwrap(std::span<std::byte const> wrapped, core::RequestId id) const {
    auto const key = key_from(unseal(wrapping_key_, Place{"requests.wrapped_key", id.value}, wrapped));
    if (!key) throw DamagedRecord("A data key in the database has the wrong length.");
    return *key;
}

std::array<std::byte, 16> Vault::reference_key() const {
    std::array<std::byte, 16> key{};
    std::copy_n(reference_key_.begin(), key.size(), key.begin());
    return key;
}

std::int64_t Vault::address_term(core::EmailAddress const& address) const {
    return core::blind_index(address_key_, address.lookup_key());
}

std::int64_t Vault::word_term(std::string_view word) const {
    return core::blind_index(word_key_, word);
}

std::int64_t Vault::suppression_term(core::EmailAddress const& address) const {
    return core::blind_index(suppression_key_, address.lookup_key());
}

core::Digest Vault::head_seal(std::int64_t entries, core::Digest const& hash) const {
    std::array<std::byte, sizeof entries + std::tuple_size_v<core::Digest>> message{};
    std::memcpy(message.data(), &entries, sizeof entries);
    std::ranges::copy(hash, message.begin() + sizeof entries);
    return core::keyed_digest(head_key_, message);
}

} // namespace habeas::storage::sqlite
