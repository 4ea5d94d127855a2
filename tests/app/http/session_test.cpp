#include "tests/app/http/test_server.hpp"

#include <chrono>

#include <catch2/catch.hpp>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace habeas::app::http;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

std::string const hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
std::string const waiting = "GET /waiting HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::chrono::microseconds processor_time() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return std::chrono::seconds{used.ru_utime.tv_sec + used.ru_stime.tv_sec} +
           std::chrono::microseconds{used.ru_utime.tv_usec + used.ru_stime.tv_usec};
}

/// Whether connecting fails within five seconds; each loop closes its listener in its own time.
bool refuses_connections(TestServer const& server) {
    for (auto const until = Clock::now() + 5s; Clock::now() < until;) {
        try {
            auto const accepted = server.connect();
        } catch (std::runtime_error const&) {
            return true;
        }
    }
    return false;
}

/// Sends a piece now and again until the server answers, for at most three seconds.
void drip(habeas::support::RawClient& client, std::string_view piece) {
    for (auto const until = Clock::now() + 3s; Clock::now() < until;) {
        pollfd readable{client.descriptor(), POLLIN, 0};
        if (poll(&readable, 1, 20) > 0 || !client.send(piece)) return;
    }
}

} // namespace

TEST_CASE("a connection is kept for the next request", "[http][session]") {
    TestServer server;
    auto client = server.connect();
    for (int i = 0; i < 3; ++i) {
        client.send(hello);
        CHECK(client.read_answer().body == "hello");
    }
}

TEST_CASE("requests sent in one go are answered in their order", "[http][session]") {
    TestServer server;
    auto client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none" + hello +
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nthree\r\n0\r\n\r\n");
    CHECK(client.read_answer().body == "one");
    CHECK(client.read_answer().body == "hello");
    CHECK(client.read_answer().body == "three");
}

TEST_CASE("a client that asks to close is answered and closed", "[http][session]") {
    TestServer server;
    auto client = server.connect();
    client.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    CHECK(client.read_answer().header("Connection") == "close");
    CHECK(client.is_closed());
}

TEST_CASE("a connection ends after its number of requests", "[http][session]") {
    auto options = TestServer::quick_options();
    options.requests_per_connection = 2;
    TestServer server{options};
    auto client = server.connect();
    client.send(hello + hello + hello);
    CHECK(client.read_answer().header("Connection").empty());
    CHECK(client.read_answer().header("Connection") == "close");
    CHECK(client.is_closed());
}

TEST_CASE("HEAD is answered as GET without its body", "[http][session]") {
    TestServer server;
    auto client = server.connect();
    client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n" + hello);
    auto const answer = client.read_answer(true);
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Length") == "5");
    CHECK(client.read_answer().body == "hello");
}

TEST_CASE("OPTIONS and a wrong method are told what is allowed", "[http][session]") {
    TestServer server;
    CHECK(server.ask("OPTIONS /hello HTTP/1.1\r\nHost: a\r\n\r\n").header("Allow") == "GET, HEAD, OPTIONS");
    CHECK(server.ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status == 204);
    auto const refused = server.ask("DELETE /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(refused.status == 405);
    CHECK(refused.header("Allow") == "POST, OPTIONS");
}

TEST_CASE("a client that waits for 100 Continue is told to go on", "[http][session]") {
    TestServer server;
    auto client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    CHECK(client.read_answer().status == 100);
    client.send("body");
    CHECK(client.read_answer().body == "body");
}

TEST_CASE("a client that asks to send too much is refused before it sends", "[http][session]") {
    TestServer server;
    CHECK(server.ask("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4000\r\n\r\n").status ==
          413);
}

TEST_CASE("a client in the middle of an oversize body still reads why it is refused", "[http][session]") {
    TestServer server;
    auto client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + std::string(50'000, 'a'));
    CHECK(client.read_answer().status == 413);
}

TEST_CASE("a header of one byte now and then is ended by one deadline", "[http][time]") {
    TestServer server;
    auto client = server.connect();
    auto const begun = Clock::now();
    client.send("GET /hello HTTP/1.1\r\nX-Slow: ");
    drip(client, "a");
    CHECK(client.read_answer().status == 408);
    CHECK(Clock::now() - begun < 2s);
}

TEST_CASE("a body of one byte now and then is ended by one deadline", "[http][time]") {
    TestServer server;
    auto client = server.connect();
    auto const begun = Clock::now();
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n");
    drip(client, "a");
    CHECK(client.read_answer().status == 408);
    CHECK(Clock::now() - begun < 2s);
}

TEST_CASE("a client that asks much and reads nothing is cut off", "[http][time]") {
    auto options = TestServer::quick_options();
    options.write_time = 200ms;
    TestServer server{options};
    auto client = server.connect();
    std::string many;
    for (int i = 0; i < 400; ++i) {
        many += "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
    }
    client.send(many);
    CHECK(client.read_answer().status == 200); // so that the connection is known to have been there
    for (auto const until = Clock::now() + 5s; Clock::now() < until && server.server().connections() > 0;) {
        std::this_thread::yield();
    }
    CHECK(server.server().connections() == 0);
}

TEST_CASE("a silent connection is closed without a word", "[http][time]") {
    TestServer server;
    auto fresh = server.connect();
    CHECK(fresh.is_closed());
    auto used = server.connect();
    used.send(hello);
    CHECK(used.read_answer().status == 200);
    CHECK(used.is_closed());
}

TEST_CASE("an exception is told to the log, not to the visitor", "[http][failure]") {
    TestServer server;
    auto client = server.connect();
    client.send("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const answer = client.read_answer();
    CHECK(answer.status == 500);
    CHECK_FALSE((answer.head + answer.body).find("subject_requests") != std::string::npos);
    client.send(hello);
    CHECK(client.read_answer().body == "hello");
    auto const log = server.log();
    REQUIRE(!log.empty());
    CHECK(log[0].failure == "table subject_requests is locked");
    CHECK(log[0].route == "/broken");
    CHECK(answer.body.find(log[0].request_id) != std::string::npos);
}

TEST_CASE("out of memory in one handler leaves the server serving", "[http][failure]") {
    TestServer server;
    CHECK(server.ask("GET /exhausted HTTP/1.1\r\nHost: a\r\n\r\n").status == 500);
    CHECK(server.ask(hello).status == 200);
}

TEST_CASE("an answer cannot be split by a field with a line end in it", "[http][failure]") {
    TestServer server;
    auto const answer = server.ask("GET /splitting HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(answer.status == 500);
    CHECK(answer.header("Set-Cookie").empty());
}

TEST_CASE("a large answer is compressed for who can read it, and whole for who cannot", "[http][session]") {
    TestServer server;
    auto const plain = server.ask("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(plain.body.size() == 100'000);
    CHECK(plain.header("Vary") == "Accept-Encoding");
    auto const packed = server.ask("GET /large HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
    CHECK(packed.header("Content-Encoding") == "gzip");
    CHECK(packed.body.size() < 1000);
}

TEST_CASE("stopping lets the request in flight finish and closes idle connections at once", "[http][stop]") {
    auto options = TestServer::quick_options();
    options.idle_time = 60s;
    options.header_time = 60s;
    TestServer server{options};
    auto idle = server.connect();
    idle.send(hello);
    CHECK(idle.read_answer().status == 200);
    auto busy = server.connect();
    busy.send(waiting);
    server.entered.wait();

    std::thread stopping{[&] { server.server().stop(5s); }};
    CHECK(idle.is_closed());
    CHECK(refuses_connections(server));
    server.let_go.happen();
    auto const answer = busy.read_answer();
    CHECK(answer.body == "at last");
    CHECK(answer.header("Connection") == "close");
    CHECK(busy.is_closed());
    stopping.join();
    CHECK(server.server().connections() == 0);
}

TEST_CASE("what does not finish in its grace is cut off", "[http][stop]") {
    TestServer server;
    auto busy = server.connect();
    busy.send(waiting);
    server.entered.wait();
    std::thread stopping{[&] { server.server().stop(20ms); }};
    CHECK(busy.is_closed());
    server.let_go.happen();
    stopping.join();
    CHECK(server.server().connections() == 0);
}

TEST_CASE("one source cannot take every place", "[http][limits]") {
    auto options = TestServer::quick_options();
    options.connections_per_source = 2;
    options.idle_time = options.header_time = 60s;
    TestServer server{options};
    auto first = server.connect();
    first.send(hello);
    CHECK(first.read_answer().status == 200);
    {
        auto second = server.connect();
        second.send(hello);
        CHECK(second.read_answer().status == 200);
        auto third = server.connect();
        auto const refused = third.read_answer();
        CHECK(refused.status == 503);
        CHECK(refused.header("Retry-After") == "1");
        CHECK(refused.header("X-Content-Type-Options") == "nosniff");
    }
    while (server.server().connections() > 1) {
        std::this_thread::yield();
    }
    CHECK(server.ask(hello).status == 200);
}

TEST_CASE("a port that somebody listens on is refused with a sentence", "[http][server]") {
    TestServer server;
    auto options = TestServer::quick_options();
    options.port = server.port();
    CHECK_THROWS_WITH((Server{options, Router{{}}}), Catch::Contains("cannot listen on 127.0.0.1:"));
}

TEST_CASE("forwarded addresses are believed from trusted proxies alone", "[http][proxies]") {
    auto const forwarded = "GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9, 198.51.100.7\r\n"
                           "X-Forwarded-Proto: https\r\n\r\n";
    TestServer open;
    CHECK(open.ask(forwarded).body == "127.0.0.1 plain");
    auto options = TestServer::quick_options();
    options.trusted_proxies = {"127.0.0.0/8"};
    TestServer behind{options};
    auto const answer = behind.ask(forwarded);
    CHECK(answer.body == "198.51.100.7 secure");
    CHECK(!answer.header("Strict-Transport-Security").empty());
    CHECK(behind.ask("GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: rubbish\r\n\r\n").body == "127.0.0.1 plain");
}

TEST_CASE("reached by https, every answer is secure, whatever the last step to us looks like", "[http][proxies]") {
    auto options = TestServer::quick_options();
    options.reached_by_https = true;
    TestServer server{options};
    auto const answer = server.ask("GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: http\r\n\r\n");
    CHECK(answer.body == "127.0.0.1 secure");
    CHECK(!answer.header("Strict-Transport-Security").empty());
    CHECK(!server.ask("nonsense\r\n\r\n").header("Strict-Transport-Security").empty());
}

TEST_CASE("without file descriptors the server waits, and serves on once there are some", "[http][limits]") {
    TestServer server;
    auto client = server.connect();
    client.send(hello);
    REQUIRE(client.read_answer().status == 200); // answered: both ends have their descriptors before they run out
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    auto const free_one = dup(0);
    close(free_one);
    rlimit none = before;
    none.rlim_cur = static_cast<rlim_t>(free_one) + 1;
    setrlimit(RLIMIT_NOFILE, &none);
    habeas::support::RawClient queued{server.port()}; // takes the last one: accepting it gives EMFILE
    queued.send(hello);
    auto const used_before = processor_time();
    pollfd nothing{-1, 0, 0};
    poll(&nothing, 1, 250); // the time in which a spinning server would burn its processor
    auto const burnt = processor_time() - used_before;
    setrlimit(RLIMIT_NOFILE, &before);
    CHECK(queued.read_answer().status == 200);
    CHECK(burnt < 100ms);
}
