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

/// The domain's explanation names a day as 2026-03-01; people read 1 March 2026.
std::string with_days_in_words(std::string_view text) {
    constexpr std::size_t day_length = 10;
    std::string words;
    for (std::size_t at = 0; at < text.size();) {
        if (auto const day = core::parse_day(text.substr(at, day_length))) {
            words += html::day_words(*day);
            at += day_length;
        } else {
            words += text[at++];
        }
    }
    return words;
}

} // namespace

void fill_clock(html::View& view, core::DeadlineClock const& clock, std::string_view clock_label, ClockDays days) {
    auto const due = clock.due_on();
    view.text("CLOCK_LABEL", clock_label)
        .text("DUE_ISO", core::iso(due))
        .text("DUE_DAY", html::day_words(due))
        .text("RULE_LABEL", html::days_words(std::chrono::days{clock.days}))
        .text("RULE_SENTENCE", clock.sentence);
    fill_standing(view, clock, days);
    for (auto const& line : core::explain(clock))
        view.add("TRACE")
            .text("TRACE_ISO", core::iso(line.day))
            .text("TRACE_DAY", html::day_words(line.day))
            .text("TRACE_WHAT", with_days_in_words(line.what));
}

} // namespace habeas::app::pages
