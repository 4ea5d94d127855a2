#pragma once
#include "core/crypto.hpp"
#include "core/personal.hpp"
#include "core/reference.hpp"
#include "core/request.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace habeas::storage::sqlite {

/// Random bytes from whoever may hand them out, fetched in larger pieces. For one thread.
class Chance {
  public:
    explicit Chance(std::function<void(std::span<std::byte>)> source)
        : source_(std::move(source)) {}

    template <class Array>
    Array draw() {
        Array result;
        fill(result);
        return result;
    }
    /// Of a claim or a lease: told from every other one.
    std::int64_t draw_token() { return std::bit_cast<std::int64_t>(draw<std::array<std::byte, 8>>()); }

  private:
    void fill(std::span<std::byte> bytes);

    std::function<void(std::span<std::byte>)> source_;
    std::array<std::byte, 2048> pool_{};
    std::size_t used_{pool_.size()};
};

/// Table, column and row as associated data: a sealed value opens only where it was put.
class Place {
  public:
    Place(std::string_view column, std::int64_t row);
    Place(std::string_view column, std::string_view row);
    operator std::string_view() const { return {text_.data(), size_}; }

  private:
    std::array<char, 64> text_{};
    std::size_t size_{};
};

/// The keys of one database.
///
/// Under the master key (from the key file) stand the data key of every request and one random root key. Under the root
/// key stand the purposes that must survive a change of the master key: look-up terms, references, the seal of the
/// audit chain's head, and the little that is sealed for no request. Const and shared between threads.
class Vault {
  public:
    /// A root key for a new database.
    static core::Bytes new_root(core::Key const& master, Chance& chance);
    /// Nothing where the sealed root was not made under this master key.
    static std::optional<Vault> unlock(core::Key const& master, std::span<std::byte const> sealed_root);

    /// A data key, wrapped for its row.
    core::Bytes wrap(core::Key const& data_key, core::RequestId id, Chance& chance) const;
    /// Throws DamagedRecord where the wrapped key was not made for this row under this master key.
    core::Key unwrap(std::span<std::byte const> wrapped, core::RequestId id) const;

    core::Key const& store_key() const { return store_key_; }
    std::array<std::byte, 16> reference_key() const;
    std::int64_t address_term(core::EmailAddress const& address) const;
    std::int64_t word_term(std::string_view word) const;
    std::int64_t suppression_term(core::EmailAddress const& address) const;
    core::Digest head_seal(std::int64_t entries, core::Digest const& hash) const;

  private:
    Vault(core::Key const& master, core::Key const& root);

    core::Key wrapping_key_;
    core::Key store_key_;
    core::Key reference_key_;
    core::Key address_key_;
    core::Key word_key_;
    core::Key suppression_key_;
    core::Key head_key_;
};

/// Seals with a fresh nonce.
core::Bytes seal(core::Key const& key, Place const& place, std::span<std::byte const> plain, Chance& chance);

/// Throws DamagedRecord where the bytes are not what was sealed there: the file was changed, or the key is another one.
core::Bytes unseal(core::Key const& key, Place const& place, std::span<std::byte const> sealed);

} // namespace habeas::storage::sqlite
