#include "app/api/deadline_json.hpp"

#include <boost/json/array.hpp>

namespace habeas::app::api {

namespace {

namespace json = boost::json;

template <class Value>
json::value or_null(std::optional<Value> const& value) {
    if (!value) return nullptr;
    return json::value(*value);
}

template <class E>
json::string_view word(E value) {
    auto const text = core::code(value);
    return {text.data(), text.size()};
}

json::object figures_json(core::DeadlineFigures const& figures) {
    return {{"received", figures.received},
            {"answered_in_time", figures.answered_in_time},
            {"answered_late", figures.answered_late},
            {"open_in_time", figures.open_in_time},
            {"open_overdue", figures.open_overdue},
            {"needed_no_answer", figures.needed_no_answer},
            {"extended", figures.extended},
            {"fulfilled", figures.fulfilled},
            {"partially_fulfilled", figures.partially_fulfilled},
            {"denied", figures.denied},
            {"withdrawn", figures.withdrawn},
            {"redirected", figures.redirected},
            {"expired", figures.expired},
            {"mean_days", or_null(figures.mean_days)},
            {"median_days", or_null(figures.median_days)},
            {"on_time_percent", or_null(figures.on_time_percent)}};
}

json::object figures_json(core::ComplaintFigures const& figures) {
    return {{"received", figures.received},         {"decided_in_time", figures.decided_in_time},
            {"decided_late", figures.decided_late}, {"open_in_time", figures.open_in_time},
            {"open_overdue", figures.open_overdue}, {"withdrawn", figures.withdrawn}};
}

json::value name_json(std::optional<core::StaffId> const& assignee, std::map<core::StaffId, std::string> const& names) {
    auto const found = assignee ? names.find(*assignee) : names.end();
    if (found == names.end()) return nullptr;
    return json::value(found->second);
}

json::object row_json(core::DeadlineFacts const& each, core::Day as_of,
                      std::map<core::StaffId, std::string> const& names) {
    bool const closed = each.closed_on && *each.closed_on <= as_of;
    return {{"reference", each.reference.text()},
            {"type", word(each.type)},
            {"channel", word(each.channel)},
            {"status", word(each.status)},
            {"received_on", core::iso(each.received_on)},
            {"due_on", core::iso(each.due_on)},
            {"extended", each.extended},
            {"closed_on", closed ? json::value(core::iso(*each.closed_on)) : json::value(nullptr)},
            {"days", or_null(days_taken(each, as_of))},
            {"standing", word(core::standing_of(each, as_of))},
            {"assignee", name_json(each.assignee, names)}};
}

json::object row_json(core::ComplaintFacts const& each, core::Day as_of,
                      std::map<core::StaffId, std::string> const& names) {
    return {{"reference", each.reference.text()},
            {"type", word(each.type)},
            {"channel", word(each.channel)},
            {"status", word(each.status)},
            {"received_on", core::iso(each.received_on)},
            {"due_on", core::iso(each.due_on)},
            {"closed_on", each.closed_on ? json::value(core::iso(*each.closed_on)) : json::value(nullptr)},
            {"days", (each.closed_on.value_or(as_of) - each.received_on).count()},
            {"standing", word(core::standing_of(each, as_of))},
            {"assignee", name_json(each.assignee, names)}};
}

template <class Facts>
json::array rows_json(std::vector<Facts> const& facts, core::Day as_of,
                      std::map<core::StaffId, std::string> const& names) {
    json::array rows;
    for (auto const& each : facts)
        rows.push_back(row_json(each, as_of, names));
    return rows;
}

} // namespace

json::object deadline_json(DeadlineReport const& report, DeadlinePeriod const& period) {
    auto const as_of = period.as_of;
    return {{"from", core::iso(period.from)},
            {"to", core::iso(period.to)},
            {"as_of", core::iso(as_of)},
            {"figures", figures_json(core::figures_of(report.requests, as_of))},
            {"requests", rows_json(report.requests, as_of, report.names)},
            {"complaint_figures", figures_json(core::figures_of(report.complaints, as_of))},
            {"complaints", rows_json(report.complaints, as_of, report.names)}};
}

} // namespace habeas::app::api
