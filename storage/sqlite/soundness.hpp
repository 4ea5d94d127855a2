#pragma once
#include "storage/sqlite/connection.hpp"

#include <optional>
#include <string>

namespace habeas::storage::sqlite {

/// What a check of the engine's own (PRAGMA integrity_check or quick_check) finds first; nothing where all is well.
std::optional<std::string> first_finding(Query check);

/// Whether what pages and reports read can be relied on, once the rows themselves are proven: they are found through
/// indexes, guarded by triggers and added up in counters. In words, the first thing that is not as this program makes
/// it: an index, a trigger or a view; an index that leaves rows out; a counter that says something else than the rows.
std::optional<std::string> unsoundness(Connection& connection);

} // namespace habeas::storage::sqlite
