#include "app/pages/month_chart.hpp"

#include "app/pages/numbers.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace habeas::app::pages {

namespace {

using html::View;
using std::chrono::year_month;

constexpr int month_count = 12;
constexpr int base_line = 170;
constexpr int highest = 150;
constexpr int first_bar = 50;
constexpr int bar_step = 56;
constexpr int bar_width = 32;

constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

year_month month_of(core::Day day) {
    std::chrono::year_month_day const date{day};
    return date.year() / date.month();
}

std::string_view short_name(year_month month) {
    return month_names[static_cast<unsigned>(month.month()) - 1];
}

std::string month_words(year_month month) {
    return fmt::format("{} {}", short_name(month), static_cast<int>(month.year()));
}

std::string rate_words(MonthOfAnswers const& month) {
    auto const all = month.in_time + month.late;
    return all ? percent_words(100.0 * static_cast<double>(month.in_time) / static_cast<double>(all)) : "–";
}

/// The next of 4, 10, 20, 50, 100 … that has room for the highest bar; half of each is whole.
std::int64_t scale_for(std::int64_t most) {
    if (most <= 4) return 4;
    for (std::int64_t power = 10;; power *= 10)
        for (std::int64_t const step : {1, 2, 5})
            if (step * power >= most) return step * power;
}

void add_grid(View& chart, std::int64_t scale) {
    for (int part = 0; part <= 2; ++part) {
        auto const y = base_line - highest * part / 2;
        chart.add("GRID")
            .number("GRID_Y", y)
            .number("GRID_TEXT_Y", y + 4)
            .text("GRID_LABEL", number_words(scale * part / 2));
    }
}

void add_bar(View& chart, MonthOfAnswers const& month, int place, std::int64_t scale) {
    auto const good = month.in_time * highest / scale;
    auto const late = month.late * highest / scale;
    auto const x = first_bar + place * bar_step;
    chart.add("BAR")
        .number("BAR_X", x)
        .number("GOOD_Y", base_line - good)
        .number("GOOD_HEIGHT", good)
        .number("LATE_Y", base_line - good - late)
        .number("LATE_HEIGHT", late)
        .number("LABEL_X", x + bar_width / 2)
        .text("BAR_LABEL", short_name(month.month));
}

std::string summary_of(std::vector<MonthOfAnswers> const& months) {
    std::int64_t in_time{};
    std::int64_t late{};
    for (auto const& month : months) {
        in_time += month.in_time;
        late += month.late;
    }
    return fmt::format("Answers by month from {} to {}: {} in time, {} late.", month_words(months.front().month),
                       month_words(months.back().month), in_time, late);
}

} // namespace

std::vector<MonthOfAnswers> months_of(std::vector<storage::AnswerCount> const& counts, core::Day today) {
    std::vector<MonthOfAnswers> months;
    for (int back = month_count - 1; back >= 0; --back)
        months.push_back({month_of(today) - std::chrono::months{back}, 0, 0});
    for (auto const& each : counts) {
        auto const month = std::ranges::find(months, each.month, &MonthOfAnswers::month);
        if (month == months.end()) continue;
        (each.late ? month->late : month->in_time) += each.answers;
    }
    return months;
}

void add_month_chart(View& view, std::vector<MonthOfAnswers> const& months) {
    auto const all_of = [](MonthOfAnswers const& month) { return month.in_time + month.late; };
    auto const most = months.empty() ? std::int64_t{} : all_of(*std::ranges::max_element(months, {}, all_of));
    if (most == 0) {
        view.show("NO_CHART");
        return;
    }
    auto const scale = scale_for(most);
    auto& chart = view.add("CHART");
    chart.text("CHART_SUMMARY", summary_of(months));
    add_grid(chart, scale);
    for (int place = 0; place < std::ssize(months); ++place) {
        auto const& month = months[static_cast<std::size_t>(place)];
        add_bar(chart, month, place, scale);
        chart.add("MONTH")
            .text("MONTH_LABEL", month_words(month.month))
            .text("MONTH_ON_TIME", number_words(month.in_time))
            .text("MONTH_LATE", number_words(month.late))
            .text("MONTH_RATE", rate_words(month));
    }
}

} // namespace habeas::app::pages
