#include "tests/app/http/test_server.hpp"

#include <catch2/catch.hpp>

using namespace habeas::app::http;

namespace {

using Maybe = boost::asio::awaitable<std::optional<HttpResponse>>;
std::string const hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

} // namespace

TEST_CASE("the hook before a handler may answer instead", "[http][hooks]") {
    Hooks hooks;
    hooks.before = [](HttpRequest& request) -> Maybe {
        if (request.header("X-Key") == "right") co_return std::nullopt;
        co_return HttpResponse::problem(401, "unauthenticated", "Unauthorized");
    };
    TestServer server{TestServer::quick_options(), hooks};
    CHECK(server.ask(hello).status == 401);
    CHECK(server.ask("GET /hello HTTP/1.1\r\nHost: a\r\nX-Key: right\r\n\r\n").status == 200);
}

TEST_CASE("a request that is not admitted is refused with its body unread", "[http][hooks]") {
    Hooks hooks;
    hooks.admit = [](HttpRequest const& request) -> std::optional<HttpResponse> {
        if (request.body.empty())
            return HttpResponse::problem(429, "too_many", "Too Many Requests").with_header("Retry-After", "9");
        return std::nullopt;
    };
    TestServer server{TestServer::quick_options(), hooks};
    auto const refused = server.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n");
    CHECK(refused.status == 429);
    CHECK(refused.header("Connection") == "close");
    CHECK(refused.header("Retry-After") == "9");
}

TEST_CASE("the hook afterwards sees every answer, those of refusals too", "[http][hooks]") {
    Hooks hooks;
    hooks.after = [](HttpRequest const&, HttpResponse& response) { response.with_header("X-Seen", "yes"); };
    TestServer server{TestServer::quick_options(), hooks};
    CHECK(server.ask(hello).header("X-Seen") == "yes");
    CHECK(server.ask("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n").header("X-Seen") == "yes");
    CHECK(server.ask("rubbish\r\n\r\n").header("X-Seen") == "yes");
}

TEST_CASE("errors of the wire are rendered by the owner of the pages", "[http][hooks]") {
    Hooks hooks;
    hooks.error = [](HttpRequest const&, int status, std::string_view code, std::string_view) {
        return HttpResponse::html(status, "<h1>" + std::string{code} + "</h1>");
    };
    TestServer server{TestServer::quick_options(), hooks};
    CHECK(server.ask("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n").body == "<h1>not_found</h1>");
    CHECK(server.ask("GET /hello HTTP/1.1\r\n\r\n").body == "<h1>malformed</h1>");
    CHECK(server.ask("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n").body == "<h1>internal</h1>");
}

TEST_CASE("the owner of the pages sees what a refused request asked for, unread", "[http][hooks]") {
    Hooks hooks;
    hooks.error = [](HttpRequest const& request, int status, std::string_view, std::string_view) {
        return HttpResponse::text(status, request.path + "|" + request.target);
    };
    TestServer server{TestServer::quick_options(), hooks};
    std::string const host = "Host: a\r\n";
    for (auto const& request : std::vector<std::string>{
             "GET /api/v1?q=%ff HTTP/1.1\r\n" + host + "\r\n",              // 400: no UTF-8
             "BREW /api/v1?q=%ff HTTP/1.1\r\n" + host + "\r\n",             // 501
             "TRACE /api/v1?q=%ff HTTP/1.1\r\n" + host + "\r\n",            // 405
             "GET /api/v1?q=%ff HTTP/1.1\r\n\r\n",                          // 400: no Host
             "GET /api/v1?q=%ff HTTP/1.1\r\n" + host + "Expect: x\r\n\r\n", // 417
             "GET /api/v1?q=%ff HTTP/1.1\r\nX: " + std::string(40000, 'x'), // 431
         }) {
        INFO(request.substr(0, 60));
        CHECK(server.ask(request).body == "|/api/v1?q=%ff");
    }
    auto const long_target = "/api/" + std::string(5000, 'a');
    CHECK(server.ask("GET " + long_target + " HTTP/1.1\r\n" + host + "\r\n").body.starts_with("|/api/aaa")); // 414
    CHECK(server.ask("rubbish\r\n\r\n").body == "|");
}

TEST_CASE("a method that no address takes is told what this one takes", "[http]") {
    TestServer server;
    CHECK(server.ask("TRACE /hello HTTP/1.1\r\nHost: a\r\n\r\n").header("Allow") == "GET, HEAD, OPTIONS");
    CHECK(server.ask("TRACE /echo?a=b HTTP/1.1\r\nHost: a\r\n\r\n").header("Allow") == "POST, OPTIONS");
    CHECK(server.ask("TRACE /nowhere HTTP/1.1\r\nHost: a\r\n\r\n").header("Allow").empty());
}

TEST_CASE("a hook that breaks is a 500 like any other, and the server serves on", "[http][hooks]") {
    Hooks hooks;
    hooks.admit = [](HttpRequest const& request) -> std::optional<HttpResponse> {
        if (request.header("X-Break") == "admit") throw std::runtime_error{"admit"};
        return std::nullopt;
    };
    hooks.before = [](HttpRequest& request) -> Maybe {
        if (request.header("X-Break") == "before") throw std::runtime_error{"before"};
        co_return std::nullopt;
    };
    hooks.after = [](HttpRequest const& request, HttpResponse&) {
        if (request.header("X-Break") == "after") throw std::runtime_error{"after"};
    };
    TestServer server{TestServer::quick_options(), hooks};
    for (std::string const hook : {"admit", "before", "after"}) {
        INFO(hook);
        auto const answer = server.ask("GET /hello HTTP/1.1\r\nHost: a\r\nX-Break: " + hook + "\r\n\r\n");
        CHECK(answer.status == 500);
        CHECK(answer.body.find(hook) == std::string::npos);
    }
    CHECK(server.ask(hello).status == 200);
}
