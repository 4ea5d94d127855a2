#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET / · what one can ask, how long it takes, how to reach a person. The same for everybody: it may be cached for a
/// minute and be asked for again by its ETag.
boost::asio::awaitable<http::HttpResponse> privacy_centre(Services& services, http::HttpRequest& request);

} // namespace habeas::app::pages
