#pragma once
#include "app/html/view.hpp"
#include "storage/requests.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

namespace habeas::app::pages {

/// How the requests that were answered in one month were answered.
struct MonthOfAnswers {
    std::chrono::year_month month;
    std::int64_t in_time{};
    std::int64_t late{};
};

/// The last twelve months up to today, by the month of the answer.
std::vector<MonthOfAnswers> months_of(std::vector<storage::AnswerCount> const& counts, core::Day today);

/// Fills CHART with its bars and its table, or NO_CHART. The view box is 0 0 720 200, the base line at 170.
void add_month_chart(html::View& view, std::vector<MonthOfAnswers> const& months);

} // namespace habeas::app::pages
