#pragma once
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/vault.hpp"

namespace habeas::storage::sqlite {

/// The keys of an existing database. Throws a plain message where the master key is another one.
Vault unlock(Connection& connection, core::Key const& master);

/// The same, giving a database that was only just made its root key and the beginning of its audit chain.
Vault unlock_or_begin(Connection& connection, core::Key const& master,
                      std::function<void(std::span<std::byte>)> const& random);

} // namespace habeas::storage::sqlite
