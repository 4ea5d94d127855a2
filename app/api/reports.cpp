#include "app/api/reports.hpp"

#include "app/api/answers.hpp"
#include "app/api/deadline_json.hpp"
#include "app/api/parameters.hpp"
#include "app/deadline_export.hpp"

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
        return HttpResponse::csv(deadline_file_name(period), deadline_csv(report, period.as_of));
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

    auto taking = export_deadlines(services, *period, stamp, request.request_id);
    auto const report = co_await std::move(taking);
    if (!report) co_return mistake(report.error());
    co_return report_answer(*report, *period, wanted_form(request)).with_header("Vary", "Accept");
}

} // namespace habeas::app::api
