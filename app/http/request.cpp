#include "app/http/message.hpp"
#include "app/http/text.hpp"
#include "core/letter_case.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace habeas::app::http {
namespace {

/// `q` of one member of an Accept list; 1 if it has none, 0 if it cannot be read.
double quality_in(std::string_view parameters) {
    while (!parameters.empty()) {
        auto value = trimmed(next_part(parameters, ';'));
        if (!equal_ignoring_case(trimmed(next_part(value, '=')), "q")) continue;
        double quality = 0;
        auto const read = std::from_chars(value.data(), value.data() + value.size(), quality);
        return read.ec == std::errc{} ? quality : 0;
    }
    return 1;
}

/// How closely a range of an Accept header means the type: 3 itself, 2 its group, 1 anything, 0 not at all.
int closeness(std::string_view range, std::string_view type) {
    if (equal_ignoring_case(range, type)) return 3;
    if (range == "*/*") return 1;
    auto const group = type.substr(0, type.find('/') + 1);
    return range.ends_with("/*") && equal_ignoring_case(range.substr(0, range.size() - 1), group) ? 2 : 0;
}

struct Wish {
    int closeness = 0;
    double quality = 0;
};

/// "The most specific reference has precedence" (RFC 9110 §12.5.1).
Wish wish_for(Headers const& headers, std::string_view type) {
    Wish wish;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        auto const field = headers.at(i);
        if (!equal_ignoring_case(field.name, "Accept")) continue;
        auto rest = field.value;
        while (!rest.empty()) {
            auto parameters = next_part(rest, ',');
            auto const close = closeness(trimmed(next_part(parameters, ';')), type);
            if (close > wish.closeness) wish = {close, quality_in(parameters)};
        }
    }
    return wish;
}

} // namespace

std::string_view to_string(Method method) {
    switch (method) {
    case Method::get:
        return "GET";
    case Method::head:
        return "HEAD";
    case Method::post:
        return "POST";
    case Method::put:
        return "PUT";
    case Method::patch:
        return "PATCH";
    case Method::delete_:
        return "DELETE";
    case Method::options:
        return "OPTIONS";
    }
    throw std::logic_error{"no such method"};
}

std::string_view HttpRequest::parameter(std::string_view name) const {
    auto const found = std::ranges::find(parameters, name, &std::pair<std::string_view, std::string>::first);
    if (found == parameters.end()) throw std::logic_error{"the route has no parameter " + std::string{name}};
    return found->second;
}

std::optional<std::string_view> HttpRequest::cookie(std::string_view name) const {
    std::string const wanted = (secure ? "__Host-" : "") + std::string{name};
    std::optional<std::string_view> value;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        auto const field = headers.at(i);
        if (!equal_ignoring_case(field.name, "Cookie")) continue;
        auto rest = field.value;
        while (!rest.empty()) {
            auto pair = trimmed(next_part(rest, ';'));
            if (next_part(pair, '=') != wanted) continue;
            if (value) return std::nullopt;
            value = pair;
        }
    }
    return value;
}

bool HttpRequest::accepts(std::string_view media_type) const {
    return quality(media_type) > 0;
}

double HttpRequest::quality(std::string_view media_type) const {
    if (!headers.contains("Accept")) return 1;
    return wish_for(headers, media_type).quality;
}

bool HttpRequest::knows(std::string_view tag) const {
    auto const opaque = [](std::string_view one) { return one.starts_with("W/") ? one.substr(2) : one; };
    auto list = header("If-None-Match").value_or("");
    while (!list.empty()) {
        auto const one = trimmed(next_part(list, ','));
        // "A recipient MUST use the weak comparison function when comparing entity tags for If-None-Match."
        if (one == "*" || opaque(one) == opaque(tag)) return true;
    }
    return false;
}

std::string HttpRequest::content_type() const {
    auto rest = headers.find("Content-Type").value_or("");
    return core::lower_case(trimmed(next_part(rest, ';')));
}

bool HttpRequest::sends(std::string_view media_type) const {
    if (content_type() != media_type) return false;
    auto rest = headers.find("Content-Type").value_or("");
    next_part(rest, ';');
    auto const charset = parameter_in(rest, "charset");
    return charset.empty() || equal_ignoring_case(charset, "utf-8");
}

bool HttpRequest::sends_form() const {
    return sends("application/x-www-form-urlencoded") || sends("multipart/form-data");
}

core::Result<Form> HttpRequest::form() const {
    return parse_form(headers.find("Content-Type").value_or(""), body);
}

} // namespace habeas::app::http
