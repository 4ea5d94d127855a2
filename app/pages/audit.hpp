#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /audit?actor&action&reference&before: who did what, when, to which request; newest first.
boost::asio::awaitable<http::HttpResponse> audit(Services&, http::HttpRequest&, SignedIn const&);

/// POST /audit/verification: walks the whole chain now and says whether it is intact.
boost::asio::awaitable<http::HttpResponse> verify_audit(Services&, http::HttpRequest&, SignedIn const&,
                                                        http::Form const&);

} // namespace habeas::app::pages
