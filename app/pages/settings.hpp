#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /settings: recurring work, the outbox with letters that were given up, staff, and the configuration in force.
boost::asio::awaitable<http::HttpResponse> settings(Services&, http::HttpRequest&, SignedIn const&);

/// POST /settings/letters/:letter: tries a letter that was given up once more.
boost::asio::awaitable<http::HttpResponse> retry_letter(Services&, http::HttpRequest&, SignedIn const&,
                                                        http::Form const&);

} // namespace habeas::app::pages
