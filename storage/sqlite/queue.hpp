#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

/// One page of requests: the keys of the page from an index alone (queue_streams), then the fifty rows themselves.
QueuePage read_queue(Database& database, QueueQuery const& query);

} // namespace habeas::storage::sqlite
