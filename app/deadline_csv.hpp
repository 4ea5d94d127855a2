#pragma once
#include "core/report.hpp"

#include <map>
#include <string>
#include <vector>

namespace habeas::app {

/// The deadline report as a table for a regulator: one row a request with its first answer, then one row a complaint
/// about an answer, with the due day as it is stored, no personal data of requesters. Columns: reference, type,
/// channel, status, received_on, due_on, extended, closed_on, days, standing, assignee, about (request, complaint).
/// `names` are those of staff.
std::string deadline_csv(std::vector<core::DeadlineFacts> const& facts,
                         std::vector<core::ComplaintFacts> const& complaints, core::Day as_of,
                         std::map<core::StaffId, std::string> const& names);

} // namespace habeas::app
