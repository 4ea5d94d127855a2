#include "app/company_calendar.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::app;
using namespace std::chrono_literals;

namespace {

core::Instant at(std::string_view text) {
    return parse_rfc3339(text).value();
}

core::Day day(std::string_view text) {
    return core::parse_day(text).value();
}

} // namespace

TEST_CASE("the day of receipt changes at the company's midnight, not at UTC's", "[app][calendar]") {
    CompanyCalendar const berlin("Europe/Berlin");
    CompanyCalendar const los_angeles("America/Los_Angeles");

    struct Row {
        CompanyCalendar const& calendar;
        std::string_view instant;
        std::string_view day;
        std::string_view because;
    };
    Row const rows[] = {
        {berlin, "2026-01-29T22:59:59.999Z", "2026-01-29", "the last millisecond of the day, winter time"},
        {berlin, "2026-01-29T23:00:00.000Z", "2026-01-30", "midnight, winter time"},
        {berlin, "2026-06-30T21:59:59.999Z", "2026-06-30", "the last millisecond of the day, summer time"},
        {berlin, "2026-06-30T22:00:00.000Z", "2026-07-01", "midnight, summer time"},
        {berlin, "2026-03-28T22:59:59.999Z", "2026-03-28", "the evening before the clocks go forward"},
        {berlin, "2026-03-28T23:00:00.000Z", "2026-03-29", "the day of 23 hours begins in winter time"},
        {berlin, "2026-03-29T21:59:59.999Z", "2026-03-29", "and ends in summer time"},
        {berlin, "2026-03-29T22:00:00.000Z", "2026-03-30", "an hour earlier than a day of 24 hours would"},
        {berlin, "2026-10-24T22:00:00.000Z", "2026-10-25", "the day of 25 hours begins in summer time"},
        {berlin, "2026-10-25T22:59:59.999Z", "2026-10-25", "and ends in winter time"},
        {berlin, "2026-10-25T23:00:00.000Z", "2026-10-26", "an hour later than a day of 24 hours would"},
        {los_angeles, "2026-01-30T07:59:59.999Z", "2026-01-29", "the last millisecond of the day, standard time"},
        {los_angeles, "2026-01-30T08:00:00.000Z", "2026-01-30", "midnight, standard time"},
        {los_angeles, "2026-03-08T07:59:59.999Z", "2026-03-07", "the evening before the clocks go forward"},
        {los_angeles, "2026-03-08T08:00:00.000Z", "2026-03-08", "the day of 23 hours begins"},
        {los_angeles, "2026-03-09T06:59:59.999Z", "2026-03-08", "and ends in daylight time"},
        {los_angeles, "2026-03-09T07:00:00.000Z", "2026-03-09", "an hour earlier than a day of 24 hours would"},
        {los_angeles, "2026-11-01T07:00:00.000Z", "2026-11-01", "the day of 25 hours begins"},
        {los_angeles, "2026-11-02T07:59:59.999Z", "2026-11-01", "and ends in standard time"},
        {los_angeles, "2026-11-02T08:00:00.000Z", "2026-11-02", "an hour later than a day of 24 hours would"},
        {berlin, "2024-02-28T23:00:00.000Z", "2024-02-29", "a leap day"},
        {berlin, "1969-12-31T22:59:59.999Z", "1969-12-31", "before 1970, where counting is negative"},
    };
    for (auto const& row : rows) {
        CAPTURE(row.calendar.zone_name(), row.instant, row.because);
        CHECK(core::iso(row.calendar.day_of(at(row.instant))) == row.day);
    }
}

TEST_CASE("a day ends where the next one starts, in every zone and on days that change the clocks", "[app][calendar]") {
    auto const* const zone = GENERATE("Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "UTC");
    CompanyCalendar const calendar(zone);
    for (auto today = day("2026-01-01"); today < day("2027-01-01"); today += std::chrono::days(1)) {
        CAPTURE(zone, core::iso(today));
        auto const begin = calendar.start_of(today);
        auto const end = calendar.end_of(today);
        REQUIRE(calendar.day_of(begin) == today);
        REQUIRE(calendar.day_of(begin - 1ms) == today - std::chrono::days(1));
        REQUIRE(calendar.day_of(end - 1ms) == today);
        REQUIRE(calendar.day_of(end) == today + std::chrono::days(1));
        REQUIRE(calendar.as_of(today).day == today);
        REQUIRE(calendar.as_of(today).end == end);
    }
}

TEST_CASE("the days on which the clocks change have 23 and 25 hours", "[app][calendar]") {
    CompanyCalendar const berlin("Europe/Berlin");
    auto const length = [&](std::string_view text) { return berlin.end_of(day(text)) - berlin.start_of(day(text)); };
    CHECK(length("2026-03-28") == 24h);
    CHECK(length("2026-03-29") == 23h);
    CHECK(length("2026-10-25") == 25h);
}

TEST_CASE("a day without a midnight starts when the clocks have skipped it", "[app][calendar]") {
    CompanyCalendar const sao_paulo("America/Sao_Paulo"); // 4 November 2018: 00:00 became 01:00
    CHECK(rfc3339(sao_paulo.start_of(day("2018-11-04"))) == "2018-11-04T03:00:00.000Z");
    CHECK(sao_paulo.day_of(at("2018-11-04T03:00:00Z")) == day("2018-11-04"));
    CHECK(sao_paulo.day_of(at("2018-11-04T02:59:59.999Z")) == day("2018-11-03"));
}

TEST_CASE("a day with two midnights starts with the first", "[app][calendar]") {
    CompanyCalendar const havana("America/Havana"); // 1 November 2026: 01:00 becomes 00:00
    CHECK(rfc3339(havana.start_of(day("2026-11-01"))) == "2026-11-01T04:00:00.000Z");
}

TEST_CASE("a zone is known by its name in the tz database only", "[app][calendar]") {
    CHECK(CompanyCalendar::knows("Europe/Berlin"));
    CHECK(CompanyCalendar::knows("UTC"));
    auto const* const unknown =
        GENERATE("", "Europe/Atlantis", "CEST+2", "/etc/passwd", "../../../etc/passwd", "Europe");
    CAPTURE(unknown);
    CHECK_FALSE(CompanyCalendar::knows(unknown));
    CHECK_THROWS_AS(CompanyCalendar("Europe/Atlantis"), std::runtime_error);
}

TEST_CASE("people read local time with its zone", "[app][calendar]") {
    CompanyCalendar const berlin("Europe/Berlin");
    CHECK(berlin.moment_words(at("2026-03-01T13:05:59Z")) == "1 March 2026 at 14:05 CET");
    CHECK(berlin.moment_words(at("2026-06-30T22:00:00Z")) == "1 July 2026 at 00:00 CEST");
    CHECK(berlin.local_time(at("2026-03-01T13:05:00Z")).time_since_epoch() ==
          day("2026-03-01").time_since_epoch() + 14h + 5min);
}

TEST_CASE("an instant is written and read again without loss", "[app][time]") {
    auto const* const text =
        GENERATE("2026-01-30T09:00:00.000Z", "1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z",
                 "2024-02-29T23:59:59.001Z", "0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z");
    CHECK(rfc3339(at(text)) == text);
}

TEST_CASE("an RFC 3339 instant may have an offset and a fraction", "[app][time]") {
    CHECK(rfc3339(at("2026-01-30T09:00:00Z")) == "2026-01-30T09:00:00.000Z");
    CHECK(rfc3339(at("2026-01-30T00:30:00+01:00")) == "2026-01-29T23:30:00.000Z");
    CHECK(rfc3339(at("2026-01-30T23:30:00-05:30")) == "2026-01-31T05:00:00.000Z");
    CHECK(rfc3339(at("2026-01-30t09:00:00z")) == "2026-01-30T09:00:00.000Z"); // either case (RFC 3339 §5.6)
    CHECK(rfc3339(at("2026-01-30T09:00:00.1Z")) == "2026-01-30T09:00:00.100Z");
    CHECK(rfc3339(at("2026-01-30T09:00:00.999999999Z")) == "2026-01-30T09:00:00.999Z");
}

TEST_CASE("what is not quite RFC 3339 is refused", "[app][time]") {
    auto const* const text = GENERATE("",                                // nothing
                                      "2026-01-30",                      // a day
                                      "2026-01-30 09:00:00Z",            // a space for the T
                                      "2026-01-30Tt09:00:00Z",           // twice the T
                                      "2026-01-30T09:00Z",               // no seconds
                                      "2026-01-30T09:00:00",             // no offset
                                      "2026-01-30T09:00:00.Z",           // an empty fraction
                                      "2026-01-30T09:00:00.1234567890Z", // ten digits
                                      "2026-01-30T24:00:00Z",            // hour 24
                                      "2026-01-30T09:60:00Z",            // minute 60
                                      "2026-01-30T23:59:60Z",            // a leap second
                                      "2026-02-29T09:00:00Z",            // no leap year
                                      "2026-13-01T09:00:00Z",            // month 13
                                      "2026-00-10T09:00:00Z",            // month 0
                                      "26-01-30T09:00:00Z",              // two digits of year
                                      "+2026-01-30T09:00:00Z",           // a sign
                                      "2026-01-30T09:00:00+0100",        // no colon in the offset
                                      "2026-01-30T09:00:00+24:00",       // an offset of a day
                                      "2026-01-30T09:00:00Z ",           // something behind
                                      " 2026-01-30T09:00:00Z");          // something before
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339(text));
}

TEST_CASE("a day is read strictly", "[app][time]") {
    CHECK(core::iso(day("2026-03-01")) == "2026-03-01");
    auto const* const text =
        GENERATE("", "2026-3-1", "2026-02-30", "2026-03-01T", "01.03.2026", "2026/03/01", "2026-03-1x");
    CAPTURE(text);
    CHECK_FALSE(core::parse_day(text));
}
