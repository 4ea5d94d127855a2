#include "app/html/forms.hpp"
#include "sample_views.hpp"

#include <array>

namespace habeas::test {
namespace {

using app::html::add_option;
using app::html::Chosen;
using app::html::FieldError;
using app::html::FieldValue;
using app::html::fill_form;
using app::html::View;

View framed(std::string_view title, std::string_view place) {
    View view;
    view.text("PAGE_TITLE", title)
        .text("COMPANY", "Lindenhof Software")
        .text("STYLE_VERSION", "1")
        .text("DESK_STYLE_VERSION", "1");
    view.text("STAFF_NAME", "Jonas Ahrens").text("ROLE_LABEL", "agent").text("FORM_TOKEN", "f3b1c09a");
    view.text("PRODUCT_VERSION", "0.1.0").text("NOW", "17 February 2026, 14:05").text("TIME_ZONE", "Europe/Berlin");
    view.text("HOME_URL", "/desk").text("HOME_LABEL", "Go to the queue").show("NAV_QUEUE");
    view.show("NAV_NEW").show("NAV_REPORTS").show("NAV_AUDIT").show("NAV_SETTINGS").show(place);
    return view;
}

void add_staff(View& view, std::string_view section) {
    add_option(view, section, "1", "Jonas Ahrens", Chosen::yes);
    add_option(view, section, "2", "Meike Terborg");
    add_option(view, section, "3", "Samir Haddad");
}

struct Row {
    char const *reference, *type, *name, *status, *urgency, *due_iso, *due, *used, *assignee;
};

constexpr std::array<Row, 10> rows{{
    {"DSR-3K8T-X9PD", "Correction", "Tomasz Wilk", "In progress", "overdue", "2026-02-14", "3 days overdue", "100",
     "JA"},
    {"DSR-8PWR-M2NK", "Deletion", "Farah Nouri", "Waiting for approval", "overdue", "2026-02-16", "1 day overdue",
     "100", "MT"},
    {"DSR-6VXC-H4GB", "Access", "Ole Kristiansen", "In progress", "due-soon", "2026-02-17", "due today", "98", "SH"},
    {"DSR-K7QZ-9DLM", "Access", "Benedetta Lombardi-Castellani", "Open", "due-soon", "2026-02-19", "due in 2 days",
     "93", ""},
    {"DSR-2NPX-8RWT", "Deletion", "Yusuf Demir", "Waiting for the requester", "paused", "2026-02-27", "due in 10 days",
     "66", "JA"},
    {"DSR-7Q2M-K4XN", "Access", "Anneke Brouwer", "In progress", "on-time", "2026-03-01", "due in 12 days", "60", "JA"},
    {"DSR-5HJD-3TVK", "Correction", "Li Wei", "Open", "on-time", "2026-03-04", "due in 15 days", "50", ""},
    {"DSR-9CMB-6FXQ", "Access", "Sofia Papadaki", "Open", "on-time", "2026-03-09", "due in 20 days", "33", "SH"},
    {"DSR-4LTR-P8ZN", "Deletion", "Gareth Pugh", "Unverified", "on-time", "2026-03-17", "due in 28 days", "7", ""},
    {"DSR-X3GW-7KHD", "Correction", "Ines Duarte", "Unverified", "on-time", "2026-03-18", "due in 29 days", "3", ""},
}};

/// The ten rows come again and again, each time with references of their own.
std::string reference_of(Row const& from, std::size_t number) {
    auto reference = std::string(from.reference);
    reference.back() = "BCDFGHJKLM"[number / rows.size()];
    return reference;
}

void add_row(View& list, Row const& from, std::string const& reference, bool unread) {
    auto& row = list.add("ROW").text("REFERENCE", reference).text("TYPE_LABEL", from.type);
    row.text("SUBJECT_NAME", from.name).text("STATUS_LABEL", from.status).text("URGENCY", from.urgency);
    row.text("DUE_ISO", from.due_iso).text("DUE_WORDS", from.due).text("USED_PERCENT", from.used);
    row.show_if(unread, "UNREAD");
    if (*from.assignee == '\0') {
        row.show("UNASSIGNED");
    } else {
        row.add("ASSIGNED").text("ASSIGNEE_INITIALS", from.assignee).text("ASSIGNEE_NAME", "Jonas Ahrens");
    }
}

View queue_frame() {
    auto view = framed("Queue", "ON_QUEUE");
    for (auto const& [label, count] : {std::pair{"All open", "312"},
                                       {"Mine", "14"},
                                       {"Nobody's", "41"},
                                       {"Overdue", "2"},
                                       {"Due soon", "9"},
                                       {"Waiting for approval", "3"},
                                       {"Finished", "4,120"}}) {
        auto& tab =
            view.add("TAB").text("TAB_URL", "/desk?view=all").text("TAB_LABEL", label).maybe("TAB_COUNT", count);
        tab.show_if(std::string_view{label} == "All open", "CURRENT");
    }
    view.text("CLEAR_URL", "/desk");
    auto& filters = view.add("FILTERS").text("VIEW_NAME", "all");
    add_option(filters, "STATUS_OPTION", "open", "Open");
    add_option(filters, "TYPE_OPTION", "access", "Access", Chosen::yes);
    add_option(filters, "URGENCY_OPTION", "overdue", "Overdue");
    add_staff(filters, "ASSIGNEE_OPTION");
    add_option(filters, "SORT_OPTION", "due_on", "Due first");
    add_option(filters, "SORT_OPTION", "-received_at", "Newest first");
    add_option(filters, "CHANNEL_OPTION", "postal_mail", "Post");
    return view;
}

View queue() {
    auto view = queue_frame();
    view.add("CHIPS").add("CHIP").text("CHIP_LABEL", "Type: access").text("CHIP_REMOVE_URL", "/desk");
    auto& list = view.add("LIST");
    for (std::size_t number = 0; number < 50; ++number)
        add_row(list, rows[number % rows.size()], reference_of(rows[number % rows.size()], number), number % 4 == 1);
    add_staff(list.add("BULK"), "STAFF");
    list.text("PAGE_RANGE", "1–50 of 312").add("FURTHER").text("FURTHER_URL", "/desk?after=MjAyNi0wMy0xOA");
    return view;
}

View empty_search() {
    auto view = queue_frame();
    view.text("SEARCH", "nobody@example.org").show("NO_MATCH").maybe("SEARCHED", "Nothing was found");
    return view;
}

View cut_search() {
    auto view = queue();
    view.text("SEARCH", "Maria").maybe("SEARCHED", "Every request is searched, also closed ones.");
    view.maybe("NEWEST_ONLY", "The newest 1,000 matches are shown; add a word to find the older ones.");
    return view;
}

void add_clock(View& view) {
    auto& clock = view.add("CLOCK").text("CLOCK_LABEL", "Answer by").text("DUE_ISO", "2026-03-01");
    clock.text("DUE_DAY", "1 March 2026").text("DUE_DISTANCE", "in 12 days").text("URGENCY", "on-time");
    clock.text("RULE_LABEL", "policy-30-days");
    clock.text("RULE_SENTENCE",
               "Requests to access, change, or delete your information will be handled within 30 days.");
    for (auto const& [iso, day, what] : {std::tuple{"2026-01-30", "30 January 2026", "received, day 0"},
                                         {"2026-01-31", "31 January 2026", "day 1"},
                                         {"2026-03-01", "1 March 2026", "day 30, due at its end (Europe/Berlin)"}})
        clock.add("TRACE").text("TRACE_ISO", iso).text("TRACE_DAY", day).text("TRACE_WHAT", what);
}

void add_talk(View& view) {
    auto& answered = view.add("MESSAGE").show("INCOMING").show("OPEN").text("WHO", "Anneke Brouwer");
    answered.text("WHEN", "5 February, 19:02").text("WHEN_ISO", "2026-02-05T18:02:00Z");
    answered.text("BODY", "The one of Brouwer & Zonen, please.\nThank you.");
    auto& asked = view.add("MESSAGE").show("FROM_US").text("WHO", "Jonas Ahrens to Anneke Brouwer");
    asked.text("WHEN", "4 February, 10:14").text("WHEN_ISO", "2026-02-04T09:14:00Z").text("DELIVERY_MARK", "on-time");
    asked.maybe("DELIVERY", "Handed over 10:14").maybe("SUBJECT_LINE", "A question about your request DSR-7Q2M-K4XN");
    asked.add("FOLDED")
        .text("FOLDED_LABEL", "The letter as sent")
        .text("BODY", "Dear Anneke Brouwer,\n\nwhich account…");
    auto& note = view.add("MESSAGE").show("NOTE").show("OPEN").text("WHO", "Note by Meike Terborg");
    note.text("WHEN", "3 February, 16:40").text("WHEN_ISO", "2026-02-03T15:40:00Z");
    note.text("BODY", "Two accounts match the name. The older one belongs to a reseller.");
    for (auto const& [what, when, who] : {std::tuple{"Answer received", "5 February, 19:02", "Anneke Brouwer"},
                                          {"Information asked for", "4 February, 10:14", "Jonas Ahrens"},
                                          {"Assigned to Jonas Ahrens", "2 February, 09:30", "Meike Terborg"},
                                          {"Address confirmed", "31 January, 08:12", "Anneke Brouwer"},
                                          {"Received by web form", "30 January, 22:51", "Anneke Brouwer"}}) {
        auto& event = view.add("EVENT").text("WHAT", what).text("WHEN", when).text("WHO", who);
        event.text("WHEN_ISO", "2026-02-05T18:02:00Z").show_if(std::string_view{who} == "Anneke Brouwer", "KEY_EVENT");
    }
}

View request_frame(std::string_view type, std::string_view status) {
    auto view = framed("DSR-7Q2M-K4XN", "ON_QUEUE");
    view.show("ACTIONS");
    view.text("REFERENCE", "DSR-7Q2M-K4XN").text("VERSION", "7").text("TYPE_LABEL", type).text("STATUS_LABEL", status);
    view.text("URGENCY", "on-time").text("URGENCY_LABEL", "on time").text("BACK_URL", "/desk?view=mine");
    view.add("ASSIGNED").text("ASSIGNEE_NAME", "Jonas Ahrens");
    auto& due = view.add("DUE").text("DUE_ISO", "2026-03-01").text("DUE_DAY", "1 March 2026");
    due.text("DUE_DISTANCE", "in 12 days");
    for (auto const& [label, value] : {std::pair{"Name", "Anneke Brouwer"},
                                       {"E-mail", "anneke@brouwer.example"},
                                       {"Evidence", "Address confirmed 31 January 2026"},
                                       {"Relationship", "Customer"},
                                       {"Organisation", "Brouwer & Zonen BV"},
                                       {"Country", "Netherlands"}})
        view.add("SUBJECT_FACT").text("FACT_LABEL", label).text("FACT_VALUE", value);
    for (auto const& [label, value] : {std::pair{"Requester", "the subject"},
                                       {"Channel", "Web form"},
                                       {"Received", "30 January 2026, 22:51"},
                                       {"Recorded", "30 January 2026, 22:51"},
                                       {"Categories", "All"}})
        view.add("REQUEST_FACT").text("FACT_LABEL", label).text("FACT_VALUE", value);
    view.maybe("DETAILS", "I called your support in October about an invoice.");
    add_clock(view);
    add_talk(view);
    add_staff(view, "STAFF");
    view.add("TAKE").text("ME_ID", "1");
    view.text("APPEAL_TODAY_ISO", "2026-02-17");
    view.text("WITHDRAW_EFFECT", "This closes the request. The requester gets a confirmation.");
    view.show("CAN_MESSAGE").show("CAN_NOTE").show("CAN_ASSIGN").show("CAN_WITHDRAW").show("CAN_DENY");
    add_option(view, "DENIAL_CHOICE", "not_identified", "We could not establish who is asking");
    view.text("EXTENDED_DUE", "30 April 2026").text("PAUSE_SENTENCE", "The policy's clock keeps running meanwhile.");
    return view;
}

void add_outcome(View& view, std::string_view index, std::string_view key, std::string_view label) {
    auto& outcome = view.add("OUTCOME").text("INDEX", index);
    outcome.text("CATEGORY", key).text("OUTCOME_LABEL", label);
    add_option(outcome, "CHOICE", "provided", "Provided", Chosen::yes);
    add_option(outcome, "CHOICE", "nothing_held", "We hold nothing");
    add_option(outcome, "CHOICE", "not_searched", "Not searched");
}

View access_request() {
    auto view = request_frame("Access", "In progress");
    view.maybe("DONE", "The answer is recorded. The request is in progress again.");
    view.show("NEXT_FULFIL").show("ANSWER").maybe("NEXT_WHY", "The requester answered, and the address is confirmed.");
    add_outcome(view, "0", "contact", "Contact data");
    add_outcome(view, "1", "billing", "Billing data");
    view.show("CAN_FULFIL_PARTIALLY").show("CAN_ASK").show("CAN_EXTEND").show("CAN_REDIRECT").show("CAN_VERIFY");
    view.maybe("EXTEND_HINT", "Only until 1 March 2026, and only once.").text("ORGANISATION", "Brouwer & Zonen BV");
    view.maybe("VERIFY_HINT", "The mailed link was used. Access needs no more than that.");
    return view;
}

View deletion_request() {
    auto view = request_frame("Deletion", "In progress");
    auto& outcome = view.show("NEXT_SUBMIT").add("OUTCOME");
    outcome.text("INDEX", "0").text("CATEGORY", "billing");
    outcome.text("OUTCOME_LABEL", "Billing data");
    add_option(outcome, "CHOICE", "kept", "Kept", Chosen::yes);
    auto& kept = outcome.add("KEPT").text("UNTIL", "2033-12-31");
    add_option(kept, "GROUND", "legal_obligations", "To comply with our legal obligations", Chosen::yes);
    fill_form(view, std::vector<FieldValue>{{"denial.explanation", "We could not"}},
              std::vector<FieldError>{{"denial.reason", "Choose a reason for the denial"}});
    return view;
}

View correction_request() {
    auto view = request_frame("Correction", "Waiting for approval");
    view.add("CORRECTIONS")
        .add("CORRECTION_FACT")
        .text("FACT_LABEL", "Billing address")
        .text("FACT_CURRENT", "Kade 2, Utrecht")
        .text("FACT_REQUESTED", "Havenstraat 19, 3511 Utrecht");
    view.show("NEXT_APPROVE").show("CAN_SEND_BACK");
    auto& asked = view.add("ASKED").text("ASKED_BY", "Jonas Ahrens");
    asked.maybe("APPROVAL_TEXT", "The new address matches the trade register.");
    auto& prepared = view.add("PREPARED").text("PREPARED_TITLE", "The answer to approve");
    auto& results = prepared.add("CATEGORY_RESULTS").show("KEPT_HEAD").add("CATEGORY_RESULT");
    results.text("RESULT_CATEGORY", "Billing data").text("RESULT_DECISION", "Kept");
    results.add("KEPT_CELLS").maybe("RESULT_GROUND", "Legal obligation").maybe("RESULT_UNTIL", "31 December 2033");
    prepared.text("PREPARED_END", "Fulfilled").add("PREPARED_ROW").text("PREPARED_LABEL", "Billing address");
    auto& decision = view.show("CAN_FULFIL")
                         .show("AS_APPROVED")
                         .show("CAN_SUBMIT")
                         .add("DECISION")
                         .text("INDEX", "0")
                         .text("DECISION_LABEL", "Billing address");
    decision.maybe("DECISION_CURRENT", "Kade 2, Utrecht").text("DECISION_REQUESTED", "Havenstraat 19, 3511 Utrecht");
    add_option(decision, "VERDICT", "corrected", "Corrected");
    auto& unsent = view.add("UNSENT").add("UNSENT_FIELD").text("UNSENT_ID", "0").text("UNSENT_LABEL", "Note");
    unsent.text("UNSENT_TEXT", "Compared with the trade register,\nlooks right.");
    view.maybe("REFUSED", "Someone changed this request while you were editing it. Look at it again, then decide.");
    return view;
}

View finished_request() {
    auto view = request_frame("Access", "Fulfilled");
    view.maybe("NO_ACTIONS", "The request is finished. The requester may still complain.").show("CAN_APPEAL");
    auto& results = view.add("RESULTS");
    results.add("RESULT").text("RESULT_LABEL", "Words to the requester").text("RESULT_TEXT", "It is all there.");
    auto& result = results.add("CATEGORY_RESULTS").add("CATEGORY_RESULT");
    result.text("RESULT_CATEGORY", "Contact data").text("RESULT_DECISION", "Provided");
    return view;
}

/// A request with every action shown, as none ever is: for the fields' ids and the forms' tokens.
View every_verb(std::string_view prefix) {
    auto view = framed("DSR-7Q2M-K4XN", "ON_QUEUE");
    view.show("ACTIONS");
    view.text("REFERENCE", "DSR-7Q2M-K4XN").text("VERSION", "7").show("NO_MESSAGES");
    for (auto const* verb : {"ASSIGN", "VERIFY", "ASK", "RECEIVE", "EXTEND", "SUBMIT", "APPROVE", "SEND_BACK", "FULFIL",
                             "DENY", "WITHDRAW", "REDIRECT", "APPEAL"})
        view.show(std::string{prefix} + verb);
    view.add("UNASSIGNED");
    return view;
}

View new_request() {
    auto view = framed("New request", "ON_NEW");
    view.text("TODAY_ISO", "2026-02-17");
    add_option(view, "TYPE_OPTION", "access", "Access");
    add_option(view, "CHANNEL_OPTION", "postal_mail", "Post", Chosen::yes);
    add_option(view, "RELATIONSHIP_OPTION", "customer", "Customer");
    add_option(view, "COUNTRY", "DE", "Germany");
    add_option(view, "CATEGORY", "contact", "Contact data");
    add_option(view, "CATEGORY", "billing", "Billing data");
    add_option(view, "SCOPE_OPTION", "account", "Close the account");
    add_option(view, "KIND_OPTION", "self", "The subject");
    add_option(view, "TOPIC", "marketing", "Offers and marketing");
    fill_form(view, std::vector<FieldValue>{{"received_on", "2026-03-04"}, {"subject.name", "Gerda Lüttjohann"}},
              std::vector<FieldError>{{"received_on", "The day of receipt cannot be in the future"}});
    return view;
}

View bulk() {
    auto view = framed("Assigned", "ON_QUEUE");
    view.text("BULK_SENTENCE", "7 requests were assigned to Jonas Ahrens").text("BACK_URL", "/desk");
    view.add("SKIPPED")
        .add("SKIPPED_ROW")
        .text("REFERENCE", "DSR-8PWR-M2NK")
        .text("SKIPPED_WHY", "It was finished meanwhile.");
    return view;
}

View reports() {
    auto view = framed("Today", "ON_REPORTS");
    view.text("OVERDUE_COUNT", "2").text("SOON_COUNT", "9").text("UNDELIVERED_COUNT", "0").text("APPROVAL_COUNT", "3");
    for (auto const* url : {"OVERDUE_URL", "SOON_URL", "UNDELIVERED_URL", "APPROVAL_URL"})
        view.text(url, "/desk?view=x");
    view.show("OVERDUE_ANY").show("SOON_ANY").show("APPROVAL_ANY").text("ON_TIME_RATE", "98.4 %");
    view.text("ON_TIME_SENTENCE", "of 1,204 answers were in time.").text("PERIOD_WORDS", "last 12 months");
    view.text("MEDIAN_DAYS", "9").text("OPEN_COUNT", "312").text("RECEIVED_COUNT", "1,493");
    auto& chart = view.add("CHART").text("CHART_SUMMARY", "Answers a month, in time and late; late ones are few.");
    for (auto const& [y, label] : {std::pair{"20", "150"}, {"70", "100"}, {"120", "50"}, {"170", "0"}})
        chart.add("GRID").text("GRID_Y", y).text("GRID_TEXT_Y", y).text("GRID_LABEL", label);
    constexpr std::array months{"Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb"};
    for (std::size_t number = 0; number < months.size(); ++number) {
        auto const x = static_cast<std::int64_t>(52 + number * 56),
                   good = static_cast<std::int64_t>(70 + number * 29 % 60);
        std::int64_t const late = number % 3;
        auto& bar = chart.add("BAR").number("BAR_X", x).number("GOOD_Y", 170 - good).number("GOOD_HEIGHT", good);
        bar.number("LATE_Y", 170 - good - 2 * late).number("LATE_HEIGHT", 2 * late).number("LABEL_X", x + 16);
        bar.text("BAR_LABEL", months[number]);
        auto& month = chart.add("MONTH").text("MONTH_LABEL", months[number]).number("MONTH_ON_TIME", good);
        month.number("MONTH_LATE", late).text("MONTH_RATE", "98.1 %");
    }
    for (auto const& [label, count, percent] : {std::tuple{"overdue", "2", "1"},
                                                {"0 to 3", "9", "5"},
                                                {"4 to 7", "31", "16"},
                                                {"8 to 14", "84", "45"},
                                                {"15 and more", "186", "100"}})
        view.add("AGE").text("AGE_LABEL", label).text("AGE_COUNT", count).text("AGE_PERCENT", percent);
    return view;
}

void add_report_row(View& to, std::string_view section, Row const& from, std::string_view standing) {
    auto& row = to.add(section).text("REFERENCE", from.reference).text("TYPE_LABEL", from.type);
    row.text("STATUS_LABEL", from.status).text("RECEIVED_ISO", "2026-01-15").text("RECEIVED_DAY", "15 January 2026");
    row.text("DUE_ISO", from.due_iso)
        .text("DUE_DAY", "14 February 2026")
        .show("EXTENDED")
        .text("CLOSED_ISO", "2026-02-17")
        .maybe("CLOSED_DAY", "17 February 2026")
        .text("OUTCOME_LABEL", "")
        .text("DAYS_TAKEN", "33");
    row.text("STANDING_LABEL", standing).text("URGENCY", from.urgency).text("RULE_LABEL", "policy-30-days");
}

View deadline_report() {
    auto view = framed("Deadline report", "ON_REPORTS");
    view.text("PERIOD_WORDS", "1 January to 31 January 2026").text("AS_OF_WORDS", "17 February 2026");
    view.show("HAS_REPORT")
        .text("CSV_URL", "/reports/deadlines.csv?from=2026-01-01")
        .text("FROM", "2026-01-01")
        .text("TO", "2026-01-31");
    view.text("AS_OF", "2026-02-17");
    auto& report = view.add("REPORT");
    for (auto const& [value, label, mark] : {std::tuple{"124", "received", ""},
                                             {"109", "answered in time", "on-time"},
                                             {"1", "answered late", "overdue"},
                                             {"2", "overdue", "overdue"},
                                             {"12", "open", ""}})
        report.add("FIGURE").text("FIGURE_VALUE", value).text("FIGURE_LABEL", label).text("FIGURE_MARK", mark);
    auto& exceptions = report.add("EXCEPTIONS");
    add_report_row(exceptions, "EXCEPTION_ROW", rows[0], "3 days overdue");
    add_report_row(exceptions, "EXCEPTION_ROW", rows[1], "1 day overdue");
    auto& all = report.add("ALL");
    for (auto const& row : rows)
        add_report_row(all, "REPORT_ROW", row, row.due);
    report.maybe("SHORTENED", "The first 500 of 1,240 requests are shown. The CSV file has them all.");
    return view;
}

View audit() {
    auto view = framed("Audit", "ON_AUDIT");
    view.maybe("CSV_URL", "/audit.csv?action=request.extended").show("IN_USE").text("FROM", "2026-02-01");
    view.add("INTACT")
        .text("VERIFIED_SENTENCE", "Intact: 12,431 entries, head 9f3ac2…")
        .text("HEAD", "9f3ac2f1c6b487d67cd6c95aee27310a9f4645bf7d1a2e58ccac40227fff68a9")
        .show("NOTHING_KEPT");
    add_staff(view, "ACTOR_OPTION");
    add_option(view, "ACTION_OPTION", "extend", "Extended");
    auto& list = view.add("LIST").text("PAGE_RANGE", "12,431–12,382 of 12,431");
    list.add("FURTHER").text("FURTHER_URL", "/audit?before=12382");
    for (auto const& [number, who, what] : {std::tuple{"12,431", "Jonas Ahrens", "Information recorded"},
                                            {"12,430", "the requester", "Message received"},
                                            {"12,429", "the system", "Reminder sent"}}) {
        auto& entry = list.add("ENTRY").text("SEQUENCE", number).text("WHO", who).text("WHAT", what);
        entry.text("WHEN", "5 February 2026, 19:02:11").text("WHEN_ISO", "2026-02-05T18:02:11Z");
        entry.text("HASH_SHORT", "9f3ac2").text("HASH", "9f3ac2f1").maybe("DETAIL", "version 7");
        entry.add("ABOUT").text("REFERENCE", "DSR-7Q2M-K4XN");
    }
    return view;
}

View letter_on_paper() {
    auto view = framed("Our answer", "ON_QUEUE");
    view.text("REFERENCE", "DSR-7Q2M-K4XN").text("LETTER_ID", "812").text("LETTER_KIND", "Answer");
    view.text("SENDER_LINE", "Lindenhof Software, Lindenallee 14, 28195 Bremen, Germany");
    view.text("ADDRESSEE", "Greta Nyman\nStorgatan 4\n111 23 Stockholm\nSweden").text("WRITTEN_DAY", "2 March 2026");
    view.text("SUBJECT_LINE", "Your request DSR-7Q2M-K4XN is done");
    view.text("BODY", "Dear Greta Nyman,\n\nOn 30 January 2026 you made a request to see your personal data.");
    view.show("SHEET").add("WAITS").text("FIRST_ISO", "2026-03-02").text("TODAY_ISO", "2026-03-04");
    return view;
}

View settings() {
    auto view = framed("Settings", "ON_SETTINGS");
    auto& job = view.add("JOB").text("JOB_WHAT", "tells staff which days come near");
    job.text("JOB_EVERY", "5 minutes").text("JOB_LAST", "today, 14:03").text("JOB_LAST_ISO", "2026-02-17T13:03:00Z");
    job.text("JOB_NEXT", "today, 14:08").text("JOB_NEXT_ISO", "2026-02-17T13:08:00Z").text("JOB_RESULT", "2 letters");
    job.text("JOB_MARK", "on-time");
    auto& letter = view.add("DEAD").add("DEAD_LETTER").text("LETTER_ID", "811").text("LETTER_KIND", "Closing letter");
    letter.show("CAN_RETRY").add("ABOUT").text("REFERENCE", "DSR-8PWR-M2NK");
    letter.text("LETTER_SINCE", "15 February 2026").text("LETTER_TRIES", "9");
    letter.text("LETTER_ERROR", "550 5.1.1 no such mailbox");
    auto& person = view.add("STAFF_ROW").text("STAFF_ROW_NAME", "Meike Terborg").text("STAFF_ROW_ROLE", "officer");
    person.text("STAFF_ROW_EMAIL", "meike@lindenhof.example")
        .text("STAFF_ROW_SEEN", "today")
        .text("STAFF_ROW_STATE", "active");
    auto& option =
        view.add("CONFIGURED").text("OPTION_NAME", "company.time_zone").text("OPTION_VALUE", "Europe/Berlin");
    option.text("OPTION_SOURCE", "file").text("OPTION_HELP", "The days of all deadlines are days of this time zone.");
    auto& paper = view.add("TO_PRINT").add("PRINT_LETTER").text("LETTER_KIND", "Receipt");
    paper.text("LETTER_SINCE", "today").add("ABOUT").text("REFERENCE", "DSR-5HJD-3TVK");
    return view;
}

View account() {
    auto view = framed("Your account", "ON_ACCOUNT");
    view.show("OTHERS")
        .show("FIRST_PASSWORD")
        .text("STAFF_EMAIL", "jonas@lindenhof.example")
        .text("PASSWORD_RULE", "At least 12 characters. A sentence is best.");
    for (auto const* mark : {"THIS_ONE", "OTHER_ONE"}) {
        auto& session = view.add("SESSION").show(mark);
        session.text("SESSION_SINCE", "16 February 2026").text("SESSION_SEEN", "today, 14:05");
    }
    return view;
}

View error() {
    auto view = framed("You may not do this", "ON_QUEUE");
    view.text("HEADLINE", "You may not do this").text("EXPLANATION", "Only officers can approve a deletion.");
    view.add("BACK").text("BACK_URL", "/desk/requests/DSR-8PWR-M2NK").text("BACK_LABEL", "Back to the request");
    return view;
}

View api_docs() {
    auto view = framed("API", "ON_QUEUE");
    auto& operation = view.add("GROUP").text("GROUP_NAME", "Requests").add("OPERATION").text("METHOD", "POST");
    operation.text("PATH", "/api/v1/requests").text("SUMMARY", "Creates a request and starts its clock.");
    operation.maybe("SCOPE", "requests:write").add("DETAIL_LINE").text("DETAIL", "201 with Location");
    view.text("POSTAL_ADDRESS", "Lindenallee 14, 28195 Bremen, Germany")
        .text("PRIVACY_EMAIL", "privacy@lindenhof.example");
    return view;
}

} // namespace

std::vector<Sample> desk_samples() {
    std::vector<Sample> all;
    auto const add = [&all](std::string_view file, std::string_view page, View view) {
        all.push_back({std::string{file}, "pages/" + std::string{page} + ".html", std::move(view)});
    };
    add("queue", "queue", queue());
    add("queue_no_match", "queue", empty_search());
    add("queue_cut_search", "queue", cut_search());
    add("request_access", "request", access_request());
    add("request_deletion", "request", deletion_request());
    add("request_correction", "request", correction_request());
    add("request_finished", "request", finished_request());
    add("request_every_next_verb", "request", every_verb("NEXT_"));
    add("request_every_verb", "request", every_verb("CAN_"));
    add("request_new_desk", "request_new_desk", new_request());
    add("bulk", "bulk", bulk());
    add("reports", "reports", reports());
    add("deadline_report", "deadline_report", deadline_report());
    add("audit", "audit", audit());
    add("settings", "settings", settings());
    add("letter", "letter", letter_on_paper());
    add("account", "account", account());
    add("error_desk", "error_desk", error());
    add("api_docs", "api_docs", api_docs());
    return all;
}

} // namespace habeas::test
