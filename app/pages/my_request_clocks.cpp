#include "app/html/dates.hpp"
#include "app/html/text.hpp"
#include "app/pages/my_request_parts.hpp"
#include "app/pages/words.hpp"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>

namespace habeas::app::pages {

namespace {

using core::ClockEvent;
using core::DeadlineClock;
using html::View;

std::string days_between(core::Day from, core::Day until) {
    return std::to_string((until - from).count());
}

std::string_view words_of_start(core::ClockName name) {
    switch (name) {
    case core::ClockName::respond:
    case core::ClockName::acknowledge:
        return "We received your request. This is day 0.";
    case core::ClockName::appeal:
        return "We received your complaint. This is day 0.";
    }
    return {};
}

std::string words_of_stop(DeadlineClock const& clock) {
    auto const what = clock.name == core::ClockName::acknowledge ? "We confirmed that we have it" : "We answered";
    return fmt::format("{}, {}.", what, *clock.stopped_on <= clock.due_on() ? "in time" : "late");
}

std::string words_of(core::ClockStep const& step, DeadlineClock const& clock) {
    auto const due = clock.due_on();
    auto const number = days_between(clock.started_on, step.day);
    switch (step.event) {
    case ClockEvent::started:
        return std::string(words_of_start(clock.name));
    case ClockEvent::week_passed:
        return fmt::format("Day {} of {}.", number, days_between(clock.started_on, due));
    case ClockEvent::extension_asked: {
        auto const more = html::days_words(std::chrono::days(clock.extension->days));
        auto const waits = clock.extension->effective_on ? "" : " They count once our letter about it has left.";
        return fmt::format("We saw that we need up to {} more.{}", more, waits);
    }
    case ClockEvent::extension_in_force:
        return fmt::format("Our letter about it left. The last day moves from {} to {}.",
                           html::day_words(clock.original_due_on()), html::day_words(due));
    case ClockEvent::extension_dropped:
        return "We did not get more time: our letter about it could not be delivered";
    case ClockEvent::due: {
        auto const ended_early = clock.stopped_on && *clock.stopped_on < due;
        return fmt::format("Day {}. This {}.", number,
                           ended_early ? "would have been the last day" : "is the last day, until midnight");
    }
    case ClockEvent::stopped:
        return words_of_stop(clock);
    }
    return {};
}

/// An extension is a rule of its own: what was promised first, and what was added.
std::string rule_words(DeadlineClock const& clock) {
    auto words = "our promise of " + html::days_words(std::chrono::days(clock.days));
    if (clock.extension && clock.extension->effective_on)
        words += fmt::format(", and up to {} more where we say why before they are over",
                             html::days_words(std::chrono::days(clock.extension->days)));
    return words;
}

void fill_running(View& part, DeadlineClock const& clock, MySight const& sight) {
    auto const due = clock.due_on();
    auto const urgency = core::urgency_of(due, sight.today, sight.services.desk.policy().due_soon_days);
    auto const late = urgency == core::Urgency::overdue;
    part.show("RUNNING")
        .text("CLOCK_LABEL", late ? public_late_words(clock.name) : public_words(clock.name))
        .text("DUE_ISO", core::iso(due))
        .text("DUE_DAY", html::day_words(due))
        .text("DUE_DISTANCE", html::distance_words(due, sight.today))
        .text("URGENCY", mark(urgency))
        .maybe("URGENCY_LABEL", label(urgency));
}

void fill_stopped(View& part, DeadlineClock const& clock) {
    auto const late = *clock.stopped_on > clock.due_on();
    part.maybe("STOPPED_SENTENCE", fmt::format("{} {}. The last day was {}.{}", public_done_words(clock.name),
                                               html::day_words(*clock.stopped_on), html::day_words(clock.due_on()),
                                               late ? " We were late, and we are sorry." : ""));
}

void add_clock(View& view, DeadlineClock const& clock, MySight const& sight) {
    auto& part = view.add("CLOCK");
    if (clock.stopped_on)
        fill_stopped(part, clock);
    else
        fill_running(part, clock, sight);
    part.text("RULE_LABEL", rule_words(clock)).text("RULE_SENTENCE", clock.sentence);
    for (auto const& step : core::course_of(clock))
        part.add("TRACE")
            .text("TRACE_ISO", core::iso(step.day))
            .text("TRACE_DAY", html::day_words(step.day))
            .text("TRACE_WHAT", words_of(step, clock));
}

/// What was withdrawn or never confirmed is owed no answer, so its clock says nothing about us.
bool is_about_us(DeadlineClock const& clock, core::SubjectRequest const& request) {
    if (clock.name == core::ClockName::appeal && request.appeal_withdrawn) return false;
    return request.status != core::Status::expired && request.status != core::Status::withdrawn;
}

/// "shall inform the data subject of any such extension …, together with the reasons for the delay" (GDPR Art. 12(3)):
/// the reason stands beside the day it has moved.
void fill_extension(View& view, MySight const& sight) {
    auto const* clock = sight.extended_clock();
    if (!clock) return;
    auto const newest_first = sight.mine.letters | std::views::reverse;
    auto const letter = std::ranges::find(newest_first, core::LetterKind::extended, &storage::OutboxLetter::kind);
    auto& part = view.add("EXTENDED")
                     .text("EXTENSION_SENTENCE",
                           fmt::format("We need more time than we first said. The last day was {}, and is now {}.",
                                       html::day_words(clock->original_due_on()), html::day_words(clock->due_on())));
    if (letter == newest_first.end()) return;
    part.maybe("EXTENSION_REASON", html::readable(letter->fact("reason")));
}

} // namespace

void fill_my_clocks(View& view, MySight const& sight) {
    // What still runs comes first: beside a complaint's day the one of the first answer is history.
    auto clocks = sight.request().clocks;
    std::ranges::partition(clocks, [](DeadlineClock const& clock) { return !clock.stopped_on; });
    for (auto const& clock : clocks)
        if (is_about_us(clock, sight.request())) add_clock(view, clock, sight);
    if (!core::is_closed(sight.request().status) && !sight.request().appealed) fill_extension(view, sight);
}

} // namespace habeas::app::pages
