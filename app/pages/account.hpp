#pragma once
#include "app/authentication.hpp"
#include "app/http/router.hpp"
#include "app/pages/after_sign_in.hpp"

namespace habeas::app::pages {

/// GET /account: the own password and the own sessions.
boost::asio::awaitable<http::HttpResponse> account(Services&, http::HttpRequest&, SignedIn const&);

/// The same page in answer to signing in with a password that somebody else has given: it carries on what the sign-in
/// page carried.
boost::asio::awaitable<http::HttpResponse> ask_for_own_password(Services&, SignedIn const&, Carried);

/// POST /account/password: needs the current one; every other session of this person ends, and this one gets a new id
/// (security requirements 2, 14). Then comes the form that came too late, or the page that was asked for (see go_on).
boost::asio::awaitable<http::HttpResponse> change_password(Services&, http::HttpRequest&, SignedIn const&,
                                                           http::Form const&, http::Router const& forms);

/// POST /account/sessions: signs this person out everywhere else.
boost::asio::awaitable<http::HttpResponse> end_other_sessions(Services&, http::HttpRequest&, SignedIn const&,
                                                              http::Form const&);

} // namespace habeas::app::pages
