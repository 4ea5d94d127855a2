#include "app/http/message.hpp"

#include <stdexcept>

namespace habeas::app::http {

int status_of(core::ErrorCode code) {
    switch (code) {
    case core::ErrorCode::malformed:
        return 400;
    case core::ErrorCode::invalid:
        return 422;
    case core::ErrorCode::unauthenticated:
        return 401;
    case core::ErrorCode::forbidden:
        return 403;
    case core::ErrorCode::not_found:
        return 404;
    case core::ErrorCode::conflict:
    case core::ErrorCode::not_allowed_now:
        return 409;
    case core::ErrorCode::too_many:
        return 429;
    case core::ErrorCode::unavailable:
        return 503;
    }
    throw std::logic_error{"no such error code"};
}

std::string_view reason_of(int status) {
    struct Row {
        int status;
        std::string_view reason;
    };
    // The reason phrases of RFC 9110 §15 and RFC 6585, for the statuses this program sends.
    constexpr Row rows[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {303, "See Other"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    };
    for (auto const& row : rows) {
        if (row.status == status) return row.reason;
    }
    return "Status";
}

} // namespace habeas::app::http
