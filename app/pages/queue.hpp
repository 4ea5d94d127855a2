#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /desk: a page of requests. Everything in the URL is a code: `view status type urgency channel assignee sort
/// after`. A value that is unknown or doubled is refused with 400.
boost::asio::awaitable<http::HttpResponse> queue(Services&, http::HttpRequest&, SignedIn const&);

/// POST /desk/search: a reference goes on to its request; an e-mail address or a name gives the matching requests at
/// once, so that neither ever stands in a URL (security requirement 50).
boost::asio::awaitable<http::HttpResponse> search_queue(Services&, http::HttpRequest&, SignedIn const&,
                                                        http::Form const&);

} // namespace habeas::app::pages
