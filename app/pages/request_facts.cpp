#include "app/html/dates.hpp"
#include "app/pages/clock_view.hpp"
#include "app/pages/correctable_fields.hpp"
#include "app/pages/countries.hpp"
#include "app/pages/request_parts.hpp"
#include "app/pages/words.hpp"
#include "core/letters.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

using html::View;

void add_fact(View& view, std::string_view section, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    view.add(section).text("FACT_LABEL", name).text("FACT_VALUE", value);
}

/// "a, b and c" is for letters; a table of facts has one a line.
template <class Items, class ToWords>
std::string lines_of(Items const& items, ToWords const& to_words) {
    std::string lines;
    for (auto const& item : items)
        lines += (lines.empty() ? "" : "\n") + std::string(to_words(item));
    return lines;
}

void fill_head(View& view, RequestSight const& sight) {
    auto const& request = sight.seen.request;
    view.text("REFERENCE", request.reference.text())
        .number("VERSION", request.version)
        .text("TYPE_LABEL", label(request.type))
        .text("STATUS_LABEL", label(request.status))
        .show_if(request.appealed && !core::is_closed(request.status), "COMPLAINT");
    if (request.assignee)
        view.add("ASSIGNED").text("ASSIGNEE_NAME", sight.seen.people.name_of(*request.assignee));
    else
        view.show("UNASSIGNED");
    auto const due = request.due_on();
    if (!due || core::is_closed(request.status)) return;
    auto const urgency = core::urgency_of(*due, sight.today, sight.services.desk.policy().due_soon_days);
    view.add("DUE")
        .text("DUE_ISO", core::iso(*due))
        .text("DUE_DAY", html::day_words(*due))
        .text("DUE_DISTANCE", html::distance_words(*due, sight.today))
        .text("URGENCY", mark(urgency))
        .text("URGENCY_LABEL", label(urgency));
}

/// A link confirms the mailbox it was sent to: where somebody else asks, that is not the subject's.
std::string evidence_words(core::SubjectRequest const& request) {
    auto const of_other = request.evidence == core::Evidence::address_confirmed && request.requester.email;
    if (!of_other) return std::string(label(request.evidence));
    return "Only the address of who asks was confirmed by link, not the subject's";
}

void fill_subject(View& view, core::SubjectRequest const& request) {
    auto const& subject = request.subject;
    constexpr std::string_view section = "SUBJECT_FACT";
    add_fact(view, section, "Name", subject.name.reveal());
    add_fact(view, section, "E-mail", subject.email ? subject.email->reveal() : "none known: letters are printed");
    add_fact(view, section, "Postal address", subject.postal_address.reveal());
    add_fact(view, section, "Country", country_name(subject.country));
    add_fact(view, section, "Region", subject.region);
    add_fact(view, section, "Relationship", label(request.relationship));
    add_fact(view, section, "Organisation", request.organisation.reveal());
    add_fact(view, section, "Identity", evidence_words(request));
}

std::string requester_words(core::SubjectRequest const& request) {
    std::string words(label(request.requester.kind));
    if (!request.requester.name.empty()) words += "\n" + request.requester.name.reveal();
    if (request.requester.email) words += "\n" + request.requester.email->reveal();
    return words;
}

void fill_request(View& view, RequestSight const& sight) {
    auto const& request = sight.seen.request;
    auto const& people = sight.seen.people;
    auto const& calendar = sight.services.calendar;
    constexpr std::string_view section = "REQUEST_FACT";
    add_fact(view, section, "Received", html::day_words(request.received_on));
    add_fact(view, section, "How", label(request.channel));
    add_fact(view, section, "Entered here", calendar.moment_words(request.recorded_at));
    add_fact(view, section, "Who asks", requester_words(request));
    add_fact(view, section, "Categories", lines_of(request.categories, [&](auto const& id) {
                 return category_label(sight.services.configuration, id);
             }));
    if (request.deletion_scope) add_fact(view, section, "What to delete", label(*request.deletion_scope));
    add_fact(view, section, "Topics", lines_of(request.topics, [](core::Topic topic) { return label(topic); }));
    if (request.verified_by) add_fact(view, section, "Identity matched by", people.words_of(*request.verified_by));
    if (request.approval_asked_by)
        add_fact(view, section, "Approval asked by", people.words_of(*request.approval_asked_by));
    if (request.approved_by) add_fact(view, section, "Approved by", people.words_of(*request.approved_by));
    if (request.decided_by) add_fact(view, section, "Decided by", people.words_of(*request.decided_by));
    if (request.first_end && request.first_end->approved_by)
        add_fact(view, section, "First answer approved by", people.words_of(*request.first_end->approved_by));
    if (request.closed_on) add_fact(view, section, "Closed", html::day_words(*request.closed_on));
    view.maybe("DETAILS", request.details.reveal());
    if (request.corrections.empty()) return;
    auto& corrections = view.add("CORRECTIONS");
    for (auto const& each : request.corrections)
        corrections.add("CORRECTION_FACT")
            .text("FACT_LABEL", field_label(sight.services.configuration, each.field))
            .text("FACT_CURRENT", each.current.reveal())
            .text("FACT_REQUESTED", each.requested.reveal());
}

storage::OutboxLetter const* last_letter(RequestSight const& sight, bool (*is_wanted)(core::LetterKind)) {
    auto const& letters = sight.seen.letters;
    auto const found = std::find_if(letters.rbegin(), letters.rend(),
                                    [is_wanted](auto const& letter) { return is_wanted(letter.kind); });
    return found == letters.rend() ? nullptr : &*found;
}

/// Where a letter that is not delivered stands: "its letter could not be delivered".
std::string_view standing_of(core::LetterState state) {
    switch (state) {
    case core::LetterState::owed:
    case core::LetterState::sending:
        return "its letter waits to be sent";
    case core::LetterState::dead:
        return "its letter could not be delivered";
    case core::LetterState::print:
        return "its letter waits to be printed and posted";
    case core::LetterState::sent:
    case core::LetterState::posted:
    case core::LetterState::dropped:
        return {};
    }
    return {};
}

bool is_extension(core::LetterKind kind) {
    return kind == core::LetterKind::extended;
}

/// An extension that was asked for and does not count.
std::string extension_words(RequestSight const& sight) {
    auto const* clock = sight.seen.request.clock(core::ClockName::respond);
    if (!clock || !clock->extension || clock->extension->effective_on) return {};
    auto const until = html::day_words(clock->original_due_on() + std::chrono::days{clock->extension->days});
    if (clock->extension->dropped_on)
        return "The extension to " + until + " was dropped on " + html::day_words(*clock->extension->dropped_on) +
               ": its letter was not delivered in time.";
    if (clock->stopped_on) return {};
    auto const* letter = last_letter(sight, is_extension);
    auto const standing = letter ? standing_of(letter->state) : std::string_view{};
    return "Extension to " + until + " asked for, not in force" +
           (standing.empty() ? std::string(".") : ": " + std::string(standing) + ".");
}

/// An answer counts for the requester once they have it.
void fill_undelivered_answer(View& view, RequestSight const& sight) {
    if (!core::is_closed(sight.seen.request.status)) return;
    auto const* letter = last_letter(sight, core::is_answer);
    auto const standing = letter ? standing_of(letter->state) : std::string_view{};
    if (standing.empty()) return;
    auto const counts_from = std::string(sight.seen.request.clocks.empty()
                                             ? ""
                                             : " For its deadline the answer counts from the day its letter goes out.");
    view.maybe("UNDELIVERED", "Answered, but the requester does not have the answer yet: " + std::string(standing) +
                                  "." + counts_from);
}

void fill_clocks(View& view, RequestSight const& sight) {
    auto const& policy = sight.services.desk.policy();
    for (auto const& clock : sight.seen.request.clocks)
        fill_clock(view.add("CLOCK"), clock, label(clock.name), {sight.today, policy.due_soon_days});
    view.show_if(sight.seen.request.clocks.empty(), "NO_CLOCK");
    view.maybe("EXTENSION_STATE", extension_words(sight));
}

/// One line of an answer: what about, and what became of it.
struct AnswerLine {
    std::string label;
    std::string text;
};

/// What becomes of each category, as a table: partials/category_results.html. Ground and last day have columns only
/// where something is kept.
void fill_category_results(View& part, RequestSight const& sight, core::Outcome const& outcome) {
    if (outcome.categories.empty()) return;
    auto const is_kept = [](core::CategoryResult const& result) { return result.ground.has_value(); };
    auto const with_grounds = std::ranges::any_of(outcome.categories, is_kept);
    auto& table = part.add("CATEGORY_RESULTS").show_if(with_grounds, "KEPT_HEAD");
    for (auto const& each : outcome.categories) {
        auto& row = table.add("CATEGORY_RESULT")
                        .text("RESULT_CATEGORY", category_label(sight.services.configuration, each.category))
                        .text("RESULT_DECISION", label(each.outcome));
        if (!with_grounds) continue;
        auto const until = core::parse_day(each.until);
        row.add("KEPT_CELLS")
            .maybe("RESULT_GROUND", each.ground ? label(*each.ground) : std::string_view())
            .maybe("RESULT_UNTIL", until ? html::day_words(*until) : each.until);
    }
}

std::string decision_words(core::FieldDecision const& decision, core::Correction const& correction) {
    auto words = std::string(label(decision.verdict)) + ": ";
    if (!correction.current.empty()) words += correction.current.reveal() + " → ";
    words += correction.requested.reveal();
    return decision.reason.empty() ? words : words + ". " + decision.reason.reveal();
}

/// Everything of an answer that is not about a category.
std::vector<AnswerLine> answer_lines(RequestSight const& sight, core::Outcome const& outcome) {
    auto const& request = sight.seen.request;
    std::vector<AnswerLine> lines;
    for (auto const& each : outcome.corrections) {
        if (each.index >= request.corrections.size()) continue;
        auto const& correction = request.corrections[each.index];
        lines.push_back(
            {field_label(sight.services.configuration, correction.field), decision_words(each, correction)});
    }
    if (outcome.denial_reason) lines.push_back({"Denied because", std::string(label(*outcome.denial_reason))});
    if (!outcome.redirected_to.empty()) lines.push_back({"Redirected to", outcome.redirected_to.reveal()});
    if (!outcome.answer.empty()) lines.push_back({"Words to the requester", outcome.answer.reveal()});
    return lines;
}

void fill_result(View& view, RequestSight const& sight, std::string_view title, core::Outcome const& outcome) {
    if (outcome == core::Outcome{}) return;
    auto& results = view.add("RESULTS").text("RESULTS_TITLE", title);
    fill_category_results(results, sight, outcome);
    for (auto const& line : answer_lines(sight, outcome))
        results.add("RESULT").text("RESULT_LABEL", line.label).text("RESULT_TEXT", line.text);
}

/// Whoever decides a complaint, or looks at how it was decided, must see what was answered first.
void fill_results(View& view, RequestSight const& sight) {
    auto const& request = sight.seen.request;
    if (!request.first_end) return fill_result(view, sight, "Result", request.outcome);
    if (request.is_answered_anew()) fill_result(view, sight, "Answer to the complaint", request.outcome);
    auto const& first = *request.first_end;
    fill_result(view, sight, "First answer, " + html::day_words(first.closed_on), first.outcome);
}

std::string_view prepared_title(core::SubjectRequest const& request) {
    if (request.approved_by) return "The answer that was approved";
    return request.status == core::Status::awaiting_approval ? "The answer to approve"
                                                             : "The answer as it was prepared";
}

/// What an approval is of: shown to whoever gives it, and to whoever carries it out.
void fill_prepared(View& view, RequestSight const& sight) {
    auto const& request = sight.seen.request;
    if (!request.prepared || core::is_closed(request.status)) return;
    auto& prepared = view.add("PREPARED");
    prepared.text("PREPARED_TITLE", prepared_title(request));
    auto const is_whole = request.prepared->completeness == core::Completeness::whole;
    prepared.text("PREPARED_END", label(is_whole ? core::Status::fulfilled : core::Status::partially_fulfilled));
    fill_category_results(prepared, sight, request.prepared->outcome);
    for (auto const& line : answer_lines(sight, request.prepared->outcome))
        prepared.add("PREPARED_ROW").text("PREPARED_LABEL", line.label).text("PREPARED_TEXT", line.text);
}

} // namespace

void fill_facts(View& view, RequestSight const& sight) {
    fill_head(view, sight);
    fill_subject(view, sight.seen.request);
    fill_request(view, sight);
    fill_clocks(view, sight);
    fill_undelivered_answer(view, sight);
    fill_results(view, sight);
    fill_prepared(view, sight);
}

} // namespace habeas::app::pages
