#include "app/pages/my_request_page.hpp"

#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/html/text.hpp"
#include "app/pages/clock_view.hpp"
#include "app/pages/correctable_fields.hpp"
#include "app/pages/countries.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/requester_access.hpp"
#include "app/pages/words.hpp"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>

namespace habeas::app::pages {

namespace {

using core::SubjectRequest;
using html::View;

std::string_view words_for_done(std::string_view code, SubjectRequest const& request) {
    if (code == "message") return "Your message was sent.";
    if (code == "withdrawal" && request.appeal_withdrawn) return "Your complaint is withdrawn. Our answer stands.";
    if (code == "withdrawal") return "Your request is withdrawn.";
    if (code == "appeal") return "Thank you. Someone else than before will look at it again.";
    return {};
}

void fill_steps(View& view, SubjectRequest const& request) {
    using core::Status;
    auto const confirmed = request.status != Status::unverified && request.status != Status::expired;
    auto const closed = core::is_closed(request.status);
    view.show("RECEIVED_DONE").maybe("RECEIVED_WHEN", html::day_words(request.received_on));
    view.show_if(confirmed, "CONFIRMED_DONE").show_if(request.status == Status::unverified, "CONFIRMED_NOW");
    view.show_if(confirmed && !closed, "WORKED_NOW");
    if (closed && confirmed) view.show("WORKED_DONE").show("ANSWERED_DONE");
    if (closed && request.closed_on)
        view.maybe("ANSWERED_WHEN", html::day_words(*request.closed_on));
    else if (auto const due = request.due_on())
        view.maybe("ANSWERED_WHEN", "by " + html::day_words(*due));
}

void fill_clocks(Services const& services, View& view, SubjectRequest const& request, core::Day today) {
    // What was withdrawn or never confirmed is owed no answer.
    if (request.status == core::Status::withdrawn || request.status == core::Status::expired) return;
    auto const& policy = services.desk.policy();
    for (auto const& clock : request.clocks) {
        if (clock.name == core::ClockName::appeal && request.appeal_withdrawn) continue; // taken back: we owe nothing
        auto& part = view.add("CLOCK");
        fill_clock(part, clock, public_words(clock.name), {today, policy.due_soon_days});
        auto const days = html::days_words(std::chrono::days(clock.days));
        part.text("RULE_LABEL", "our promise of " + days).text("RULE_SOURCE", "");
        if (!clock.stopped_on) continue;
        part.text("CLOCK_LABEL", "The last day for this was");
        part.text("DUE_DISTANCE", "we did it on " + html::day_words(*clock.stopped_on));
    }
}

void add_result(View& view, std::string_view what, std::string const& result) {
    view.add("RESULT").text("RESULT_LABEL", what).text("RESULT_TEXT", result);
}

std::string words_of(core::CategoryResult const& result) {
    auto words = std::string(public_words(result.outcome));
    if (!result.ground) return words;
    auto const until = parse_iso_day(result.until);
    return fmt::format("{} until {}: {}", words, until ? html::day_words(*until) : result.until,
                       public_words(*result.ground));
}

std::string notice_of(SubjectRequest const& request) {
    auto const& outcome = request.outcome;
    std::string notice;
    if (request.status == core::Status::denied && outcome.denial_reason)
        notice = fmt::format("We could not do it because {}.", public_words(*outcome.denial_reason));
    if (request.status == core::Status::redirected && !outcome.redirected_to.empty())
        notice = fmt::format("Please turn to {}.", outcome.redirected_to.reveal());
    auto const answer = html::readable(outcome.answer.reveal());
    if (!answer.empty()) notice.append(notice.empty() ? "" : "\n\n").append(answer);
    return notice.empty() ? std::string(public_detail(request.status)) : notice;
}

void fill_answer(Services const& services, View& view, SubjectRequest const& request) {
    using core::Status;
    auto const answered = request.status == Status::fulfilled || request.status == Status::partially_fulfilled ||
                          request.status == Status::denied || request.status == Status::redirected;
    if (!answered) return;
    view.maybe("ANSWER_NOTICE", notice_of(request));
    for (auto const& result : request.outcome.categories)
        add_result(view, category_label(services.configuration, result.category), words_of(result));
    for (auto const& decision : request.outcome.corrections) {
        if (decision.index >= request.corrections.size()) continue;
        auto words = std::string(decision.verdict == core::FieldVerdict::corrected ? "Corrected" : "Not corrected");
        if (!decision.reason.empty()) words += ": " + decision.reason.reveal();
        add_result(view, field_label(services.configuration, request.corrections[decision.index].field), words);
    }
}

/// The thread as the person may see it, newest first. Notes are for staff alone.
void fill_messages(Services const& services, View& view, MyCase const& mine) {
    bool any = false;
    for (auto const& row : mine.messages | std::views::reverse) {
        if (row.kind == core::MessageKind::note) continue;
        any = true;
        auto const incoming = row.kind == core::MessageKind::from_requester;
        auto& part = view.add("MESSAGE").show(incoming ? "INCOMING" : "FROM_US").show("OPEN");
        part.text("WHO", incoming ? std::string("You") : services.configuration.company.name);
        part.text("WHEN_ISO", rfc3339(row.at)).text("WHEN", services.calendar.moment_words(row.at));
        part.text("BODY", html::readable(row.body.reveal()));
    }
    view.show_if(!any, "NO_MESSAGES");
}

/// The question we wait for an answer to: the last thing we wrote.
void fill_question(View& view, MyCase const& mine) {
    if (mine.request.status != core::Status::awaiting_requester) return;
    auto const newest_first = mine.messages | std::views::reverse;
    auto const asked = std::ranges::find(newest_first, core::MessageKind::to_requester, &storage::MessageRow::kind);
    if (asked != newest_first.end()) view.maybe("NEEDS_YOU", html::readable(asked->body.reveal()));
}

void add_asked(View& view, std::string_view question, std::string const& answer) {
    if (!answer.empty()) view.add("SENT_ANSWER").text("QUESTION", question).text("ANSWER", html::readable(answer));
}

void fill_asked(Services const& services, View& view, SubjectRequest const& request) {
    add_asked(view, "About", request.subject.name.reveal());
    add_asked(view, "Country", std::string(country_name(request.subject.country)));
    add_asked(view, "Organisation", request.organisation.reveal());
    if (request.deletion_scope) add_asked(view, "What to delete", std::string(label(*request.deletion_scope)));
    std::string kinds;
    for (auto const& id : request.categories)
        kinds.append(kinds.empty() ? "" : "; ").append(category_label(services.configuration, id));
    if (kinds.empty() && request.type == core::RequestType::access) kinds = "Everything";
    add_asked(view, "Kinds of data", kinds);
    for (auto const& correction : request.corrections)
        add_asked(view, field_label(services.configuration, correction.field),
                  "It should say: " + correction.requested.reveal());
    std::string topics;
    for (auto const topic : request.topics)
        topics.append(topics.empty() ? "" : "; ").append(label(topic));
    add_asked(view, "E-mails to stop", topics);
    add_asked(view, "Anything else", request.details.reveal());
}

void fill_actions(View& view, SubjectRequest const& request) {
    auto const allowed = core::allowed_verbs(request, core::Role::requester);
    auto const may = [&](core::Verb verb) { return std::ranges::find(allowed, verb) != allowed.end(); };
    view.show_if(!core::is_closed(request.status), "CAN_WRITE");
    view.show_if(may(core::Verb::withdraw), "CAN_WITHDRAW").show_if(may(core::Verb::appeal), "CAN_COMPLAIN");
}

void fill_refusal(View& view, MyRefusal const& refusal) {
    std::vector<html::FieldError> errors;
    // Core names the fields of its own words; each of these forms has one.
    for (auto const& field : refusal.error.fields)
        errors.push_back({refusal.field, field.message});
    if (errors.empty()) errors.push_back({"", refusal.error.message});
    html::FieldValue const values[] = {{refusal.field, refusal.typed}};
    html::fill_form(view, values, errors);
}

} // namespace

View my_request_view(Services const& services, MyCase const& mine, std::string_view done,
                     std::optional<MyRefusal> const& refusal) {
    auto const& request = mine.request;
    auto view = public_frame(services, fmt::format("Your request {}", request.reference.text()));
    view.text("REFERENCE", request.reference.text()).text("BASE_URL", my_path(request.reference));
    view.text("TYPE_LABEL", public_title(request.type)).text("VERSION", std::to_string(request.version));
    view.text("STATE_SENTENCE", public_sentence(request.status));
    view.maybe("STATE_DETAIL", public_detail(request.status)).maybe("DONE", words_for_done(done, request));
    fill_steps(view, request);
    fill_question(view, mine);
    fill_clocks(services, view, request, services.calendar.day_of(services.clock.now()));
    fill_answer(services, view, request);
    fill_messages(services, view, mine);
    fill_asked(services, view, request);
    fill_actions(view, request);
    if (refusal) fill_refusal(view, *refusal);
    return view;
}

} // namespace habeas::app::pages
