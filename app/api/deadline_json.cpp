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

json::value word_or_null(std::optional<core::Status> status) {
    if (!status) return nullptr;
    return json::value(word(*status));
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

json::object row_json(DeadlineRow const& row) {
    return {{"reference", row.reference.text()},
            {"type", word(row.type)},
            {"channel", word(row.channel)},
            {"status", word(row.status)},
            {"received_on", core::iso(row.received_on)},
            {"due_on", core::iso(row.due_on)},
            {"closed_on", row.closed_on ? json::value(core::iso(*row.closed_on)) : json::value(nullptr)},
            {"days", row.days},
            {"standing", word(row.standing)},
            {"outcome", word_or_null(row.outcome)},
            {"assignee", or_null(row.assignee)}};
}

json::array requests_json(DeadlineReport const& report, core::Day as_of) {
    json::array rows;
    for (auto const& each : report.requests) {
        auto const row = row_of(each, as_of, report.names);
        rows.push_back(row_json(row));
        rows.back().as_object()["extended"] = row.extended;
    }
    return rows;
}

json::array complaints_json(DeadlineReport const& report, core::Day as_of) {
    json::array rows;
    for (auto const& each : report.complaints)
        rows.push_back(row_json(row_of(each, as_of, report.names)));
    return rows;
}

} // namespace

json::object deadline_json(DeadlineReport const& report, DeadlinePeriod const& period) {
    auto const as_of = period.as_of;
    return {{"from", core::iso(period.from)},
            {"to", core::iso(period.to)},
            {"as_of", core::iso(as_of)},
            {"figures", figures_json(core::figures_of(report.requests, as_of))},
            {"requests", requests_json(report, as_of)},
            {"complaint_figures", figures_json(core::figures_of(report.complaints, as_of))},
            {"complaints", complaints_json(report, as_of)}};
}

} // namespace habeas::app::api
