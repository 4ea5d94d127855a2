#pragma once
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/sqlite_store.hpp"

namespace habeas::storage::sqlite {

/// Does for older rows what a migration cannot say in SQL, because it takes keys, letters or the calendar: batch by
/// batch, each in a transaction of its own, going on where an interrupted start left off. Nothing where nothing is left
/// to do.
std::optional<CaughtUp> catch_up(Database& database, SqliteOptions const& options);

} // namespace habeas::storage::sqlite
