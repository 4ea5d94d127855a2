#include "storage/sqlite/queue.hpp"

#include "storage/sqlite/queue_search.hpp"
#include "storage/sqlite/queue_streams.hpp"

namespace habeas::storage::sqlite {

namespace {

/// One name that does not open must not hide the other forty-nine rows.
void read_name(Database& database, Query const& row, QueueRow& read) {
    if (row.is_null(9) || row.is_null(10)) return; // the data key was destroyed
    try {
        auto const key = database.vault.unwrap(row.blob(9), read.id);
        auto const name = unseal(key, Place{"requests.label", read.id.value}, row.blob(10));
        read.subject_name = core::PersonName{std::string{core::as_text(name)}};
    } catch (DamagedRecord const&) {
        read.damaged = true;
    }
}

std::optional<QueueRow> read_row(Database& database, core::RequestId id) {
    auto row = database.connection.query(R"(
        SELECT type, status, channel, received_at, received_on, due_on, assignee, version, unread * 2 + appealed,
               wrapped_key, sealed_label
        FROM requests
        WHERE id = ?1)",
                                         id.value);
    if (!row.next()) return std::nullopt;
    QueueRow read{.id = id,
                  .reference = database.references.encode(id),
                  .type = enumerator<core::RequestType>(row, 0),
                  .status = enumerator<core::Status>(row, 1),
                  .channel = enumerator<core::Channel>(row, 2),
                  .subject_name = {},
                  .received_at = instant(row.integer(3)),
                  .received_on = day(row.integer(4)),
                  .due_on = std::nullopt,
                  .assignee = std::nullopt,
                  .version = row.integer(7),
                  .unread = (row.integer(8) & 2) != 0,
                  .appealed = (row.integer(8) & 1) != 0,
                  .damaged = false,
                  .place = {}};
    read_name(database, row, read);
    if (row.integer(5) != no_due_day) read.due_on = day(row.integer(5));
    if (auto const assignee = row.integer(6)) read.assignee = core::StaffId{assignee};
    return read;
}

} // namespace

QueuePage read_queue(Database& database, QueueQuery const& query) {
    auto const filter = filter_of(query);
    auto [keys, more_matches] = query.search && !query.search->empty()
                                    ? search_keys(database, *query.search, filter)
                                    : SearchKeys{queue_keys(database, filter), false};
    QueuePage page;
    page.more_matches = more_matches;
    if (std::ssize(keys) == filter.rows) {
        keys.pop_back();
        page.next = QueuePlace{keys.back()};
    }
    page.rows.reserve(keys.size());
    for (auto const key : keys)
        if (auto row = read_row(database, id_of(key))) {
            row->place = QueuePlace{key};
            page.rows.push_back(std::move(*row));
        }
    return page;
}

std::vector<QueueRow> requests_of(Database& database, core::EmailAddress const& address, int limit) {
    auto row = database.connection.query(R"(
        SELECT request_id
        FROM lookup_terms
        WHERE term = ?1
        ORDER BY request_id DESC
        LIMIT ?2)",
                                         database.vault.address_term(address), limit);
    std::vector<QueueRow> found;
    while (row.next())
        if (auto read = read_row(database, core::RequestId{row.integer(0)})) found.push_back(std::move(*read));
    return found;
}

} // namespace habeas::storage::sqlite
