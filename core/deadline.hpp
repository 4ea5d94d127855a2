#pragma once
#include "core/time.hpp"
#include "core/vocabulary.hpp"

#include <optional>
#include <string>
#include <vector>

namespace habeas::core {

/// How long a clock runs and whether it may be extended. All in calendar days.
struct DeadlineRule {
    std::string id; ///< such as `policy-30-days`; stored with the clock and shown with it
    int days{};
    int extension_days{}; ///< 0: cannot be extended
    std::string sentence; ///< the sentence the rule comes from, shown to people
};

/// An extension: asked for by staff, and in force only once its letter was delivered. One whose letter could not be
/// delivered in time is dropped: it stays to be seen and counts no more.
struct Extension {
    int days{};
    Day asked_on{};
    std::optional<Day> effective_on;
    std::optional<Day> dropped_on{};

    /// Waits for its letter.
    bool is_pending() const { return !effective_on && !dropped_on; }
    friend bool operator==(Extension const&, Extension const&) = default;
};

/// One running deadline on a request.
struct DeadlineClock {
    ClockName name{};
    std::string rule;
    std::string sentence; ///< of the rule as it was when the clock started
    int days{};
    Day started_on{};
    std::optional<Extension> extension;
    std::optional<Day> stopped_on;
    /// The strongest reminder stage already dealt with, in days after the original due day (-14 … 0 … 7, 14, …).
    /// Counted from that day even when an extension is in force, so that every day has one number and no stage comes
    /// twice.
    std::optional<int> reminded_stage;

    /// The last day that is still in time: start + days (+ an extension in force). Day 0 is the day of receipt.
    Day due_on() const;
    /// The due day as if there were no extension: after it none can be asked for and none comes into force.
    Day original_due_on() const;
    /// A clock that was stopped late stays `missed`; whether it still runs is `stopped_on`.
    ClockState state(Day today) const;
    friend bool operator==(DeadlineClock const&, DeadlineClock const&) = default;
};

/// What happens to a clock on its way.
enum class ClockEvent {
    started,
    week_passed,
    extension_asked,
    extension_in_force, ///< its letter was handed over; from then on the due day is the later one
    extension_dropped,  ///< its letter was not delivered in time
    due,
    stopped,
};

struct ClockStep {
    Day day{};
    ClockEvent event{};
    friend bool operator==(ClockStep const&, ClockStep const&) = default;
};

/// One line of the explanation of a due day.
struct TraceLine {
    Day day{};
    std::string what;
    friend bool operator==(TraceLine const&, TraceLine const&) = default;
};

/// Starts a clock. "Requests to access, change, or delete your information will be handled within 30 days." (policy §9)
DeadlineClock start_clock(ClockName name, DeadlineRule const& rule, Day started_on);

/// The clock's course, oldest step first; of one day, in the order of ClockEvent. A clock stopped before its due day
/// counts no week after the stop; its last step is the day on which it would have been due.
std::vector<ClockStep> course_of(DeadlineClock const& clock);

/// Why the due day is what it is, for records and programs: the course in words, with days as 2026-03-01, and in the
/// words of the clock's own rule, whatever the policy says by now. The pages have words of their own for people.
std::vector<TraceLine> explain(DeadlineClock const& clock);

/// on_time, due_soon (within `due_soon_days` of the due day, the day itself included) or overdue (the day after it).
Urgency urgency_of(Day due_on, Day today, int due_soon_days);

} // namespace habeas::core
