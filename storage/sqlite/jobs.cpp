#include "storage/sqlite/jobs.hpp"

#include "storage/sqlite/columns.hpp"

namespace habeas::storage::sqlite {

std::vector<JobState> all_jobs(Database& database) {
    auto row = database.connection.query(R"(
        SELECT name, started_at, finished_at, last_result, leased_until
        FROM jobs
        ORDER BY name)");
    std::vector<JobState> jobs;
    while (row.next())
        jobs.push_back({.name = std::string{row.text(0)},
                        .started_at = optional_instant(row, 1),
                        .finished_at = optional_instant(row, 2),
                        .last_result = std::string{row.text(3)},
                        .leased_until = optional_instant(row, 4)});
    return jobs;
}

std::optional<std::int64_t> lease_job(Database& database, Chance& chance, std::string const& name, core::Instant now,
                                      core::Instant until) {
    auto const token = chance.draw_token();
    database.connection.run(R"(
        INSERT INTO jobs (name, started_at, last_result, leased_until, lease)
        VALUES (?1, ?2, '', ?3, ?4)
        ON CONFLICT DO UPDATE
          SET started_at = excluded.started_at, leased_until = excluded.leased_until, lease = excluded.lease
          WHERE leased_until IS NULL
             OR leased_until <= excluded.started_at
             OR leased_until > excluded.leased_until)",
                            name, number(now), number(until), token);
    if (database.connection.changes() != 1) return std::nullopt;
    return token;
}

bool finish_job(Database& database, std::string const& name, std::int64_t lease, core::Instant at,
                std::string const& result) {
    database.connection.run(R"(
        UPDATE jobs
        SET finished_at = ?3, last_result = ?4, leased_until = NULL, lease = NULL
        WHERE name = ?1 AND lease = ?2)",
                            name, lease, number(at), result);
    return database.connection.changes() == 1;
}

} // namespace habeas::storage::sqlite
