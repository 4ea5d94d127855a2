#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace habeas::core {

/// A point in time, UTC, to the millisecond. What is stored and logged.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// A calendar day in the company's time zone. Deadlines are days: they end when the day ends there.
using Day = std::chrono::local_days;

/// `2026-03-01`: how days stand in letter facts, audit details and on the wire.
std::string iso(Day day);

/// Reads `2026-03-01` strictly; nothing where the text is anything else or no such day exists.
std::optional<Day> parse_day(std::string_view text);

/// Where the time comes from. Asked once per HTTP request or job step; the answer travels in a Stamp.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

} // namespace habeas::core
