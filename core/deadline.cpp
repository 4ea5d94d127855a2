#include "core/deadline.hpp"

#include <algorithm>

namespace habeas::core {

namespace {

using std::chrono::days;

std::string plural(int count) {
    return std::to_string(count) + (count == 1 ? " day" : " days");
}

std::string_view started_by(ClockName name) {
    switch (name) {
    case ClockName::respond:
    case ClockName::acknowledge:
        return "received, day 0";
    case ClockName::appeal:
        return "complaint received, day 0";
    }
    return {};
}

} // namespace

// Day 0 is the day of receipt in the company's time zone; the clock runs to the end of the last day.
Day DeadlineClock::due_on() const {
    auto const granted = extension && extension->effective_on ? extension->days : 0;
    return original_due_on() + std::chrono::days{granted};
}

Day DeadlineClock::original_due_on() const {
    return started_on + std::chrono::days{days};
}

ClockState DeadlineClock::state(Day today) const {
    if (stopped_on) return *stopped_on <= due_on() ? ClockState::stopped : ClockState::missed;
    return today <= due_on() ? ClockState::running : ClockState::missed;
}

DeadlineClock start_clock(ClockName name, DeadlineRule const& rule, Day started_on) {
    DeadlineClock clock;
    clock.name = name;
    clock.rule = rule.id;
    clock.sentence = rule.sentence;
    clock.days = rule.days;
    clock.started_on = started_on;
    return clock;
}

std::vector<TraceLine> explain(DeadlineClock const& clock) {
    std::vector<TraceLine> lines;
    // Behind every line of the same day, so that what is added first stands first.
    auto const add = [&lines](Day day, std::string what) {
        lines.insert(std::ranges::upper_bound(lines, day, {}, &TraceLine::day), {day, std::move(what)});
    };
    auto const due = clock.due_on();
    auto const total = static_cast<int>((due - clock.started_on).count());
    add(clock.started_on, std::string{started_by(clock.name)});
    auto const last_counted = clock.stopped_on.value_or(due);
    for (int week = 7; week < total && clock.started_on + days{week} <= last_counted; week += 7)
        add(clock.started_on + days{week}, "day " + std::to_string(week) + " of " + std::to_string(total));
    if (auto const& extension = clock.extension) {
        auto const asked = "extension by " + plural(extension->days) + " asked for";
        add(extension->asked_on, extension->effective_on ? asked : asked + "; it counts once its letter has been sent");
        if (extension->effective_on)
            add(*extension->effective_on,
                "extension letter sent: the due day moves from " + iso(clock.original_due_on()) + " to " + iso(due));
    }
    bool const ended_early = clock.stopped_on && *clock.stopped_on < due;
    add(due, "day " + std::to_string(total) +
                 (ended_early ? ": would have been due. " : ": due, until the end of this day. ") + clock.sentence);
    if (clock.stopped_on) add(*clock.stopped_on, *clock.stopped_on <= due ? "stopped, in time" : "stopped, late");
    return lines;
}

Urgency urgency_of(Day due_on, Day today, int due_soon_days) {
    if (today > due_on) return Urgency::overdue;
    return due_on - today <= days{due_soon_days} ? Urgency::due_soon : Urgency::on_time;
}

} // namespace habeas::core
