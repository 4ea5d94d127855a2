#include "app/html/dates.hpp"

#include "core/time.hpp"

#include <array>
#include <string_view>

#include <fmt/core.h>

namespace habeas::app::html {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

std::string counted(std::int64_t count, std::string_view unit) {
    return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

} // namespace

std::string day_words(year_month_day day) {
    return fmt::format("{} {} {}", static_cast<unsigned>(day.day()), months[static_cast<unsigned>(day.month()) - 1],
                       static_cast<int>(day.year()));
}

std::string day_words(local_days day) {
    return day_words(year_month_day{day});
}

std::string distance_words(local_days day, local_days today) {
    auto const away = (day - today).count();
    if (away == 0) return "today";
    if (away == 1) return "tomorrow";
    if (away == -1) return "yesterday";
    return away > 0 ? "in " + counted(away, "day") : counted(-away, "day") + " ago";
}

std::string day_with_distance(local_days day, local_days today) {
    return fmt::format("{} ({})", day_words(day), distance_words(day, today));
}

std::string due_words(local_days due, local_days today) {
    if (due < today) return counted((today - due).count(), "day") + " overdue";
    return "due " + distance_words(due, today);
}

std::string iso_instant(sys_seconds at) {
    auto const day = floor<days>(at);
    hh_mm_ss const time{at - day};
    return fmt::format("{}T{:02}:{:02}:{:02}Z", core::iso(local_days{day.time_since_epoch()}), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

std::string clock_words(local_seconds at) {
    hh_mm_ss const time{at - floor<days>(at)};
    return fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
}

std::string moment_words(local_seconds at) {
    return fmt::format("{} at {}", day_words(floor<days>(at)), clock_words(at));
}

std::string duration_words(seconds span) {
    if (span < minutes{1}) return "less than a minute";
    if (span < hours{1}) return counted(duration_cast<minutes>(span).count(), "minute");
    if (span < days{1}) return counted(duration_cast<hours>(span).count(), "hour");
    return counted(duration_cast<days>(span).count(), "day");
}

std::string waiting_words(seconds wait) {
    auto const whole_minutes = ceil<minutes>(wait);
    if (whole_minutes <= minutes{1}) return "a minute";
    if (whole_minutes <= minutes{90}) return counted(whole_minutes.count(), "minute");
    return counted(ceil<hours>(whole_minutes).count(), "hour");
}

std::string days_words(days span) {
    return counted(span.count(), "day");
}

} // namespace habeas::app::html
