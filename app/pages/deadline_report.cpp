#include "app/pages/deadline_report.hpp"

#include "app/deadline_export.hpp"
#include "app/error_response.hpp"
#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/numbers.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/words.hpp"
#include "app/store_access.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <tuple>
#include <utility>

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

/// A deadline this close is shown before it is missed.
constexpr std::chrono::days nearly{3};

/// Keeps the first rows of an order, however many come.
class Foremost {
  public:
    using Before = std::function<bool(core::DeadlineFacts const&, core::DeadlineFacts const&)>;
    explicit Foremost(Before before)
        : before_(std::move(before)) {}

    void add(core::DeadlineFacts const& facts) {
        rows_.push_back(facts);
        ++seen_;
        if (rows_.size() == 2 * shown_rows) cut();
    }
    std::vector<core::DeadlineFacts> take() {
        cut();
        return std::move(rows_);
    }
    std::size_t seen() const { return seen_; }

  private:
    void cut() {
        std::ranges::sort(rows_, before_);
        if (rows_.size() > shown_rows) rows_.resize(shown_rows);
    }

    Before before_;
    std::vector<core::DeadlineFacts> rows_;
    std::size_t seen_{};
};

/// Figures over all requests of the period, and the rows that are shown of them.
struct Report {
    core::DeadlineFigures figures;
    std::vector<core::DeadlineFacts> exceptions; ///< the most urgent first
    std::size_t exception_count{};
    DeadlineReport shown;                     ///< the first by day of receipt
    std::vector<core::RequestId> undelivered; ///< answered, and the letter has not reached the requester
    std::int64_t unsubscribes{};
};

bool is_exception(core::DeadlineFacts const& facts, core::Day as_of) {
    switch (core::standing_of(facts, as_of)) {
    case core::Standing::answered_late:
    case core::Standing::open_overdue:
        return true;
    case core::Standing::open_in_time:
        return facts.due_on - as_of <= nearly;
    case core::Standing::answered_in_time:
    case core::Standing::needed_no_answer:
        return false;
    }
    return false;
}

/// What can still be helped comes first, the longest overdue before the rest; what was answered late can only be known.
Foremost::Before by_urgency(core::Day as_of) {
    return [as_of](core::DeadlineFacts const& left, core::DeadlineFacts const& right) {
        auto const key = [as_of](core::DeadlineFacts const& facts) {
            auto const is_over = core::standing_of(facts, as_of) == core::Standing::answered_late;
            return std::tuple(is_over, facts.due_on, facts.id);
        };
        return key(left) < key(right);
    };
}

bool received_before(core::DeadlineFacts const& left, core::DeadlineFacts const& right) {
    return std::pair(left.received_on, left.id) < std::pair(right.received_on, right.id);
}

std::int64_t unsubscribes_in(storage::Snapshot& snapshot, DeadlinePeriod const& period) {
    auto const counts = snapshot.received_counts(period.from, period.until());
    auto const found = counts.find(core::RequestType::unsubscribe);
    return found == counts.end() ? 0 : found->second;
}

Report read_report(storage::Snapshot& snapshot, DeadlinePeriod const& period, core::AsOf const& as_of) {
    core::FigureCounter counter(as_of.day);
    Foremost exceptions(by_urgency(as_of.day));
    Foremost rows(received_before);
    auto const undelivered = snapshot.requests_with_undelivered_answers(most_undelivered);
    Report report;
    snapshot.each_deadline_fact(period.from, period.until(), as_of, [&](core::DeadlineFacts const& facts) {
        counter.add(facts);
        rows.add(facts);
        if (is_exception(facts, as_of.day)) exceptions.add(facts);
        if (std::ranges::binary_search(undelivered, facts.id)) report.undelivered.push_back(facts.id);
    });
    std::ranges::sort(report.undelivered);
    report.figures = counter.figures();
    report.exception_count = exceptions.seen();
    report.exceptions = exceptions.take();
    report.shown = read_complaints(snapshot, period, as_of);
    report.shown.requests = rows.take();
    report.unsubscribes = unsubscribes_in(snapshot, period);
    return report;
}

/// The period a person asked for, or this year to date; what they typed, and what was wrong with it by field.
struct AskedPeriod {
    DeadlinePeriod period;
    TypedPeriod typed;
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
    AskedPeriod asked{period.value_or(year_to_date(today)), typed, fields.mistakes()};
    if (!period) core::add_findings(asked.mistakes, period.error().fields);
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

void add_row(View& part, Services const& services, DeadlineRow const& row, core::Day as_of) {
    part.text("REFERENCE", row.reference.text())
        .text("TYPE_LABEL", label(row.type))
        .text("STATUS_LABEL", label(row.status))
        .text("OUTCOME_LABEL", row.outcome ? label(*row.outcome) : std::string_view())
        .text("RECEIVED_ISO", core::iso(row.received_on))
        .text("RECEIVED_DAY", html::day_words(row.received_on))
        .text("DUE_ISO", core::iso(row.due_on))
        .text("DUE_DAY", html::day_words(row.due_on))
        .show_if(row.extended, "EXTENDED")
        .text("CLOSED_ISO", row.closed_on ? core::iso(*row.closed_on) : "")
        .maybe("CLOSED_DAY", row.closed_on ? html::day_words(*row.closed_on) : "")
        .number("DAYS_TAKEN", row.days)
        .text("STANDING_LABEL", standing_words(row.due_on, row.standing, as_of))
        .text("URGENCY", standing_mark(row.due_on, row.standing, as_of, services.desk.policy().due_soon_days))
        .text("ASSIGNEE_NAME", row.assignee.value_or(""));
}

/// An answer counts for whoever waits for it once they have it: nothing moves, but it is said.
void add_undelivered(View& view, Services const& services, Report const& report) {
    if (report.undelivered.empty()) return;
    auto& list = view.add("UNDELIVERED");
    for (auto const id : report.undelivered)
        list.add("UNDELIVERED_ROW").text("REFERENCE", services.store.references().encode(id).text());
}

void add_exceptions(View& view, Services const& services, Report const& report, core::Day as_of) {
    if (report.exceptions.empty()) {
        view.show_if(report.figures.received > 0, "NO_EXCEPTIONS");
        return;
    }
    auto& list = view.add("EXCEPTIONS");
    for (auto const& facts : report.exceptions)
        add_row(list.add("EXCEPTION_ROW"), services, row_of(facts, as_of, report.shown.names), as_of);
}

void add_requests(View& view, Services const& services, Report const& report, core::Day as_of) {
    if (report.figures.received == 0) {
        view.show("NO_REQUESTS");
        return;
    }
    auto& list = view.add("ALL");
    for (auto const& facts : report.shown.requests)
        add_row(list.add("REPORT_ROW"), services, row_of(facts, as_of, report.shown.names), as_of);
    if (static_cast<std::size_t>(report.figures.received) > report.shown.requests.size())
        view.maybe("SHORTENED", "At most " + number_words(shown_rows) + " of " + number_words(report.figures.received) +
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
    auto const& complaints = report.shown.complaints;
    if (complaints.empty()) return;
    auto& part = view.add("COMPLAINTS");
    part.text("COMPLAINT_SENTENCE", complaint_sentence(core::figures_of(complaints, as_of)));
    for (auto const& facts : std::span(complaints).first(std::min(complaints.size(), shown_rows)))
        add_row(part.add("COMPLAINT_ROW"), services, row_of(facts, as_of, report.shown.names), as_of);
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

std::vector<Figure> figures_shown(core::DeadlineFigures const& figures, std::int64_t unsubscribes) {
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
        {number_words(unsubscribes), "unsubscribe requests", "done at once, counted in none of the others", ""},
    };
}

void add_report(View& view, Services const& services, Report const& report, core::Day as_of) {
    for (auto const& figure : figures_shown(report.figures, report.unsubscribes))
        view.add("FIGURE")
            .text("FIGURE_VALUE", figure.value)
            .text("FIGURE_LABEL", figure.label)
            .maybe("FIGURE_NOTE", figure.note)
            .text("FIGURE_MARK", figure.mark);
    add_undelivered(view, services, report);
    add_exceptions(view, services, report, as_of);
    add_requests(view, services, report, as_of);
    add_complaints(view, services, report, as_of);
}

/// Lives as long as what was typed.
std::string_view words_of(std::optional<std::string> const& typed) {
    return typed ? std::string_view(*typed) : std::string_view();
}

View report_frame(Services const& services, SignedIn const& signed_in, TypedPeriod const& typed) {
    auto view = desk_frame(services, signed_in, "Deadline report", Place::reports);
    view.text("FROM", words_of(typed.from)).text("TO", words_of(typed.to)).text("AS_OF", words_of(typed.as_of));
    return view;
}

HttpResponse show_report(Services const& services, SignedIn const& signed_in, DeadlinePeriod const& period,
                         Report const& report) {
    auto view =
        report_frame(services, signed_in, {core::iso(period.from), core::iso(period.to), core::iso(period.as_of)});
    auto& part = view.add("REPORT");
    view.text("AS_OF_WORDS", html::day_words(period.as_of));
    view.text("PERIOD_WORDS", html::day_words(period.from) + " to " + html::day_words(period.to));
    view.text("CSV_URL", "/reports/deadlines.csv" + query_for(period)).show("HAS_REPORT");
    add_report(part, services, report, period.as_of);
    return show(services, 200, "pages/deadline_report.html", view);
}

/// The days as they were typed and what is wrong with them; no figures, which would be those of other days.
HttpResponse show_mistakes(Services const& services, SignedIn const& signed_in, AskedPeriod const& asked) {
    auto view = report_frame(services, signed_in, asked.typed);
    std::vector<html::FieldValue> const values{
        {"from", words_of(asked.typed.from)}, {"to", words_of(asked.typed.to)}, {"as_of", words_of(asked.typed.as_of)}};
    auto const errors = html_errors(asked.mistakes);
    html::fill_form(view, values, errors);
    return show(services, 422, "pages/deadline_report.html", view);
}

/// A file has no fields to stand beside: the first mistake is the page's sentence.
core::Error without_fields(core::Error error) {
    if (!error.fields.empty()) error.message = std::exchange(error.fields, {}).front().message;
    return error;
}

} // namespace

asio::awaitable<HttpResponse> deadline_report(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto const asked = asked_period(request.query, services.stamp(signed_in.actor()).on);
    if (!asked.mistakes.empty()) co_return show_mistakes(services, signed_in, asked);
    auto const as_of = services.calendar.as_of(asked.period.as_of);
    auto reading = read_store(services.store, [period = asked.period, as_of](storage::Snapshot& snapshot) {
        return read_report(snapshot, period, as_of);
    });
    auto const report = co_await std::move(reading);
    co_return show_report(services, signed_in, asked.period, report);
}

asio::awaitable<HttpResponse> deadline_report_csv(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto const stamp = services.stamp(signed_in.actor());
    auto const asked = asked_period(request.query, stamp.on);
    if (!asked.mistakes.empty())
        co_return error_response(services, request, without_fields(core::fail(asked.mistakes).error()));
    auto taking = export_deadlines(services, asked.period, stamp, request.request_id);
    auto const report = co_await std::move(taking);
    if (!report) co_return error_response(services, request, without_fields(report.error()));
    co_return HttpResponse::csv(deadline_file_name(asked.period), deadline_csv(*report, asked.period.as_of));
}

} // namespace habeas::app::pages
