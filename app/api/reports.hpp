#pragma once
#include "app/authentication.hpp"

namespace habeas::app::api {

/// GET /api/v1/reports/deadlines?from&to&as_of: figures and rows as JSON, or the rows as CSV for `Accept: text/csv`.
boost::asio::awaitable<http::HttpResponse> deadline_report(Services&, http::HttpRequest&, ApiCaller const&);

} // namespace habeas::app::api
