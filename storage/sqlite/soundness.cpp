#include "storage/sqlite/soundness.hpp"

#include "storage/sqlite/migrations.hpp"

#include <map>

#include <fmt/core.h>

namespace habeas::storage::sqlite {

namespace {

/// What stands word for word as the migrations wrote it, by its name. Tables do not: the engine writes their text anew
/// with each column that is added.
std::map<std::string, std::string> written_parts(Connection& connection) {
    auto row = connection.query(R"(
        SELECT type || ' ' || name, sql
        FROM sqlite_schema
        WHERE type IN ('index', 'trigger', 'view')
          AND sql IS NOT NULL)");
    std::map<std::string, std::string> parts;
    while (row.next())
        parts.emplace(row.text(0), row.text(1));
    return parts;
}

std::optional<std::string> unlike_the_migrations(Connection& connection) {
    Connection fresh{":memory:", OpenAs::existing_writer, 1};
    migrate(fresh);
    auto found = written_parts(connection);
    for (auto const& [name, text] : written_parts(fresh)) {
        auto const there = found.extract(name);
        if (there.empty()) return fmt::format("the {} is missing", name);
        if (there.mapped() != text) return fmt::format("the {} was changed", name);
    }
    if (found.empty()) return std::nullopt;
    return fmt::format("the {} is none of ours", found.begin()->first);
}

std::optional<std::string> incoherent(Connection& connection) {
    auto const found = first_finding(connection.query("PRAGMA integrity_check(1)"));
    return found ? std::optional("the file does not hold together: " + *found) : std::nullopt;
}

/// A statement that returns a row for each place where the counter less the rows it counts is not nothing.
std::optional<std::string> miscounted(Connection& connection, std::string_view table, Sql differences) {
    if (!connection.query(differences).next()) return std::nullopt;
    return fmt::format("{} does not say what the requests say", table);
}

std::optional<std::string> miscounted_requests(Connection& connection) {
    return miscounted(connection, "request_counts", R"(
        SELECT 1
        FROM (SELECT status, type, assigned, requests
              FROM request_counts
              UNION ALL
              SELECT status, type, assignee <> 0, -count(*)
              FROM requests NOT INDEXED
              GROUP BY 1, 2, 3)
        GROUP BY status, type, assigned
        HAVING sum(requests) <> 0)");
}

std::optional<std::string> miscounted_receipts(Connection& connection) {
    return miscounted(connection, "received_counts", R"(
        SELECT 1
        FROM (SELECT received_on, type, requests
              FROM received_counts
              UNION ALL
              SELECT received_on, type, -count(*)
              FROM requests NOT INDEXED
              GROUP BY 1, 2)
        GROUP BY received_on, type
        HAVING sum(requests) <> 0)");
}

std::optional<std::string> miscounted_answers(Connection& connection) {
    return miscounted(connection, "answer_counts", R"(
        SELECT 1
        FROM (SELECT month, days, is_late, answers
              FROM answer_counts
              UNION ALL
              SELECT month, days, is_late, -count(*)
              FROM first_answers
              GROUP BY 1, 2, 3)
        GROUP BY month, days, is_late
        HAVING sum(answers) <> 0)");
}

std::optional<std::string> miscounted_due_days(Connection& connection) {
    return miscounted(connection, "due_counts", R"(
        SELECT 1
        FROM (SELECT due_on, appealed, requests
              FROM due_counts
              UNION ALL
              SELECT due_on, appealed, -count(*)
              FROM requests NOT INDEXED
              WHERE status BETWEEN 1 AND 4
              GROUP BY 1, 2)
        GROUP BY due_on, appealed
        HAVING sum(requests) <> 0)");
}

std::optional<std::string> miscounted_assignees(Connection& connection) {
    return miscounted(connection, "assignee_counts", R"(
        SELECT 1
        FROM (SELECT assignee, requests
              FROM assignee_counts
              UNION ALL
              SELECT assignee, -count(*)
              FROM requests NOT INDEXED
              WHERE is_closed = 0
                AND assignee <> 0
              GROUP BY 1)
        GROUP BY assignee
        HAVING sum(requests) <> 0)");
}

} // namespace

std::optional<std::string> first_finding(Query check) {
    if (!check.next() || check.text(0) == "ok") return std::nullopt;
    return std::string{check.text(0)};
}

std::optional<std::string> unsoundness(Connection& connection) {
    for (auto* const check : {unlike_the_migrations, incoherent, miscounted_requests, miscounted_receipts,
                              miscounted_answers, miscounted_due_days, miscounted_assignees})
        if (auto found = check(connection)) return found;
    return std::nullopt;
}

} // namespace habeas::storage::sqlite
