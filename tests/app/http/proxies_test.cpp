#include "app/http/proxies.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace habeas::app::http;

namespace {

std::vector<std::string> const trusted{"127.0.0.0/8", "10.0.0.0/8", "2001:db8:1::/48"};

struct Seen {
    std::string address;
    bool unread;
    friend bool operator==(Seen const&, Seen const&) = default;
};

Seen seen(std::string_view forwarded, std::string const& peer = "127.0.0.1") {
    HttpRequest request;
    request.headers.add("X-Forwarded-For", forwarded);
    TrustedProxies{trusted}.identify(boost::asio::ip::make_address(peer), false, request);
    return {request.remote_address, request.client_unread};
}

Seen read_as(std::string address) {
    return {std::move(address), false};
}

} // namespace

namespace Catch {
template <>
struct StringMaker<Seen> {
    static std::string convert(Seen const& seen) { return seen.address + (seen.unread ? " (unread)" : ""); }
};
} // namespace Catch

TEST_CASE("a visitor is known behind a proxy, with and without the port", "[http][proxies]") {
    CHECK(seen("203.0.113.5") == read_as("203.0.113.5"));
    CHECK(seen("203.0.113.5:4711") == read_as("203.0.113.5"));
    CHECK(seen("203.0.113.5:0") == read_as("203.0.113.5"));
    CHECK(seen("203.0.113.5:65535") == read_as("203.0.113.5"));
    CHECK(seen("2001:db8::5") == read_as("2001:db8::5"));
    CHECK(seen("[2001:db8::5]") == read_as("2001:db8::5"));
    CHECK(seen("[2001:db8::5]:4711") == read_as("2001:db8::5"));
    CHECK(seen("[::ffff:203.0.113.5]:4711") == read_as("203.0.113.5"));
    CHECK(seen("::1") == read_as("::1"));
}

TEST_CASE("two visitors behind one proxy that writes ports are two", "[http][proxies]") {
    CHECK_FALSE(seen("203.0.113.5:4711") == seen("203.0.113.6:4711"));
    CHECK(seen("203.0.113.5:4711") == seen("203.0.113.5:4712"));
}

TEST_CASE("a chain with ports is read from the right, as far as those named are trusted", "[http][proxies]") {
    CHECK(seen("192.0.2.1, 203.0.113.5:4711, 10.0.0.7:80") == read_as("203.0.113.5"));
    CHECK(seen("203.0.113.5:4711,[2001:db8:1::7]:80 ,10.0.0.7") == read_as("203.0.113.5"));
    CHECK(seen("10.0.0.8:1, 10.0.0.7:2") == read_as("10.0.0.8"));
}

TEST_CASE("what is no address leaves the last proxy that was named, and is told", "[http][proxies]") {
    for (auto const* const element : {"rubbish",
                                      "unknown",
                                      "_hidden",
                                      "203.0.113.5:",
                                      "203.0.113.5:65536",
                                      "203.0.113.5:x",
                                      "203.0.113.5:-1",
                                      "203.0.113.5:80:80",
                                      "203.0.113:80",
                                      "[203.0.113.5]",
                                      "[203.0.113.5]:80",
                                      "[2001:db8::5",
                                      "[2001:db8::5]80",
                                      "[2001:db8::5]:",
                                      "[2001:db8::5]:65536",
                                      "2001:db8::5]",
                                      "[]",
                                      ":80",
                                      ":",
                                      "203.0.113.5 80"}) {
        CAPTURE(element);
        CHECK(seen(element) == Seen{"127.0.0.1", true});
        CHECK(seen(std::string(element) + ", 10.0.0.7:80") == Seen{"10.0.0.7", true});
        CHECK(seen(std::string(element) + ", 203.0.113.5:80") == read_as("203.0.113.5")); // nobody asks them
    }
}

TEST_CASE("who is no trusted proxy may write what they like", "[http][proxies]") {
    CHECK(seen("203.0.113.5:4711", "198.51.100.7") == read_as("198.51.100.7"));
    CHECK(seen("rubbish", "198.51.100.7") == read_as("198.51.100.7"));
}
