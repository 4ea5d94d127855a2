#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /requests/new?type= · the first step of the form of that type; 303 to the privacy centre without a type.
/// With &step=…&draft=…: that step of the browser's draft, filled in; the first step with a word where the draft is
/// lost; 303 to the receipt where it was sent. What else stands in the address is not looked at.
boost::asio::awaitable<http::HttpResponse> new_request(Services& services, http::HttpRequest& request);

/// POST /requests · the next step of the form: 303 to its page; or the whole request (`step` is `send` or absent): 303
/// to /requests/received/…, the same for the same draft sent twice. The form again, filled in, as the answer: 422 where
/// something is wrong, 429 over the limits of the source or the address.
boost::asio::awaitable<http::HttpResponse> submit_request(Services& services, http::HttpRequest& request,
                                                          http::Form const& form);

/// POST /requests whose form token does not fit: 403 with the form filled in and a fresh token. Changes nothing.
boost::asio::awaitable<http::HttpResponse> stale_request_form(Services& services, http::HttpRequest& request,
                                                              http::Form const& form);

/// GET /requests · 303 to the privacy centre: an address that only takes POST, loaded again or kept as a bookmark.
boost::asio::awaitable<http::HttpResponse> choose_request(Services& services, http::HttpRequest& request);

} // namespace habeas::app::pages
