#pragma once
#include "app/deadline_period.hpp"
#include "core/report.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace habeas::app {

/// What the deadline report is made of: requests with their first answers, complaints about answers, and staff by name.
/// No personal data of requesters.
struct DeadlineReport {
    std::vector<core::DeadlineFacts> requests;
    std::vector<core::ComplaintFacts> complaints;
    std::map<core::StaffId, std::string> names;

    std::size_t rows() const { return requests.size() + complaints.size(); }
};

DeadlineReport read_deadlines(storage::Snapshot& snapshot, DeadlinePeriod const& period, core::AsOf as_of);

/// The days a request took to its answer, or has been waiting; nothing where it had not come in yet on that day.
std::optional<std::int64_t> days_taken(core::DeadlineFacts const& facts, core::Day as_of);

/// The deadline report as a table for a regulator: one row a request with its first answer, then one row a complaint
/// about an answer, with the due day as it is stored. Columns: reference, type, channel, status, received_on, due_on,
/// extended, closed_on, days, standing, assignee, about (request, complaint).
std::string deadline_csv(DeadlineReport const& report, core::Day as_of);

} // namespace habeas::app
