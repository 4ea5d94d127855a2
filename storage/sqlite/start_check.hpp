#pragma once
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "storage/sqlite/vault.hpp"

namespace habeas::storage::sqlite {

/// Throws a plain message where the database is damaged or its audit chain does not hold, as far as is looked at.
void refuse_damaged(Connection& connection, Vault const& vault, StartCheck const& check);

} // namespace habeas::storage::sqlite
