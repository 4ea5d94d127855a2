#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /unsubscribe/{token} · a page with a button for people; changes nothing. 404 for a wrong token.
boost::asio::awaitable<http::HttpResponse> unsubscribe(Services& services, http::HttpRequest& request);

/// POST /unsubscribe/{token} · acts at once (RFC 8058): whatever the body, without cookie, form token or redirect.
/// Doing it again changes nothing and answers the same.
boost::asio::awaitable<http::HttpResponse> unsubscribe_at_once(Services& services, http::HttpRequest& request);

/// GET /preferences/{token} · each topic on or off.
boost::asio::awaitable<http::HttpResponse> preferences(Services& services, http::HttpRequest& request);

/// POST /preferences/{token} · takes effect at once.
boost::asio::awaitable<http::HttpResponse> save_preferences(Services& services, http::HttpRequest& request,
                                                            http::Form const& form);

} // namespace habeas::app::pages
