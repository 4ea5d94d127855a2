#include "storage/sqlite/request_counts.hpp"

#include "storage/sqlite/columns.hpp"

namespace habeas::storage::sqlite {

QueueCounts read_counts(Database& database) {
    auto row = database.connection.query("SELECT status, type, assigned, requests FROM request_counts");
    QueueCounts counts;
    while (row.next()) {
        auto const status = enumerator<core::Status>(row, 0);
        auto const requests = row.integer(3);
        counts.by_status[status] += requests;
        if (core::is_closed(status)) continue;
        counts.open += requests;
        counts.open_by_type[enumerator<core::RequestType>(row, 1)] += requests;
        auto const is_unassigned = row.integer(2) == 0;
        if (is_unassigned) counts.unassigned_open += requests;
        if (status == core::Status::unverified) continue;
        counts.workable += requests;
        if (is_unassigned) counts.unassigned_workable += requests;
    }
    return counts;
}

std::int64_t count_workable_due(Database& database, std::optional<core::Day> from, core::Day until) {
    auto row = database.connection.query(R"(
        SELECT coalesce(sum(requests), 0)
        FROM due_counts
        WHERE due_on BETWEEN ?1 AND ?2)",
                                         from ? number(*from) : std::numeric_limits<std::int64_t>::min(),
                                         std::min(number(until), no_due_day - 1));
    return row.next() ? row.integer(0) : 0;
}

std::int64_t count_unanswered_due(Database& database, core::Day until) {
    auto row = database.connection.query(R"(
        SELECT coalesce(sum(requests), 0)
        FROM due_counts
        WHERE due_on <= ?1
          AND appealed = 0)",
                                         std::min(number(until), no_due_day - 1));
    return row.next() ? row.integer(0) : 0;
}

std::int64_t count_open_of(Database& database, core::StaffId assignee) {
    auto row = database.connection.query(R"(
        SELECT requests
        FROM assignee_counts
        WHERE assignee = ?1)",
                                         assignee.value);
    return row.next() ? row.integer(0) : 0;
}

std::size_t PendingCounts::index(CountedAs place) {
    auto const status = static_cast<std::size_t>(place.status);
    auto const type = static_cast<std::size_t>(place.type);
    return (status * types + type) * 2 + (place.assigned ? 1 : 0);
}

void PendingCounts::write(Database& database) {
    for (std::size_t i = 0; i < changes_.size(); ++i) {
        if (changes_[i] == 0) continue;
        database.connection.run(R"(
            INSERT INTO request_counts (status, type, assigned, requests)
            VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET requests = requests + excluded.requests)",
                                static_cast<std::int64_t>(i / 2 / types), static_cast<std::int64_t>(i / 2 % types),
                                static_cast<std::int64_t>(i % 2), changes_[i]);
        changes_[i] = 0;
    }
}

} // namespace habeas::storage::sqlite
