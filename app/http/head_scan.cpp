#include "app/http/request_head.hpp"
#include "app/http/text.hpp"

#include <algorithm>

namespace habeas::app::http {
namespace {

std::unexpected<Refusal> header_too_large(std::string_view why) {
    return std::unexpected(
        Refusal{431, "header_too_large", "The header of the request is larger than this service takes.", why});
}

std::unexpected<Refusal> target_too_long() {
    return std::unexpected(Refusal{414, "target_too_long", "The address is longer than this service takes.", "target"});
}

/// Room for method, version and blanks beside the target.
constexpr std::size_t line_overhead = 32;

Checked<void> check_version(std::string_view version) {
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    // HTTP-version = HTTP-name "/" DIGIT "." DIGIT (RFC 9112 §2.3)
    if (version.size() != 8 || !version.starts_with("HTTP/") || version[6] != '.' || !digit(version[5]) ||
        !digit(version[7]))
        return malformed("version");
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return std::unexpected(Refusal{505, "version_not_supported", "Only HTTP/1.1 is spoken here.", "version"});
    return {};
}

} // namespace

Checked<void> check_request_line(std::string_view line, std::size_t target_bytes) {
    auto const method = next_part(line, ' ');
    auto const target = next_part(line, ' ');
    if (!is_token(method)) return malformed("method");
    if (target.size() > target_bytes) return target_too_long();
    if (target.empty() || !std::ranges::all_of(target, [](char c) { return c > ' ' && c < 0x7f; }))
        return malformed("bytes of the target");
    return check_version(line);
}

Checked<std::optional<std::size_t>> HeadScan::advance(std::string_view received) {
    while (true) {
        auto const end = received.find('\n', std::max(position_, searched_));
        if (end == std::string_view::npos) break;
        if (end == 0 || received[end - 1] != '\r') return malformed("line without CR");
        auto const line = received.substr(position_, end - 1 - position_);
        position_ = end + 1;
        if (position_ > limits_.bytes) return header_too_large("bytes");
        auto const last = take_line(line);
        if (!last) return std::unexpected(last.error());
        if (*last) return position_;
    }
    // What begins like no method at all (a TLS hello on the plain port) need not be waited for.
    if (position_ == 0 && !received.empty() && !is_token(received.substr(0, 1))) return malformed("first byte");
    searched_ = received.size();
    auto const whole_line_missing = lines_ == 0;
    if (whole_line_missing && received.size() > limits_.target_bytes + line_overhead) return target_too_long();
    if (received.size() >= limits_.bytes) return header_too_large("bytes");
    return std::nullopt;
}

/// True for the empty line that ends the head.
Checked<bool> HeadScan::take_line(std::string_view line) {
    if (lines_++ == 0) {
        auto const checked = check_request_line(line, limits_.target_bytes);
        if (!checked) return std::unexpected(checked.error());
        return false;
    }
    if (line.empty()) return true;
    // "A server that receives an obs-fold … MUST either reject the message …" (RFC 9112 §5.2)
    if (line.starts_with(' ') || line.starts_with('\t')) return malformed("folded line");
    if (lines_ - 1 > limits_.fields) return header_too_large("number of fields");
    if (!is_token(line.substr(0, line.find(':')))) return malformed("field name");
    return false;
}

} // namespace habeas::app::http
