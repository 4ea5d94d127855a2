#include "app/http/request_head.hpp"
#include "app/http/text.hpp"
#include "tests/fuzz/property.hpp"

#include <optional>
#include <string>
#include <utility>

using namespace habeas;
using fuzz::must;

namespace {

constexpr app::http::HeadLimits limits{.bytes = 2048, .fields = 20, .target_bytes = 512};

/// How far a scan came: the head's length, -1 while it has not ended, or the status of the refusal negated below -1.
int verdict(app::http::Checked<std::optional<std::size_t>> const& scanned) {
    if (!scanned) return -scanned.error().status;
    return *scanned ? static_cast<int>(**scanned) : -1;
}

int scan_at_once(std::string_view received) {
    app::http::HeadScan scan(limits);
    return verdict(scan.advance(received));
}

/// A client may send byte by byte; what it hears must not depend on that.
int scan_byte_by_byte(std::string_view received) {
    app::http::HeadScan scan(limits);
    for (std::size_t length = 1; length <= received.size(); ++length) {
        auto const seen = verdict(scan.advance(received.substr(0, length)));
        if (seen != -1) return seen;
    }
    return -1;
}

void check_target(std::string_view raw) {
    app::http::HttpRequest request;
    if (!app::http::read_target(raw, app::http::Method::get, request)) return;
    must(app::http::is_utf8(request.path), "a path is UTF-8");
    must(!request.path.contains('\0'), "a path has no NUL");
    must(request.path.starts_with('/'), "a path begins with a slash");
    auto const framed = request.path + "/";
    must(!framed.contains("/../") && !framed.contains("/./"), "a path has no dot segments");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::as_text(data, size);
    auto const at_once = scan_at_once(text);
    auto const dripped = scan_byte_by_byte(text);
    must(at_once == dripped || (at_once < -1 && dripped < -1),
         "a head that drips in is judged as one that comes whole");
    must(at_once <= static_cast<int>(limits.bytes), "a head is no longer than allowed");
    check_target(text.substr(0, text.find('\n')));
    return 0;
}
