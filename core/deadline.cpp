#include "core/deadline.hpp"

#include <algorithm>
#include <utility>

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

std::string words_of(ClockStep const& step, DeadlineClock const& clock) {
    auto const due = clock.due_on();
    auto const day_number = "day " + std::to_string((step.day - clock.started_on).count());
    switch (step.event) {
    case ClockEvent::started:
        return std::string{started_by(clock.name)};
    case ClockEvent::week_passed:
        return day_number + " of " + std::to_string((due - clock.started_on).count());
    case ClockEvent::extension_asked: {
        auto const waits = clock.extension->is_pending() && !clock.stopped_on;
        return "extension by " + plural(clock.extension->days) + " asked for" +
               (waits ? "; it counts once its letter has been sent" : "");
    }
    case ClockEvent::extension_in_force:
        return "extension letter sent: the due day moves from " + iso(clock.original_due_on()) + " to " + iso(due);
    case ClockEvent::extension_dropped:
        return "extension dropped: its letter was not delivered in time; the due day stays";
    case ClockEvent::due: {
        bool const ended_early = clock.stopped_on && *clock.stopped_on < due;
        auto const what = ended_early ? ": would have been due. " : ": due, until the end of this day. ";
        return day_number + what + clock.sentence;
    }
    case ClockEvent::stopped:
        return *clock.stopped_on <= due ? "stopped, in time" : "stopped, late";
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

std::vector<ClockStep> course_of(DeadlineClock const& clock) {
    std::vector<ClockStep> course;
    auto const due = clock.due_on();
    auto const last_counted = clock.stopped_on.value_or(due);
    course.push_back({clock.started_on, ClockEvent::started});
    for (auto day = clock.started_on + days{7}; day < due && day <= last_counted; day += days{7})
        course.push_back({day, ClockEvent::week_passed});
    if (auto const& extension = clock.extension) {
        course.push_back({extension->asked_on, ClockEvent::extension_asked});
        if (extension->effective_on) course.push_back({*extension->effective_on, ClockEvent::extension_in_force});
        if (extension->dropped_on) course.push_back({*extension->dropped_on, ClockEvent::extension_dropped});
    }
    course.push_back({due, ClockEvent::due});
    if (clock.stopped_on) course.push_back({*clock.stopped_on, ClockEvent::stopped});
    std::ranges::sort(course, {}, [](ClockStep const& step) { return std::pair(step.day, step.event); });
    return course;
}

std::vector<TraceLine> explain(DeadlineClock const& clock) {
    std::vector<TraceLine> lines;
    for (auto const& step : course_of(clock))
        lines.push_back({step.day, words_of(step, clock)});
    return lines;
}

Urgency urgency_of(Day due_on, Day today, int due_soon_days) {
    if (today > due_on) return Urgency::overdue;
    return due_on - today <= days{due_soon_days} ? Urgency::due_soon : Urgency::on_time;
}

} // namespace habeas::core
