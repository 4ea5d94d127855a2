#include "app/company_calendar.hpp"

#include <stdexcept>

#include <date/tz.h>
#include <fmt/format.h>

namespace habeas::app {
namespace {

using std::chrono::milliseconds;

date::local_time<milliseconds> midnight(core::Day day) {
    return date::local_time<milliseconds>(std::chrono::duration_cast<milliseconds>(day.time_since_epoch()));
}

core::Day day_from(date::local_time<milliseconds> local) {
    auto const day = date::floor<date::days>(local);
    return core::Day(std::chrono::days(day.time_since_epoch().count()));
}

std::chrono::year_month_day parts_of(core::Day day) {
    return std::chrono::year_month_day(std::chrono::sys_days(day.time_since_epoch()));
}

/// Reads fixed-width text from left to right; once something does not fit, everything after it fails too.
class Reader {
  public:
    explicit Reader(std::string_view text)
        : rest_(text) {}

    int digits(std::size_t count) {
        if (rest_.size() < count) return refuse();
        int value = 0;
        for (auto const c : rest_.substr(0, count)) {
            if (c < '0' || c > '9') return refuse();
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }

    void expect(char wanted) {
        if (!accept(wanted)) refuse();
    }

    bool accept(char wanted) {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
    int refuse() {
        good_ = false;
        rest_ = {};
        return 0;
    }
    bool finished() const { return good_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool good_{true};
};

std::optional<core::Day> read_day(Reader& reader) {
    auto const year = reader.digits(4);
    reader.expect('-');
    auto const month = reader.digits(2);
    reader.expect('-');
    auto const day = reader.digits(2);
    auto const date = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) /
                      std::chrono::day(static_cast<unsigned>(day));
    if (!date.ok()) return std::nullopt;
    return core::Day(std::chrono::sys_days(date).time_since_epoch());
}

std::optional<milliseconds> read_time_of_day(Reader& reader) {
    auto const hour = reader.digits(2);
    reader.expect(':');
    auto const minute = reader.digits(2);
    reader.expect(':');
    auto const second = reader.digits(2);
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;

    int fraction = 0;
    if (reader.accept('.')) {
        int places = 0;
        for (; reader.at_digit() && places < 9; ++places) {
            auto const digit = reader.digits(1);
            if (places < 3) fraction = fraction * 10 + digit;
        }
        if (places == 0) reader.refuse();
        for (; places < 3; ++places)
            fraction *= 10;
    }
    return std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
           milliseconds(fraction);
}

std::optional<std::chrono::minutes> read_offset(Reader& reader) {
    if (reader.accept('Z') || reader.accept('z')) return std::chrono::minutes(0);
    auto const sign = reader.accept('-') ? -1 : 1;
    if (sign == 1) reader.expect('+');
    auto const hours = reader.digits(2);
    reader.expect(':');
    auto const minutes = reader.digits(2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    return sign * (std::chrono::hours(hours) + std::chrono::minutes(minutes));
}

} // namespace

CompanyCalendar::CompanyCalendar(std::string const& zone)
    : zone_name_(zone)
    , zone_(date::locate_zone(zone)) {}

bool CompanyCalendar::knows(std::string const& zone) {
    // The library takes a name for a path below the tz database, and an empty one for the folder itself.
    if (zone.empty() || zone.front() == '/' || zone.find("..") != std::string::npos) return false;
    try {
        date::locate_zone(zone)->get_info(date::sys_seconds{});
        return true;
    } catch (std::runtime_error const&) {
        return false;
    }
}

core::Day CompanyCalendar::day_of(core::Instant at) const {
    return day_from(zone_->to_local(at));
}

core::Instant CompanyCalendar::start_of(core::Day day) const {
    return zone_->to_sys(midnight(day), date::choose::earliest);
}

core::Instant CompanyCalendar::end_of(core::Day day) const {
    return start_of(day + std::chrono::days(1));
}

std::chrono::local_time<milliseconds> CompanyCalendar::local_time(core::Instant at) const {
    return std::chrono::local_time<milliseconds>(zone_->to_local(at).time_since_epoch());
}

std::string CompanyCalendar::moment_words(core::Instant at) const {
    static constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
    auto const local = zone_->to_local(at);
    auto const day = day_from(local);
    auto const date = parts_of(day);
    auto const minutes = std::chrono::floor<std::chrono::minutes>(local - midnight(day)).count();
    return fmt::format("{} {} {} at {:02}:{:02} {}", static_cast<unsigned>(date.day()),
                       months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()), minutes / 60,
                       minutes % 60, zone_->get_info(at).abbrev);
}

std::string rfc3339(core::Instant at) {
    auto const day = std::chrono::floor<std::chrono::days>(at);
    auto const in_day = (at - day).count();
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", core::iso(core::Day(day.time_since_epoch())), in_day / 3'600'000,
                       in_day / 60'000 % 60, in_day / 1000 % 60, in_day % 1000);
}

std::optional<core::Instant> parse_rfc3339(std::string_view text) {
    Reader reader(text);
    auto const day = read_day(reader);
    // "an ISO 8601 application MAY … limit … to upper case"; the grammar itself takes both (RFC 3339 §5.6).
    if (!reader.accept('t')) reader.expect('T');
    auto const time = read_time_of_day(reader);
    auto const offset = read_offset(reader);
    if (!reader.finished() || !day || !time || !offset) return std::nullopt;
    return core::Instant(day->time_since_epoch() + *time - *offset);
}

} // namespace habeas::app
