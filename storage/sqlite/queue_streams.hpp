#pragma once
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/queue_filter.hpp"

namespace habeas::storage::sqlite {

/// The keys of the rows a filter lets through, in its order, at most `filter.rows` of them. Each statement reads one
/// range of one covering index; where a filter spans several ranges (several statuses, open and closed), they are read
/// one by one and merged here.
std::vector<QueueKey> queue_keys(Database& database, QueueFilter const& filter);

} // namespace habeas::storage::sqlite
