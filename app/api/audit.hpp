#pragma once
#include "app/authentication.hpp"

namespace habeas::app::api {

/// GET /api/v1/audit?after=SEQ&limit=: the trail, each entry with the hash of the one before.
boost::asio::awaitable<http::HttpResponse> audit(Services&, http::HttpRequest&, ApiCaller const&);
/// GET /api/v1/requests/{reference}/audit: the entries of one request.
boost::asio::awaitable<http::HttpResponse> request_audit(Services&, http::HttpRequest&, ApiCaller const&);
/// GET /api/v1/audit/verification: `{"intact":true,"entries":n,"head":"…"}`.
boost::asio::awaitable<http::HttpResponse> audit_verification(Services&, http::HttpRequest&, ApiCaller const&);

} // namespace habeas::app::api
