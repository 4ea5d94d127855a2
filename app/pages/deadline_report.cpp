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
#include <functional>
#include <tuple>

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
    std::vector<core::DeadlineFacts> rows;       ///< by day of receipt
    std::size_t exception_count{};
    std::vector<core::Reference> undelivered; ///< answered, and the letter has not reached the requester
    std::int64_t unsubscribes{};
    std::vector<core::ComplaintFacts> complaints;
    People people;
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

Report read_report(storage::Snapshot& snapshot, DeadlinePeriod const& period, core::AsOf as_of) {
    core::FigureCounter counter(as_of.day);
    Foremost exceptions(by_urgency(as_of.day));
    Foremost rows(received_before);
    auto const undelivered = snapshot.requests_with_undelivered_answers(most_undelivered);
    Report report;
    snapshot.each_deadline_fact(period.from, period.until(), as_of, [&](core::DeadlineFacts const& facts) {
        counter.add(facts);
        rows.add(facts);
        if (is_exception(facts, as_of.day)) exceptions.add(facts);
        if (std::ranges::binary_search(undelivered, facts.id)) report.undelivered.push_back(facts.reference);
    });
    report.figures = counter.figures();
    report.exception_count = exceptions.seen();
    report.exceptions = exceptions.take();
    report.rows = rows.take();
    report.unsubscribes = unsubscribes_in(snapshot, period);
    report.complaints = snapshot.complaint_facts(period.from, period.until(), as_of);
    report.people = People::read_staff(snapshot);
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
    // A program may look ahead; a person who reads tomorrow's figures takes them for facts.
    if (period && period->as_of > today)
        asked.mistakes.push_back({"as_of", "Choose today or a day before: nobody knows the rest yet."});
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

/// An answer counts for whoever waits for it once they have it: nothing moves, but it is said.
void add_undelivered(View& view, Report const& report) {
    if (report.undelivered.empty()) return;
    auto& list = view.add("UNDELIVERED");
    for (auto const& reference : report.undelivered)
        list.add("UNDELIVERED_ROW").text("REFERENCE", reference.text());
}

void add_rows(View& view, Services const& services, Report const& report, core::Day as_of) {
    add_undelivered(view, report);
    auto const all = static_cast<std::size_t>(report.figures.received);
    if (all == 0)
        view.show("NO_REQUESTS");
    else if (report.exceptions.empty())
        view.show("NO_EXCEPTIONS");
    View* exceptions = report.exceptions.empty() ? nullptr : &view.add("EXCEPTIONS");
    for (auto const& facts : report.exceptions)
        add_row(exceptions->add("EXCEPTION_ROW"), services, report, facts, as_of);
    View* rows = report.rows.empty() ? nullptr : &view.add("ALL");
    for (auto const& facts : report.rows)
        add_row(rows->add("REPORT_ROW"), services, report, facts, as_of);
    if (all > shown_rows || report.exception_count > shown_rows)
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
    add_rows(view, services, report, as_of);
    add_complaints(view, services, report, as_of);
}

View report_frame(Services const& services, SignedIn const& signed_in, TypedPeriod const& typed) {
    auto view = desk_frame(services, signed_in, "Deadline report", Place::reports);
    view.text("FROM", typed.from.value_or(""))
        .text("TO", typed.to.value_or(""))
        .text("AS_OF", typed.as_of.value_or(""));
    return view;
}

HttpResponse show_report(Services const& services, SignedIn const& signed_in, DeadlinePeriod const& period,
                         Report const& report) {
    auto view = report_frame(services, signed_in,
                             {html::iso_day(period.from), html::iso_day(period.to), html::iso_day(period.as_of)});
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
    std::vector<html::FieldValue> const values{{"from", asked.typed.from.value_or("")},
                                               {"to", asked.typed.to.value_or("")},
                                               {"as_of", asked.typed.as_of.value_or("")}};
    auto const errors = html_errors(asked.mistakes);
    html::fill_form(view, values, errors);
    return show(services, 422, "pages/deadline_report.html", view);
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
    if (!asked.mistakes.empty()) co_return show_mistakes(services, signed_in, asked);
    auto reading = report_of(services, asked.period);
    auto const report = co_await std::move(reading);
    co_return show_report(services, signed_in, asked.period, report);
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
