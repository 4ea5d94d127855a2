#pragma once
#include "core/deadline.hpp"
#include "core/decision.hpp"
#include "core/policy.hpp"

#include <optional>
#include <vector>

namespace habeas::core {

/// Every stage of a policy up to a bound, ascending: -14, -7, -3, -1, 0, 1, 3, 7, 14, 21 … (days after the due day).
std::vector<int> stages_up_to(Policy const& policy, int bound);

/// The most urgent stage that has come by `today` and is later than the one already dealt with.
std::optional<int> stage_owed(DeadlineClock const& clock, Day today, Policy const& policy);

/// The first day on which a later stage than the one dealt with will come.
std::optional<Day> next_stage_day(DeadlineClock const& clock, Policy const& policy);

/// The marks that dealing with a stage leaves: its own last, before it those of the stages that passed meanwhile.
std::vector<ReminderMark> marks_up_to(DeadlineClock const& clock, int stage, Policy const& policy);

} // namespace habeas::core
