#include "app/pages/report_period.hpp"

#include "app/pages/strict_form.hpp"

namespace habeas::app::pages {

namespace {

core::Day first_of_year(core::Day day) {
    std::chrono::year_month_day const date{day};
    return core::Day{date.year() / std::chrono::January / 1};
}

} // namespace

std::string ReportPeriod::query() const {
    return "?from=" + core::iso(from) + "&to=" + core::iso(to) + "&as_of=" + core::iso(as_of);
}

AskedPeriod read_period(http::Form const& query, core::Day today) {
    StrictForm fields(query);
    AskedPeriod asked;
    auto const to = fields.day("to", Presence::optional);
    auto const from = fields.day("from", Presence::optional);
    auto const as_of = fields.day("as_of", Presence::optional);
    asked.period.to = to.value_or(today);
    asked.period.from = from.value_or(first_of_year(asked.period.to));
    asked.period.as_of = as_of.value_or(today);
    if (asked.period.from > asked.period.to) fields.mistake("from", "The period ends before it begins.");
    if (asked.period.as_of > today) fields.mistake("as_of", "Choose today or a day before: nobody knows the rest yet.");
    asked.mistakes = fields.mistakes();
    if (!asked.mistakes.empty()) asked.period = {first_of_year(today), today, today};
    return asked;
}

} // namespace habeas::app::pages
