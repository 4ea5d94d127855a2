#include "core/reminders.hpp"

#include <algorithm>

namespace habeas::core {

namespace {

constexpr int week = 7;

int last_listed_stage(Policy const& policy) {
    return policy.remind_days_over.empty() ? 0 : std::max(0, std::ranges::max(policy.remind_days_over));
}

/// By how many days an extension in force has moved the due day.
int days_granted(DeadlineClock const& clock) {
    return static_cast<int>((clock.due_on() - clock.original_due_on()).count());
}

/// Whether a stage (counted from the due day) comes after what was dealt with (counted from the original due day).
bool is_later(DeadlineClock const& clock, int stage) {
    return !clock.reminded_stage || stage + days_granted(clock) > *clock.reminded_stage;
}

} // namespace

// "14, 7, 3, 1 days before, the day itself, then 1, 3, 7 days over and weekly"
std::vector<int> stages_up_to(Policy const& policy, int bound) {
    std::vector<int> stages;
    for (auto const days : policy.remind_days_before)
        stages.push_back(-days);
    std::ranges::copy(policy.remind_days_over, std::back_inserter(stages));
    for (int stage = last_listed_stage(policy) + week; stage <= bound; stage += week)
        stages.push_back(stage);
    std::erase_if(stages, [bound](int stage) { return stage > bound; });
    std::ranges::sort(stages);
    stages.erase(std::ranges::unique(stages).begin(), stages.end());
    return stages;
}

std::optional<int> stage_owed(DeadlineClock const& clock, Day today, Policy const& policy) {
    auto const stages = stages_up_to(policy, static_cast<int>((today - clock.due_on()).count()));
    if (stages.empty() || !is_later(clock, stages.back())) return std::nullopt;
    return stages.back();
}

std::optional<Day> next_stage_day(DeadlineClock const& clock, Policy const& policy) {
    auto const dealt_with = clock.reminded_stage.value_or(0);
    for (auto const stage : stages_up_to(policy, std::max(last_listed_stage(policy), dealt_with) + 2 * week))
        if (is_later(clock, stage)) return clock.due_on() + std::chrono::days{stage};
    return std::nullopt;
}

std::vector<ReminderMark> marks_up_to(DeadlineClock const& clock, int stage, Policy const& policy) {
    std::vector<ReminderMark> marks;
    for (auto const each : stages_up_to(policy, stage))
        if (is_later(clock, each)) marks.push_back({clock.name, each + days_granted(clock)});
    return marks;
}

} // namespace habeas::core
