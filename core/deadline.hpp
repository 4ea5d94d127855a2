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

/// An extension: asked for by staff, and in force only once its letter was handed to the mail server.
struct Extension {
    int days{};
    Day asked_on{};
    std::optional<Day> effective_on;
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

/// One line of the explanation of a due day.
struct TraceLine {
    Day day{};
    std::string what;
    friend bool operator==(TraceLine const&, TraceLine const&) = default;
};

/// Starts a clock. "Requests to access, change, or delete your information will be handled within 30 days." (policy §9)
DeadlineClock start_clock(ClockName name, DeadlineRule const& rule, Day started_on);

/// Why the due day is what it is, oldest line first: received day 0, each week counted, extension, due, stopped.
/// A clock stopped before its due day counts no week after the stop; one last line says when it would have been due.
/// In the words of its own rule, whatever the policy says by now.
std::vector<TraceLine> explain(DeadlineClock const& clock);

/// on_time, due_soon (within `due_soon_days` of the due day, the day itself included) or overdue (the day after it).
Urgency urgency_of(Day due_on, Day today, int due_soon_days);

} // namespace habeas::core
