#include "app/http/static_files.hpp"

#include "app/http/compression.hpp"
#include "app/http/text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <openssl/sha.h>

namespace habeas::app::http {
namespace {

struct ContentType {
    std::string_view extension;
    std::string_view type;
    bool text; ///< worth compressing
};

constexpr ContentType content_types[] = {
    {".css", "text/css; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".svg", "image/svg+xml", true},
    {".html", "text/html; charset=utf-8", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".json", "application/json; charset=utf-8", true},
    {".webmanifest", "application/manifest+json; charset=utf-8", true},
    {".png", "image/png", false},
    {".ico", "image/x-icon", false},
    {".woff2", "font/woff2", false},
};

ContentType const& content_type_of(std::string_view name) {
    auto const found =
        std::ranges::find_if(content_types, [&](ContentType const& row) { return name.ends_with(row.extension); });
    if (found == std::end(content_types)) {
        throw std::invalid_argument{"no content type is known for the static file " + std::string{name}};
    }
    return *found;
}

std::string hash_of(std::string_view content) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<unsigned char const*>(content.data()), content.size(), digest.data());
    return hexadecimal({reinterpret_cast<char const*>(digest.data()), 8});
}

/// Empty unless it saves a tenth.
std::string if_smaller(std::string packed, std::string_view plain) {
    return packed.size() < plain.size() - plain.size() / 10 ? packed : std::string{};
}

} // namespace

StaticFiles::StaticFiles(std::span<StaticFile const> files, std::string prefix)
    : prefix_{std::move(prefix)}
    , pattern_{prefix_ + ":file"} {
    for (auto const& file : files) {
        auto const& type = content_type_of(file.name);
        Entry entry{
            .content_type = type.type, .hash = hash_of(file.content), .plain = file.content, .gzip = {}, .brotli = {}};
        if (type.text) {
            entry.gzip = if_smaller(gzip(file.content, 9), file.content);
            entry.brotli = if_smaller(brotli(file.content, 11), file.content);
        }
        entries_.emplace(file.name, std::move(entry));
    }
}

std::string StaticFiles::url(std::string_view name) const {
    auto const entry = entries_.find(name);
    if (entry == entries_.end()) throw std::out_of_range{"no static file " + std::string{name}};
    return prefix_ + entry->first + "?v=" + entry->second.hash;
}

HttpResponse StaticFiles::answer(HttpRequest const& request) const {
    auto const found = entries_.find(request.parameter("file"));
    if (found == entries_.end()) return HttpResponse::text(404, "There is no such file.\n");
    auto const& entry = found->second;
    auto const use_brotli = !entry.brotli.empty() && accepts_encoding(request, "br");
    auto const use_gzip = !use_brotli && !entry.gzip.empty() && accepts_encoding(request, "gzip");

    HttpResponse response;
    // "A strong validator … changes whenever the representation data changes", the coding included (RFC 9110 §8.8.1).
    auto const tag = '"' + entry.hash + (use_brotli ? "-br" : use_gzip ? "-gz" : "") + '"';
    response.headers.add("ETag", tag);
    response.headers.add("Vary", "Accept-Encoding");
    auto const hashed_url = request.query.value("v") == entry.hash;
    response.headers.add("Cache-Control", hashed_url ? "public, max-age=31536000, immutable" : "public, no-cache");
    if (request.knows(tag)) {
        response.status = 304;
        return response;
    }
    response.headers.add("Content-Type", entry.content_type);
    if (use_brotli || use_gzip) response.headers.add("Content-Encoding", use_brotli ? "br" : "gzip");
    response.body = use_brotli ? entry.brotli : use_gzip ? entry.gzip : std::string{entry.plain};
    return response;
}

Route StaticFiles::route(AccessTag access) const {
    auto handler = [this](HttpRequest& request) -> boost::asio::awaitable<HttpResponse> { co_return answer(request); };
    return {Method::get, pattern_, access, handler};
}

} // namespace habeas::app::http
