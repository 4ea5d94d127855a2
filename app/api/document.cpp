#include "app/api/document.hpp"

#include "habeas_api_document.hpp"

namespace habeas::app::api {

boost::asio::awaitable<http::HttpResponse> openapi_document(Services&, http::HttpRequest&) {
    co_return http::HttpResponse::json(200, std::string(document::files().front().content)).allow_compression();
}

} // namespace habeas::app::api
