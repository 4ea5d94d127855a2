#include "app/http/request_head.hpp"
#include "app/http/text.hpp"
#include "core/whole_number.hpp"

#include <algorithm>

namespace habeas::app::http {
namespace {

struct MethodRow {
    std::string_view name;
    Method method;
};

constexpr MethodRow methods[] = {
    {"GET", Method::get},     {"HEAD", Method::head},      {"POST", Method::post},       {"PUT", Method::put},
    {"PATCH", Method::patch}, {"DELETE", Method::delete_}, {"OPTIONS", Method::options},
};

Checked<Method> read_method(std::string_view name) {
    auto const* const row = std::ranges::find(methods, name, &MethodRow::name);
    if (row != std::end(methods)) return row->method;
    if (name == "CONNECT" || name == "TRACE")
        return std::unexpected(Refusal{405, "method_not_allowed", "This service does not take that method.", "method"});
    return std::unexpected(Refusal{501, "method_unknown", "This service does not know that method.", "method"});
}

bool is_port(std::string_view text) {
    return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// uri-host [ ":" port ] (RFC 9110 §7.2): a name, an IPv4 address or an IPv6 address in brackets; no user.
bool is_host(std::string_view host) {
    static constexpr std::string_view name_marks = "-._~";
    auto const alphanumeric = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    if (host.starts_with('[')) {
        auto const end = host.find(']');
        if (end == std::string_view::npos || end < 3) return false;
        auto const address = host.substr(1, end - 1);
        auto const port = host.substr(end + 1);
        return std::ranges::all_of(address, [&](char c) { return alphanumeric(c) || c == ':' || c == '.'; }) &&
               (port.empty() || (port.starts_with(':') && is_port(port.substr(1))));
    }
    auto port = host;
    auto const name = next_part(port, ':');
    return !name.empty() && name.size() <= 255 && is_port(port) &&
           std::ranges::all_of(name, [&](char c) { return alphanumeric(c) || name_marks.contains(c); });
}

Checked<void> check_host(Version version, Headers const& headers) {
    // "A server MUST respond with a 400 … to any HTTP/1.1 request message that lacks a Host header field and to any
    // request message that contains more than one Host header field line or … an invalid field value." (RFC 9112 §3.2)
    auto const count = headers.count("Host");
    if (count > 1 || (count == 0 && version == Version::http_1_1)) return malformed("number of Host fields");
    if (count == 1 && !is_host(*headers.find("Host"))) return malformed("Host");
    return {};
}

/// Transfer-Encoding: exactly `chunked` or nothing. Anything else, read otherwise by a proxy in front, is smuggling.
Checked<bool> read_chunked(Version version, Headers const& headers) {
    auto const count = headers.count("Transfer-Encoding");
    if (count == 0) return false;
    if (version == Version::http_1_0) return malformed("Transfer-Encoding in HTTP/1.0");
    if (headers.contains("Content-Length")) return malformed("Transfer-Encoding beside Content-Length");
    if (count > 1 || !equal_ignoring_case(*headers.find("Transfer-Encoding"), "chunked"))
        return std::unexpected(Refusal{501, "transfer_encoding_unknown", "Only the transfer coding chunked is taken.",
                                       "Transfer-Encoding"});
    return true;
}

Checked<std::uint64_t> read_content_length(Headers const& headers) {
    auto const count = headers.count("Content-Length");
    if (count == 0) return 0;
    auto const length = core::whole_number<std::uint64_t>(*headers.find("Content-Length"));
    if (count > 1 || !length) return malformed("Content-Length");
    return *length;
}

bool wants_close(Headers const& headers) {
    for (std::size_t i = 0; i < headers.size(); ++i) {
        auto const field = headers.at(i);
        if (!equal_ignoring_case(field.name, "Connection")) continue;
        for (auto rest = field.value; !rest.empty();) {
            if (equal_ignoring_case(trimmed(next_part(rest, ',')), "close")) return true;
        }
    }
    return false;
}

} // namespace

Checked<Framing> check_fields(std::string_view method_name, Version version, Headers const& headers) {
    auto const host = check_host(version, headers);
    if (!host) return std::unexpected(host.error());
    auto const chunked = read_chunked(version, headers);
    if (!chunked) return std::unexpected(chunked.error());
    auto const length = read_content_length(headers);
    if (!length) return std::unexpected(length.error());
    auto const method = read_method(method_name);
    if (!method) return std::unexpected(method.error());
    Framing framing{.method = *method, .chunked = *chunked, .content_length = *length};
    framing.keep_alive = version == Version::http_1_1 && !wants_close(headers);
    // "A server that receives an Expect field value containing a member other than 100-continue MAY respond with a
    // 417"; in HTTP/1.0 "a server … MUST ignore that expectation" (RFC 9110 §10.1.1).
    if (auto const expected = headers.find("Expect"); expected && version == Version::http_1_1) {
        if (!equal_ignoring_case(*expected, "100-continue"))
            return std::unexpected(Refusal{417, "expectation_failed", "This expectation cannot be met.", "Expect"});
        framing.expects_continue = true;
    }
    return framing;
}

namespace {

/// Cuts `http://host` off an absolute target, for "a server MUST accept the absolute-form" (RFC 9112 §3.2.2).
Checked<std::string_view> origin_form(std::string_view raw) {
    if (raw.starts_with('/')) return raw;
    auto const colon = raw.find("://");
    if (colon == std::string_view::npos) return malformed("form of the target");
    auto const scheme = raw.substr(0, colon);
    if (!equal_ignoring_case(scheme, "http") && !equal_ignoring_case(scheme, "https")) return malformed("scheme");
    auto const rest = raw.substr(colon + 3);
    auto const authority = rest.substr(0, rest.find_first_of("/?#"));
    if (!is_host(authority)) return malformed("authority of the target");
    return rest.substr(authority.size());
}

Checked<std::string> read_path(std::string_view raw) {
    auto decoded = percent_decoded(raw, Plus::is_plus);
    if (!decoded) return malformed("percent-encoding of the path");
    // A decoded path has exactly the slashes of the sent one, and what is compared is what was meant.
    if (std::ranges::count(*decoded, '/') != std::ranges::count(raw, '/') || decoded->contains('\\'))
        return malformed("encoded slash or backslash in the path");
    if (!std::ranges::all_of(*decoded, [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 0x7f; }))
        return malformed("control character in the path");
    if (!is_utf8(*decoded)) return malformed("UTF-8 of the path");
    auto rest = std::string_view{*decoded};
    while (!rest.empty()) {
        // Every client resolves dot segments before sending; one that arrives wants to get past somebody's rule.
        auto const segment = next_part(rest, '/');
        if (segment == "." || segment == "..") return malformed("dot segment in the path");
    }
    return std::move(*decoded);
}

} // namespace

Checked<void> read_target(std::string_view raw, Method method, HttpRequest& request) {
    if (raw == "*") {
        if (method != Method::options) return malformed("asterisk as target");
        request.target = request.path = raw;
        return {};
    }
    if (raw.contains('#')) return malformed("fragment in the target");
    auto const local = origin_form(raw);
    if (!local) return std::unexpected(local.error());
    auto query_text = *local;
    auto const path_text = next_part(query_text, '?');
    auto path = read_path(path_text.empty() ? "/" : path_text);
    if (!path) return std::unexpected(path.error());
    auto query = parse_urlencoded(query_text);
    if (!query) return malformed("query");
    request.target = local->starts_with('/') ? std::string{*local} : "/" + std::string{*local};
    request.path = std::move(*path);
    request.query = std::move(*query);
    return {};
}

} // namespace habeas::app::http
