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

bool lease_job(Database& database, std::string const& name, core::Instant now, core::Instant until) {
    database.connection.run(R"(
        INSERT INTO jobs (name, started_at, last_result, leased_until)
        VALUES (?1, ?2, '', ?3)
        ON CONFLICT DO UPDATE
          SET started_at = excluded.started_at, leased_until = excluded.leased_until
          WHERE leased_until IS NULL
             OR leased_until <= excluded.started_at)",
                            name, number(now), number(until));
    return database.connection.changes() == 1;
}

void finish_job(Database& database, std::string const& name, core::Instant at, std::string const& result) {
    database.connection.run("UPDATE jobs SET finished_at = ?2, last_result = ?3, leased_until = NULL WHERE name = ?1",
                            name, number(at), result);
}

} // namespace habeas::storage::sqlite
