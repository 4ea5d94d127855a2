#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /account: the own password and the own sessions.
boost::asio::awaitable<http::HttpResponse> account(Services&, http::HttpRequest&, SignedIn const&);

/// POST /account/password: needs the current one; every other session of this person ends, and this one gets a new id
/// (security requirements 2, 14).
boost::asio::awaitable<http::HttpResponse> change_password(Services&, http::HttpRequest&, SignedIn const&,
                                                           http::Form const&);

/// POST /account/sessions: signs this person out everywhere else.
boost::asio::awaitable<http::HttpResponse> end_other_sessions(Services&, http::HttpRequest&, SignedIn const&,
                                                              http::Form const&);

} // namespace habeas::app::pages
