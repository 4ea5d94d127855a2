#include "app/api/reports.hpp"

#include "app/api/answers.hpp"
#include "app/api/deadline_json.hpp"
#include "app/api/parameters.hpp"
#include "app/deadline_csv.hpp"
#include "app/store_access.hpp"

#include <array>

#include <boost/json/serialize.hpp>

namespace habeas::app::api {

namespace {

namespace json = boost::json;
using http::HttpResponse;

constexpr std::array<std::string_view, 3> known{"from", "to", "as_of"};

std::optional<std::string> typed_in(http::Form const& query, std::string_view name) {
    auto const typed = query.find(name);
    return typed ? std::optional(std::string(*typed)) : std::nullopt;
}

core::Result<DeadlinePeriod> read_query(http::Form const& query, core::Day today) {
    auto mistakes = check_parameters(query, known);
    auto const period = read_period({typed_in(query, "from"), typed_in(query, "to"), typed_in(query, "as_of")}, today);
    if (!period) core::add_findings(mistakes, period.error().fields);
    if (!mistakes.empty()) return core::fail(std::move(mistakes));
    return period;
}

enum class Form { json, csv };

/// The one the caller likes better, JSON where it is all the same to them. Who takes neither was refused before.
Form wanted_form(http::HttpRequest const& request) {
    return request.quality("text/csv") > request.quality("application/json") ? Form::csv : Form::json;
}

HttpResponse report_answer(DeadlineReport const& report, DeadlinePeriod const& period, Form form) {
    switch (form) {
    case Form::csv:
        return HttpResponse::csv("deadlines.csv", deadline_csv(report, period.as_of));
    case Form::json:
        break;
    }
    return HttpResponse::json(200, json::serialize(deadline_json(report, period))).allow_compression();
}

} // namespace

boost::asio::awaitable<HttpResponse> deadline_report(Services& services, http::HttpRequest& request,
                                                     ApiCaller const& caller) {
    auto const stamp = services.stamp(caller.actor());
    auto const period = read_query(request.query, stamp.on);
    if (!period) co_return mistake(period.error());

    core::AsOf const as_of{period->as_of, services.calendar.end_of(period->as_of)};
    auto work = read_store(services.store, [period = *period, as_of](storage::Snapshot& snapshot) {
        return read_deadlines(snapshot, period, as_of);
    });
    auto const report = co_await std::move(work);
    auto const fits = check_rows(report.rows(), services.configuration.limits.report_rows);
    if (!fits) co_return mistake(fits.error());
    // The copy leaves only once the entry that says who took it is durable.
    auto noting = write_store(services.store, [entry = exported(*period, report.rows(), stamp),
                                               at = stamp.at](storage::Transaction& transaction) {
        return transaction.commit(entry, at).has_value();
    });
    (void)co_await std::move(noting);
    services.log.info("report.exported", {{"report", "deadlines"}, {"token", stamp.actor.id}});
    co_return report_answer(report, *period, wanted_form(request)).with_header("Vary", "Accept");
}

} // namespace habeas::app::api
