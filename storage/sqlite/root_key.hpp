#pragma once
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/vault.hpp"

namespace habeas::storage::sqlite {

/// The sealed root key as it is stored: two files that differ in it are two databases.
std::optional<core::Bytes> sealed_root(Connection& connection);

/// The keys of an existing database. Throws a plain message where the master key is another one.
Vault unlock(Connection& connection, core::Key const& master);

/// The same, giving a database that was only just made its root key and the beginning of its audit chain.
Vault unlock_or_begin(Connection& connection, core::Key const& master,
                      std::function<void(std::span<std::byte>)> const& random);

} // namespace habeas::storage::sqlite
