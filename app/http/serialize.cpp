#include "app/http/serialize.hpp"

#include <charconv>
#include <ctime>
#include <stdexcept>

#include <fmt/format.h>

namespace habeas::app::http {
namespace {

void check(Headers::Field field) {
    using namespace std::string_view_literals;
    if (field.name.find_first_of("\r\n\0: "sv) != std::string_view::npos ||
        field.value.find_first_of("\r\n\0"sv) != std::string_view::npos)
        throw std::invalid_argument{"a header field would split the answer"};
}

void append_number(std::string& out, std::size_t number) {
    char digits[24];
    auto const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

} // namespace

bool sends_body(HttpResponse const& response, BodyOf method) {
    return method == BodyOf::full_answer && response.status != 204 && response.status != 304;
}

void serialize_head(HttpResponse const& response, Afterwards afterwards, std::string_view date, std::string& out) {
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(response.status));
    out.append(" ").append(reason_of(response.status)).append("\r\nDate: ").append(date).append("\r\n");
    for (std::size_t i = 0; i < response.headers.size(); ++i) {
        auto const field = response.headers.at(i);
        check(field);
        out.append(field.name).append(": ").append(field.value).append("\r\n");
    }
    // "A server MUST NOT send a Content-Length … with a status code of … 204 (No Content)"; 304 need not (RFC 9110
    // §8.6).
    if (response.status != 204 && response.status != 304) {
        out.append("Content-Length: ");
        append_number(out, response.body.size());
        out.append("\r\n");
    }
    if (afterwards == Afterwards::close) out.append("Connection: close\r\n");
    out.append("\r\n");
}

std::string_view http_date() {
    thread_local std::time_t made_at = -1;
    thread_local std::string text;
    auto const now = std::time(nullptr);
    if (now == made_at) return text;
    constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&now, &utc);
    text = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[utc.tm_wday], utc.tm_mday, months[utc.tm_mon],
                       utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
    made_at = now;
    return text;
}

} // namespace habeas::app::http
