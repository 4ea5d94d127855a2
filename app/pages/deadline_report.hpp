#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /reports/deadlines?from&to&as_of: the figures and the requests behind them.
boost::asio::awaitable<http::HttpResponse> deadline_report(Services&, http::HttpRequest&, SignedIn const&);

/// GET /reports/deadlines.csv: the same requests as a table. Every export is logged and audited.
boost::asio::awaitable<http::HttpResponse> deadline_report_csv(Services&, http::HttpRequest&, SignedIn const&);

} // namespace habeas::app::pages
