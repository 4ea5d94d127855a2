#include "app/http/compression.hpp"
#include "app/http/static_files.hpp"

#include <array>

#include <brotli/decode.h>
#include <catch2/catch.hpp>

using namespace habeas::app::http;

namespace {

std::string const style = [] {
    std::string text;
    for (int i = 0; i < 200; ++i) {
        text += "main { color: red }\n";
    }
    return text;
}();
constexpr std::string_view dot = "\x89PNG...";
std::array const listed = {StaticFile{"habeas.css", style}, StaticFile{"dot.png", dot}};

HttpRequest asking_for(std::string_view name, std::string_view accept_encoding = "") {
    HttpRequest request;
    request.parameters.emplace_back("file", name);
    if (!accept_encoding.empty()) request.headers.add("Accept-Encoding", accept_encoding);
    return request;
}

} // namespace

TEST_CASE("a listed file comes with its type, tag and leave to be kept", "[http][static]") {
    StaticFiles const files{listed};
    auto const answer = files.answer(asking_for("habeas.css"));
    CHECK(answer.status == 200);
    CHECK(answer.body == style);
    CHECK(answer.headers.find("Content-Type") == "text/css; charset=utf-8");
    CHECK(answer.headers.find("Cache-Control") == "public, no-cache");
    CHECK(answer.headers.find("Vary") == "Accept-Encoding");
    CHECK_FALSE(answer.headers.contains("Content-Encoding"));
}

TEST_CASE("the address of a file holds its hash, and may be kept for a year", "[http][static]") {
    StaticFiles const files{listed};
    auto const url = files.url("habeas.css");
    auto const hash = url.substr(url.find("?v=") + 3);
    CHECK(url == "/static/habeas.css?v=" + hash);
    CHECK(hash.size() == 16);
    auto request = asking_for("habeas.css");
    request.query.add("v", hash);
    CHECK(files.answer(request).headers.find("Cache-Control") == "public, max-age=31536000, immutable");
    auto outdated = asking_for("habeas.css");
    outdated.query.add("v", "0000000000000000");
    CHECK(files.answer(outdated).headers.find("Cache-Control") == "public, no-cache");
    CHECK_THROWS_AS(files.url("other.css"), std::out_of_range);
}

TEST_CASE("what is not listed is not there", "[http][static]") {
    StaticFiles const files{listed};
    auto const name =
        GENERATE(as<std::string>{}, "other.css", ".git", "habeas.css~", "habeas.css.bak", "", "../habeas.css");
    CHECK(files.answer(asking_for(name)).status == 404);
}

TEST_CASE("a browser that has the file is told so", "[http][static]") {
    StaticFiles const files{listed};
    auto const tag = std::string{*files.answer(asking_for("habeas.css")).headers.find("ETag")};
    auto const known = GENERATE_COPY(as<std::string>{}, tag, "W/" + tag, "\"other\", " + tag, "*");
    auto request = asking_for("habeas.css");
    request.headers.add("If-None-Match", known);
    auto const answer = files.answer(request);
    CHECK(answer.status == 304);
    CHECK(answer.body.empty());
    CHECK(answer.headers.find("ETag") == tag);
    auto other = asking_for("habeas.css");
    other.headers.add("If-None-Match", "\"other\"");
    CHECK(files.answer(other).status == 200);
}

TEST_CASE("text is sent as small as the browser can read it", "[http][static]") {
    StaticFiles const files{listed};
    auto const brotli_answer = files.answer(asking_for("habeas.css", "gzip, deflate, br"));
    CHECK(brotli_answer.headers.find("Content-Encoding") == "br");
    std::string unpacked(style.size(), '\0');
    auto size = unpacked.size();
    auto const* packed = reinterpret_cast<std::uint8_t const*>(brotli_answer.body.data());
    REQUIRE(BrotliDecoderDecompress(brotli_answer.body.size(), packed, &size,
                                    reinterpret_cast<std::uint8_t*>(unpacked.data())) == BROTLI_DECODER_RESULT_SUCCESS);
    CHECK(unpacked == style);
    auto const gzip_answer = files.answer(asking_for("habeas.css", "gzip, br;q=0"));
    CHECK(gzip_answer.headers.find("Content-Encoding") == "gzip");
    CHECK(gzip_answer.headers.find("ETag") != brotli_answer.headers.find("ETag"));
    CHECK_FALSE(files.answer(asking_for("dot.png", "gzip, br")).headers.contains("Content-Encoding"));
    CHECK(files.answer(asking_for("habeas.css", "*")).headers.contains("Content-Encoding"));
    CHECK_FALSE(files.answer(asking_for("habeas.css", "*;q=0")).headers.contains("Content-Encoding"));
}

TEST_CASE("a file of unknown type is refused at start", "[http][static]") {
    std::array const odd = {StaticFile{"notes.doc", "x"}};
    CHECK_THROWS_AS(StaticFiles{odd}, std::invalid_argument);
}

TEST_CASE("a live page is packed only when asked for, marked, and more than 1 kB", "[http][compression]") {
    auto const request = asking_for("", "gzip");
    auto packed = HttpResponse::html(200, std::string(1025, 'a')).allow_compression();
    compress_if_useful(request, packed);
    CHECK(packed.headers.find("Content-Encoding") == "gzip");
    auto small = HttpResponse::html(200, std::string(1024, 'a')).allow_compression();
    compress_if_useful(request, small);
    CHECK_FALSE(small.headers.contains("Content-Encoding"));
    auto secret = HttpResponse::html(200, std::string(5000, 'a'));
    compress_if_useful(request, secret);
    CHECK_FALSE(secret.headers.contains("Content-Encoding"));
    auto plain = HttpResponse::html(200, std::string(5000, 'a')).allow_compression();
    compress_if_useful(HttpRequest{}, plain);
    CHECK_FALSE(plain.headers.contains("Content-Encoding"));
    CHECK(plain.headers.find("Vary") == "Accept-Encoding");
}
