#include "app/api/document.hpp"

#include "habeas_api_document.hpp"

namespace habeas::app::api {

namespace {

/// Weak, because the document may travel compressed (RFC 9110 §8.8.3).
std::string const& document_tag() {
    static std::string const tag = [] {
        auto const digest = core::sha256(core::as_bytes(document::files().front().content));
        return "W/\"" + core::to_hex(std::span(digest).first(8)) + "\"";
    }();
    return tag;
}

} // namespace

boost::asio::awaitable<http::HttpResponse> openapi_document(Services&, http::HttpRequest& request) {
    auto answer = request.knows(document_tag())
                      ? http::HttpResponse::not_modified(document_tag())
                      : http::HttpResponse::json(200, std::string(document::files().front().content));
    // It is the same for everybody, and changes only with the program.
    answer.with_header("ETag", document_tag()).with_header("Cache-Control", "public, no-cache");
    co_return std::move(answer).allow_compression();
}

} // namespace habeas::app::api
