#include "app/pages/reports.hpp"

#include "app/pages/frame.hpp"
#include "app/pages/month_chart.hpp"
#include "app/pages/numbers.hpp"
#include "app/store_access.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using html::View;
using http::HttpRequest;
using http::HttpResponse;

constexpr std::chrono::days soon{3};
constexpr std::chrono::months shown_months{12};

/// One row of the ageing table: open requests with so many days left.
struct Age {
    std::string_view words;
    std::optional<int> from, until;
    std::int64_t count{};
};

/// What the dashboard shows, read in one go.
struct Dashboard {
    std::int64_t overdue{}, soon{}, dead{}, print{};
    std::int64_t unanswered_overdue{}; ///< of the overdue ones
    storage::QueueCounts counts;
    std::vector<Age> ages;
    std::vector<storage::AnswerCount> answers; ///< of the months shown
    std::int64_t received{};                   ///< in the months shown, without unsubscribes: they wait for nothing
};

std::vector<Age> count_ages(storage::Snapshot& snapshot, core::Day today) {
    std::vector<Age> ages{{"more than a week over", {}, -8}, {"up to a week over", -7, -1},
                          {"today to 3 days", 0, 3},         {"4 to 7 days", 4, 7},
                          {"8 to 14 days", 8, 14},           {"15 to 30 days", 15, 30},
                          {"more than 30 days", 31, 20'000}};
    for (auto& age : ages) {
        auto const from = age.from ? std::optional(today + std::chrono::days{*age.from}) : std::nullopt;
        age.count = snapshot.count_workable_due(from, today + std::chrono::days{*age.until});
    }
    return ages;
}

std::chrono::year_month month_of(core::Day day) {
    std::chrono::year_month_day const date{day};
    return date.year() / date.month();
}

Dashboard read_dashboard(storage::Snapshot& snapshot, core::Day today) {
    auto const first_month = month_of(today) - (shown_months - std::chrono::months{1});
    Dashboard dashboard;
    dashboard.overdue = snapshot.count_workable_due(std::nullopt, today - std::chrono::days{1});
    dashboard.unanswered_overdue = snapshot.count_unanswered_due(today - std::chrono::days{1});
    dashboard.soon = snapshot.count_workable_due(today, today + soon);
    dashboard.dead = snapshot.count_letters(core::LetterState::dead);
    dashboard.print = snapshot.count_letters(core::LetterState::print);
    dashboard.counts = snapshot.counts();
    dashboard.ages = count_ages(snapshot, today);
    dashboard.answers = snapshot.answer_counts(first_month, month_of(today));
    for (auto const& [type, count] : snapshot.received_counts(core::Day{first_month / 1}, today))
        if (type != core::RequestType::unsubscribe) dashboard.received += count;
    return dashboard;
}

void add_exception(View& view, std::string_view name, std::int64_t count, std::string_view url) {
    auto const marker = std::string(name);
    view.text(marker + "_COUNT", number_words(count)).text(marker + "_URL", url).show_if(count > 0, marker + "_ANY");
}

std::int64_t awaiting_approval(storage::QueueCounts const& counts) {
    auto const found = counts.by_status.find(core::Status::awaiting_approval);
    return found == counts.by_status.end() ? 0 : found->second;
}

/// Each number leads to exactly the requests it counts. Who sees no cases is led to the report instead.
void add_exceptions(View& view, Dashboard const& dashboard, core::Day today, core::Role role) {
    auto const desk = [role](std::string const& url) { return role == core::Role::admin ? "/reports/deadlines" : url; };
    auto const in_three_days = "/desk?due_from=" + core::iso(today) + "&due_until=" + core::iso(today + soon);
    auto const undelivered = dashboard.dead + dashboard.print;
    auto const approval = awaiting_approval(dashboard.counts);
    add_exception(view, "OVERDUE", dashboard.overdue, desk("/desk?view=overdue"));
    add_exception(view, "SOON", dashboard.soon, desk(in_three_days));
    add_exception(view, "UNDELIVERED", undelivered, "/settings#letters");
    add_exception(view, "APPROVAL", approval, desk("/desk?view=approval"));
    view.show_if(dashboard.overdue + dashboard.soon + undelivered + approval == 0, "ALL_WELL");
}

/// What became of the answers in the months shown.
struct Answers {
    std::int64_t in_time{}, late{};
    core::DayCounts days;
};

Answers sum_of(std::vector<storage::AnswerCount> const& counts) {
    Answers sum;
    for (auto const& each : counts) {
        (each.late ? sum.late : sum.in_time) += each.answers;
        sum.days[each.days] += each.answers;
    }
    return sum;
}

void add_figures(View& view, Dashboard const& dashboard) {
    auto const answers = sum_of(dashboard.answers);
    auto const median = core::median_of(answers.days);
    // An overdue request counts against the rate before it is answered: waiting must not make the figure better. A
    // complaint has a clock of its own, and its request was counted when it was answered.
    auto const counted = answers.in_time + answers.late + dashboard.unanswered_overdue;
    auto const rate =
        100.0 * static_cast<double>(answers.in_time) / static_cast<double>(std::max<std::int64_t>(counted, 1));
    view.text("PERIOD_WORDS", "the last 12 months")
        .text("ON_TIME_RATE", counted ? percent_words(rate) : "–")
        .text("ON_TIME_SENTENCE", fmt::format("{} of {} that were answered or are overdue.",
                                              number_words(answers.in_time), number_words(counted)))
        .text("MEDIAN_DAYS", median ? fmt::format("{:.1f}", *median) : "–")
        .text("OPEN_COUNT", number_words(dashboard.counts.open))
        .text("RECEIVED_COUNT", number_words(dashboard.received));
}

void add_ages(View& view, std::vector<Age> const& ages) {
    auto const most = std::max<std::int64_t>(1, std::ranges::max(ages, {}, &Age::count).count);
    for (auto const& age : ages)
        view.add("AGE")
            .text("AGE_LABEL", age.words)
            .text("AGE_COUNT", number_words(age.count))
            .number("AGE_PERCENT", age.count * 100 / most);
}

} // namespace

asio::awaitable<HttpResponse> reports(Services& services, HttpRequest&, SignedIn const& signed_in) {
    auto const today = services.stamp(signed_in.actor()).on;
    auto reading =
        read_store(services.store, [today](storage::Snapshot& snapshot) { return read_dashboard(snapshot, today); });
    auto const dashboard = co_await std::move(reading);
    auto view = desk_frame(services, signed_in, "Reports", Place::reports);
    add_exceptions(view, dashboard, today, signed_in.member.role);
    add_figures(view, dashboard);
    add_month_chart(view, months_of(dashboard.answers, today));
    add_ages(view, dashboard.ages);
    co_return show(services, 200, "pages/reports.html", view);
}

} // namespace habeas::app::pages
