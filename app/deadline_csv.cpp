#include "app/deadline_csv.hpp"

#include "app/company_calendar.hpp"
#include "app/csv.hpp"

namespace habeas::app {

namespace {

void add_row(Csv& csv, core::DeadlineFacts const& each, core::Day as_of,
             std::map<core::StaffId, std::string> const& names) {
    auto const closed = each.closed_on && *each.closed_on <= as_of;
    auto const days = ((closed ? *each.closed_on : as_of) - each.received_on).count();
    auto const name = each.assignee ? names.find(*each.assignee) : names.end();
    csv.cell(each.reference.text())
        .cell(core::code(each.type))
        .cell(core::code(each.channel))
        .cell(core::code(each.status))
        .cell(core::iso(each.received_on))
        .cell(core::iso(each.due_on))
        .cell(each.extended ? "yes" : "no")
        .cell(closed ? core::iso(*each.closed_on) : "")
        .cell(days < 0 ? "" : std::to_string(days)) // not yet received on the day the report speaks of
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

std::string deadline_csv(std::vector<core::DeadlineFacts> const& facts,
                         std::vector<core::ComplaintFacts> const& complaints, core::Day as_of,
                         std::map<core::StaffId, std::string> const& names) {
    Csv csv;
    for (auto const* heading : {"reference", "type", "channel", "status", "received_on", "due_on", "extended",
                                "closed_on", "days", "standing", "assignee", "about"})
        csv.cell(heading);
    csv.end_row();
    for (auto const& each : facts)
        add_row(csv, each, as_of, names);
    for (auto const& each : complaints)
        add_row(csv, each, as_of, names);
    return csv.take();
}

} // namespace habeas::app
