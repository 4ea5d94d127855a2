#include "core/big_endian.hpp"
#include "core/parts.hpp"

#include <catch2/catch.hpp>

using namespace habeas::core;

namespace {

using Parts = std::vector<std::string_view>;

} // namespace

TEST_CASE("a text falls into its parts, empty ones too, and an empty text has none", "[core][parts]") {
    CHECK(parts_of("", ',').empty());
    CHECK(parts_of("a", ',') == Parts{"a"});
    CHECK(parts_of("a,b", ',') == Parts{"a", "b"});
    CHECK(parts_of(",a,,b,", ',') == Parts{"", "a", "", "b", ""});
    CHECK(parts_of(",", ',') == Parts{"", ""});
}

TEST_CASE("part after part is cut off a text until nothing is left", "[core][parts]") {
    std::string_view rest = "a=b=c";
    CHECK(next_part(rest, '=') == "a");
    CHECK(rest == "b=c");
    CHECK(next_part(rest, ';') == "b=c");
    CHECK(rest.empty());
    CHECK(next_part(rest, ';').empty());
}

TEST_CASE("parts are joined with something between them", "[core][parts]") {
    CHECK(joined({}, ",").empty());
    CHECK(joined({"a"}, ",") == "a");
    CHECK(joined({"a", "b"}, ", ") == "a, b");
}

TEST_CASE("a number is eight bytes, the most significant first, and comes back", "[core][big_endian]") {
    CHECK(big_endian(0x0102)[6] == std::byte{1});
    CHECK(big_endian(0x0102)[7] == std::byte{2});
    for (auto const number : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0x8000000000000000}, ~std::uint64_t{0}})
        CHECK(from_big_endian(big_endian(number)) == number);
}
