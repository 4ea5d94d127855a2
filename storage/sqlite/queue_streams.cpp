#include "storage/sqlite/queue_streams.hpp"

// Every statement here names its index and is held to "covering index, no sorting" by a test. ?1 … ?3 are what the
// range begins with or where it starts, the rest narrows it.
namespace habeas::storage::sqlite {

namespace {

using Keys = std::vector<QueueKey>;

void append(Keys& keys, Query&& row) {
    while (row.next())
        keys.push_back(row.integer(0));
}

void append_open(Database& database, QueueFilter const& filter, Keys& keys) {
    if (filter.direction == Direction::ascending)
        append(keys, database.connection.query(R"(
            SELECT due_order
            FROM requests INDEXED BY requests_open
            WHERE is_closed = 0
              AND due_order > ?1
              AND due_order <= ?2
              AND (1 << type) & ?3
              AND (1 << channel) & ?4
              AND assignee BETWEEN ?5 AND ?6
            ORDER BY due_order
            LIMIT ?7)",
                                               filter.after, filter.due_until, filter.types, filter.channels,
                                               filter.assignee_from, filter.assignee_until, filter.rows));
    else
        append(keys, database.connection.query(R"(
            SELECT due_order
            FROM requests INDEXED BY requests_open
            WHERE is_closed = 0
              AND due_order < ?1
              AND due_order >= ?2
              AND (1 << type) & ?3
              AND (1 << channel) & ?4
              AND assignee BETWEEN ?5 AND ?6
            ORDER BY due_order DESC
            LIMIT ?7)",
                                               filter.after, filter.due_from, filter.types, filter.channels,
                                               filter.assignee_from, filter.assignee_until, filter.rows));
}

void append_status(Database& database, QueueFilter const& filter, std::int64_t status, Keys& keys) {
    if (filter.direction == Direction::ascending)
        append(keys, database.connection.query(R"(
            SELECT due_order
            FROM requests INDEXED BY requests_by_status
            WHERE status = ?1
              AND due_order > ?2
              AND due_order <= ?3
              AND (1 << type) & ?4
              AND (1 << channel) & ?5
              AND assignee BETWEEN ?6 AND ?7
            ORDER BY due_order
            LIMIT ?8)",
                                               status, filter.after, filter.due_until, filter.types, filter.channels,
                                               filter.assignee_from, filter.assignee_until, filter.rows));
    else
        append(keys, database.connection.query(R"(
            SELECT due_order
            FROM requests INDEXED BY requests_by_status
            WHERE status = ?1
              AND due_order < ?2
              AND due_order >= ?3
              AND (1 << type) & ?4
              AND (1 << channel) & ?5
              AND assignee BETWEEN ?6 AND ?7
            ORDER BY due_order DESC
            LIMIT ?8)",
                                               status, filter.after, filter.due_from, filter.types, filter.channels,
                                               filter.assignee_from, filter.assignee_until, filter.rows));
}

void append_assignee(Database& database, QueueFilter const& filter, int closed, Keys& keys) {
    if (filter.direction == Direction::ascending)
        append(keys, database.connection.query(R"(
            SELECT due_order
            FROM requests INDEXED BY requests_by_assignee
            WHERE assignee = ?1
              AND is_closed = ?2
              AND due_order > ?3
              AND due_order <= ?4
              AND (1 << status) & ?5
              AND (1 << type) & ?6
              AND (1 << channel) & ?7
            ORDER BY due_order
            LIMIT ?8)",
                                               filter.assignee_from, closed, filter.after, filter.due_until,
                                               filter.statuses, filter.types, filter.channels, filter.rows));
    else
        append(keys, database.connection.query(R"(
            SELECT due_order
            FROM requests INDEXED BY requests_by_assignee
            WHERE assignee = ?1
              AND is_closed = ?2
              AND due_order < ?3
              AND due_order >= ?4
              AND (1 << status) & ?5
              AND (1 << type) & ?6
              AND (1 << channel) & ?7
            ORDER BY due_order DESC
            LIMIT ?8)",
                                               filter.assignee_from, closed, filter.after, filter.due_from,
                                               filter.statuses, filter.types, filter.channels, filter.rows));
}

void append_receipt(Database& database, QueueFilter const& filter, int closed, Keys& keys) {
    if (filter.direction == Direction::ascending)
        append(keys, database.connection.query(R"(
            SELECT receipt_order
            FROM requests INDEXED BY requests_by_receipt
            WHERE is_closed = ?1
              AND receipt_order > ?2
              AND due_order BETWEEN ?3 AND ?4
              AND (1 << status) & ?5
              AND (1 << type) & ?6
              AND (1 << channel) & ?7
              AND assignee BETWEEN ?8 AND ?9
            ORDER BY receipt_order
            LIMIT ?10)",
                                               closed, filter.after, filter.due_from, filter.due_until, filter.statuses,
                                               filter.types, filter.channels, filter.assignee_from,
                                               filter.assignee_until, filter.rows));
    else
        append(keys, database.connection.query(R"(
            SELECT receipt_order
            FROM requests INDEXED BY requests_by_receipt
            WHERE is_closed = ?1
              AND receipt_order < ?2
              AND due_order BETWEEN ?3 AND ?4
              AND (1 << status) & ?5
              AND (1 << type) & ?6
              AND (1 << channel) & ?7
              AND assignee BETWEEN ?8 AND ?9
            ORDER BY receipt_order DESC
            LIMIT ?10)",
                                               closed, filter.after, filter.due_from, filter.due_until, filter.statuses,
                                               filter.types, filter.channels, filter.assignee_from,
                                               filter.assignee_until, filter.rows));
}

template <class Append>
void for_open_and_closed(QueueFilter const& filter, Append append_range) {
    if (filter.statuses & open_statuses) append_range(open_part(filter), 0);
    if (filter.statuses & all_statuses & ~open_statuses) append_range(filter, 1);
}

/// A full page has nothing from beyond its last key.
QueueFilter no_further_than(Keys const& keys, QueueFilter filter) {
    if (std::ssize(keys) < filter.rows) return filter;
    if (filter.direction == Direction::ascending)
        filter.due_until = std::min(filter.due_until, keys.back());
    else
        filter.due_from = std::max(filter.due_from, keys.back());
    return filter;
}

void append_statuses(Database& database, QueueFilter const& filter, Keys& keys) {
    auto const open = open_part(filter);
    for (std::int64_t status = 0; all_statuses >> status; ++status) {
        if ((filter.statuses >> status & 1) == 0) continue;
        auto const& part = open_statuses >> status & 1 ? open : filter;
        append_status(database, no_further_than(keys, part), status, keys);
        order_and_cut(keys, filter);
    }
}

} // namespace

std::vector<QueueKey> queue_keys(Database& database, QueueFilter const& filter) {
    Keys keys;
    if (!filter.by_due_day)
        for_open_and_closed(filter,
                            [&](auto const& part, int closed) { append_receipt(database, part, closed, keys); });
    else if (filter.is_one_assignee())
        for_open_and_closed(filter,
                            [&](auto const& part, int closed) { append_assignee(database, part, closed, keys); });
    else if (filter.statuses == open_statuses)
        append_open(database, open_part(filter), keys);
    else
        append_statuses(database, filter, keys);

    order_and_cut(keys, filter);
    return keys;
}

} // namespace habeas::storage::sqlite
