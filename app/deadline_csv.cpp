#include "app/deadline_csv.hpp"

#include "app/company_calendar.hpp"
#include "app/csv.hpp"

namespace habeas::app {

namespace {

bool was_closed_by(core::DeadlineFacts const& facts, core::Day as_of) {
    return facts.closed_on && *facts.closed_on <= as_of;
}

void add_row(Csv& csv, core::DeadlineFacts const& each, core::Day as_of,
             std::map<core::StaffId, std::string> const& names) {
    auto const closed = was_closed_by(each, as_of);
    auto const days = days_taken(each, as_of);
    auto const name = each.assignee ? names.find(*each.assignee) : names.end();
    csv.cell(each.reference.text())
        .cell(core::code(each.type))
        .cell(core::code(each.channel))
        .cell(core::code(each.status))
        .cell(core::iso(each.received_on))
        .cell(core::iso(each.due_on))
        .cell(each.extended ? "yes" : "no")
        .cell(closed ? core::iso(*each.closed_on) : "")
        .cell(days ? std::to_string(*days) : "")
        .cell(core::code(core::standing_of(each, as_of)))
        .cell(name == names.end() ? "" : name->second)
        .cell("request")
        .end_row();
}

void add_row(Csv& csv, core::ComplaintFacts const& each, core::Day as_of,
             std::map<core::StaffId, std::string> const& names) {
    auto const days = (each.closed_on.value_or(as_of) - each.received_on).count();
    auto const name = each.assignee ? names.find(*each.assignee) : names.end();
    csv.cell(each.reference.text())
        .cell(core::code(each.type))
        .cell(core::code(each.channel))
        .cell(core::code(each.status))
        .cell(core::iso(each.received_on))
        .cell(core::iso(each.due_on))
        .cell("no")
        .cell(each.closed_on ? core::iso(*each.closed_on) : "")
        .cell(std::to_string(days))
        .cell(core::code(core::standing_of(each, as_of)))
        .cell(name == names.end() ? "" : name->second)
        .cell("complaint")
        .end_row();
}

} // namespace

std::optional<std::int64_t> days_taken(core::DeadlineFacts const& facts, core::Day as_of) {
    auto const last = was_closed_by(facts, as_of) ? *facts.closed_on : as_of;
    auto const days = (last - facts.received_on).count();
    return days < 0 ? std::nullopt : std::optional<std::int64_t>(days);
}

DeadlineReport read_deadlines(storage::Snapshot& snapshot, DeadlinePeriod const& period, core::AsOf as_of) {
    DeadlineReport report{snapshot.deadline_facts(period.from, period.until(), as_of),
                          snapshot.complaint_facts(period.from, period.until(), as_of),
                          {}};
    for (auto const& member : snapshot.staff())
        report.names[member.id] = member.name;
    return report;
}

std::string deadline_csv(DeadlineReport const& report, core::Day as_of) {
    Csv csv;
    for (auto const* heading : {"reference", "type", "channel", "status", "received_on", "due_on", "extended",
                                "closed_on", "days", "standing", "assignee", "about"})
        csv.cell(heading);
    csv.end_row();
    for (auto const& each : report.requests)
        add_row(csv, each, as_of, report.names);
    for (auto const& each : report.complaints)
        add_row(csv, each, as_of, report.names);
    return csv.take();
}

} // namespace habeas::app
