#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

std::vector<JobState> all_jobs(Database& database);
std::optional<std::int64_t> lease_job(Database& database, Chance& chance, std::string const& name, core::Instant now,
                                      core::Instant until);
bool finish_job(Database& database, std::string const& name, std::int64_t lease, core::Instant at,
                std::string const& result);

} // namespace habeas::storage::sqlite
