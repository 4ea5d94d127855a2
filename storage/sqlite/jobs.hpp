#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

std::vector<JobState> all_jobs(Database& database);
bool lease_job(Database& database, std::string const& name, core::Instant now, core::Instant until);
void finish_job(Database& database, std::string const& name, core::Instant at, std::string const& result);

} // namespace habeas::storage::sqlite
