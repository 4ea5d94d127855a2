#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /requests/new?type= · the first step of the form of that type; 303 to the privacy centre without a type.
boost::asio::awaitable<http::HttpResponse> new_request(Services& services, http::HttpRequest& request);

/// POST /requests · the next step of the form, or the whole request (`step` is `send` or absent): 303 to
/// /requests/received/…, 422 with the form where something is wrong, 429 over the limits of the source or the address.
boost::asio::awaitable<http::HttpResponse> submit_request(Services& services, http::HttpRequest& request,
                                                          http::Form const& form);

} // namespace habeas::app::pages
