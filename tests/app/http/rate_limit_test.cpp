#include "app/http/rate_limit.hpp"

#include <catch2/catch.hpp>

using namespace habeas::app::http;
using namespace std::chrono_literals;

namespace {
RateLimiter::Time const noon{};
}

TEST_CASE("a burst is allowed, the next try is told when to come back", "[http][rate]") {
    RateLimiter limiter{{.burst = 3, .refill = 1, .period = 10s}};
    CHECK(limiter.take("a", noon).allowed);
    CHECK(limiter.take("a", noon).allowed);
    CHECK(limiter.take("a", noon).allowed);
    auto const refused = limiter.take("a", noon);
    CHECK_FALSE(refused.allowed);
    CHECK(refused.retry_after == 10s);
    CHECK_FALSE(limiter.take("a", noon + 9999ms).allowed);
    CHECK(limiter.take("a", noon + 10s).allowed);
    CHECK_FALSE(limiter.take("a", noon + 10s).allowed);
}

TEST_CASE("a bucket never holds more than its burst", "[http][rate]") {
    RateLimiter limiter{{.burst = 2, .refill = 1, .period = 1s}};
    CHECK(limiter.take("a", noon).allowed);
    CHECK(limiter.take("a", noon + 1h).allowed);
    CHECK(limiter.take("a", noon + 1h).allowed);
    CHECK_FALSE(limiter.take("a", noon + 1h).allowed);
}

TEST_CASE("keys do not share a bucket", "[http][rate]") {
    RateLimiter limiter{{.burst = 1, .refill = 1, .period = 1h}};
    CHECK(limiter.take("a", noon).allowed);
    CHECK_FALSE(limiter.take("a", noon).allowed);
    CHECK(limiter.take("b", noon).allowed);
}

TEST_CASE("looking takes nothing, and a refused try neither", "[http][rate]") {
    RateLimiter limiter{{.burst = 2, .refill = 1, .period = 1h}};
    CHECK(limiter.peek("a", noon).allowed);
    CHECK(limiter.size() == 0);
    CHECK_FALSE(limiter.take("a", noon, 3).allowed);
    CHECK(limiter.take("a", noon, 2).allowed);
    CHECK_FALSE(limiter.peek("a", noon).allowed);
}

TEST_CASE("a clock that stands or steps back gives nothing", "[http][rate]") {
    RateLimiter limiter{{.burst = 1, .refill = 1, .period = 1s}};
    CHECK(limiter.take("a", noon).allowed);
    CHECK_FALSE(limiter.take("a", noon - 1h).allowed);
    CHECK(limiter.take("a", noon + 1s).allowed);
}

TEST_CASE("waiting is told in whole seconds, at least one", "[http][rate]") {
    RateLimiter limiter{{.burst = 1, .refill = 10, .period = 1s}};
    CHECK(limiter.take("a", noon).allowed);
    CHECK(limiter.take("a", noon).retry_after == 1s);
}

TEST_CASE("memory is bounded: the key longest unused is forgotten", "[http][rate]") {
    RateLimiter limiter{{.burst = 1, .refill = 1, .period = 1h}, 1600};
    for (int i = 0; i < 10'000; ++i) {
        limiter.take(std::to_string(i), noon);
    }
    CHECK(limiter.size() == 1600);
    CHECK_FALSE(limiter.take("9999", noon).allowed);
    CHECK(limiter.take("0", noon).allowed);
}

TEST_CASE("a visitor is an IPv4 address or the /64 of an IPv6 address", "[http][rate]") {
    CHECK(source_key("203.0.113.9") == "203.0.113.9");
    CHECK(source_key("::ffff:203.0.113.9") == "203.0.113.9");
    CHECK(source_key("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(source_key("2001:db8:1:2:ffff::1") == source_key("2001:db8:1:2::9"));
    CHECK(source_key("2001:db8:1:3::9") != source_key("2001:db8:1:2::9"));
    CHECK(source_key("no address") == "no address");
}

TEST_CASE("tokens given back can be taken again, and never make a bucket more than full", "[http][rate]") {
    RateLimiter limiter{{.burst = 2, .refill = 1, .period = 10s}};
    CHECK(limiter.take("visitor", noon).allowed);
    CHECK(limiter.take("visitor", noon).allowed);
    CHECK_FALSE(limiter.take("visitor", noon).allowed);
    limiter.give_back("visitor", noon);
    CHECK(limiter.take("visitor", noon).allowed);
    limiter.give_back("visitor", noon, 5);
    CHECK(limiter.take("visitor", noon, 2).allowed);
    CHECK_FALSE(limiter.take("visitor", noon).allowed);
    limiter.give_back("somebody else", noon);
    CHECK(limiter.size() == 1);
}
