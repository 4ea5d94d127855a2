#include "storage/sqlite/queue_streams.hpp"

// Every statement here names its index and is held to "covering index, no sorting" by a test. ?1 … ?3 are what the
// range begins with or where it starts, the rest narrows it.
namespace habeas::storage::sqlite {

namespace {

using Keys = std::vector<QueueKey>;

void append(Keys& keys, Query&& row) {
    while (row.next())
        keys.push_back({row.integer(0), row.integer(1)});
}

void append_open(Database& database, QueueFilter const& filter, Keys& keys) {
    if (filter.direction == Direction::ascending)
        append(keys,
               database.connection.query(R"(
            SELECT due_on, id
            FROM requests INDEXED BY requests_open
            WHERE is_closed = 0
              AND (due_on, id) > (?1, ?2)
              AND due_on <= ?3
              AND (1 << type) & ?4
              AND (1 << channel) & ?5
              AND assignee BETWEEN ?6 AND ?7
            ORDER BY due_on, id
            LIMIT ?8)",
                                         filter.after.day, filter.after.id, filter.due_until, filter.types,
                                         filter.channels, filter.assignee_from, filter.assignee_until, filter.rows));
    else
        append(keys,
               database.connection.query(R"(
            SELECT due_on, id
            FROM requests INDEXED BY requests_open
            WHERE is_closed = 0
              AND (due_on, id) < (?1, ?2)
              AND due_on >= ?3
              AND (1 << type) & ?4
              AND (1 << channel) & ?5
              AND assignee BETWEEN ?6 AND ?7
            ORDER BY due_on DESC, id DESC
            LIMIT ?8)",
                                         filter.after.day, filter.after.id, filter.due_from, filter.types,
                                         filter.channels, filter.assignee_from, filter.assignee_until, filter.rows));
}

void append_status(Database& database, QueueFilter const& filter, std::int64_t status, Keys& keys) {
    if (filter.direction == Direction::ascending)
        append(keys,
               database.connection.query(R"(
            SELECT due_on, id
            FROM requests INDEXED BY requests_by_status
            WHERE status = ?1
              AND (due_on, id) > (?2, ?3)
              AND due_on <= ?4
              AND (1 << type) & ?5
              AND (1 << channel) & ?6
              AND assignee BETWEEN ?7 AND ?8
            ORDER BY due_on, id
            LIMIT ?9)",
                                         status, filter.after.day, filter.after.id, filter.due_until, filter.types,
                                         filter.channels, filter.assignee_from, filter.assignee_until, filter.rows));
    else
        append(keys,
               database.connection.query(R"(
            SELECT due_on, id
            FROM requests INDEXED BY requests_by_status
            WHERE status = ?1
              AND (due_on, id) < (?2, ?3)
              AND due_on >= ?4
              AND (1 << type) & ?5
              AND (1 << channel) & ?6
              AND assignee BETWEEN ?7 AND ?8
            ORDER BY due_on DESC, id DESC
            LIMIT ?9)",
                                         status, filter.after.day, filter.after.id, filter.due_from, filter.types,
                                         filter.channels, filter.assignee_from, filter.assignee_until, filter.rows));
}

void append_assignee(Database& database, QueueFilter const& filter, int closed, Keys& keys) {
    if (filter.direction == Direction::ascending)
        append(keys, database.connection.query(R"(
            SELECT due_on, id
            FROM requests INDEXED BY requests_by_assignee
            WHERE assignee = ?1
              AND is_closed = ?2
              AND (due_on, id) > (?3, ?4)
              AND due_on <= ?5
              AND (1 << status) & ?6
              AND (1 << type) & ?7
              AND (1 << channel) & ?8
            ORDER BY due_on, id
            LIMIT ?9)",
                                               filter.assignee_from, closed, filter.after.day, filter.after.id,
                                               filter.due_until, filter.statuses, filter.types, filter.channels,
                                               filter.rows));
    else
        append(keys,
               database.connection.query(R"(
            SELECT due_on, id
            FROM requests INDEXED BY requests_by_assignee
            WHERE assignee = ?1
              AND is_closed = ?2
              AND (due_on, id) < (?3, ?4)
              AND due_on >= ?5
              AND (1 << status) & ?6
              AND (1 << type) & ?7
              AND (1 << channel) & ?8
            ORDER BY due_on DESC, id DESC
            LIMIT ?9)",
                                         filter.assignee_from, closed, filter.after.day, filter.after.id,
                                         filter.due_from, filter.statuses, filter.types, filter.channels, filter.rows));
}

void append_receipt(Database& database, QueueFilter const& filter, int closed, Keys& keys) {
    if (filter.direction == Direction::ascending)
        append(keys, database.connection.query(R"(
            SELECT received_on, id
            FROM requests INDEXED BY requests_by_receipt
            WHERE is_closed = ?1
              AND (received_on, id) > (?2, ?3)
              AND due_on BETWEEN ?4 AND ?5
              AND (1 << status) & ?6
              AND (1 << type) & ?7
              AND (1 << channel) & ?8
              AND assignee BETWEEN ?9 AND ?10
            ORDER BY received_on, id
            LIMIT ?11)",
                                               closed, filter.after.day, filter.after.id, filter.due_from,
                                               filter.due_until, filter.statuses, filter.types, filter.channels,
                                               filter.assignee_from, filter.assignee_until, filter.rows));
    else
        append(keys, database.connection.query(R"(
            SELECT received_on, id
            FROM requests INDEXED BY requests_by_receipt
            WHERE is_closed = ?1
              AND (received_on, id) < (?2, ?3)
              AND due_on BETWEEN ?4 AND ?5
              AND (1 << status) & ?6
              AND (1 << type) & ?7
              AND (1 << channel) & ?8
              AND assignee BETWEEN ?9 AND ?10
            ORDER BY received_on DESC, id DESC
            LIMIT ?11)",
                                               closed, filter.after.day, filter.after.id, filter.due_from,
                                               filter.due_until, filter.statuses, filter.types, filter.channels,
                                               filter.assignee_from, filter.assignee_until, filter.rows));
}

template <class Append>
void for_open_and_closed(QueueFilter const& filter, Append append_range) {
    if (filter.statuses & open_statuses) append_range(0);
    if (filter.statuses & all_statuses & ~open_statuses) append_range(1);
}

void append_statuses(Database& database, QueueFilter const& filter, Keys& keys) {
    for (std::int64_t status = 0; all_statuses >> status; ++status)
        if (filter.statuses >> status & 1) append_status(database, filter, status, keys);
}

} // namespace

std::vector<QueueKey> queue_keys(Database& database, QueueFilter const& filter) {
    Keys keys;
    if (!filter.by_due_day)
        for_open_and_closed(filter, [&](int closed) { append_receipt(database, filter, closed, keys); });
    else if (filter.is_one_assignee())
        for_open_and_closed(filter, [&](int closed) { append_assignee(database, filter, closed, keys); });
    else if (filter.statuses == open_statuses)
        append_open(database, filter, keys);
    else
        append_statuses(database, filter, keys);

    order_and_cut(keys, filter);
    return keys;
}

} // namespace habeas::storage::sqlite
