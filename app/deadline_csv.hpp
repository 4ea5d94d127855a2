#pragma once
#include "core/report.hpp"

#include <map>
#include <string>
#include <vector>

namespace habeas::app {

/// The deadline report as a table for a regulator: one row a request, with the due day as it is stored, no personal
/// data of requesters. Columns: reference, type, channel, status, received_on, due_on, extended, closed_on, days,
/// standing, assignee. `names` are those of staff.
std::string deadline_csv(std::vector<core::DeadlineFacts> const& facts, core::Day as_of,
                         std::map<core::StaffId, std::string> const& names);

} // namespace habeas::app
