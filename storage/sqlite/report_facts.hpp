#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

void each_deadline_fact(Database& database, core::Day from, core::Day until, core::AsOf const& as_of,
                        std::function<void(core::DeadlineFacts const&)> const& see);
std::vector<AnswerCount> answer_counts(Database& database, std::chrono::year_month from, std::chrono::year_month until);
std::map<core::RequestType, std::int64_t> received_counts(Database& database, core::Day from, core::Day until);
std::vector<core::DeadlineFacts> deadline_facts(Database& database, core::Day from, core::Day until,
                                                core::AsOf const& as_of);
std::vector<core::ComplaintFacts> complaint_facts(Database& database, core::Day from, core::Day until,
                                                  core::AsOf const& as_of);

} // namespace habeas::storage::sqlite
