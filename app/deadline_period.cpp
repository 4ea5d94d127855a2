#include "app/deadline_period.hpp"

#include <algorithm>
#include <string>

namespace habeas::app {

namespace {

core::Day first_of_year(core::Day day) {
    std::chrono::year_month_day const date{day};
    return core::Day{date.year() / std::chrono::January / 1};
}

struct Reading {
    std::vector<core::FieldError> mistakes;

    core::Day day(std::string const& name, std::optional<std::string> const& typed, core::Day otherwise) {
        if (!typed) return otherwise;
        auto const parsed = core::parse_day(*typed);
        if (!parsed) mistakes.push_back({name, "Write the day as 2026-03-01."});
        return parsed.value_or(otherwise);
    }
};

} // namespace

core::Day DeadlinePeriod::until() const {
    return std::min(to, as_of);
}

DeadlinePeriod year_to_date(core::Day today) {
    return {first_of_year(today), today, today};
}

core::Result<DeadlinePeriod> read_period(TypedPeriod const& typed, core::Day today) {
    Reading reading;
    DeadlinePeriod period;
    period.to = reading.day("to", typed.to, today);
    period.from = reading.day("from", typed.from, first_of_year(period.to));
    period.as_of = reading.day("as_of", typed.as_of, today);
    if (reading.mistakes.empty() && period.from > period.to)
        reading.mistakes.push_back({"from", "The period ends before it begins."});
    if (period.as_of > today)
        reading.mistakes.push_back({"as_of", "Choose today or a day before: nobody knows the rest yet."});
    if (!reading.mistakes.empty()) return core::fail(std::move(reading.mistakes));
    return period;
}

core::Result<void> check_rows(std::size_t rows, int most) {
    if (rows <= static_cast<std::size_t>(most)) return {};
    auto const words = "This period has more than " + std::to_string(most) + " requests. Choose a shorter one.";
    return core::fail({{"from", words}, {"to", words}});
}

core::Decision exported(DeadlinePeriod const& period, std::size_t rows, core::Stamp const& stamp) {
    return core::Decision::record(stamp, "report.exported",
                                  {{"report", "deadlines"},
                                   {"from", core::iso(period.from)},
                                   {"until", core::iso(period.to)},
                                   {"as_of", core::iso(period.as_of)},
                                   {"rows", std::to_string(rows)}});
}

} // namespace habeas::app
