#include "app/html/composer.hpp"
#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/pages/audit_actions.hpp"
#include "app/pages/audit_words.hpp"
#include "app/pages/request_parts.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/words.hpp"
#include "core/guards.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

using core::Verb;
using html::Chosen;
using html::View;

/// The template's word for a verb, and the name of its form. Partial fulfilment is a second button of fulfilment.
struct VerbForm {
    Verb verb;
    std::string_view section;
    std::string_view form;
};
constexpr VerbForm verb_forms[] = {
    {Verb::assign, "ASSIGN", "assignment"},
    {Verb::verify, "VERIFY", "verification"},
    {Verb::request_information, "ASK", "information_request"},
    {Verb::receive_information, "RECEIVE", "information"},
    {Verb::extend, "EXTEND", "extension"},
    {Verb::submit_for_approval, "SUBMIT", "approval_request"},
    {Verb::approve, "APPROVE", "approval"},
    {Verb::send_back, "SEND_BACK", "return"},
    {Verb::fulfil, "FULFIL", "fulfilment"},
    {Verb::deny, "DENY", "denial"},
    {Verb::withdraw, "WITHDRAW", "withdrawal"},
    {Verb::redirect, "REDIRECT", "redirection"},
    {Verb::appeal, "APPEAL", "appeal"},
};

VerbForm const* form_named(std::string_view name) {
    auto const found = std::ranges::find(verb_forms, name, &VerbForm::form);
    return found == std::end(verb_forms) ? nullptr : &*found;
}

/// How an answer comes to be carried out.
enum class WayToAnswer {
    at_once,  ///< written and sent; a second person may be asked all the same
    ask,      ///< a second person must approve it first
    approved, ///< carried out as it was approved
};

WayToAnswer way_to_answer(RequestSight const& sight) {
    auto const& request = sight.seen.request;
    if (request.is_approved()) return WayToAnswer::approved;
    return sight.services.desk.policy().needs_approval(request.type) ? WayToAnswer::ask : WayToAnswer::at_once;
}

/// The next right action, and why; no verb where one waits for somebody else.
struct NextStep {
    std::optional<Verb> verb;
    std::string why;
};

/// What an approval came to that is not there any more: it was dropped, or sent back. Nothing where neither is so.
std::string lost_approval(RequestSight const& sight) {
    for (auto const& [record, text] : sight.seen.timeline) {
        if (record.action == "request.approval_asked" || record.action == "request.appealed") return {};
        if (record.action == "request.sent_back")
            return sight.seen.people.words_of(record.actor) + " sent it back: " + text.reveal();
        if (record.action == "request.approval_dropped")
            return std::string(action_words(record.action)) + ": " + approval_dropped_words(record) +
                   ". Ask for it again.";
    }
    return {};
}

/// A step needs the day alone, not the hour.
core::Stamp looking_at(RequestSight const& sight) {
    return {sight.signed_in.actor(), {}, sight.today};
}

std::vector<core::Obstacle> obstacles_to(Verb verb, RequestSight const& sight) {
    return core::obstacles(sight.seen.request, verb, looking_at(sight), sight.services.desk.policy());
}

NextStep next_while_working(RequestSight const& sight) {
    auto const found = obstacles_to(Verb::fulfil, sight);
    auto const lacks = [&found](core::Obstacle obstacle) { return std::ranges::find(found, obstacle) != found.end(); };
    if (lacks(core::Obstacle::evidence_missing))
        return {Verb::verify, "Nothing may be given out, changed or deleted before the identity was matched."};
    auto const lost = lost_approval(sight);
    switch (way_to_answer(sight)) {
    case WayToAnswer::approved:
        return {Verb::fulfil, "It is carried out as it was approved. For another answer ask for approval again."};
    case WayToAnswer::ask:
        return {Verb::submit_for_approval,
                lost.empty() ? "This type of request needs a second person before it is answered." : lost};
    case WayToAnswer::at_once:
        return {Verb::fulfil, lost};
    }
    return {};
}

/// Why the one who is signed in cannot give the approval that is asked for, or nothing.
std::string reason_against_approval(RequestSight const& sight) {
    auto const found = obstacles_to(Verb::approve, sight);
    return found.empty() ? std::string() : core::as_error(found.front()).message;
}

NextStep next_step(RequestSight const& sight) {
    auto const& request = sight.seen.request;
    switch (request.status) {
    case core::Status::unverified:
        if (request.waits_for_link())
            return {std::nullopt, "The requester has not yet used the link in the letter. Work begins once they do."};
        return {std::nullopt, "The requester has not yet used the link in the letter. Work begins once they do, or "
                              "once you match their identity."};
    case core::Status::open:
        return {Verb::assign, "Work begins when somebody takes it."};
    case core::Status::in_progress:
        return next_while_working(sight);
    case core::Status::awaiting_requester:
        return {Verb::receive_information, "The requester answers on their page; record here what comes otherwise."};
    case core::Status::awaiting_approval:
        if (auto against = reason_against_approval(sight); !against.empty()) return {std::nullopt, std::move(against)};
        return {Verb::approve, ""};
    case core::Status::fulfilled:
    case core::Status::partially_fulfilled:
    case core::Status::denied:
    case core::Status::withdrawn:
    case core::Status::redirected:
    case core::Status::expired:
        return {};
    }
    return {};
}

// What the forms need to know.

void fill_assignment(View& view, RequestSight const& sight, std::string_view typed) {
    auto const& request = sight.seen.request;
    auto const current = request.assignee ? std::to_string(request.assignee->value) : std::string();
    auto const chosen = typed.empty() ? std::string_view(current) : typed;
    for (auto const& member : sight.seen.people.assignable()) {
        if (request.was_decided_first_by(core::Actor::staff(member.id, member.role))) continue;
        auto const id = std::to_string(member.id.value);
        html::add_option(view, "STAFF", id, member.name, id == chosen ? Chosen::yes : Chosen::no);
    }
    if (request.assignee != sight.signed_in.member.id && !request.was_decided_first_by(sight.signed_in.actor()))
        view.add("TAKE").number("ME_ID", sight.signed_in.member.id.value);
}

void fill_extension(View& view, RequestSight const& sight) {
    auto const* clock = sight.seen.request.clock(core::ClockName::respond);
    if (!clock) return;
    auto const days = sight.services.desk.policy().respond.extension_days;
    auto const until = clock->original_due_on();
    view.text("EXTENDED_DUE", html::day_words(until + std::chrono::days{days}));
    view.maybe("EXTEND_HINT", "Possible until " + html::day_with_distance(until, sight.today) +
                                  ". It counts once its letter was handed to the mail server.");
}

void fill_verification(View& view, core::SubjectRequest const& request) {
    view.maybe("VERIFY_HINT", "So far: " + std::string(label(request.evidence)) + ". This type of request needs: " +
                                  std::string(label(core::required_evidence(request.type))) + ".");
}

void fill_approval(View& view, RequestSight const& sight) {
    if (!sight.seen.request.approval_asked_by || sight.seen.request.status != core::Status::awaiting_approval) return;
    auto const asked = std::ranges::find(sight.seen.timeline, "request.approval_asked",
                                         [](TimelineEntry const& entry) { return entry.record.action; });
    auto& part = view.add("ASKED");
    part.text("ASKED_BY", sight.seen.people.words_of(*sight.seen.request.approval_asked_by));
    if (asked != sight.seen.timeline.end()) part.maybe("APPROVAL_TEXT", asked->text.reveal());
}

void fill_denial(View& view, core::SubjectRequest const& request, std::string_view typed) {
    for (auto const& [reason, code] : core::words_of<core::DenialReason>()) {
        if (reason == core::DenialReason::first_answer_stands && !request.appealed) continue;
        html::add_option(view, "DENIAL_CHOICE", code, label(reason), code == typed ? Chosen::yes : Chosen::no);
    }
}

/// What stands in the way of fulfilling the request, as the form that is filled in meanwhile says it.
std::string_view missing_words(core::Obstacle obstacle) {
    switch (obstacle) {
    case core::Obstacle::evidence_missing:
        return "Still missing: compare the requester's address with the one on file and record the match. ";
    case core::Obstacle::approval_missing:
    case core::Obstacle::approved_by_the_asker:
        return "Still missing: the approval of a second person. ";
    case core::Obstacle::decided_it_before:
        return "You decided or approved the first answer: somebody else must decide the appeal. ";
    case core::Obstacle::confirmed_before:
    case core::Obstacle::link_not_used:
    case core::Obstacle::asked_for_it_yourself:
    case core::Obstacle::matched_it_yourself:
    case core::Obstacle::nobody_behind_program:
    case core::Obstacle::matched_by_program:
    case core::Obstacle::asked_by_program:
    case core::Obstacle::nothing_prepared:
    case core::Obstacle::no_deadline_to_extend:
    case core::Obstacle::rule_without_extension:
    case core::Obstacle::extended_before:
    case core::Obstacle::due_day_has_passed:
    case core::Obstacle::can_still_be_confirmed:
    case core::Obstacle::appealed_before:
        return {}; // nothing that can stand in the way of this step
    }
    return {};
}

std::string missing_words(RequestSight const& sight) {
    std::string missing;
    for (auto const obstacle : obstacles_to(Verb::fulfil, sight))
        missing += missing_words(obstacle);
    return missing;
}

void fill_talk(View& view, RequestSight const& sight) {
    auto const& request = sight.seen.request;
    view.show("CAN_MESSAGE").show("CAN_NOTE");
    if (request.reply_address())
        view.add("CAN_LINK")
            .text("LINK_LABEL", request.status == core::Status::unverified
                                    ? "Send the confirmation link again"
                                    : "Send the requester a fresh link to their page");
}

std::string_view typed_in(std::optional<Refusal> const& refusal, std::string_view form, std::string_view field) {
    return refusal && refusal->form == form ? refusal->typed.value(field) : std::string_view();
}

void fill_forms(View& view, RequestSight const& sight, std::optional<Refusal> const& refusal) {
    fill_assignment(view, sight, typed_in(refusal, "assignment", "assignee"));
    fill_verification(view, sight.seen.request);
    fill_extension(view, sight);
    fill_approval(view, sight);
    fill_denial(view, sight.seen.request, typed_in(refusal, "denial", "reason"));
    view.text("PAUSE_SENTENCE", "The clock runs on while we wait: the policy knows no pause.");
    view.text("REDIRECTION_ORGANISATION", sight.seen.request.organisation.reveal());
    view.text("WITHDRAW_EFFECT",
              sight.seen.request.appealed
                  ? "The complaint ends and the first answer stands. The requester gets a confirmation."
                  : "This closes the request. The requester gets a confirmation.");
    view.text("APPEAL_TODAY_ISO", core::iso(sight.today));
    view.maybe("FULFIL_HINT", missing_words(sight));
    view.show(way_to_answer(sight) == WayToAnswer::approved ? "AS_APPROVED" : "ANSWER");
    fill_answer_rows(view, sight, refusal);
}

/// Shows each allowed verb, the first one open.
void show_verbs(View& view, std::vector<Verb> const& allowed, std::optional<Verb> first) {
    auto const can = [&allowed](Verb verb) { return std::ranges::find(allowed, verb) != allowed.end(); };
    for (auto const& each : verb_forms) {
        if (!can(each.verb)) continue;
        view.show((each.verb == first ? "NEXT_" : "CAN_") + std::string(each.section));
    }
    view.show_if(can(Verb::fulfil_partially), "CAN_FULFIL_PARTIALLY");
}

// A form that was refused.

/// What every form of the page carries, typed by nobody.
bool is_housekeeping(std::string_view name) {
    return name == "form_token" || name == "version" || name == "in";
}

void fill_typed(View& view, RequestSight const& sight, Refusal const& refusal) {
    std::vector<std::string> names;
    std::vector<html::FieldValue> values;
    auto const& fields = refusal.typed.fields();
    names.reserve(fields.size());
    for (auto const& [name, value] : fields)
        if (!is_housekeeping(name)) {
            names.push_back(std::string(refusal.form) + "." + name);
            values.push_back({names.back(), value});
        }
    auto mistakes = refusal.error.fields;
    name_rows(mistakes, sight);
    for (auto& mistake : mistakes)
        if (!mistake.field.empty() && !mistake.field.contains('.'))
            mistake.field = std::string(refusal.form) + "." + mistake.field;
    auto const errors = html_errors(mistakes);
    html::fill_form(view, values, errors);
}

/// The step is gone: what was typed for it is kept in sight.
void show_unsent(View& view, Refusal const& refusal) {
    View* unsent = nullptr;
    int number = 0;
    for (auto const& [name, value] : refusal.typed.fields()) {
        auto const is_words = value.contains(' ') || value.size() > 40;
        if (is_housekeeping(name) || !is_words) continue;
        if (!unsent) unsent = &view.add("UNSENT");
        unsent->add("UNSENT_FIELD")
            .number("UNSENT_ID", ++number)
            .text("UNSENT_LABEL", "Your words")
            .text("UNSENT_TEXT", value);
    }
}

void show_refusal(View& view, RequestSight const& sight, Refusal const& refusal, std::vector<Verb> const& allowed) {
    if (refusal.error.code != core::ErrorCode::invalid) view.maybe("REFUSED", refusal.error.message);
    fill_typed(view, sight, refusal);
    view.show_if(refusal.form == "messages", "OPEN_MESSAGE").show_if(refusal.form == "notes", "OPEN_NOTE");
    auto const* form = form_named(refusal.form);
    if (form && std::ranges::find(allowed, form->verb) == allowed.end()) show_unsent(view, refusal);
}

/// An answer that was refused goes on in the form that takes answers now, whichever it was sent by.
std::optional<Refusal> in_answer_form(std::optional<Refusal> refusal, RequestSight const& sight) {
    if (!refusal || !is_answer_form(refusal->form) || !refusal->typed.contains("answer")) return refusal;
    refusal->form = way_to_answer(sight) == WayToAnswer::at_once ? "fulfilment" : "approval_request";
    return refusal;
}

/// The verbs that make sense as forms of their own: an answer has one form at a time, so that nobody fills in the one
/// that must fail.
std::vector<Verb> offered_verbs(RequestSight const& sight) {
    auto const& request = sight.seen.request;
    auto offered = core::allowed_verbs(request, looking_at(sight), sight.services.desk.policy());
    // An answer is written while something is still missing, and its form says what.
    for (auto const verb : {Verb::submit_for_approval, Verb::fulfil, Verb::fulfil_partially})
        if (core::next_status(request.status, verb) && core::may(sight.signed_in.member.role, verb) &&
            std::ranges::find(offered, verb) == offered.end())
            offered.push_back(verb);
    switch (way_to_answer(sight)) {
    case WayToAnswer::at_once:
        std::erase(offered, Verb::submit_for_approval);
        break;
    case WayToAnswer::ask:
        std::erase(offered, Verb::fulfil);
        std::erase(offered, Verb::fulfil_partially);
        break;
    case WayToAnswer::approved:
        break;
    }
    return offered;
}

/// Why there is less to do than one might expect; empty where there is not.
std::string_view words_of_no_actions(RequestSight const& sight, std::vector<Verb> const& allowed) {
    auto const& request = sight.seen.request;
    if (!core::is_closed(request.status) && request.was_decided_first_by(looking_at(sight).actor))
        return "You decided or approved the first answer: somebody else must decide the complaint.";
    return allowed.empty() ? "This request is closed. Nothing can be done to it any more." : std::string_view();
}

/// Everything but the next step, or why there is nothing; no panel where there is neither.
void fill_other_actions(View& view, RequestSight const& sight, std::vector<Verb> const& allowed,
                        std::optional<Verb> next) {
    auto const words = words_of_no_actions(sight, allowed);
    view.maybe("NO_ACTIONS", words);
    auto const others = std::ranges::any_of(allowed, [next](Verb verb) { return verb != next; });
    view.show_if(others || !words.empty(), "ACTIONS");
}

} // namespace

void fill_actions(View& view, RequestSight const& sight, std::optional<Refusal> const& sent) {
    auto const refusal = in_answer_form(sent, sight);
    auto const allowed = offered_verbs(sight);
    fill_talk(view, sight);
    fill_forms(view, sight, refusal);
    auto next = next_step(sight);
    auto const* refused = refusal ? form_named(refusal->form) : nullptr;
    if (refused && std::ranges::find(allowed, refused->verb) != allowed.end()) next = {refused->verb, ""};
    if (next.verb && std::ranges::find(allowed, *next.verb) == allowed.end()) next.verb.reset();
    show_verbs(view, allowed, next.verb);
    view.maybe("NEXT_WHY", next.why);
    fill_other_actions(view, sight, allowed, next.verb);
    if (refusal) show_refusal(view, sight, *refusal, allowed);
}

} // namespace habeas::app::pages
