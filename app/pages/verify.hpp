#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /verify/{token} · a page with a button. It changes nothing, because link scanners fetch it too.
boost::asio::awaitable<http::HttpResponse> verify(Services& services, http::HttpRequest& request);

/// POST /verify/{token} · confirms the address, opens the requester's page to this browser, and goes by 303 to the page
/// above, which says how it stands: confirmed, confirmed before, too old (with a button for a new link), over. A wrong
/// token is 404.
boost::asio::awaitable<http::HttpResponse> confirm_address(Services& services, http::HttpRequest& request,
                                                           http::Form const& form);

/// GET /verify/{token}/link · 303 to the page above: the address only takes POST.
boost::asio::awaitable<http::HttpResponse> back_to_verify(Services& services, http::HttpRequest& request);

/// POST /verify/{token}/link · mails a new link to the address of the request, within the limits. Answers the same
/// whether or not one was sent.
boost::asio::awaitable<http::HttpResponse> send_new_link(Services& services, http::HttpRequest& request,
                                                         http::Form const& form);

} // namespace habeas::app::pages
