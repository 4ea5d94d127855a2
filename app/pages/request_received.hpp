#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /requests/received/{reference} · what to do now and by when we answer. Says nothing of the person; 404 for an
/// unknown reference.
boost::asio::awaitable<http::HttpResponse> request_received(Services& services, http::HttpRequest& request);

} // namespace habeas::app::pages
