#include "core/reference.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace habeas::core;

namespace {

constexpr std::string_view alphabet = "0123456789BCDFGHJKMNPQRSTVWXZ";
constexpr std::int64_t last_number = 17'249'876'308; // 29^7 - 1

ReferenceCodec codec() {
    std::array<std::byte, 16> key{};
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<std::byte>(i * 7 + 1);
    return ReferenceCodec{key};
}

} // namespace

TEST_CASE("a reference looks like DSR-7Q2M-K4XN and has no vowel", "[core][reference]") {
    for (std::int64_t id = 1; id <= 2000; ++id) {
        auto const text = codec().encode({id}).text();
        REQUIRE(text.size() == 13);
        REQUIRE(text.starts_with("DSR-"));
        REQUIRE(text[8] == '-');
        auto const digits = text.substr(4, 4) + text.substr(9);
        REQUIRE(digits.find_first_not_of(alphabet) == std::string::npos);
        REQUIRE(digits.find_first_of("AEIOUL") == std::string::npos);
    }
}

TEST_CASE("every row number comes back from its reference", "[core][reference]") {
    for (std::int64_t const id : {std::int64_t{1}, std::int64_t{2}, std::int64_t{1'000'000}, last_number})
        CHECK(codec().decode(codec().encode({id}).text()) == RequestId{id});
    CHECK(rc::check("round trip", [] {
        auto const id = *rc::gen::inRange<std::int64_t>(1, last_number + 1);
        RC_ASSERT(codec().decode(codec().encode({id}).text()) == RequestId{id});
    }));
}

TEST_CASE("numbers outside the range have no reference", "[core][reference]") {
    CHECK_THROWS_AS(codec().encode({0}), std::out_of_range);
    CHECK_THROWS_AS(codec().encode({-1}), std::out_of_range);
    CHECK_NOTHROW(codec().encode({last_number}));
    CHECK_THROWS_AS(codec().encode({last_number + 1}), std::out_of_range);
}

TEST_CASE("references differ, and neighbours have nothing in common that can be counted on", "[core][reference]") {
    std::set<std::string> seen;
    int ascending = 0;
    std::string previous;
    for (std::int64_t id = 1; id <= 5000; ++id) {
        auto const text = codec().encode({id}).text();
        if (text > previous) ++ascending;
        previous = text;
        seen.insert(text);
    }
    CHECK(seen.size() == 5000);
    CHECK(ascending > 2300);
    CHECK(ascending < 2700);
}

TEST_CASE("another key gives other references", "[core][reference]") {
    ReferenceCodec const other{{}};
    CHECK(other.encode({1}) != codec().encode({1}));
}

TEST_CASE("every single wrong character is noticed", "[core][reference]") {
    for (std::int64_t id = 1; id <= 50; ++id) {
        auto const text = codec().encode({id}).text();
        for (std::size_t at = 4; at < text.size(); ++at) {
            if (text[at] == '-') continue;
            for (char const other : alphabet) {
                if (other == text[at]) continue;
                auto wrong = text;
                wrong[at] = other;
                REQUIRE_FALSE(codec().decode(wrong).has_value());
            }
        }
    }
}

TEST_CASE("every swap of two different characters is noticed, neighbours or not", "[core][reference]") {
    int swaps = 0;
    for (std::int64_t id = 1; id <= 200; ++id) {
        auto const text = codec().encode({id}).text();
        for (std::size_t left = 4; left < text.size(); ++left)
            for (std::size_t right = left + 1; right < text.size(); ++right) {
                if (text[left] == '-' || text[right] == '-' || text[left] == text[right]) continue;
                auto wrong = text;
                std::swap(wrong[left], wrong[right]);
                REQUIRE_FALSE(codec().decode(wrong).has_value());
                ++swaps;
            }
    }
    CHECK(swaps > 5000);
}

TEST_CASE("a reference is read in any case, with or without dashes, spaces and prefix", "[core][reference]") {
    auto const text = codec().encode({42}).text();
    auto plain = text;
    std::erase(plain, '-');
    auto lower = text;
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    for (auto const& typed : {text, plain, lower, plain.substr(3), text.substr(4), " " + text + " ",
                              "DSR " + text.substr(4, 4) + " " + text.substr(9)}) {
        CAPTURE(typed);
        CHECK(codec().decode(typed) == RequestId{42});
    }
}

TEST_CASE("a reference that begins like the prefix is still read without it", "[core][reference]") {
    int found = 0;
    for (std::int64_t id = 1; id <= 60'000; ++id) {
        auto plain = codec().encode({id}).text().substr(4);
        if (!plain.starts_with("DSR")) continue;
        ++found;
        CHECK(codec().decode(plain) == RequestId{id});
    }
    CHECK(found > 0);
}

TEST_CASE("what is no reference is refused", "[core][reference]") {
    for (std::string_view const typed :
         {"", "DSR-", "DSR-7Q2M", "DSR-7Q2M-K4X", "DSR-7Q2M-K4XNN", "XSR-0000-0000", "DSR-OOOO-OOOO", "DSR_0000_0000",
          "DSR-0000-000\xC3\xA9", "0000000000000000000000000000000000000000000000000000000000000000"}) {
        CAPTURE(typed);
        CHECK_FALSE(codec().decode(typed).has_value());
    }
}
