#pragma once
#include "app/http/headers.hpp"
#include "app/http/message.hpp"
#include "app/http/refusal.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace habeas::app::http {

struct HeadLimits {
    std::size_t bytes;
    std::size_t fields;
    std::size_t target_bytes;
};

/// Looks for the empty line that ends a request's head, and refuses on the way what Beast's parser lets pass: folded
/// lines, too much of anything, a target of raw bytes ≥ 0x80. Looks at each byte once, however the bytes drip in.
class HeadScan {
  public:
    explicit HeadScan(HeadLimits limits)
        : limits_{limits} {}

    /// `received` holds what came since the request's first byte; it only grows between calls. Gives the length of
    /// the head with its empty line, or nothing while that has not come.
    Checked<std::optional<std::size_t>> advance(std::string_view received);

  private:
    Checked<bool> take_line(std::string_view line);

    HeadLimits limits_;
    std::size_t position_ = 0; ///< start of the first line not yet taken
    std::size_t searched_ = 0;
    std::size_t lines_ = 0;
};

/// `METHOD target HTTP/1.1`: version, length of the target and its bytes.
Checked<void> check_request_line(std::string_view line, std::size_t target_bytes);

/// What the head says about how the request is to be read and answered.
struct Framing {
    Method method = Method::get;
    bool chunked = false;
    std::uint64_t content_length = 0;
    bool expects_continue = false;
    bool keep_alive = true;

    bool has_body() const { return chunked || content_length > 0; }
};

enum class Version { http_1_0, http_1_1 };

/// The rules on fields which Beast does not keep (RFC 9112 §3.2, §6; measured).
Checked<Framing> check_fields(std::string_view method, Version version, Headers const& headers);

/// Splits and decodes a request target in origin, absolute or asterisk form into target, path and query of the request.
Checked<void> read_target(std::string_view raw, Method method, HttpRequest& request);

} // namespace habeas::app::http
