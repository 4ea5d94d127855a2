#pragma once
#include <chrono>

namespace habeas::core {

/// A point in time, UTC, to the millisecond. What is stored and logged.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// A calendar day in the company's time zone. Deadlines are days: they end when the day ends there.
using Day = std::chrono::local_days;

/// Where the time comes from. Asked once per HTTP request or job step; the answer travels in a Stamp.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

} // namespace habeas::core
