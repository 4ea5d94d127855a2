#include "core/report.hpp"
#include "tests/support/requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

DeadlineFacts answered(Status status, int days_after, bool extended = false) {
    DeadlineFacts facts;
    facts.status = status;
    facts.ended_as = status;
    facts.received_on = usual_day();
    facts.due_on = usual_day() + (extended ? 60 : 30);
    facts.extended = extended;
    facts.closed_on = usual_day() + days_after;
    return facts;
}

DeadlineFacts open_since(Day received_on) {
    DeadlineFacts facts;
    facts.status = Status::in_progress;
    facts.received_on = received_on;
    facts.due_on = received_on + 30;
    return facts;
}

Day const long_after = usual_day() + 300;

} // namespace

TEST_CASE("an answer on the due day is in time, a day later it is late", "[core][report]") {
    CHECK(standing_of(answered(Status::fulfilled, 30), long_after) == Standing::answered_in_time);
    CHECK(standing_of(answered(Status::fulfilled, 31), long_after) == Standing::answered_late);
}

TEST_CASE("an open request is in time to the end of its due day", "[core][report]") {
    CHECK(standing_of(open_since(usual_day()), usual_day() + 30) == Standing::open_in_time);
    CHECK(standing_of(open_since(usual_day()), usual_day() + 31) == Standing::open_overdue);
}

TEST_CASE("what was closed after the day the report speaks of still counts as open on it", "[core][report]") {
    auto const facts = answered(Status::denied, 31);
    CHECK(standing_of(facts, usual_day() + 29) == Standing::open_in_time);
    CHECK(standing_of(facts, usual_day() + 30) == Standing::open_in_time);
    CHECK(standing_of(facts, usual_day() + 31) == Standing::answered_late);
    CHECK(figures_of(std::vector{facts}, usual_day() + 30).denied == 0);
    CHECK(figures_of(std::vector{facts}, usual_day() + 31).denied == 1);
}

TEST_CASE("a report over nothing has no averages and no rate", "[core][report]") {
    CHECK(figures_of(std::vector<DeadlineFacts>{}, long_after) == DeadlineFigures{});
}

TEST_CASE("a report of only open requests in time has no rate either", "[core][report]") {
    auto const figures = figures_of(std::vector{open_since(usual_day())}, usual_day() + 1);
    CHECK(figures.received == 1);
    CHECK(figures.open_in_time == 1);
    CHECK_FALSE(figures.on_time_percent.has_value());
    CHECK_FALSE(figures.mean_days.has_value());
}

TEST_CASE("the figures of a mixed month are these", "[core][report]") {
    auto const as_of = usual_day() + 40;
    std::vector<DeadlineFacts> const facts{
        answered(Status::fulfilled, 3),
        answered(Status::fulfilled, 30),
        answered(Status::partially_fulfilled, 40, true),
        answered(Status::denied, 31),
        answered(Status::redirected, 0),
        answered(Status::withdrawn, 5),
        answered(Status::expired, 7),
        open_since(usual_day()),      // overdue for ten days
        open_since(usual_day() + 10), // due today
        answered(Status::fulfilled, 41, true),
    };
    DeadlineFigures expected;
    expected.received = 10;
    expected.answered_in_time = 4;
    expected.answered_late = 1;
    expected.open_in_time = 2;
    expected.open_overdue = 1;
    expected.needed_no_answer = 2;
    expected.extended = 2;
    expected.fulfilled = 2;
    expected.partially_fulfilled = 1;
    expected.denied = 1;
    expected.withdrawn = 1;
    expected.redirected = 1;
    expected.expired = 1;
    expected.mean_days = 20.8;       // (3 + 30 + 40 + 31 + 0) / 5
    expected.median_days = 30.0;     // of 0 3 30 31 40
    expected.on_time_percent = 66.7; // 4 of 4 + 1 + 1
    CHECK(figures_of(facts, as_of) == expected);
}

TEST_CASE("the median of an even number is the middle of the middle two", "[core][report]") {
    auto const figures = figures_of(std::vector{answered(Status::fulfilled, 10), answered(Status::fulfilled, 1),
                                                answered(Status::fulfilled, 4), answered(Status::fulfilled, 9)},
                                    long_after);
    CHECK(figures.median_days == 6.5);
    CHECK(figures.mean_days == 6.0);
    CHECK(figures.on_time_percent == 100.0);
}

TEST_CASE("withdrawn and expired requests count as received and as nothing else", "[core][report]") {
    auto const figures =
        figures_of(std::vector{answered(Status::withdrawn, 50), answered(Status::expired, 7)}, long_after);
    CHECK(figures.received == 2);
    CHECK(figures.needed_no_answer == 2);
    CHECK(figures.answered_in_time == 0);
    CHECK(figures.answered_late == 0);
    CHECK(figures.open_overdue == 0);
    CHECK_FALSE(figures.on_time_percent.has_value());
}

TEST_CASE("a request that was withdrawn or never confirmed needed no answer, and is counted nowhere as answered",
          "[core][report]") {
    for (auto const status : {Status::withdrawn, Status::expired}) {
        auto const facts = answered(status, 3);
        CHECK(standing_of(facts, usual_day() + 3) == Standing::needed_no_answer);
        CHECK(standing_of(facts, usual_day() + 2) == Standing::open_in_time);
        auto const figures = figures_of(std::vector{facts}, usual_day() + 3);
        CHECK(figures.received == 1);
        CHECK(figures.answered_in_time + figures.answered_late + figures.open_in_time + figures.open_overdue == 0);
    }
}

TEST_CASE("a request whose late answer was complained about stays a late answer, in every state of the complaint",
          "[core][report]") {
    for (auto const now : {Status::open, Status::in_progress, Status::fulfilled, Status::withdrawn}) {
        CAPTURE(code(now));
        auto facts = answered(Status::denied, 46);
        facts.status = now;
        CHECK(standing_of(facts, long_after) == Standing::answered_late);
        auto const figures = figures_of(std::vector{facts}, long_after);
        CHECK(figures.answered_late == 1);
        CHECK(figures.denied == 1);
        CHECK(figures.fulfilled + figures.withdrawn == 0);
        CHECK(figures.median_days == 46.0);
    }
}

TEST_CASE("complaints are counted by their own clock", "[core][report]") {
    auto const complaint = [](std::optional<int> closed_after, bool withdrawn = false) {
        ComplaintFacts facts;
        facts.received_on = usual_day();
        facts.due_on = usual_day() + 30;
        if (closed_after) facts.closed_on = usual_day() + *closed_after;
        facts.withdrawn = withdrawn;
        return facts;
    };
    CHECK(standing_of(complaint(30), long_after) == Standing::answered_in_time);
    CHECK(standing_of(complaint(31), long_after) == Standing::answered_late);
    CHECK(standing_of(complaint(5, true), long_after) == Standing::needed_no_answer);
    CHECK(standing_of(complaint(5, true), usual_day() + 4) == Standing::open_in_time);
    CHECK(standing_of(complaint({}), usual_day() + 30) == Standing::open_in_time);
    CHECK(standing_of(complaint({}), usual_day() + 31) == Standing::open_overdue);
    ComplaintFigures expected;
    expected.received = 5;
    expected.decided_in_time = 1;
    expected.decided_late = 2;
    expected.open_overdue = 1;
    expected.withdrawn = 1;
    CHECK(figures_of(std::vector{complaint(30), complaint(31), complaint(40), complaint({}), complaint(5, true)},
                     usual_day() + 40) == expected);
    CHECK(figures_of(std::vector<ComplaintFacts>{}, long_after) == ComplaintFigures{});
}

TEST_CASE("the median of counted days is that of the days in a row", "[core][report]") {
    CHECK_FALSE(median_of({}));
    CHECK(median_of({{3, 1}}) == 3.0);
    CHECK(median_of({{3, 1}, {4, 1}}) == 3.5);
    CHECK(median_of({{1, 2}, {9, 1}}) == 1.0);
    CHECK(median_of({{1, 2}, {9, 2}}) == 5.0);
}
