#pragma once
#include "app/authentication.hpp"
#include "app/http/router.hpp"

namespace habeas::app::pages {

/// GET /sign-in. `next`, sealed, is the page that was asked for and is shown after signing in.
boost::asio::awaitable<http::HttpResponse> sign_in(Services&, http::HttpRequest&);

/// POST /sign-in: e-mail address and password → a new session. Unknown logins, wrong passwords and closed accounts get
/// the same answer after the same work; failed tries are limited (see SignInToll; security requirements 5, 10, 14).
/// Then on to where the person was (go_on).
boost::asio::awaitable<http::HttpResponse> start_session(Services&, http::HttpRequest&, http::Form const&,
                                                         http::Router const& forms);

/// The sign-in page in answer to a form that came after its session had ended, with its words sealed in a hidden field,
/// or without where there is nothing worth keeping. 401, not 303: the form was not carried out, and a redirect would
/// lose it. "The server generating a 401 response MUST send a WWW-Authenticate header field" (RFC 9110 §15.5.2); a
/// scheme no browser knows makes them show the page.
http::HttpResponse sign_in_again(Services&, http::HttpRequest const&, std::string const& unsent);

/// POST /sign-out: ends the session here and tells the browser to forget what it kept of this site.
boost::asio::awaitable<http::HttpResponse> sign_out(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);

} // namespace habeas::app::pages
