#pragma once
#include "app/http/message.hpp"
#include "app/http/router.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::app::http {

/// A file that travels inside the binary. Both views must outlive the StaticFiles made of it.
struct StaticFile {
    std::string_view name; ///< such as `habeas.css`, no slash
    std::string_view content;
};

/// The listed files and nothing else, compressed once at start. Served under `/static/:file`; with `?v=<hash>` of
/// url() a browser keeps them for a year, without it it asks each time and is answered 304.
class StaticFiles {
  public:
    /// Throws std::invalid_argument for an extension without a known content type.
    explicit StaticFiles(std::span<StaticFile const> files, std::string prefix = "/static/");

    /// `/static/habeas.css?v=0123456789abcdef` for pages. Throws std::out_of_range for a file that is not listed.
    std::string url(std::string_view name) const;

    /// 200, 304 or 404 for the request's parameter `file`.
    HttpResponse answer(HttpRequest const& request) const;

    /// The row for the table of URLs: GET /static/:file. This object must outlive the router.
    Route route(AccessTag access) const;

  private:
    struct Entry {
        std::string_view content_type;
        std::string hash; ///< first 16 hexadecimal digits of the content's SHA-256
        std::string_view plain;
        std::string gzip; ///< empty where compressing gains nothing
        std::string brotli;
    };
    std::string prefix_;
    std::string pattern_;
    std::map<std::string, Entry, std::less<>> entries_;
};

} // namespace habeas::app::http
