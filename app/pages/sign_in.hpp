#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /sign-in. Who is signed in already goes on to the desk.
boost::asio::awaitable<http::HttpResponse> sign_in(Services&, http::HttpRequest&);

/// POST /sign-in: e-mail address and password → a new session. Unknown logins, wrong passwords and closed accounts get
/// the same answer after the same work; failed tries are limited (see SignInToll; security requirements 5, 10, 14).
boost::asio::awaitable<http::HttpResponse> start_session(Services&, http::HttpRequest&, http::Form const&);

/// POST /sign-out: ends the session here and tells the browser to forget what it kept of this site.
boost::asio::awaitable<http::HttpResponse> sign_out(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);

} // namespace habeas::app::pages
