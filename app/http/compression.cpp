#include "app/http/compression.hpp"

#include "app/http/text.hpp"

#include <charconv>
#include <new>

#include <brotli/encode.h>
#include <zlib.h>

namespace habeas::app::http {
namespace {

constexpr std::size_t worth_compressing = 1024;

bool refuses(std::string_view parameters) {
    auto const name = trimmed(next_part(parameters, '='));
    if (!equal_ignoring_case(name, "q")) return false;
    double quality = 0;
    auto const value = trimmed(parameters);
    std::from_chars(value.data(), value.data() + value.size(), quality);
    return quality <= 0;
}

/// The zlib state of one body; freed whatever happens.
class Deflater {
  public:
    explicit Deflater(int level) {
        constexpr int gzip_window = 15 + 16; // 16 more asks zlib for the gzip wrapper
        constexpr int memory_level = 8;
        if (deflateInit2(&stream_, level, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
            throw std::bad_alloc{};
        }
    }
    Deflater(Deflater const&) = delete;
    Deflater& operator=(Deflater const&) = delete;
    ~Deflater() { deflateEnd(&stream_); }

    std::string run(std::string_view content) {
        std::string packed(deflateBound(&stream_, content.size()), '\0');
        std::string plain{content}; // zlib's input pointer is not const
        stream_.next_in = reinterpret_cast<Bytef*>(plain.data());
        stream_.avail_in = static_cast<uInt>(plain.size());
        stream_.next_out = reinterpret_cast<Bytef*>(packed.data());
        stream_.avail_out = static_cast<uInt>(packed.size());
        if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) throw std::bad_alloc{};
        packed.resize(stream_.total_out);
        return packed;
    }

  private:
    z_stream stream_{};
};

} // namespace

bool accepts_encoding(HttpRequest const& request, std::string_view coding) {
    bool anything = false;
    for (auto rest = request.headers.find("Accept-Encoding").value_or(""); !rest.empty();) {
        auto parameters = next_part(rest, ',');
        auto const name = trimmed(next_part(parameters, ';'));
        if (equal_ignoring_case(name, coding)) return !refuses(parameters);
        if (name == "*") anything = !refuses(parameters);
    }
    return anything;
}

std::string gzip(std::string_view content, int level) {
    return Deflater{level}.run(content);
}

std::string brotli(std::string_view content, int quality) {
    std::string packed(BrotliEncoderMaxCompressedSize(content.size()), '\0');
    auto size = packed.size();
    auto const* input = reinterpret_cast<std::uint8_t const*>(content.data());
    auto* output = reinterpret_cast<std::uint8_t*>(packed.data());
    if (BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, content.size(), input, &size, output) !=
        BROTLI_TRUE) {
        throw std::bad_alloc{};
    }
    packed.resize(size);
    return packed;
}

void compress_if_useful(HttpRequest const& request, HttpResponse& response) {
    if (!response.compressible || response.status != 200 || response.body.size() <= worth_compressing) return;
    if (response.headers.contains("Content-Encoding")) return;
    response.headers.add("Vary", "Accept-Encoding");
    if (!accepts_encoding(request, "gzip")) return;
    constexpr int live_level = 6;
    response.body = gzip(response.body, live_level);
    response.headers.add("Content-Encoding", "gzip");
}

} // namespace habeas::app::http
