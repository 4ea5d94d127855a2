#pragma once
#include "app/http/forms.hpp"
#include "app/http/headers.hpp"
#include "core/error.hpp"

#include <any>
#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace habeas::app::http {

enum class Method { get, head, post, put, patch, delete_, options };

std::string_view to_string(Method method);

/// What a route says about who may call it. The wire layer carries it and never looks at it: the owner of the
/// routes gives his own enumeration and reads it back with `as<Access>()`.
class AccessTag {
  public:
    constexpr AccessTag() = default;
    template <class E>
        requires std::is_enum_v<E>
    constexpr AccessTag(E access) // implicit, so that a row of a table reads `Access::staff`
        : value_{static_cast<int>(access)} {}

    template <class E>
    constexpr E as() const {
        return static_cast<E>(value_);
    }

  private:
    int value_ = 0;
};

/// One request as a handler sees it: checked, decoded once, whole.
struct HttpRequest {
    Method method = Method::get;
    std::string target; ///< path and query as sent, origin form; where the head was refused, as it came and unchecked
    std::string path;   ///< percent-decoded once; UTF-8, no NUL, no dot segments
    Form query;
    Headers headers;
    std::string body;
    std::string remote_address; ///< of the visitor; from X-Forwarded-For only behind a trusted proxy
    bool client_unread = false; ///< a trusted proxy named somebody in a way we cannot read: remote_address is a proxy's
    bool secure = false;        ///< came over TLS, here or at a trusted proxy
    std::string request_id;     ///< 32 hexadecimal digits, random

    std::string_view route; ///< pattern of the matched row, safe to log; empty when none matched
    AccessTag access;       ///< of the matched row
    std::vector<std::pair<std::string_view, std::string>> parameters; ///< of the path, decoded

    std::string actor; ///< who asks, as a code for the log such as `staff:12`; set by whoever authenticates
    std::any context;  ///< what the `before` hook found out, such as who is acting; unused by the wire layer

    std::optional<std::string_view> header(std::string_view name) const { return headers.find(name); }

    /// Value of `:name` in the route's pattern. Throws std::logic_error if the pattern has no such name.
    std::string_view parameter(std::string_view name) const;

    /// The cookie set by HttpResponse::set_cookie under this name: over TLS only `__Host-name` is looked at, so
    /// that a neighbouring host or plain HTTP cannot plant one. Nothing if absent or sent twice.
    std::optional<std::string_view> cookie(std::string_view name) const;

    /// Whether the Accept header names the type, its group or anything, with q > 0 (RFC 9110 §12.5.1). No header
    /// accepts everything.
    bool accepts(std::string_view media_type) const;

    /// How much the Accept header likes the type, from 0 (not at all) to 1. No header likes everything.
    double quality(std::string_view media_type) const;

    /// Whether If-None-Match names this ETag: the caller has what it would be sent (RFC 9110 §13.1.2).
    bool knows(std::string_view tag) const;

    /// Content-Type in lower case without its parameters; empty if absent.
    std::string content_type() const;

    /// Whether Content-Type names this type, in UTF-8 where it names a charset at all.
    bool sends(std::string_view media_type) const;

    /// Whether the body is one of the two kinds of form.
    bool sends_form() const;

    /// The body as a form by its Content-Type. Fails with `malformed`.
    core::Result<Form> form() const;
};

enum class SameSite { strict, lax };

/// A cookie of this host alone: Path=/, HttpOnly, no Domain; over TLS Secure and named `__Host-…` (ASVS 3.4).
struct Cookie {
    std::string_view name;
    std::string_view value;
    SameSite same_site = SameSite::strict;
    std::optional<std::chrono::seconds> max_age = {}; ///< absent: until the browser closes; zero: forget it now
};

struct HttpResponse {
    int status = 200;
    Headers headers;
    std::string body;
    bool compressible = false; ///< set by a handler when no secret stands beside reflected input (BREACH)

    static HttpResponse html(int status, std::string body);
    static HttpResponse text(int status, std::string body);

    /// Sent as an attachment, so that no browser shows what an API says as a page (ASVS 14.4.2).
    static HttpResponse json(int status, std::string body);

    /// RFC 9457 application/problem+json: type, title, status, detail, code, errors, instance-free.
    static HttpResponse problem(int status, std::string_view code, std::string_view title, std::string_view detail = {},
                                std::span<core::FieldError const> errors = {});

    /// The one table from error code to status, as a problem. The error's detail is for the log and stays here.
    static HttpResponse problem(core::Error const& error);

    /// 303. The location is a path on this host: throws std::invalid_argument for anything else, so that no
    /// redirect target can come out of input (ASVS 5.1.5).
    static HttpResponse see_other(std::string_view location);

    /// text/csv as an attachment of that name (letters, digits, `.`, `-`, `_`; throws std::invalid_argument).
    static HttpResponse csv(std::string_view filename, std::string body);

    static HttpResponse no_content();

    /// 304: the caller has it, under this ETag.
    static HttpResponse not_modified(std::string_view tag);

    HttpResponse& set_cookie(HttpRequest const& request, Cookie const& cookie) &;
    HttpResponse&& set_cookie(HttpRequest const& request, Cookie const& cookie) &&;

    /// Replaces a header of that name. Throws std::invalid_argument for CR, LF or NUL in the value.
    HttpResponse& with_header(std::string_view name, std::string_view value) &;
    HttpResponse&& with_header(std::string_view name, std::string_view value) &&;

    /// May be compressed on its way out (> 1 kB and the client takes it). Never where a secret stands beside input.
    HttpResponse&& allow_compression() && {
        compressible = true;
        return std::move(*this);
    }
};

/// Status for each code of a person's mistake: 400 401 403 404 409 413 422 429 503.
int status_of(core::ErrorCode code);

/// "Not Found" for 404.
std::string_view reason_of(int status);

/// The request lives until the response has been built.
using Handler = std::function<boost::asio::awaitable<HttpResponse>(HttpRequest&)>;

} // namespace habeas::app::http
