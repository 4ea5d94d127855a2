#include "app/api/reports.hpp"

#include "app/api/answers.hpp"
#include "app/deadline_csv.hpp"
#include "app/store_access.hpp"

#include <boost/json/serialize.hpp>

namespace habeas::app::api {

namespace {

namespace json = boost::json;
using http::HttpResponse;

struct Period {
    core::Day from, to, as_of;
};

core::Result<Period> read_period(http::Form const& query, core::Day today) {
    auto const year = std::chrono::year_month_day{today}.year();
    Period period{std::chrono::local_days{year / std::chrono::January / 1}, today, today};
    std::vector<core::FieldError> mistakes;
    for (auto const& [name, typed] : query.fields()) {
        auto* day = name == "from"    ? &period.from
                    : name == "to"    ? &period.to
                    : name == "as_of" ? &period.as_of
                                      : nullptr;
        auto const parsed = parse_iso_day(typed);
        if (!day)
            mistakes.push_back({"(query)", "There is a parameter that is not known here."});
        else if (!parsed)
            mistakes.push_back({name, "Write the day as 2026-03-01."});
        else
            *day = *parsed;
    }
    if (!query.duplicates().empty()) mistakes.push_back({"(query)", "A parameter stands twice."});
    if (mistakes.empty() && period.from > period.to) mistakes.push_back({"from", "The first day is after the last."});
    if (!mistakes.empty()) return core::fail(std::move(mistakes));
    return period;
}

struct Facts {
    std::vector<core::DeadlineFacts> requests;
    std::vector<core::ComplaintFacts> complaints;
    std::map<core::StaffId, std::string> names;
};

Facts read_facts(storage::Snapshot& snapshot, Period period, core::AsOf as_of) {
    // What came in after the day the report speaks of was not known then.
    auto const last = std::min(period.to, period.as_of);
    Facts facts{
        snapshot.deadline_facts(period.from, last, as_of), snapshot.complaint_facts(period.from, last, as_of), {}};
    for (auto const& member : snapshot.staff())
        facts.names[member.id] = member.name;
    return facts;
}

json::value number_or_null(std::optional<double> number) {
    if (!number) return nullptr;
    return *number;
}

json::object figures_json(core::DeadlineFigures const& figures) {
    return {{"received", figures.received},
            {"answered_in_time", figures.answered_in_time},
            {"answered_late", figures.answered_late},
            {"open_in_time", figures.open_in_time},
            {"open_overdue", figures.open_overdue},
            {"extended", figures.extended},
            {"fulfilled", figures.fulfilled},
            {"partially_fulfilled", figures.partially_fulfilled},
            {"denied", figures.denied},
            {"withdrawn", figures.withdrawn},
            {"redirected", figures.redirected},
            {"expired", figures.expired},
            {"mean_days", number_or_null(figures.mean_days)},
            {"median_days", number_or_null(figures.median_days)},
            {"on_time_percent", number_or_null(figures.on_time_percent)}};
}

json::object figures_json(core::ComplaintFigures const& figures) {
    return {{"received", figures.received},         {"decided_in_time", figures.decided_in_time},
            {"decided_late", figures.decided_late}, {"open_in_time", figures.open_in_time},
            {"open_overdue", figures.open_overdue}, {"withdrawn", figures.withdrawn}};
}

template <class E>
json::string_view word(E value) {
    auto const text = core::code(value);
    return {text.data(), text.size()};
}

json::object row_json(core::DeadlineFacts const& each, core::Day as_of) {
    bool const closed = each.closed_on && *each.closed_on <= as_of;
    return {{"reference", each.reference.text()},
            {"type", word(each.type)},
            {"channel", word(each.channel)},
            {"status", word(each.status)},
            {"received_on", core::iso(each.received_on)},
            {"due_on", core::iso(each.due_on)},
            {"extended", each.extended},
            {"closed_on", closed ? json::value(core::iso(*each.closed_on)) : json::value(nullptr)},
            {"standing", word(core::standing_of(each, as_of))}};
}

json::object row_json(core::ComplaintFacts const& each, core::Day as_of) {
    return {{"reference", each.reference.text()},
            {"type", word(each.type)},
            {"channel", word(each.channel)},
            {"status", word(each.status)},
            {"received_on", core::iso(each.received_on)},
            {"due_on", core::iso(each.due_on)},
            {"closed_on", each.closed_on ? json::value(core::iso(*each.closed_on)) : json::value(nullptr)},
            {"standing", word(core::standing_of(each, as_of))}};
}

template <class Facts>
json::array rows_json(std::vector<Facts> const& facts, core::Day as_of) {
    json::array rows;
    for (auto const& each : facts)
        rows.push_back(row_json(each, as_of));
    return rows;
}

/// "exports" are audited (security requirement 41): who took which period.
void note_export(Services& services, core::Stamp const& stamp, Period period) {
    write_later(services.store, [stamp, period](storage::Transaction& transaction) {
        auto const entry = core::Decision::record(
            stamp, "report.exported",
            {{"report", "deadlines"}, {"from", core::iso(period.from)}, {"to", core::iso(period.to)}});
        (void)transaction.commit(entry, stamp.at);
    });
    services.log.info("report.exported", {{"report", "deadlines"}, {"token", stamp.actor.id}});
}

} // namespace

boost::asio::awaitable<HttpResponse> deadline_report(Services& services, http::HttpRequest& request,
                                                     ApiCaller const& caller) {
    bool const wants_csv = request.prefers("text/csv");
    if (!wants_csv && !request.accepts("application/json"))
        co_return HttpResponse::problem(406, "not_acceptable", "Not Acceptable",
                                        "The answer is application/json or text/csv.");
    auto const stamp = services.stamp(caller.actor());
    auto const period = read_period(request.query, stamp.on);
    if (!period) co_return mistake(period.error());

    core::AsOf const as_of{period->as_of, services.calendar.end_of(period->as_of)};
    auto work = read_store(services.store, [period = *period, as_of](storage::Snapshot& snapshot) {
        return read_facts(snapshot, period, as_of);
    });
    auto const facts = co_await std::move(work);
    note_export(services, stamp, *period);
    if (wants_csv)
        co_return HttpResponse::csv("deadlines.csv",
                                    deadline_csv(facts.requests, facts.complaints, period->as_of, facts.names));

    json::object answer{{"from", core::iso(period->from)},
                        {"to", core::iso(period->to)},
                        {"as_of", core::iso(period->as_of)},
                        {"figures", figures_json(core::figures_of(facts.requests, period->as_of))},
                        {"requests", rows_json(facts.requests, period->as_of)},
                        {"complaint_figures", figures_json(core::figures_of(facts.complaints, period->as_of))},
                        {"complaints", rows_json(facts.complaints, period->as_of)}};
    co_return HttpResponse::json(200, json::serialize(answer)).allow_compression();
}

} // namespace habeas::app::api
