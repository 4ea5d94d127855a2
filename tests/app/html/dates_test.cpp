#include "app/html/dates.hpp"

#include <catch2/catch.hpp>

using namespace habeas::app::html;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

constexpr local_days today{2026y / 2 / 26};

} // namespace

TEST_CASE("a wait is rounded up", "[html][dates]") {
    CHECK(waiting_words(0s) == "a minute");
    CHECK(waiting_words(60s) == "a minute");
    CHECK(waiting_words(61s) == "2 minutes");
    CHECK(waiting_words(90min) == "90 minutes");
    CHECK(waiting_words(90min + 1s) == "2 hours");
    CHECK(waiting_words(23h + 1s) == "24 hours");
}

TEST_CASE("a day is written with its month's name and no leading zero", "[html][dates]") {
    CHECK(day_words(local_days{2026y / 3 / 1}) == "1 March 2026");
    CHECK(day_words(local_days{2024y / 2 / 29}) == "29 February 2024");
    CHECK(day_words(2025y / 12 / 31) == "31 December 2025");
}

TEST_CASE("the distance of a day is told in words around today", "[html][dates]") {
    CHECK(distance_words(today - days{2}, today) == "2 days ago");
    CHECK(distance_words(today - days{1}, today) == "yesterday");
    CHECK(distance_words(today, today) == "today");
    CHECK(distance_words(today + days{1}, today) == "tomorrow");
    CHECK(distance_words(today + days{2}, today) == "in 2 days");
    CHECK(day_with_distance(local_days{2026y / 3 / 1}, today) == "1 March 2026 (in 3 days)");
}

TEST_CASE("a due day becomes overdue only on the day after it", "[html][dates]") {
    CHECK(due_words(today, today) == "due today");
    CHECK(due_words(today - days{1}, today) == "1 day overdue");
    CHECK(due_words(today - days{12}, today) == "12 days overdue");
    CHECK(due_words(today + days{1}, today) == "due tomorrow");
}

TEST_CASE("machines read instants in RFC 3339", "[html][dates]") {
    CHECK(iso_instant(sys_days{2026y / 1 / 30} + 9h + 5min + 7s) == "2026-01-30T09:05:07Z");
    CHECK(iso_instant(sys_days{1969y / 12 / 31} + 23h) == "1969-12-31T23:00:00Z");
}

TEST_CASE("a moment names the day and the minute", "[html][dates]") {
    CHECK(moment_words(local_days{2026y / 3 / 1} + 14h + 5min + 59s) == "1 March 2026 at 14:05");
    CHECK(clock_words(local_days{2026y / 3 / 1} + 0h) == "00:00");
}

TEST_CASE("a span is told in its largest unit, with both sides of each boundary", "[html][dates]") {
    CHECK(duration_words(59s) == "less than a minute");
    CHECK(duration_words(60s) == "1 minute");
    CHECK(duration_words(3599s) == "59 minutes");
    CHECK(duration_words(3600s) == "1 hour");
    CHECK(duration_words(days{1} - 1s) == "23 hours");
    CHECK(duration_words(days{1}) == "1 day");
    CHECK(duration_words(days{30}) == "30 days");
    CHECK(days_words(days{1}) == "1 day");
    CHECK(days_words(days{30}) == "30 days");
}
