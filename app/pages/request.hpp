#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /desk/requests/:reference: facts, clocks, conversation, timeline and what may be done now. Looking is audited.
boost::asio::awaitable<http::HttpResponse> request(Services&, http::HttpRequest&, SignedIn const&);

} // namespace habeas::app::pages
