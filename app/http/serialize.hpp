#pragma once
#include "app/http/message.hpp"

#include <string>
#include <string_view>

namespace habeas::app::http {

enum class Afterwards { keep_alive, close };
enum class BodyOf { full_answer, head_answer };

/// Appends status line and header of an answer to `out`: its own fields, Date, Content-Length, Connection.
/// Throws std::invalid_argument for a field with CR, LF or NUL in it: an answer must not be split.
void serialize_head(HttpResponse const& response, Afterwards afterwards, std::string_view date, std::string& out);

/// Whether a body may follow: not to HEAD, not with 204 and 304.
bool sends_body(HttpResponse const& response, BodyOf method);

/// IMF-fixdate of now ("Tue, 24 Nov 2026 00:25:06 GMT"), made once a second and thread.
std::string_view http_date();

} // namespace habeas::app::http
