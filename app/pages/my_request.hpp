#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /r/{token} · exchanges the mailed link for a cookie and goes to the page below, so that no secret stays in the
/// address bar. Uses nothing up: link scanners fetch it too. 404 for a wrong or too old token.
boost::asio::awaitable<http::HttpResponse> open_my_request(Services& services, http::HttpRequest& request);

/// GET /my/{reference} · the requester's own page. 404 without the cookie of just this request, with the same body as
/// for a reference that does not exist.
boost::asio::awaitable<http::HttpResponse> my_request(Services& services, http::HttpRequest& request);

/// GET of the addresses below, which only take POST: 303 to the page they belong to. People load again and keep
/// bookmarks.
boost::asio::awaitable<http::HttpResponse> back_to_my_request(Services& services, http::HttpRequest& request);

/// POST /my/{reference}/messages · the answer we wait for, or a message.
boost::asio::awaitable<http::HttpResponse> write_message(Services& services, http::HttpRequest& request,
                                                         http::Form const& form);
/// POST /my/{reference}/withdrawal
boost::asio::awaitable<http::HttpResponse> withdraw_my_request(Services& services, http::HttpRequest& request,
                                                               http::Form const& form);
/// POST /my/{reference}/appeal
boost::asio::awaitable<http::HttpResponse> appeal_my_request(Services& services, http::HttpRequest& request,
                                                             http::Form const& form);

/// POST /my/{reference}/closing · takes this browser's cookie away, for who shares a computer, and goes to /status.
boost::asio::awaitable<http::HttpResponse> close_my_request(Services& services, http::HttpRequest& request,
                                                            http::Form const& form);

} // namespace habeas::app::pages
