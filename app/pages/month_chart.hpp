#pragma once
#include "app/html/view.hpp"
#include "core/report.hpp"

#include <chrono>
#include <vector>

namespace habeas::app::pages {

/// How the requests that were answered in one month were answered.
struct MonthOfAnswers {
    std::chrono::year_month month;
    int in_time{};
    int late{};
};

/// The last twelve months up to today, by the day of the answer. Withdrawn and never confirmed requests had no answer.
std::vector<MonthOfAnswers> months_of(std::vector<core::DeadlineFacts> const& facts, core::Day today);

/// Fills CHART with its bars and its table, or NO_CHART. The view box is 0 0 720 200, the base line at 170.
void add_month_chart(html::View& view, std::vector<MonthOfAnswers> const& months);

} // namespace habeas::app::pages
