#include "core/deadline.hpp"
#include "core/policy.hpp"
#include "tests/support/requests.hpp"

#include <algorithm>
#include <cstdio>

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

Policy const policy;

DeadlineClock respond_from(Day day) {
    return start_clock(ClockName::respond, policy.respond, day);
}

bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

unsigned days_in(int year, unsigned month) {
    constexpr unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

/// A date that counts on by hand, one day at a time, knowing nothing of the library's calendar.
struct HandDate {
    int year;
    unsigned month;
    unsigned day;
    void next() {
        if (++day <= days_in(year, month)) return;
        day = 1;
        if (++month <= 12) return;
        month = 1;
        ++year;
    }
    std::string text() const {
        char line[40];
        std::snprintf(line, sizeof line, "%04d-%02u-%02u", year, month, day);
        return line;
    }
};

} // namespace

TEST_CASE("a deletion request received on 30 January 2026 is due on 1 March", "[core][clock]") {
    CHECK(respond_from(on_day(2026, 1, 30)).due_on() == on_day(2026, 3, 1));
}

TEST_CASE("thirty days from 30 January 2025 are 1 March, a Saturday, and stay there", "[core][clock]") {
    CHECK(respond_from(on_day(2025, 1, 30)).due_on() == on_day(2025, 3, 1));
}

TEST_CASE("thirty days over a leap day end a day earlier in the calendar", "[core][clock]") {
    CHECK(respond_from(on_day(2024, 1, 30)).due_on() == on_day(2024, 2, 29));
    CHECK(respond_from(on_day(2028, 1, 30)).due_on() == on_day(2028, 2, 29));
    CHECK(respond_from(on_day(2028, 2, 29)).due_on() == on_day(2028, 3, 30));
}

TEST_CASE("every day of 2023 to 2029 is due thirty days later, counted by hand", "[core][clock]") {
    HandDate from{2023, 1, 1};
    HandDate due{2023, 1, 31};
    Day day = on_day(2023, 1, 1);
    int month_ends = 0;
    int leap_days = 0;
    for (; from.year < 2030; from.next(), due.next(), day += std::chrono::days{1}) {
        if (iso(day) != from.text() || iso(respond_from(day).due_on()) != due.text()) {
            CAPTURE(from.text());
            REQUIRE(iso(day) == from.text());
            REQUIRE(iso(respond_from(day).due_on()) == due.text());
        }
        if (from.day == days_in(from.year, from.month)) ++month_ends;
        if (from.month == 2 && from.day == 29) ++leap_days;
    }
    CHECK(month_ends == 7 * 12);
    CHECK(leap_days == 2);
}

TEST_CASE("a clock runs to the end of its due day and is missed the day after", "[core][clock]") {
    auto const clock = respond_from(usual_day());
    CHECK(clock.state(usual_day()) == ClockState::running);
    CHECK(clock.state(on_day(2026, 3, 1)) == ClockState::running);
    CHECK(clock.state(on_day(2026, 3, 2)) == ClockState::missed);
}

TEST_CASE("a clock stopped on its due day is stopped for ever; stopped a day later it stays missed", "[core][clock]") {
    auto clock = respond_from(usual_day());
    clock.stopped_on = on_day(2026, 3, 1);
    CHECK(clock.state(on_day(2027, 1, 1)) == ClockState::stopped);
    clock.stopped_on = on_day(2026, 3, 2);
    CHECK(clock.state(on_day(2026, 3, 2)) == ClockState::missed);
}

TEST_CASE("an extension counts from the original due day, and only once it is in force", "[core][clock]") {
    auto clock = respond_from(usual_day());
    clock.extension = Extension{30, on_day(2026, 2, 10), std::nullopt};
    CHECK(clock.due_on() == on_day(2026, 3, 1));
    clock.extension->effective_on = on_day(2026, 2, 11);
    CHECK(clock.due_on() == on_day(2026, 3, 31));
    CHECK(clock.original_due_on() == on_day(2026, 3, 1));
}

TEST_CASE("a request is due soon from seven days before, the due day itself included", "[core][clock]") {
    auto const due = on_day(2026, 3, 1);
    CHECK(urgency_of(due, on_day(2026, 2, 21), 7) == Urgency::on_time);
    CHECK(urgency_of(due, on_day(2026, 2, 22), 7) == Urgency::due_soon);
    CHECK(urgency_of(due, due, 7) == Urgency::due_soon);
    CHECK(urgency_of(due, on_day(2026, 3, 2), 7) == Urgency::overdue);
}

TEST_CASE("a clock is started by its rule and names it", "[core][clock]") {
    for (auto const& [name, word] : words_of<ClockName>()) {
        CAPTURE(word);
        auto const& rule = policy.rule_of(name);
        auto const clock = start_clock(name, rule, usual_day());
        CHECK(clock.name == name);
        CHECK(clock.rule == rule.id);
        CHECK(clock.days == 30);
        CHECK(clock.started_on == usual_day());
        CHECK_FALSE(clock.extension.has_value());
        CHECK_FALSE(clock.stopped_on.has_value());
        CHECK_FALSE(clock.reminded_stage.has_value());
    }
}

TEST_CASE("the explanation tells the day of receipt, every week, the due day and its rule", "[core][clock]") {
    auto const lines = explain(respond_from(usual_day()));
    std::vector<TraceLine> const expected{
        {on_day(2026, 1, 30), "received, day 0"},
        {on_day(2026, 2, 6), "day 7 of 30"},
        {on_day(2026, 2, 13), "day 14 of 30"},
        {on_day(2026, 2, 20), "day 21 of 30"},
        {on_day(2026, 2, 27), "day 28 of 30"},
        {on_day(2026, 3, 1),
         "day 30: due, until the end of this day. Requests to access, change, or delete your information will be "
         "handled within 30 days."},
    };
    CHECK(lines == expected);
}

TEST_CASE("the clock of an appeal begins with the complaint", "[core][clock]") {
    auto const lines = explain(start_clock(ClockName::appeal, policy.appeal, usual_day()));
    CHECK(lines.front() == TraceLine{usual_day(), "complaint received, day 0"});
}

TEST_CASE("the explanation tells an extension that waits for its letter, and one in force", "[core][clock]") {
    auto clock = respond_from(usual_day());
    clock.extension = Extension{30, on_day(2026, 2, 10), std::nullopt};
    auto const waiting = explain(clock);
    REQUIRE(waiting.size() == 7);
    CHECK(waiting[2] ==
          TraceLine{on_day(2026, 2, 10), "extension by 30 days asked for; it counts once its letter has been sent"});
    CHECK(waiting.back().day == on_day(2026, 3, 1));

    clock.extension->effective_on = on_day(2026, 2, 11);
    auto const in_force = explain(clock);
    CHECK(in_force[2] == TraceLine{on_day(2026, 2, 10), "extension by 30 days asked for"});
    CHECK(in_force[3] ==
          TraceLine{on_day(2026, 2, 11), "extension letter sent: the due day moves from 2026-03-01 to 2026-03-31"});
    CHECK(in_force.back().day == on_day(2026, 3, 31));
    CHECK(in_force.back().what.starts_with("day 60: due"));
}

TEST_CASE("the explanation ends with when the clock was stopped", "[core][clock]") {
    auto clock = respond_from(usual_day());
    clock.stopped_on = on_day(2026, 3, 1);
    CHECK(explain(clock).back() == TraceLine{on_day(2026, 3, 1), "stopped, in time"});
    clock.stopped_on = on_day(2026, 3, 2);
    CHECK(explain(clock).back() == TraceLine{on_day(2026, 3, 2), "stopped, late"});
}

TEST_CASE("the explanation of a clock stopped early counts no day after the stop", "[core][clock]") {
    auto clock = respond_from(usual_day());
    clock.stopped_on = on_day(2026, 2, 13);
    std::vector<TraceLine> const expected{
        {on_day(2026, 1, 30), "received, day 0"},
        {on_day(2026, 2, 6), "day 7 of 30"},
        {on_day(2026, 2, 13), "day 14 of 30"},
        {on_day(2026, 2, 13), "stopped, in time"},
        {on_day(2026, 3, 1),
         "day 30: would have been due. Requests to access, change, or delete your information will be handled within "
         "30 days."},
    };
    CHECK(explain(clock) == expected);

    clock.stopped_on = on_day(2026, 2, 12);
    CHECK(explain(clock)[2] == TraceLine{on_day(2026, 2, 12), "stopped, in time"});
    clock.stopped_on = on_day(2026, 2, 28);
    CHECK(explain(clock).back().what.starts_with("day 30: would have been due."));
    clock.stopped_on = on_day(2026, 3, 1);
    auto const on_the_due_day = explain(clock);
    CHECK(on_the_due_day[5].what.starts_with("day 30: due, until the end of this day."));
}

TEST_CASE("the course of a clock names each step, so that others may find their own words", "[core][clock]") {
    auto clock = respond_from(usual_day());
    clock.extension = Extension{30, on_day(2026, 2, 10), on_day(2026, 2, 13)};
    clock.stopped_on = on_day(2026, 2, 20);
    std::vector<ClockStep> const expected{
        {on_day(2026, 1, 30), ClockEvent::started},
        {on_day(2026, 2, 6), ClockEvent::week_passed},
        {on_day(2026, 2, 10), ClockEvent::extension_asked},
        {on_day(2026, 2, 13), ClockEvent::week_passed},
        {on_day(2026, 2, 13), ClockEvent::extension_in_force},
        {on_day(2026, 2, 20), ClockEvent::week_passed},
        {on_day(2026, 2, 20), ClockEvent::stopped},
        {on_day(2026, 3, 31), ClockEvent::due},
    };
    CHECK(course_of(clock) == expected);
}

TEST_CASE("an explanation is always in order of days", "[core][clock]") {
    for (int asked = 0; asked <= 30; ++asked)
        for (int effective = asked; effective <= 30; ++effective) {
            auto clock = respond_from(usual_day());
            clock.extension = Extension{30, usual_day() + asked, usual_day() + effective};
            clock.stopped_on = usual_day() + 35;
            CHECK(std::ranges::is_sorted(explain(clock), {}, &TraceLine::day));
        }
}

TEST_CASE("a day is written as year, month and day", "[core][clock]") {
    CHECK(iso(on_day(2026, 3, 1)) == "2026-03-01");
    CHECK(iso(on_day(2024, 12, 31)) == "2024-12-31");
    CHECK(iso(on_day(987, 1, 9)) == "0987-01-09");
}

TEST_CASE("the due day that counts is that of the clock due first among those still running", "[core][clock]") {
    SubjectRequest request = a_request().in(Status::unverified).asked_by(RequesterKind::organisation_admin);
    REQUIRE(request.clocks.size() == 2);
    request.clocks[1].days = 10;
    CHECK(request.due_on() == usual_day() + 10);
    CHECK(request.strictest() == ClockName::acknowledge);
    request.clocks[1].stopped_on = usual_day() + 3;
    CHECK(request.due_on() == usual_day() + 30);
    CHECK(request.strictest() == ClockName::respond);
    request.clocks[0].stopped_on = usual_day() + 5;
    CHECK(request.due_on() == usual_day() + 30); // the last that was stopped
    request.clocks[1].stopped_on = usual_day() + 5;
    CHECK(request.due_on() == usual_day() + 10);
    request.clocks.clear();
    CHECK_FALSE(request.due_on().has_value());
    CHECK_FALSE(request.strictest().has_value());
}

TEST_CASE("a closed request has no urgency, and one without a clock is on time", "[core][clock]") {
    auto const late = usual_day() + 31;
    CHECK(a_request().in(Status::in_progress).build().urgency(late, 7) == Urgency::overdue);
    CHECK(a_request().in(Status::in_progress).build().urgency(usual_day(), 7) == Urgency::on_time);
    CHECK(a_request().in(Status::fulfilled).build().urgency(late, 7) == Urgency::closed);
    auto request = a_request().in(Status::in_progress).build();
    request.clocks.clear();
    CHECK(request.urgency(late, 7) == Urgency::on_time);
}

TEST_CASE("a clock is explained in the words of the rule it started with", "[core][clock]") {
    DeadlineRule const then{"policy-30-days", 30, 30, "We answer within 30 days."};
    auto const clock = start_clock(ClockName::respond, then, usual_day());
    CHECK(clock.sentence == "We answer within 30 days.");
    CHECK(explain(clock).back().what == "day 30: due, until the end of this day. We answer within 30 days.");
}
