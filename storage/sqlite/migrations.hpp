#pragma once
#include "storage/sqlite/connection.hpp"

namespace habeas::storage::sqlite {

/// The schema this program writes: the highest number among storage/sqlite/migrations.
int newest_schema();

/// The schema of the file; 0 where it is still empty.
int schema_of(Connection& connection);

/// Throws a plain message where the file belongs to another program or to a newer version of this one.
void refuse_foreign_or_newer(Connection& connection, std::string const& path);

/// Throws a plain message where the file was written by an older version and has not been migrated.
void refuse_older(Connection& connection, std::string const& path);

/// Brings an empty or older file to newest_schema(), one transaction a step.
void migrate(Connection& connection);

} // namespace habeas::storage::sqlite
