#include "core/casework_builder.hpp"
#include "core/outcome_rules.hpp"

#include <algorithm>

// How a request ends, and how it is opened again.
namespace habeas::core {

namespace {

/// The result as facts of the closing letter; its codes are what the audit keeps.
Details category_facts(SubjectRequest const& request, Outcome const& outcome) {
    auto facts = category_codes(outcome);
    for (auto const& decision : outcome.corrections) {
        auto const name = "correction." + std::to_string(decision.index);
        facts.emplace_back(name + ".field", request.corrections[decision.index].field);
        facts.emplace_back(name + ".verdict", code(decision.verdict));
        if (!decision.reason.empty()) facts.emplace_back(name + ".reason", decision.reason.reveal());
    }
    return facts;
}

/// The answer to a complaint is a second one: its letter says what it answers.
Details complaint_fact(SubjectRequest const& before) {
    auto const* clock = before.clock(ClockName::appeal);
    return before.appealed && clock ? Details{{"complained_on", iso(clock->started_on)}} : Details{};
}

Details with(Details facts, Details const& more) {
    facts.insert(facts.end(), more.begin(), more.end());
    return facts;
}

/// The same answer, in whatever order its rows were written.
bool same_answer(PreparedOutcome one, PreparedOutcome other) {
    for (auto* each : {&one.outcome, &other.outcome}) {
        std::ranges::sort(each->categories, {}, &CategoryResult::category);
        std::ranges::sort(each->corrections, {}, &FieldDecision::index);
    }
    return one == other;
}

/// "second-person approval" (REQUIREMENTS, innovation 6) is of one answer: an approved one is carried out as it is.
Result<void> check_approved_answer(SubjectRequest const& before, PreparedOutcome const& answer) {
    if (!before.is_approved() || same_answer(answer, *before.prepared)) return {};
    return fail(ErrorCode::not_allowed_now,
                "This is not the answer that was approved. Carry out what was approved, or ask for approval again.",
                "another outcome");
}

/// Nothing but the result and the words: a refusal or a redirection cannot be carried along.
PreparedOutcome as_result(Outcome outcome, Completeness completeness) {
    outcome.denial_reason.reset();
    outcome.redirected_to = {};
    return {std::move(outcome), completeness};
}

} // namespace

Result<Decision> fulfil(SubjectRequest const& before, VerifiedSubject const& subject, Outcome const& outcome,
                        Completeness completeness, Stamp const& stamp, Policy const& policy) {
    bool const whole = completeness == Completeness::whole;
    auto const next = step(before, whole ? Verb::fulfil : Verb::fulfil_partially, stamp, policy);
    if (!next) return std::unexpected(next.error());
    if (subject.subject() != before.subject)
        return fail(ErrorCode::forbidden, "Another person was verified than the one this request is about.",
                    "verified subject");
    auto const result = as_result(outcome, completeness);
    if (auto const approved = check_approved_answer(before, result); !approved)
        return std::unexpected(approved.error());
    if (auto mistakes = check_outcome(before, result, stamp.on, policy); !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.request().outcome = result.outcome;
    work.end(*next, stamp.actor);
    auto facts = with(category_facts(before, outcome), complaint_fact(before));
    facts.emplace_back("answer", outcome.answer.reveal());
    work.write_to_requester(whole ? LetterKind::fulfilled : LetterKind::partially_fulfilled, std::move(facts));
    work.record_with_day(whole ? "fulfilled" : "partially_fulfilled", outcome_codes(outcome), outcome.answer);
    return work.finish();
}

Result<Decision> fulfil_as_approved(SubjectRequest const& before, VerifiedSubject const& subject, Stamp const& stamp,
                                    Policy const& policy) {
    if (auto const next = step(before, Verb::fulfil, stamp, policy); !next) return std::unexpected(next.error());
    if (!before.is_approved())
        return fail(ErrorCode::not_allowed_now, "Nothing is approved. Say what the answer is, or ask for its approval.",
                    "approval");
    return fulfil(before, subject, before.prepared->outcome, before.prepared->completeness, stamp, policy);
}

Result<Decision> deny(SubjectRequest const& before, Denial const& denial, Stamp const& stamp, Policy const& policy) {
    auto const next = step(before, Verb::deny, stamp, policy);
    if (!next) return std::unexpected(next.error());
    auto mistakes = check_words("explanation", denial.explanation, Presence::required,
                                "Explain the refusal. The requester reads this in the letter.");
    if (denial.reason == DenialReason::first_answer_stands && !before.appealed)
        mistakes.push_back({"reason", "There was no answer before that could stand: nobody has complained."});
    if (!mistakes.empty()) return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.request().outcome = Outcome{.categories = {},
                                     .corrections = {},
                                     .answer = denial.explanation,
                                     .denial_reason = denial.reason,
                                     .redirected_to = {}};
    work.end(*next, stamp.actor);
    auto const reason = std::string{code(denial.reason)};
    work.write_to_requester(
        LetterKind::denied,
        with({{"denial_reason", reason}, {"explanation", denial.explanation.reveal()}}, complaint_fact(before)));
    work.record_with_day("denied", {{"reason", reason}}, denial.explanation);
    return work.finish();
}

namespace {

Details withdrawal_facts(std::string const& what, FreeText const& reason, Actor const& actor) {
    if (!acts_for_company(actor)) return {{"what", what}, {"by", "requester"}};
    return {{"what", what}, {"by", "company"}, {"reason", reason.reveal()}};
}

/// The complaint goes, the first answer stands: as if nobody had complained, but for the clock and the trail of it.
Decision take_complaint_back(SubjectRequest const& before, FreeText const& reason, Stamp const& stamp,
                             Policy const& policy) {
    auto const first = *before.first_end;
    Casework work{before, stamp, policy};
    work.end(first.status, *before.decided_by);
    work.request().closed_on = first.closed_on;
    work.request().appeal_withdrawn = true;
    work.forget_approval();
    work.write_to_requester(LetterKind::withdrawn, withdrawal_facts("complaint", reason, stamp.actor));
    work.record_with_day("appeal_withdrawn", {}, reason);
    return work.finish();
}

} // namespace

Result<Decision> withdraw(SubjectRequest const& before, FreeText const& reason, Stamp const& stamp,
                          Policy const& policy) {
    auto const next = step(before, Verb::withdraw, stamp, policy);
    if (!next) return std::unexpected(next.error());
    // What staff withdraw leaves the figures, and a person without an answer: they say why, here and in the letter.
    auto const presence = acts_for_company(stamp.actor) ? Presence::required : Presence::optional;
    if (auto mistakes = check_words("reason", reason, presence,
                                    "Write how the requester withdrew it. They read this in the letter.");
        !mistakes.empty())
        return fail(std::move(mistakes));
    if (before.appealed && before.first_end && before.decided_by)
        return take_complaint_back(before, reason, stamp, policy);

    Casework work{before, stamp, policy};
    work.end(*next, stamp.actor);
    work.write_to_requester(LetterKind::withdrawn, withdrawal_facts("request", reason, stamp.actor));
    work.record_with_day("withdrawn", {}, reason);
    return work.finish();
}

Result<Decision> redirect(SubjectRequest const& before, OrganisationName const& organisation,
                          FreeText const& explanation, Stamp const& stamp, Policy const& policy) {
    auto const next = step(before, Verb::redirect, stamp, policy);
    if (!next) return std::unexpected(next.error());
    auto mistakes = check_words("explanation", explanation, Presence::optional, {});
    check_text(mistakes, "organisation", organisation.reveal(), Lines::one, longest_name, Presence::required,
               "Name the organisation the requester should turn to.");
    if (!mistakes.empty()) return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.request().outcome = Outcome{
        .categories = {}, .corrections = {}, .answer = explanation, .denial_reason = {}, .redirected_to = organisation};
    work.end(*next, stamp.actor);
    work.write_to_requester(
        LetterKind::redirected,
        with({{"organisation", organisation.reveal()}, {"explanation", explanation.reveal()}}, complaint_fact(before)));
    work.record_with_day("redirected", {}, explanation);
    return work.finish();
}

Result<Decision> expire(SubjectRequest const& before, Stamp const& stamp, Policy const& policy) {
    auto const next = step(before, Verb::expire, stamp, policy);
    if (!next) return std::unexpected(next.error());

    Casework work{before, stamp, policy};
    work.end(*next, stamp.actor);
    work.write_to_requester(LetterKind::expired);
    work.record_with_day("expired", {{"after_days", std::to_string(days_until_expiry(before, policy))}});
    return work.finish();
}

namespace {

std::vector<FieldError> check_complaint(Complaint const& complaint, Day answered_on, Day today) {
    auto mistakes =
        check_words("complaint", complaint.words, Presence::required, "Write what you are not satisfied with.");
    if (!complaint.received_on) return mistakes;
    if (*complaint.received_on > today)
        mistakes.push_back({"received_on", "The day it reached us cannot be in the future."});
    if (*complaint.received_on < answered_on)
        mistakes.push_back({"received_on", "It cannot have reached us before the answer of " + iso(answered_on) + "."});
    return mistakes;
}

} // namespace

// "Start event per rule: … receipt of appeal. Never the time somebody typed it in" (RULES, 3)
Result<Decision> appeal(SubjectRequest const& before, Complaint const& complaint, Stamp const& stamp,
                        Policy const& policy, std::vector<StaffId> const& officers) {
    auto const next = step(before, Verb::appeal, stamp, policy);
    if (!next) return std::unexpected(next.error());
    auto const answered_on = before.closed_on.value_or(stamp.on);
    if (auto mistakes = check_complaint(complaint, answered_on, stamp.on); !mistakes.empty())
        return fail(std::move(mistakes));
    auto const received_on = complaint.received_on.value_or(stamp.on);

    Casework work{before, stamp, policy};
    auto& request = work.request();
    request.appealed = true;
    request.first_end = FirstEnd{before.status, answered_on, before.outcome, before.approved_by};
    request.closed_on.reset();
    bool const goes_to_another =
        request.assignee && request.was_decided_first_by(Actor::staff(*request.assignee, Role::agent));
    if (goes_to_another) request.assignee.reset();
    work.forget_approval();
    request.clocks.push_back(start_clock(ClockName::appeal, policy.appeal, received_on));
    work.move_to(*next);
    work.say(MessageKind::from_requester, complaint.words);
    if (stamp.actor.kind == ActorKind::requester) request.unread = true;
    work.write_to_requester(LetterKind::appeal_received, due_fact(request));
    work.tell_colleagues(officers, LetterKind::appeal_noted, due_fact(request));
    auto details = due_fact(request);
    details.emplace_back("received_on", iso(received_on));
    details.emplace_back("rule", policy.appeal.id);
    if (goes_to_another) details.emplace_back("assignee", "0");
    work.record_with_day("appealed", std::move(details));
    return work.finish();
}

} // namespace habeas::core
