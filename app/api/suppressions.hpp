#pragma once
#include "app/authentication.hpp"

namespace habeas::app::api {

/// POST /api/v1/suppressions/check `{"addresses":[…],"topic":"marketing"}`: which of them must not be mailed.
boost::asio::awaitable<http::HttpResponse> check_suppressions(Services&, http::HttpRequest&, ApiCaller const&);
/// POST /api/v1/unsubscribe-links `{"addresses":[…]}`: the one-click link (RFC 8058) of each, for the List-Unsubscribe
/// header.
boost::asio::awaitable<http::HttpResponse> make_unsubscribe_links(Services&, http::HttpRequest&, ApiCaller const&);

} // namespace habeas::app::api
