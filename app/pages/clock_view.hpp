#pragma once
#include "app/html/view.hpp"
#include "core/deadline.hpp"

#include <string_view>

namespace habeas::app::pages {

/// What "today" is, and what counts as soon.
struct ClockDays {
    core::Day today{};
    int due_soon_days{};
};

/// Fills partials/clock.html: the due day, how it was found, and the sentence the rule comes from.
void fill_clock(html::View& view, core::DeadlineClock const& clock, std::string_view clock_label, ClockDays days);

} // namespace habeas::app::pages
