#include "app/html/dates.hpp"
#include "app/html/text.hpp"
#include "app/pages/correctable_fields.hpp"
#include "app/pages/my_request_parts.hpp"
#include "app/pages/words.hpp"
#include "app/plain_words.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

using core::Status;
using core::SubjectRequest;
using html::View;

bool was_answered(Status status) {
    switch (status) {
    case Status::fulfilled:
    case Status::partially_fulfilled:
    case Status::denied:
    case Status::redirected:
        return true;
    case Status::unverified:
    case Status::open:
    case Status::in_progress:
    case Status::awaiting_requester:
    case Status::awaiting_approval:
    case Status::withdrawn:
    case Status::expired:
        return false;
    }
    return false;
}

void add_words(std::string& notice, std::string_view words) {
    if (!words.empty()) notice.append(notice.empty() ? "" : "\n\n").append(words);
}

/// "S.à r.l." ends in a full stop of its own.
std::string with_full_stop(std::string name) {
    return name.ends_with('.') ? name : name + ".";
}

/// From the outcome alone: while a complaint is open the status no longer tells how the first answer was.
std::string notice_of(core::Outcome const& outcome) {
    std::string notice;
    if (outcome.denial_reason) add_words(notice, denial_words(*outcome.denial_reason));
    if (!outcome.redirected_to.empty())
        add_words(notice, "Please turn to " + with_full_stop(outcome.redirected_to.reveal()));
    add_words(notice, html::readable(outcome.answer.reveal()));
    return notice;
}

void add_result(View& results, std::string_view what, std::string_view result) {
    results.add("RESULT").text("RESULT_LABEL", what).text("RESULT_TEXT", result);
}

void add_results(View& answer, MySight const& sight, core::Outcome const& outcome) {
    auto const& request = sight.request();
    if (outcome.categories.empty() && outcome.corrections.empty()) return;
    auto& results = answer.add("RESULTS");
    auto const& configuration = sight.services.configuration;
    for (auto const& result : outcome.categories)
        add_result(results, category_label(configuration, result.category), result_words(result));
    for (auto const& decision : outcome.corrections) {
        if (decision.index >= request.corrections.size()) continue;
        auto words = std::string(verdict_words(decision.verdict));
        if (!decision.reason.empty()) words += " " + decision.reason.reveal();
        add_result(results, field_label(configuration, request.corrections[decision.index].field), words);
    }
}

/// One answer: what it said, and how the request ended with it.
void add_answer(View& view, MySight const& sight, std::string_view title, core::Outcome const& outcome, Status end) {
    auto notice = notice_of(outcome);
    if (notice.empty() && outcome.categories.empty() && outcome.corrections.empty()) {
        if (end != Status::fulfilled) return;
        notice = "We have done what you asked.";
    }
    auto& answer = view.add("ANSWER_PART").text("ANSWER_TITLE", title);
    answer.maybe("ANSWER_NOTICE", notice);
    add_results(answer, sight, outcome);
}

void fill_answer(View& view, MySight const& sight) {
    auto const& request = sight.request();
    if (!request.first_end) return add_answer(view, sight, "Our answer", request.outcome, request.status);
    if (request.is_answered_anew())
        add_answer(view, sight, "Our answer to your complaint", request.outcome, request.status);
    add_answer(view, sight, "Our first answer", request.first_end->outcome, request.first_end->status);
}

/// An unsubscribe answers itself: what was stopped then, which may have been chosen again since, and how to change
/// one's mind.
void fill_stopped(View& view, MySight const& sight) {
    auto const& request = sight.request();
    auto& part = view.add("STOPPED").text("ALWAYS_SENT", always_sent_words());
    if (request.closed_on) part.maybe("STOPPED_DAY", html::day_words(*request.closed_on));
    for (auto const topic : request.topics)
        part.add("TOPIC").text("TOPIC_LABEL", topic_words(topic));
    if (request.subject.email)
        part.maybe("PREFERENCES_URL", sight.services.links.preferences_path(*request.subject.email));
}

std::string_view title_of_complaint(MySight const& sight) {
    if (core::is_closed(sight.request().status)) return "If you are not satisfied";
    if (sight.is_late()) return "If you do not want to wait longer";
    return "If you do not agree with the new day";
}

void fill_complaint_route(View& view, MySight const& sight) {
    auto const& request = sight.request();
    if (!core::is_closed(request.status) && !sight.is_late() && !sight.extended_clock()) return;
    auto& part = view.add("UNSATISFIED").text("UNSATISFIED_TITLE", title_of_complaint(sight));
    part.show_if(sight.may_complain(), "CAN_COMPLAIN");
}

} // namespace

bool MySight::may_complain() const {
    // Against an unsubscribe there is nothing to complain about that the preferences do not mend at once.
    if (request().type == core::RequestType::unsubscribe) return false;
    auto const allowed = allowed_verbs();
    return std::ranges::find(allowed, core::Verb::appeal) != allowed.end();
}

void fill_my_answer(View& view, MySight const& sight) {
    auto const& request = sight.request();
    if (request.type == core::RequestType::unsubscribe)
        fill_stopped(view, sight);
    else if (was_answered(request.status) || request.appealed)
        fill_answer(view, sight);
    fill_complaint_route(view, sight);
}

} // namespace habeas::app::pages
