#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /requests/received/{reference}?key=… · what to do now and by when we answer. Says nothing of the person. Without
/// the key that the sender was given, or when it is older than a mailed link may be: 303 to the status page, whether
/// there is such a request or not.
boost::asio::awaitable<http::HttpResponse> request_received(Services& services, http::HttpRequest& request);

} // namespace habeas::app::pages
