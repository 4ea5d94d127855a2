#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /status · asks for reference and e-mail address.
boost::asio::awaitable<http::HttpResponse> status(Services& services, http::HttpRequest& request);

/// POST /status · always the same answer, at once; a link is mailed later where the two belong together. Only what is
/// wrong with the form of the input itself is said (422).
boost::asio::awaitable<http::HttpResponse> send_status_link(Services& services, http::HttpRequest& request,
                                                            http::Form const& form);

} // namespace habeas::app::pages
