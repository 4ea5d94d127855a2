#include "app/pages/privacy_centre.hpp"

#include "app/pages/frame.hpp"
#include "core/crypto.hpp"

namespace habeas::app::pages {

boost::asio::awaitable<http::HttpResponse> privacy_centre(Services& services, http::HttpRequest& request) {
    auto const view = public_frame(services, "Privacy centre");
    auto answer = show(services, 200, "pages/privacy_centre.html", view).allow_compression();
    auto const digest = core::sha256(core::as_bytes(answer.body));
    // Weak, because the same page may travel compressed (RFC 9110 §8.8.3).
    auto const tag = "W/\"" + core::to_hex(std::span(digest).first(8)) + "\"";
    answer.with_header("ETag", tag).with_header("Cache-Control", "public, max-age=60");
    if (request.header("If-None-Match").value_or("") == tag) {
        answer.status = 304;
        answer.headers.remove("Content-Type");
        answer.body.clear();
    }
    co_return answer;
}

} // namespace habeas::app::pages
