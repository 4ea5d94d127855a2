#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /desk: a page of requests. Everything in the URL is a code: `view status type urgency channel assignee sort
/// after before`, or `found`, a search sealed for who made it. A value that is unknown or doubled is refused with 400.
boost::asio::awaitable<http::HttpResponse> queue(Services&, http::HttpRequest&, SignedIn const&);

/// POST /desk/search: a reference goes on to its request; an e-mail address or a name is sealed and goes on to the
/// queue of those that match, so that neither ever stands in a URL (security requirement 50) and going back works.
boost::asio::awaitable<http::HttpResponse> search_queue(Services&, http::HttpRequest&, SignedIn const&,
                                                        http::Form const&);

} // namespace habeas::app::pages
