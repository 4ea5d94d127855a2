#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

/// One page of requests: the keys of the page from an index alone (queue_streams), then the fifty rows themselves.
QueuePage read_queue(Database& database, QueueQuery const& query);

/// The rows of the newest requests that this address stands in, found by its keyed hash.
std::vector<QueueRow> requests_of(Database& database, core::EmailAddress const& address, int limit);

} // namespace habeas::storage::sqlite
