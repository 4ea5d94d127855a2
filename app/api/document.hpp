#pragma once
#include "app/authentication.hpp"

namespace habeas::app::api {

/// GET /openapi.json: the OpenAPI document of the API.
boost::asio::awaitable<http::HttpResponse> openapi_document(Services&, http::HttpRequest&);

} // namespace habeas::app::api
