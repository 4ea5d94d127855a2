#include "app/deadline_csv.hpp"

#include "app/csv.hpp"

#include <string_view>

namespace habeas::app {

namespace {

std::optional<std::string> name_of(std::optional<core::StaffId> const& assignee, StaffNames const& names) {
    auto const found = assignee ? names.find(*assignee) : names.end();
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

/// What requests and complaints have in common. What was closed after the day of the report stands in it as open.
template <class Facts>
DeadlineRow common_row(Facts const& facts, core::Day as_of, StaffNames const& names) {
    auto const closed_on = facts.closed_on && *facts.closed_on <= as_of ? facts.closed_on : std::nullopt;
    return {.reference = facts.reference,
            .type = facts.type,
            .channel = facts.channel,
            .status = facts.status,
            .received_on = facts.received_on,
            .due_on = facts.due_on,
            .extended = false,
            .closed_on = closed_on,
            .days = (closed_on.value_or(as_of) - facts.received_on).count(),
            .standing = core::standing_of(facts, as_of),
            .outcome = core::outcome_of(facts, as_of),
            .assignee = name_of(facts.assignee, names)};
}

void add_row(Csv& csv, DeadlineRow const& row, std::string_view about) {
    csv.cell(row.reference.text())
        .cell(core::code(row.type))
        .cell(core::code(row.channel))
        .cell(core::code(row.status))
        .cell(core::iso(row.received_on))
        .cell(core::iso(row.due_on))
        .cell(row.extended ? "yes" : "no")
        .cell(row.closed_on ? core::iso(*row.closed_on) : "")
        .cell(std::to_string(row.days))
        .cell(core::code(row.standing))
        .cell(row.assignee.value_or(""))
        .cell(about)
        .cell(row.outcome ? core::code(*row.outcome) : "")
        .end_row();
}

} // namespace

DeadlineReport read_deadlines(storage::Snapshot& snapshot, DeadlinePeriod const& period, core::AsOf const& as_of) {
    auto report = read_complaints(snapshot, period, as_of);
    report.requests = snapshot.deadline_facts(period.from, period.until(), as_of);
    return report;
}

DeadlineReport read_complaints(storage::Snapshot& snapshot, DeadlinePeriod const& period, core::AsOf const& as_of) {
    DeadlineReport report{{}, snapshot.complaint_facts(period.from, period.until(), as_of), {}};
    for (auto const& member : snapshot.staff())
        report.names[member.id] = member.name;
    return report;
}

DeadlineRow row_of(core::DeadlineFacts const& facts, core::Day as_of, StaffNames const& names) {
    auto row = common_row(facts, as_of, names);
    row.extended = facts.extended;
    return row;
}

DeadlineRow row_of(core::ComplaintFacts const& facts, core::Day as_of, StaffNames const& names) {
    return common_row(facts, as_of, names);
}

std::string deadline_file_name(DeadlinePeriod const& period) {
    return "deadlines_" + core::iso(period.from) + "_" + core::iso(period.to) + "_as-of-" + core::iso(period.as_of) +
           ".csv";
}

std::string deadline_csv(DeadlineReport const& report, core::Day as_of) {
    Csv csv;
    for (auto const* heading : {"reference", "type", "channel", "status", "received_on", "due_on", "extended",
                                "closed_on", "days", "standing", "assignee", "about", "outcome"})
        csv.cell(heading);
    csv.end_row();
    for (auto const& each : report.requests)
        add_row(csv, row_of(each, as_of, report.names), "request");
    for (auto const& each : report.complaints)
        add_row(csv, row_of(each, as_of, report.names), "complaint");
    return csv.take();
}

} // namespace habeas::app
