#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /docs: shows the OpenAPI document as a page.
boost::asio::awaitable<http::HttpResponse> documentation(Services&, http::HttpRequest&);

} // namespace habeas::app::pages
