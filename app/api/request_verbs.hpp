#pragma once
#include "app/authentication.hpp"

namespace habeas::app::api {

// POST /api/v1/requests/{reference}/<verb>: each needs `If-Match` with the version the caller saw and answers with the
// request as it is then.
using Answer = boost::asio::awaitable<http::HttpResponse>;

Answer verify(Services&, http::HttpRequest&, ApiCaller const&);
Answer assign(Services&, http::HttpRequest&, ApiCaller const&);
Answer request_information(Services&, http::HttpRequest&, ApiCaller const&);
Answer receive_information(Services&, http::HttpRequest&, ApiCaller const&);
Answer extend(Services&, http::HttpRequest&, ApiCaller const&);
Answer submit_for_approval(Services&, http::HttpRequest&, ApiCaller const&);
Answer approve(Services&, http::HttpRequest&, ApiCaller const&);
Answer send_back(Services&, http::HttpRequest&, ApiCaller const&);
Answer fulfil(Services&, http::HttpRequest&, ApiCaller const&);
Answer deny(Services&, http::HttpRequest&, ApiCaller const&);
Answer withdraw(Services&, http::HttpRequest&, ApiCaller const&);
Answer redirect(Services&, http::HttpRequest&, ApiCaller const&);
Answer appeal(Services&, http::HttpRequest&, ApiCaller const&);

} // namespace habeas::app::api
