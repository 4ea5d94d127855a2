#pragma once

#include <chrono>
#include <string>

// Words for days and spans of time, in one voice for all pages and letters. Nothing here knows a time zone: callers
// turn an instant into a day of the company's calendar before they ask for its words.
namespace habeas::app::html {

/// "1 March 2026"
std::string day_words(std::chrono::local_days day);
std::string day_words(std::chrono::year_month_day day);

/// How far off a day is: "today", "tomorrow", "yesterday", "in 3 days", "3 days ago".
std::string distance_words(std::chrono::local_days day, std::chrono::local_days today);

/// "1 March 2026 (in 3 days)"
std::string day_with_distance(std::chrono::local_days day, std::chrono::local_days today);

/// What a queue row says of a due day: "due today", "due in 3 days", "3 days overdue".
std::string due_words(std::chrono::local_days due, std::chrono::local_days today);

/// "2026-03-01T14:05:00Z" (RFC 3339 date-time in UTC).
std::string iso_instant(std::chrono::sys_seconds at);

/// "14:05", of a time that was already turned into local time.
std::string clock_words(std::chrono::local_seconds at);

/// "1 March 2026 at 14:05"
std::string moment_words(std::chrono::local_seconds at);

/// A span in its largest fitting unit: "less than a minute", "1 minute", "5 hours", "3 days".
std::string duration_words(std::chrono::seconds span);

/// A wait, rounded up so that nobody comes too early: "a minute", "5 minutes", "2 hours".
std::string waiting_words(std::chrono::seconds wait);

/// "1 day", "30 days"
std::string days_words(std::chrono::days span);

} // namespace habeas::app::html
