#pragma once
#include "app/http/message.hpp"

#include <string>
#include <string_view>

namespace habeas::app::http {

/// Gzip of a live body: only if the handler marked it compressible, it is larger than 1 kB, its status is 200, it has
/// no Content-Encoding yet and the client takes gzip. Sets Content-Encoding and Vary. The server calls it for every
/// answer.
void compress_if_useful(HttpRequest const& request, HttpResponse& response);

/// Whether Accept-Encoding allows the coding with q > 0 (RFC 9110 §12.5.3).
bool accepts_encoding(HttpRequest const& request, std::string_view coding);

/// The level is zlib's, 1 to 9. Throws std::bad_alloc when zlib cannot work.
std::string gzip(std::string_view content, int level);

/// Quality 0 to 11.
std::string brotli(std::string_view content, int quality);

} // namespace habeas::app::http
