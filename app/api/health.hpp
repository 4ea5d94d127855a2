#pragma once
#include "app/authentication.hpp"

namespace habeas::app::api {

/// GET /healthz: the program runs.
boost::asio::awaitable<http::HttpResponse> healthz(Services&, http::HttpRequest&);
/// GET /readyz: 200 while the database can be written, else 503.
boost::asio::awaitable<http::HttpResponse> readyz(Services&, http::HttpRequest&);
/// GET /metrics: Prometheus text. Numbers only, nothing about people.
boost::asio::awaitable<http::HttpResponse> metrics(Services&, http::HttpRequest&);

} // namespace habeas::app::api
