#include "core/text_rules.hpp"
#include "tests/support/requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas::core;
using habeas::testing::on_day;
using namespace std::string_literals;

TEST_CASE("ordinary text in any script is accepted", "[core][text]") {
    for (auto const& text : {""s, "Zo\xC3\xAB"s, "\xE6\x9D\xB1\xE4\xBA\xAC"s, "\xF0\x9F\x93\xAE"s, "a \xC2\xA0 b"s}) {
        CHECK_FALSE(mistake_in(text, Lines::one, 100).has_value());
        CHECK_FALSE(mistake_in(text, Lines::many, 100).has_value());
    }
}

TEST_CASE("line ends and tabs are for texts of many lines", "[core][text]") {
    for (auto const& text : {"a\nb"s, "a\tb"s, "a\r\nb"s}) {
        CHECK_FALSE(mistake_in(text, Lines::many, 100).has_value());
        CHECK(mistake_in(text, Lines::one, 100).has_value());
    }
}

TEST_CASE("control characters are refused", "[core][text]") {
    for (auto const& text : {"a\0b"s, "a\x1B[2J"s, "a\rb"s, "a\r"s, "\x7F"s, "\x01"s, "a\xC2\x85z"s, "\xC2\x80"s})
        CHECK(mistake_in(text, Lines::many, 100).has_value());
}

TEST_CASE("a line may not turn the direction of writing nor end within", "[core][text]") {
    for (auto const* each : {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069",
                             "\u2028", "\u2029"}) {
        auto const text = "Ines" + std::string{each} + "rofako";
        CHECK(mistake_in(text, Lines::one, 100).has_value());
        CHECK_FALSE(mistake_in(text, Lines::many, 100).has_value());
    }
    // Their neighbours: a narrow dash, the marks that single letters need, a narrow blank.
    for (auto const* each : {"\u2027", "\u200F", "\u200D", "\u202F", "\u2065", "\u206A", "\u05E9\u05DC\u05D5\u05DD"})
        CHECK_FALSE(mistake_in(each, Lines::one, 100).has_value());
}

TEST_CASE("what is not UTF-8 is refused", "[core][text]") {
    for (auto const& text :
         {"\x80"s, "\xC3"s, "\xC3("s, "\xC0\x80"s, "\xC1\xBF"s, "\xE0\x80\x80"s, "\xE2\x82"s, "\xED\xA0\x80"s,
          "\xF0\x80\x80\x80"s, "\xF4\x90\x80\x80"s, "\xF5\x80\x80\x80"s, "\xF0\x9F\x93"s, "\xFF"s})
        CHECK(mistake_in(text, Lines::many, 100).has_value());
    for (auto const& text : {"\xE0\xA0\x80"s, "\xED\x9F\xBF"s, "\xF0\x90\x80\x80"s, "\xF4\x8F\xBF\xBF"s})
        CHECK_FALSE(mistake_in(text, Lines::many, 100).has_value());
}

TEST_CASE("the longest text is counted in characters, not bytes", "[core][text]") {
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += "\xC3\xAB";
    CHECK_FALSE(mistake_in(text, Lines::one, 1000).has_value());
    CHECK(mistake_in(text + "x", Lines::one, 1000) == "Shorten this to 1,000 characters or fewer. It has 1,001 now.");
}

TEST_CASE("twelve digits in a row may be a card number, eleven are not", "[core][text]") {
    for (auto const& text : {"411111111111"s, "4111 1111 1111 1111"s, "card 4111-1111-1111-1111 of mine"s,
                             "1234567890123456789"s, "no. 5, 4111 1111 1111"s})
        CHECK(holds_card_number(text));
    for (auto const& text : {""s, "1111"s, "41111111111"s, "+44 1632 960 02"s, "4111, 1111, 1111, 1111"s})
        CHECK_FALSE(holds_card_number(text));
}

TEST_CASE("a required text of nothing but spaces is missing", "[core][text]") {
    for (auto const& text : {""s, " "s, " \r\n\t "s}) {
        CHECK(check_words("reason", FreeText{text}, Presence::required, "Write it.") ==
              std::vector<FieldError>{{"reason", "Write it."}});
        CHECK(check_words("reason", FreeText{text}, Presence::optional, "Write it.").empty());
    }
    CHECK(check_words("reason", FreeText{std::string(5000, 'x')}, Presence::required, {}).empty());
    CHECK(check_words("reason", FreeText{std::string(5001, 'x')}, Presence::required, {}).size() == 1);
}

TEST_CASE("a day is written year, month, day, and exists", "[core][text]") {
    CHECK(parse_day("2026-03-01") == on_day(2026, 3, 1));
    CHECK(parse_day("2024-02-29") == on_day(2024, 2, 29));
    for (auto const* text : {"", "2026-02-29", "2026-13-01", "2026-00-01", "2026-03-00", "2026-3-1", "01.03.2026",
                             "2026-03-01 ", " 2026-03-01", "2026/03/01", "2026-03-0x", "-026-03-01", "whenever"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_day(text));
    }
}
