#include "core/reminders.hpp"
#include "tests/support/requests.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

Policy const policy;
Day const due = usual_day() + 30;

DeadlineClock clock_reminded(std::optional<int> stage, std::optional<int> extended_by = std::nullopt) {
    auto clock = start_clock(ClockName::respond, policy.respond, usual_day());
    clock.reminded_stage = stage;
    if (extended_by) clock.extension = Extension{*extended_by, usual_day(), usual_day() + 1};
    return clock;
}

} // namespace

TEST_CASE("stages are 14, 7, 3, 1 days before, the day, 1, 3, 7 days over and then weekly", "[core][reminders]") {
    CHECK(stages_up_to(policy, 28) == std::vector<int>{-14, -7, -3, -1, 0, 1, 3, 7, 14, 21, 28});
    CHECK(stages_up_to(policy, 27) == std::vector<int>{-14, -7, -3, -1, 0, 1, 3, 7, 14, 21});
    CHECK(stages_up_to(policy, 0) == std::vector<int>{-14, -7, -3, -1, 0});
    CHECK(stages_up_to(policy, -14) == std::vector<int>{-14});
    CHECK(stages_up_to(policy, -15).empty());
}

TEST_CASE("stages of another policy are sorted, unique, and go on weekly", "[core][reminders]") {
    auto other = policy;
    other.remind_days_before = {2, 5, 2};
    other.remind_days_over = {4, 1};
    CHECK(stages_up_to(other, 20) == std::vector<int>{-5, -2, 1, 4, 11, 18});
    other.remind_days_before.clear();
    other.remind_days_over.clear();
    CHECK(stages_up_to(other, 14) == std::vector<int>{7, 14});
}

TEST_CASE("the most urgent stage that has come is owed", "[core][reminders]") {
    auto const clock = clock_reminded(std::nullopt);
    CHECK_FALSE(stage_owed(clock, due - 15, policy).has_value());
    CHECK(stage_owed(clock, due - 14, policy) == -14);
    CHECK(stage_owed(clock, due - 8, policy) == -14);
    CHECK(stage_owed(clock, due - 7, policy) == -7);
    CHECK(stage_owed(clock, due, policy) == 0);
    CHECK(stage_owed(clock, due + 2, policy) == 1);
    CHECK(stage_owed(clock, due + 100, policy) == 98);
}

TEST_CASE("a stage dealt with is not owed again, on its day, later, or after a jump back", "[core][reminders]") {
    auto const clock = clock_reminded(-7);
    for (int const days : {-30, -14, -8, -7, -4})
        CHECK_FALSE(stage_owed(clock, due + days, policy).has_value());
    CHECK(stage_owed(clock, due - 3, policy) == -3);
}

TEST_CASE("the next stage comes on its day", "[core][reminders]") {
    CHECK(next_stage_day(clock_reminded(std::nullopt), policy) == due - 14);
    CHECK(next_stage_day(clock_reminded(-14), policy) == due - 7);
    CHECK(next_stage_day(clock_reminded(-1), policy) == due);
    CHECK(next_stage_day(clock_reminded(0), policy) == due + 1);
    CHECK(next_stage_day(clock_reminded(7), policy) == due + 14);
    CHECK(next_stage_day(clock_reminded(98), policy) == due + 105);
}

TEST_CASE("day by day, a stage is owed exactly on the days next_stage_day named", "[core][reminders]") {
    for (auto const& extended_by : {std::optional<int>{}, std::optional<int>{5}, std::optional<int>{30}}) {
        auto clock = clock_reminded(std::nullopt, extended_by);
        auto next = next_stage_day(clock, policy);
        std::vector<int> marks;
        for (Day today = usual_day(); today < usual_day() + 200; today = today + 1) {
            auto const stage = stage_owed(clock, today, policy);
            REQUIRE(stage.has_value() == (today >= *next));
            if (!stage) continue;
            for (auto const mark : marks_up_to(clock, *stage, policy))
                marks.push_back(mark.stage);
            clock.reminded_stage = marks.back();
            next = next_stage_day(clock, policy);
            REQUIRE(*next > today);
        }
        CHECK(std::ranges::adjacent_find(marks, std::ranges::greater_equal{}) == marks.end());
    }
}

TEST_CASE("an extension in force starts the stages anew without repeating a mark", "[core][reminders]") {
    // Reminded a day before the original due day, then extended by 30 days.
    auto const clock = clock_reminded(-1, 30);
    CHECK_FALSE(stage_owed(clock, due, policy).has_value());
    CHECK(next_stage_day(clock, policy) == due + 16);
    CHECK(stage_owed(clock, due + 16, policy) == -14);
    CHECK(marks_up_to(clock, -14, policy) == std::vector<ReminderMark>{{ClockName::respond, 16}});
    CHECK(marks_up_to(clock, 0, policy).back() == ReminderMark{ClockName::respond, 30});
}

TEST_CASE("a short extension does not remind twice of the same day", "[core][reminders]") {
    auto const clock = clock_reminded(-7, 7); // its first stage, 14 days before, was yesterday's seven days before
    CHECK(next_stage_day(clock, policy) == due);
    CHECK(stage_owed(clock, due, policy) == -7);
}

TEST_CASE("the stages that passed meanwhile are marked with the one that is sent", "[core][reminders]") {
    auto const clock = clock_reminded(-14);
    std::vector<ReminderMark> const expected{
        {ClockName::respond, -7}, {ClockName::respond, -3}, {ClockName::respond, -1}};
    CHECK(marks_up_to(clock, -1, policy) == expected);
}
