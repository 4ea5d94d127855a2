#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /reports: today's exceptions first, then on-time rate by month and the age of what is open.
boost::asio::awaitable<http::HttpResponse> reports(Services&, http::HttpRequest&, SignedIn const&);

} // namespace habeas::app::pages
