#include "tests/app/http/test_server.hpp"

#include <catch2/catch.hpp>

using namespace habeas::app::http;

namespace {

struct Row {
    std::string_view wrong; ///< the single thing
    std::string request;
    int status;
};

std::string const host = "Host: localhost\r\n";
std::string const chunked = "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n";

std::string get(std::string const& target) {
    return "GET " + target + " HTTP/1.1\r\n" + host + "\r\n";
}
std::string with(std::string const& field) {
    return "GET /hello HTTP/1.1\r\n" + host + field + "\r\n\r\n";
}
std::string coded(std::string const& coding) {
    return "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n";
}

std::string many_fields(int count) {
    std::string fields;
    for (int i = 0; i < count; ++i) {
        fields += "A: b\r\n";
    }
    return "GET /hello HTTP/1.1\r\n" + host + fields + "\r\n";
}

/// Where a request is refused, what follows on the connection must not be read as a second one.
std::vector<Row> const table = {
    // the request line
    {"no version", "GET /hello\r\n\r\n", 400},
    {"version of two digits", "GET /hello HTTP/1.10\r\n" + host + "\r\n", 400},
    {"version in lower case", "GET /hello http/1.1\r\n" + host + "\r\n", 400},
    {"version 2.0", "GET /hello HTTP/2.0\r\n" + host + "\r\n", 505},
    {"the HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    {"a blank in the target", "GET /hel lo HTTP/1.1\r\n" + host + "\r\n", 400},
    {"two blanks", "GET  /hello HTTP/1.1\r\n" + host + "\r\n", 400},
    {"line feed without carriage return", "GET /hello HTTP/1.1\nHost: a\n\n", 400},
    {"a TLS hello", std::string{"\x16\x03\x01\x02\x00\x01\x00", 7}, 400},
    {"method in lower case", "get /hello HTTP/1.1\r\n" + host + "\r\n", 501},
    {"unknown method", "BREW /hello HTTP/1.1\r\n" + host + "\r\n", 501},
    {"method with a bracket", "G(T /hello HTTP/1.1\r\n" + host + "\r\n", 400},
    {"TRACE", "TRACE /hello HTTP/1.1\r\n" + host + "\r\n", 405},
    {"CONNECT", "CONNECT localhost:443 HTTP/1.1\r\n" + host + "\r\n", 405},
    // the target
    {"raw bytes above 0x7f", get("/h\xC3\xA9llo"), 400},
    {"a control character", get("/hel\x01lo"), 400},
    {"half a percent-encoding", get("/hello%4"), 400},
    {"percent-encoding that is no number", get("/hello%zz"), 400},
    {"broken UTF-8 in the path", get("/hello%ff"), 400},
    {"overlong UTF-8 in the path", get("/hello%c0%af"), 400},
    {"NUL in the path", get("/hello%00"), 400},
    {"line feed in the path", get("/hello%0a"), 400},
    {"encoded slash", get("/forms%2fname"), 400},
    {"encoded backslash", get("/hello%5c"), 400},
    {"dot segments", get("/a/../hello"), 400},
    {"encoded dot segments", get("/a/%2e%2E/hello"), 400},
    {"no leading slash", get("hello"), 400},
    {"a fragment", get("/hello#part"), 400},
    {"another scheme", get("ftp://localhost/hello"), 400},
    {"a user in the absolute target", get("http://me@localhost/hello"), 400},
    {"asterisk for GET", get("*"), 400},
    {"broken UTF-8 in the query", get("/hello?a=%ff"), 400},
    {"half a percent-encoding in the query", get("/hello?a=%1"), 400},
    {"a target of 5,000 bytes", get("/" + std::string(5000, 'a')), 414},
    {"a target that never ends", "GET /" + std::string(20'000, 'a'), 414},
    {"a path that is not there", get("/nowhere"), 404},
    {"encoded twice, decoded once", get("/%2568ello"), 404},
    // Host
    {"no Host", "GET /hello HTTP/1.1\r\n\r\n", 400},
    {"two Hosts", "GET /hello HTTP/1.1\r\n" + host + host + "\r\n", 400},
    {"empty Host", "GET /hello HTTP/1.1\r\nHost:\r\n\r\n", 400},
    {"Host with a blank", "GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
    {"Host with a slash", "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
    {"Host with a user", "GET /hello HTTP/1.1\r\nHost: u:p@h\r\n\r\n", 400},
    {"Host with a port that is none", "GET /hello HTTP/1.1\r\nHost: a:b\r\n\r\n", 400},
    // fields
    {"a folded line", with("X-A: b\r\n c"), 400},
    {"a line that begins folded", "GET /hello HTTP/1.1\r\n Host: a\r\n\r\n", 400},
    {"a field without colon", with("X-A"), 400},
    {"a blank before the colon", with("X-A : b"), 400},
    {"a field without name", with(": b"), 400},
    {"a bracket in a field name", with("X(A: b"), 400},
    {"NUL in a field", with("X-A: a" + std::string(1, '\0') + "b"), 400},
    {"a lone carriage return in a field", with("X-A: a\rb"), 400},
    {"101 fields", many_fields(100), 431},
    {"10,000 fields", many_fields(10'000), 431},
    {"a field of 20 kB", with("X-A: " + std::string(20'000, 'a')), 431},
    {"an expectation nobody knows", with("Expect: tea"), 417},
    // the body's length
    {"a length in words", with("Content-Length: five"), 400},
    {"a negative length", with("Content-Length: -5"), 400},
    {"a length with a sign", with("Content-Length: +5"), 400},
    {"a length beyond 64 bits", with("Content-Length: 99999999999999999999999"), 400},
    {"two equal lengths", with("Content-Length: 0\r\nContent-Length: 0"), 400},
    {"two lengths", with("Content-Length: 1\r\nContent-Length: 2"), 400},
    {"a list of lengths", with("Content-Length: 1, 1"), 400},
    {"a length one above the route's limit", "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 1001\r\n\r\n", 413},
    {"a length above the server's limit", "POST /forms/a HTTP/1.1\r\n" + host + "Content-Length: 2001\r\n\r\n", 413},
    {"chunks of 1,001 bytes in all", chunked + "3e8\r\n" + std::string(1000, 'a') + "\r\n1\r\na\r\n0\r\n\r\n", 413},
    // smuggling
    {"length beside chunks",
     "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"xchunked", coded("xchunked"), 501},
    {"identity", coded("identity"), 501},
    {"chunked, gzip", coded("chunked, gzip"), 501},
    {"gzip, chunked", coded("gzip, chunked"), 501},
    {"gzip", coded("gzip"), 501},
    {"quoted", coded("\"chunked\""), 501},
    {"with a parameter", coded("chunked;q=1"), 501},
    {"empty coding", coded(""), 501},
    {"coded twice", coded("chunked\r\nTransfer-Encoding: chunked"), 400},
    {"chunks in HTTP/1.0", "POST /echo HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"chunk size in words", chunked + "xyz\r\n", 400},
    {"chunk size with 0x", chunked + "0x5\r\nhello\r\n0\r\n\r\n", 400},
    {"chunk size with a sign", chunked + "+5\r\nhello\r\n0\r\n\r\n", 400},
    {"chunk size beyond 64 bits", chunked + "fffffffffffffffff\r\n", 400},
    {"chunk longer than it says", chunked + "3\r\nhello\r\n0\r\n\r\n", 400},
    {"chunk line without carriage return", chunked + "5\nhello\r\n0\r\n\r\n", 400},
    {"a chunk extension of 300 bytes", chunked + "5;a=" + std::string(300, 'b') + "\r\nhello\r\n0\r\n\r\n", 400},
    {"a chunk extension of 2 MB", chunked + "5;a=" + std::string(2'000'000, 'b'), 400},
    {"a trailer of 2 MB", chunked + "0\r\nX-A: " + std::string(2'000'000, 'b'), 400},
    // method and route
    {"POST to what is only read", "POST /hello HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n", 405},
    {"broken UTF-8 in a form",
     "POST /forms/a HTTP/1.1\r\n" + host +
         "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nvalue=%ff",
     400},
};

bool is_ours(habeas::support::RawAnswer const& answer) {
    return !answer.header("Content-Security-Policy").empty() && answer.header("X-Content-Type-Options") == "nosniff" &&
           answer.header("Cache-Control") == "no-store" && answer.header("Server").empty() &&
           !answer.header("Date").empty();
}

} // namespace

TEST_CASE("every request with one thing wrong gets its answer, and the server serves on", "[http][bad-input]") {
    TestServer server;
    for (auto const& row : table) {
        INFO(row.wrong);
        auto const answer = server.ask(row.request);
        CHECK(answer.status == row.status);
        CHECK(is_ours(answer));
    }
    CHECK(server.ask(get("/hello")).status == 200);
}

TEST_CASE("a request hidden behind a refused one is never answered", "[http][smuggling]") {
    TestServer server;
    auto const hidden = get("/hello");
    for (auto const& coding : {"xchunked", "identity", "chunked, gzip", "chunked;q=1", "\"chunked\""}) {
        INFO(coding);
        auto client = server.connect();
        client.send(coded(coding) + hidden);
        CHECK(client.read_answer().header("Connection") == "close");
        client.shut_sending();
        CHECK(client.is_closed());
    }
}

TEST_CASE("each limit still takes what lies just inside it", "[http][bad-input]") {
    TestServer server;
    CHECK(server.ask(many_fields(99)).status == 200); // and Host: 100
    CHECK(server.ask(get("/hello?" + std::string(250, 'a'))).status == 200);
    CHECK(server.ask("POST /echo HTTP/1.1\r\n" + host + "Content-Length: 1000\r\n\r\n" + std::string(1000, 'a'))
              .body.size() == 1000);
    CHECK(server.ask(chunked + "3e8;a=b\r\n" + std::string(1000, 'a') + "\r\n0\r\nX-A: b\r\n\r\n").body.size() == 1000);
    CHECK(server.ask(get("/" + std::string(4095, 'a'))).status == 404);
    CHECK(server.ask("\r\n" + get("/hello")).status == 200);
    CHECK(server.ask("GET /hello HTTP/1.0\r\n\r\n").status == 200);
    CHECK(server.ask("GET http://localhost:80/hello HTTP/1.1\r\n" + host + "\r\n").status == 200);
    CHECK(server.ask("GET /hello HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n").status == 200);
    CHECK(server.ask("POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\n\r\n").body ==
          "a");
}

TEST_CASE("what the log learns of a refused request is why, and nothing the visitor sent", "[http][log]") {
    TestServer server;
    server.ask("GET /secret-token HTTP/1.1\r\nHost: a b\r\n\r\n");
    server.server().stop(std::chrono::seconds{2});
    auto const log = server.log();
    REQUIRE(log.size() == 1);
    CHECK(log[0].refusal == "Host");
    CHECK(log[0].status == 400);
    CHECK(log[0].route.empty());
}
