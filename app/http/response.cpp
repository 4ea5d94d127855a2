#include "app/http/message.hpp"
#include "app/http/text.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace habeas::app::http {
namespace {

HttpResponse with_body(int status, std::string_view content_type, std::string body) {
    HttpResponse response;
    response.status = status;
    response.headers.add("Content-Type", content_type);
    response.body = std::move(body);
    return response;
}

boost::json::string_view as_json(std::string_view text) {
    return {text.data(), text.size()};
}

bool is_local_path(std::string_view location) {
    // `//host` and `/\host` are read by browsers as another host; control characters would end the header.
    if (!location.starts_with('/') || location.starts_with("//") || location.contains('\\')) return false;
    return std::ranges::all_of(location, [](char c) { return c > ' ' && c < 0x7f; });
}

bool is_filename(std::string_view name) {
    return !name.empty() && !name.starts_with('.') && std::ranges::all_of(name, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' ||
               c == '_';
    });
}

/// cookie-octet of RFC 6265 §4.1.1
bool is_cookie_value(std::string_view value) {
    return std::ranges::all_of(
        value, [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\'; });
}

std::string cookie_text(HttpRequest const& request, Cookie const& cookie) {
    if (!is_token(cookie.name) || !is_cookie_value(cookie.value)) throw std::invalid_argument{"not a cookie"};
    std::string text = request.secure ? "__Host-" : "";
    text.append(cookie.name).append("=").append(cookie.value).append("; Path=/; HttpOnly");
    text.append(cookie.same_site == SameSite::strict ? "; SameSite=Strict" : "; SameSite=Lax");
    if (request.secure) text.append("; Secure");
    if (cookie.max_age) text.append("; Max-Age=").append(std::to_string(cookie.max_age->count()));
    return text;
}

} // namespace

HttpResponse HttpResponse::html(int status, std::string body) {
    return with_body(status, "text/html; charset=utf-8", std::move(body));
}

HttpResponse HttpResponse::text(int status, std::string body) {
    return with_body(status, "text/plain; charset=utf-8", std::move(body));
}

HttpResponse HttpResponse::json(int status, std::string body) {
    auto response = with_body(status, "application/json; charset=utf-8", std::move(body));
    response.headers.add("Content-Disposition", "attachment; filename=\"api.json\"");
    return response;
}

HttpResponse HttpResponse::problem(int status, std::string_view code, std::string_view title, std::string_view detail,
                                   std::span<core::FieldError const> errors) {
    boost::json::object document{
        {"type", "about:blank"}, {"title", as_json(title)}, {"status", status}, {"code", as_json(code)}};
    if (!detail.empty()) document["detail"] = as_json(detail);
    if (!errors.empty()) {
        auto& list = document["errors"].emplace_array();
        for (auto const& error : errors) {
            list.emplace_back(boost::json::object{{"field", error.field}, {"message", error.message}});
        }
    }
    auto response = json(status, boost::json::serialize(document));
    response.headers.set("Content-Type", "application/problem+json; charset=utf-8");
    return response;
}

HttpResponse HttpResponse::problem(core::Error const& error) {
    auto const status = status_of(error.code);
    auto response = problem(status, core::code(error.code), reason_of(status), error.message, error.fields);
    if (error.code == core::ErrorCode::unauthenticated) response.with_header("WWW-Authenticate", "Bearer");
    if (error.code == core::ErrorCode::unavailable) response.with_header("Retry-After", "1");
    return response;
}

HttpResponse HttpResponse::see_other(std::string_view location) {
    if (!is_local_path(location)) throw std::invalid_argument{"a redirect must stay on this host"};
    HttpResponse response;
    response.status = 303;
    response.headers.add("Location", location);
    return response;
}

HttpResponse HttpResponse::csv(std::string_view filename, std::string body) {
    if (!is_filename(filename)) throw std::invalid_argument{"not a plain file name"};
    auto response = with_body(200, "text/csv; charset=utf-8", std::move(body));
    response.headers.add("Content-Disposition", "attachment; filename=\"" + std::string{filename} + "\"");
    return response;
}

HttpResponse HttpResponse::no_content() {
    HttpResponse response;
    response.status = 204;
    return response;
}

HttpResponse HttpResponse::not_modified(std::string_view tag) {
    HttpResponse response;
    response.status = 304;
    response.headers.add("ETag", tag);
    return response;
}

HttpResponse& HttpResponse::set_cookie(HttpRequest const& request, Cookie const& cookie) & {
    headers.add("Set-Cookie", cookie_text(request, cookie));
    return *this;
}

HttpResponse&& HttpResponse::set_cookie(HttpRequest const& request, Cookie const& cookie) && {
    return std::move(set_cookie(request, cookie));
}

HttpResponse& HttpResponse::with_header(std::string_view name, std::string_view value) & {
    using namespace std::string_view_literals;
    if (!is_token(name) || value.find_first_of("\r\n\0"sv) != std::string_view::npos) {
        throw std::invalid_argument{"not a header"};
    }
    headers.set(name, value);
    return *this;
}

HttpResponse&& HttpResponse::with_header(std::string_view name, std::string_view value) && {
    return std::move(with_header(name, value));
}

} // namespace habeas::app::http
