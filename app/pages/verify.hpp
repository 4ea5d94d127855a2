#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /verify/{token} · a page with a button. It changes nothing, because link scanners fetch it too.
boost::asio::awaitable<http::HttpResponse> verify(Services& services, http::HttpRequest& request);

/// POST /verify/{token} · confirms the address, opens the requester's page to this browser. A link that is too old
/// offers a new one; doing it twice is friendly; a wrong token is 404.
boost::asio::awaitable<http::HttpResponse> confirm_address(Services& services, http::HttpRequest& request,
                                                           http::Form const& form);

/// POST /verify/{token}/link · mails a new link to the address of the request, within the limits. Answers the same
/// whether or not one was sent.
boost::asio::awaitable<http::HttpResponse> send_new_link(Services& services, http::HttpRequest& request,
                                                         http::Form const& form);

} // namespace habeas::app::pages
