#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

std::vector<core::DeadlineFacts> deadline_facts(Database& database, core::Day from, core::Day until,
                                                core::AsOf const& as_of);
std::vector<core::ComplaintFacts> complaint_facts(Database& database, core::Day from, core::Day until,
                                                  core::AsOf const& as_of);

} // namespace habeas::storage::sqlite
