#pragma once
#include "app/authentication.hpp"

namespace habeas::app::api {

using Answer = boost::asio::awaitable<http::HttpResponse>;

/// POST /api/v1/requests: 201 with Location. `Idempotency-Key` is honoured for a day: the same body gets the
/// same answer, word for word; another body is a conflict.
Answer create_request(Services&, http::HttpRequest&, ApiCaller const&);
/// GET /api/v1/requests: filters `status type channel assignee due_before due_after overdue q`, `sort`, `limit`,
/// `cursor`.
Answer list_requests(Services&, http::HttpRequest&, ApiCaller const&);
/// GET /api/v1/requests/{reference}, with its version as ETag.
Answer get_request(Services&, http::HttpRequest&, ApiCaller const&);

} // namespace habeas::app::api
