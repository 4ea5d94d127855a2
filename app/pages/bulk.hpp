#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// POST /desk/bulk: assigns the picked requests (`reference`, repeated) to `assignee`, each on its own, and says of
/// each what happened. One transaction: those that could be changed are, the others stay as they were.
boost::asio::awaitable<http::HttpResponse> bulk_assign(Services&, http::HttpRequest&, SignedIn const&,
                                                       http::Form const&);

} // namespace habeas::app::pages
