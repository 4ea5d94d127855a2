#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /desk/requests/new: the form for what came by post, phone or e-mail.
boost::asio::awaitable<http::HttpResponse> request_new_desk(Services&, http::HttpRequest&, SignedIn const&);

/// POST /desk/requests: enters it with its true day of receipt, which starts the clock (REQUIREMENTS P9).
boost::asio::awaitable<http::HttpResponse> enter_request(Services&, http::HttpRequest&, SignedIn const&,
                                                         http::Form const&);

} // namespace habeas::app::pages
