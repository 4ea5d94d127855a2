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

using StaffNames = std::map<core::StaffId, std::string>;

/// What the deadline report is made of: requests with their first answers, complaints about answers, and staff by name.
/// No personal data of requesters.
struct DeadlineReport {
    std::vector<core::DeadlineFacts> requests;
    std::vector<core::ComplaintFacts> complaints;
    StaffNames names;

    std::size_t rows() const { return requests.size() + complaints.size(); }
};

DeadlineReport read_deadlines(storage::Snapshot& snapshot, DeadlinePeriod const& period, core::AsOf const& as_of);

/// The same without the requests: for who sees them one after the other.
DeadlineReport read_complaints(storage::Snapshot& snapshot, DeadlinePeriod const& period, core::AsOf const& as_of);

/// One row of the report, whether a request with its first answer or a complaint about an answer. A page, a table and a
/// program are told the same of it, each in its own words.
struct DeadlineRow {
    core::Reference reference;
    core::RequestType type{};
    core::Channel channel{};
    core::Status status{};
    core::Day received_on{};
    core::Day due_on{};
    bool extended{}; ///< never a complaint
    std::optional<core::Day> closed_on;
    std::int64_t days{}; ///< taken to the answer, or waited for it
    core::Standing standing{};
    std::optional<core::Status> outcome; ///< of the answer the row is about
    std::optional<std::string> assignee;
};
DeadlineRow row_of(core::DeadlineFacts const& facts, core::Day as_of, StaffNames const& names);
DeadlineRow row_of(core::ComplaintFacts const& facts, core::Day as_of, StaffNames const& names);

/// The deadline report as a table for a regulator: one row a request with its first answer, then one row a complaint
/// about an answer, with the due day as it is stored. Columns: reference, type, channel, status, received_on, due_on,
/// extended, closed_on, days, standing, assignee, about (request, complaint), outcome (of the answer the row is about,
/// whatever the request's status is since: the figures are counted from it).
std::string deadline_csv(DeadlineReport const& report, core::Day as_of);

/// What the table is called once it was downloaded: two of one period must not be taken for each other.
std::string deadline_file_name(DeadlinePeriod const& period);

} // namespace habeas::app
