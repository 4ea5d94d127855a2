#pragma once
#include "core/report.hpp"
#include "core/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace habeas::app {

/// The days of the company: which calendar day an instant falls on where the company is.
/// "Requests … will be handled within 30 days." (policy §9) – a day is a day in the company's time zone.
/// Reads the system's tz database (package tzdata). Thread-safe.
class CompanyCalendar {
  public:
    /// `zone` is a name of the tz database, such as "Europe/Berlin". Throws std::runtime_error where it is unknown.
    explicit CompanyCalendar(std::string const& zone);

    /// Whether the tz database has a zone of this name.
    static bool knows(std::string const& zone);

    core::Day day_of(core::Instant at) const;

    /// The first instant of a day. Where the clocks skip midnight, the instant they skip to; where midnight comes
    /// twice, the first one.
    core::Instant start_of(core::Day day) const;

    /// The first instant after a day: in time is what happens before it.
    core::Instant end_of(core::Day day) const;

    /// The day a report speaks of, to its end.
    core::AsOf as_of(core::Day day) const { return {day, end_of(day)}; }

    /// What the clocks on the company's walls show.
    std::chrono::local_time<std::chrono::milliseconds> local_time(core::Instant at) const;

    /// For people: "1 March 2026 at 14:05 CET".
    std::string moment_words(core::Instant at) const;

    std::string const& zone_name() const { return zone_name_; }

  private:
    std::string zone_name_;
    date::time_zone const* zone_; // owned by the tz database, which lives as long as the program
};

/// "2026-01-30T09:00:00.000Z" (RFC 3339, always UTC, always milliseconds).
std::string rfc3339(core::Instant at);

/// Reads an RFC 3339 date-time strictly: T and Z in either case, a real calendar date, seconds 0 to 59, an optional
/// fraction of one to nine digits (cut to milliseconds), Z or ±hh:mm. Anything else is nothing.
std::optional<core::Instant> parse_rfc3339(std::string_view text);

} // namespace habeas::app
