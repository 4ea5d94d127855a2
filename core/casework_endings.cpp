#include "core/casework_builder.hpp"
#include "core/outcome_rules.hpp"

// How a request ends, and how it is opened again.
namespace habeas::core {

namespace {

/// The result as facts of the closing letter; its codes are what the audit keeps.
Details category_facts(SubjectRequest const& request, Outcome const& outcome) {
    Details facts;
    for (auto const& result : outcome.categories) {
        facts.emplace_back("category." + result.category, code(result.outcome));
        if (!result.ground) continue;
        facts.emplace_back("ground." + result.category, code(*result.ground));
        facts.emplace_back("until." + result.category, result.until);
    }
    for (auto const& decision : outcome.corrections) {
        auto const name = "correction." + std::to_string(decision.index);
        facts.emplace_back(name + ".field", request.corrections[decision.index].field);
        facts.emplace_back(name + ".verdict", code(decision.verdict));
        if (!decision.reason.empty()) facts.emplace_back(name + ".reason", decision.reason.reveal());
    }
    return facts;
}

Details category_codes(Outcome const& outcome) {
    Details details;
    for (auto const& result : outcome.categories) {
        details.emplace_back("category." + result.category, code(result.outcome));
        if (result.ground) details.emplace_back("ground." + result.category, code(*result.ground));
    }
    for (auto const& decision : outcome.corrections)
        details.emplace_back("correction." + std::to_string(decision.index), code(decision.verdict));
    return details;
}

/// "second-person approval" (REQUIREMENTS, innovation 6): given, and by somebody else than who asked.
Result<void> check_approval(SubjectRequest const& before, Policy const& policy) {
    if (!policy.needs_approval(before.type)) return {};
    if (!before.approved_by)
        return fail(ErrorCode::not_allowed_now, "A second person must approve this first. Ask for approval.",
                    "approval");
    if (before.approval_asked_by && before.approval_asked_by->same_person(*before.approved_by))
        return fail(ErrorCode::forbidden, "This was approved by the person who asked. Another officer must approve it.",
                    "second person");
    return {};
}

} // namespace

Result<Decision> fulfil(SubjectRequest const& before, VerifiedSubject const& subject, Outcome const& outcome,
                        Completeness completeness, Stamp const& stamp, Policy const& policy) {
    bool const whole = completeness == Completeness::whole;
    auto const next = step(before, whole ? Verb::fulfil : Verb::fulfil_partially, stamp);
    if (!next) return std::unexpected(next.error());
    if (subject.subject() != before.subject)
        return fail(ErrorCode::forbidden, "Another person was verified than the one this request is about.",
                    "verified subject");
    if (auto const allowed = check_second_decider(before, stamp); !allowed) return std::unexpected(allowed.error());
    if (auto const approved = check_approval(before, policy); !approved) return std::unexpected(approved.error());
    if (auto mistakes = check_outcome(before, outcome, completeness, policy); !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    auto& result = work.request().outcome;
    result = outcome;
    result.denial_reason.reset();
    result.redirected_to = {};
    work.end(*next, stamp.actor);
    auto facts = category_facts(before, outcome);
    facts.emplace_back("answer", outcome.answer.reveal());
    work.write_to_requester(whole ? LetterKind::fulfilled : LetterKind::partially_fulfilled, std::move(facts));
    work.record(whole ? "fulfilled" : "partially_fulfilled", category_codes(outcome), outcome.answer);
    return work.finish();
}

Result<Decision> deny(SubjectRequest const& before, Denial const& denial, Stamp const& stamp, Policy const& policy) {
    auto const next = step(before, Verb::deny, stamp);
    if (!next) return std::unexpected(next.error());
    if (auto const allowed = check_second_decider(before, stamp); !allowed) return std::unexpected(allowed.error());
    if (auto mistakes = check_words("explanation", denial.explanation, Presence::required,
                                    "Explain the refusal. The requester reads this in the letter.");
        !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.request().outcome = Outcome{.categories = {},
                                     .corrections = {},
                                     .answer = denial.explanation,
                                     .denial_reason = denial.reason,
                                     .redirected_to = {}};
    work.end(*next, stamp.actor);
    auto const reason = std::string{code(denial.reason)};
    work.write_to_requester(LetterKind::denied,
                            {{"denial_reason", reason}, {"explanation", denial.explanation.reveal()}});
    work.record("denied", {{"reason", reason}}, denial.explanation);
    return work.finish();
}

Result<Decision> withdraw(SubjectRequest const& before, FreeText const& reason, Stamp const& stamp,
                          Policy const& policy) {
    auto const next = step(before, Verb::withdraw, stamp);
    if (!next) return std::unexpected(next.error());
    if (auto mistakes = check_words("reason", reason, Presence::optional, {}); !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.end(*next, stamp.actor);
    work.write_to_requester(LetterKind::withdrawn);
    work.record("withdrawn", {}, reason);
    return work.finish();
}

Result<Decision> redirect(SubjectRequest const& before, OrganisationName const& organisation,
                          FreeText const& explanation, Stamp const& stamp, Policy const& policy) {
    auto const next = step(before, Verb::redirect, stamp);
    if (!next) return std::unexpected(next.error());
    if (auto const allowed = check_second_decider(before, stamp); !allowed) return std::unexpected(allowed.error());
    auto mistakes = check_words("explanation", explanation, Presence::optional, {});
    check_text(mistakes, "organisation", organisation.reveal(), Lines::one, longest_name, Presence::required,
               "Name the organisation the requester should turn to.");
    if (!mistakes.empty()) return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.request().outcome = Outcome{
        .categories = {}, .corrections = {}, .answer = explanation, .denial_reason = {}, .redirected_to = organisation};
    work.end(*next, stamp.actor);
    work.write_to_requester(LetterKind::redirected,
                            {{"organisation", organisation.reveal()}, {"explanation", explanation.reveal()}});
    work.record("redirected", {}, explanation);
    return work.finish();
}

Result<Decision> expire(SubjectRequest const& before, Stamp const& stamp, Policy const& policy) {
    auto const next = step(before, Verb::expire, stamp);
    if (!next) return std::unexpected(next.error());
    if (stamp.on < expires_on(before, policy))
        return fail(ErrorCode::not_allowed_now, "This request can still be confirmed.", "not old enough");

    Casework work{before, stamp, policy};
    work.end(*next, stamp.actor);
    work.write_to_requester(LetterKind::expired);
    work.record("expired", {{"after_days", std::to_string(days_until_expiry(before, policy))}});
    return work.finish();
}

Result<Decision> appeal(SubjectRequest const& before, FreeText const& complaint, Stamp const& stamp,
                        Policy const& policy) {
    auto const next = step(before, Verb::appeal, stamp);
    if (!next) return std::unexpected(next.error());
    if (before.appealed)
        return fail(ErrorCode::not_allowed_now,
                    "Another person has already looked at this request again. Our answer says who else can help.",
                    "appealed before");
    if (auto mistakes =
            check_words("complaint", complaint, Presence::required, "Write what you are not satisfied with.");
        !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    auto& request = work.request();
    request.appealed = true;
    request.closed_on.reset();
    work.forget_approval();
    request.clocks.push_back(start_clock(ClockName::appeal, policy.appeal, stamp.on));
    work.move_to(*next);
    work.say(MessageKind::from_requester, complaint);
    if (stamp.actor.kind == ActorKind::requester) request.unread = true;
    work.write_to_requester(LetterKind::appeal_received, due_fact(request));
    auto details = due_fact(request);
    details.emplace_back("rule", policy.appeal.id);
    work.record("appealed", std::move(details));
    return work.finish();
}

} // namespace habeas::core
