#include "app/pages/deadline_report.hpp"

#include "app/deadline_csv.hpp"
#include "app/deadline_period.hpp"
#include "app/error_response.hpp"
#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/numbers.hpp"
#include "app/pages/people.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/words.hpp"
#include "app/store_access.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using html::View;
using http::HttpRequest;
using http::HttpResponse;

/// A browser is no place for a hundred thousand rows; the CSV has them all.
constexpr std::size_t shown_rows = 500;
constexpr int most_undelivered = 500;

struct Report {
    std::vector<core::DeadlineFacts> facts;
    std::vector<core::ComplaintFacts> complaints;
    std::vector<core::RequestId> undelivered; ///< answered, and the letter has not reached the requester
    People people;
};

Report read_report(storage::Snapshot& snapshot, DeadlinePeriod const& period, core::AsOf as_of) {
    return {snapshot.deadline_facts(period.from, period.until(), as_of),
            snapshot.complaint_facts(period.from, period.until(), as_of),
            snapshot.requests_with_undelivered_answers(most_undelivered), People::read_staff(snapshot)};
}

/// The period a person asked for, or this year to date; what was wrong with it by field.
struct AskedPeriod {
    DeadlinePeriod period;
    std::vector<core::FieldError> mistakes;
};

/// A form sends its empty fields, too: they say nothing.
std::optional<std::string> typed_in(StrictForm& fields, std::string_view name) {
    auto typed = fields.text(name);
    return typed.empty() ? std::nullopt : std::optional(std::move(typed));
}

AskedPeriod asked_period(http::Form const& query, core::Day today) {
    StrictForm fields(query);
    TypedPeriod const typed{typed_in(fields, "from"), typed_in(fields, "to"), typed_in(fields, "as_of")};
    auto const period = read_period(typed, today);
    AskedPeriod asked{period.value_or(year_to_date(today)), fields.mistakes()};
    if (!period) core::add_findings(asked.mistakes, period.error().fields);
    // A program may look ahead; a person who reads tomorrow's figures takes them for facts.
    if (period && period->as_of > today)
        asked.mistakes.push_back({"as_of", "Choose today or a day before: nobody knows the rest yet."});
    if (!asked.mistakes.empty()) asked.period = year_to_date(today);
    return asked;
}

/// "?from=2026-01-01&to=2026-11-24&as_of=2026-11-24"
std::string query_for(DeadlinePeriod const& period) {
    return "?from=" + core::iso(period.from) + "&to=" + core::iso(period.to) + "&as_of=" + core::iso(period.as_of);
}

/// "answered in time", "3 days overdue", "due in 3 days"
std::string standing_words(core::Day due_on, core::Standing standing, core::Day as_of) {
    switch (standing) {
    case core::Standing::answered_in_time:
    case core::Standing::answered_late:
    case core::Standing::needed_no_answer:
        return std::string(label(standing));
    case core::Standing::open_in_time:
    case core::Standing::open_overdue:
        return html::due_words(due_on, as_of);
    }
    return {};
}

std::string_view standing_mark(core::Day due_on, core::Standing standing, core::Day as_of, int due_soon_days) {
    switch (standing) {
    case core::Standing::needed_no_answer:
        return "";
    case core::Standing::answered_in_time:
        return "on-time";
    case core::Standing::answered_late:
    case core::Standing::open_overdue:
        return "overdue";
    case core::Standing::open_in_time:
        return mark(core::urgency_of(due_on, as_of, due_soon_days));
    }
    return {};
}

std::string_view extension_words(core::DeadlineFacts const& facts) {
    return facts.extended ? " (extended)" : "";
}
std::string_view extension_words(core::ComplaintFacts const&) {
    return "";
}

/// A row of requests or of complaints: both have the same columns.
template <class Facts>
void add_row(View& part, Services const& services, Report const& report, Facts const& facts, core::Day as_of) {
    auto const standing = core::standing_of(facts, as_of);
    auto const last = facts.closed_on.value_or(as_of);
    part.text("REFERENCE", facts.reference.text())
        .text("TYPE_LABEL", label(facts.type))
        .text("STATUS_LABEL", label(facts.status))
        .text("RECEIVED_ISO", html::iso_day(facts.received_on))
        .text("RECEIVED_DAY", html::day_words(facts.received_on))
        .text("DUE_ISO", html::iso_day(facts.due_on))
        .text("DUE_DAY", html::day_words(facts.due_on) + std::string(extension_words(facts)))
        .text("CLOSED_DAY", facts.closed_on ? html::day_words(*facts.closed_on) : "")
        .number("DAYS_TAKEN", (last - facts.received_on).count())
        .text("STANDING_LABEL", standing_words(facts.due_on, standing, as_of))
        .text("URGENCY", standing_mark(facts.due_on, standing, as_of, services.desk.policy().due_soon_days))
        .text("ASSIGNEE_NAME", facts.assignee ? report.people.name_of(*facts.assignee) : "");
}

bool is_exception(core::DeadlineFacts const& facts, core::Day as_of) {
    switch (core::standing_of(facts, as_of)) {
    case core::Standing::answered_late:
    case core::Standing::open_overdue:
        return true;
    case core::Standing::open_in_time:
        return facts.due_on - as_of <= std::chrono::days{3};
    case core::Standing::answered_in_time:
    case core::Standing::needed_no_answer:
        return false;
    }
    return false;
}

/// An answer counts for whoever waits for it once they have it: nothing moves, but it is said.
void add_undelivered(View& view, Report const& report) {
    View* list = nullptr;
    for (auto const& facts : report.facts) {
        if (!std::ranges::binary_search(report.undelivered, facts.id)) continue;
        if (!list) list = &view.add("UNDELIVERED");
        list->add("UNDELIVERED_ROW").text("REFERENCE", facts.reference.text());
    }
}

void add_rows(View& view, Services const& services, Report const& report, core::Day as_of) {
    add_undelivered(view, report);
    View* exceptions = nullptr;
    View* all = nullptr;
    std::size_t shown_exceptions{};
    std::size_t shown{};
    for (auto const& facts : report.facts) {
        if (is_exception(facts, as_of) && ++shown_exceptions <= shown_rows) {
            if (!exceptions) exceptions = &view.add("EXCEPTIONS");
            add_row(exceptions->add("EXCEPTION_ROW"), services, report, facts, as_of);
        }
        if (++shown > shown_rows) continue;
        if (!all) all = &view.add("ALL");
        add_row(all->add("REPORT_ROW"), services, report, facts, as_of);
    }
    if (report.facts.empty())
        view.show("NO_REQUESTS");
    else if (!exceptions)
        view.show("NO_EXCEPTIONS");
    if (shown > shown_rows || shown_exceptions > shown_rows)
        view.maybe("SHORTENED", "At most " + number_words(shown_rows) + " of " +
                                    number_words(std::ssize(report.facts)) +
                                    " requests are shown in a table here. The CSV has them all.");
}

std::string complaint_sentence(core::ComplaintFigures const& figures) {
    return fmt::format("{} received: {} decided in time, {} decided late, {} open in time, {} open and overdue, {} "
                       "withdrawn. They never change how the first answer counts.",
                       number_words(figures.received), number_words(figures.decided_in_time),
                       number_words(figures.decided_late), number_words(figures.open_in_time),
                       number_words(figures.open_overdue), number_words(figures.withdrawn));
}

void add_complaints(View& view, Services const& services, Report const& report, core::Day as_of) {
    if (report.complaints.empty()) return;
    auto& part = view.add("COMPLAINTS");
    part.text("COMPLAINT_SENTENCE", complaint_sentence(core::figures_of(report.complaints, as_of)));
    for (std::size_t i = 0; i < std::min(report.complaints.size(), shown_rows); ++i)
        add_row(part.add("COMPLAINT_ROW"), services, report, report.complaints[i], as_of);
}

std::string days_number(std::optional<double> days) {
    return days ? fmt::format("{:.1f}", *days) : "–";
}

struct Figure {
    std::string value;
    std::string_view label;
    std::string note;
    std::string_view mark;
};

std::vector<Figure> figures_shown(core::DeadlineFigures const& figures) {
    auto const number = [](int count) { return number_words(count); };
    auto const if_any = [](int count, std::string_view mark) { return count ? mark : std::string_view(); };
    auto const closed = fmt::format("{} fulfilled, {} in part, {} denied, {} redirected", figures.fulfilled,
                                    figures.partially_fulfilled, figures.denied, figures.redirected);
    auto const unanswered = fmt::format("{} withdrawn, {} never confirmed", figures.withdrawn, figures.expired);
    return {
        {number(figures.received), "received", unanswered, ""},
        {figures.on_time_percent ? percent_words(*figures.on_time_percent) : "–", "in time",
         "of those answered or overdue", ""},
        {number(figures.answered_in_time), "answered in time", closed, if_any(figures.answered_in_time, "on-time")},
        {number(figures.answered_late), "answered late", "", if_any(figures.answered_late, "overdue")},
        {number(figures.open_in_time), "open, in time", "", ""},
        {number(figures.open_overdue), "open, overdue", "", if_any(figures.open_overdue, "overdue")},
        {number(figures.extended), "extended", "", ""},
        {days_number(figures.median_days), "median days to answer", "mean " + days_number(figures.mean_days), ""},
    };
}

HttpResponse show_report(Services const& services, SignedIn const& signed_in, AskedPeriod const& asked,
                         Report const& report) {
    auto const& period = asked.period;
    auto view = desk_frame(services, signed_in, "Deadline report", Place::reports);
    view.text("FROM", html::iso_day(period.from)).text("TO", html::iso_day(period.to));
    view.text("AS_OF", html::iso_day(period.as_of)).text("AS_OF_WORDS", html::day_words(period.as_of));
    view.text("PERIOD_WORDS", html::day_words(period.from) + " to " + html::day_words(period.to));
    view.text("CSV_URL", "/reports/deadlines.csv" + query_for(period));
    for (auto const& figure : figures_shown(core::figures_of(report.facts, period.as_of)))
        view.add("FIGURE")
            .text("FIGURE_VALUE", figure.value)
            .text("FIGURE_LABEL", figure.label)
            .maybe("FIGURE_NOTE", figure.note)
            .text("FIGURE_MARK", figure.mark);
    add_rows(view, services, report, period.as_of);
    add_complaints(view, services, report, period.as_of);
    auto const errors = html_errors(asked.mistakes);
    html::fill_form(view, {}, errors);
    return show(services, asked.mistakes.empty() ? 200 : 422, "pages/deadline_report.html", view);
}

core::Error too_long(int most) {
    return {core::ErrorCode::invalid,
            "This period has more than " + number_words(most) +
                " requests. Choose a shorter one, or use the command \"habeas report deadlines\" on the server.",
            "report rows",
            {}};
}

asio::awaitable<Report> report_of(Services& services, DeadlinePeriod period) {
    core::AsOf const as_of{period.as_of, services.calendar.end_of(period.as_of)};
    return read_store(services.store,
                      [period, as_of](storage::Snapshot& snapshot) { return read_report(snapshot, period, as_of); });
}

} // namespace

asio::awaitable<HttpResponse> deadline_report(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto const asked = asked_period(request.query, services.stamp(signed_in.actor()).on);
    auto reading = report_of(services, asked.period);
    auto const report = co_await std::move(reading);
    co_return show_report(services, signed_in, asked, report);
}

asio::awaitable<HttpResponse> deadline_report_csv(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto const stamp = services.stamp(signed_in.actor());
    auto const asked = asked_period(request.query, stamp.on);
    if (!asked.mistakes.empty())
        co_return error_response(services, request,
                                 {core::ErrorCode::malformed, asked.mistakes.front().message, "report period", {}});
    core::AsOf const as_of{asked.period.as_of, services.calendar.end_of(asked.period.as_of)};
    auto reading = read_store(services.store, [period = asked.period, as_of](storage::Snapshot& snapshot) {
        return read_deadlines(snapshot, period, as_of);
    });
    auto const report = co_await std::move(reading);
    auto const most = services.configuration.limits.report_rows;
    if (!check_rows(report.rows(), most)) co_return error_response(services, request, too_long(most));
    // The copy leaves only once the entry that says who took it is durable.
    auto noting = write_store(services.store, [entry = exported(asked.period, report.rows(), stamp),
                                               at = stamp.at](storage::Transaction& transaction) {
        return transaction.commit(entry, at).has_value();
    });
    (void)co_await std::move(noting);
    services.log.info("report.exported", {{"staff", signed_in.member.id.value},
                                          {"rows", static_cast<std::int64_t>(report.rows())},
                                          {"request_id", request.request_id}});
    co_return HttpResponse::csv("deadlines-" + core::iso(asked.period.from) + "-" + core::iso(asked.period.to) + ".csv",
                                deadline_csv(report, asked.period.as_of));
}

} // namespace habeas::app::pages
