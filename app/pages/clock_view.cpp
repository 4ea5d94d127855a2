#include "app/pages/clock_view.hpp"

#include "app/html/dates.hpp"
#include "app/pages/words.hpp"

namespace habeas::app::pages {

namespace {

void fill_standing(html::View& view, core::DeadlineClock const& clock, ClockDays days) {
    if (clock.stopped_on) {
        auto const met = clock.state(days.today) == core::ClockState::stopped;
        view.text("URGENCY", met ? "on-time" : "overdue").maybe("URGENCY_LABEL", met ? "Met" : "Missed");
        view.text("DUE_DISTANCE", "stopped on " + html::day_words(*clock.stopped_on));
        return;
    }
    auto const urgency = core::urgency_of(clock.due_on(), days.today, days.due_soon_days);
    view.text("URGENCY", mark(urgency)).maybe("URGENCY_LABEL", label(urgency));
    view.text("DUE_DISTANCE", html::distance_words(clock.due_on(), days.today));
}

} // namespace

void fill_clock(html::View& view, core::DeadlineClock const& clock, std::string_view clock_label, ClockDays days) {
    auto const due = clock.due_on();
    view.text("CLOCK_LABEL", clock_label)
        .text("DUE_ISO", html::iso_day(due))
        .text("DUE_DAY", html::day_words(due))
        .text("RULE_LABEL", clock.rule)
        .text("RULE_SENTENCE", clock.sentence);
    fill_standing(view, clock, days);
    for (auto const& line : core::explain(clock))
        view.add("TRACE")
            .text("TRACE_ISO", html::iso_day(line.day))
            .text("TRACE_DAY", html::day_words(line.day))
            .text("TRACE_WHAT", line.what);
}

} // namespace habeas::app::pages
