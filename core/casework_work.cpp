#include "core/outcome_rules.hpp"

#include <algorithm>
#include <iterator>

// What staff do with a request on its way.
namespace habeas::core {

Result<Decision> assign(SubjectRequest const& before, StaffId assignee, Stamp const& stamp, Policy const& policy) {
    auto const next = step(before, Verb::assign, stamp, policy);
    if (!next) return std::unexpected(next.error());
    if (assignee.value <= 0) return fail({{"assignee", "Choose who is to work on this request."}});
    if (before.was_decided_first_by(Actor::staff(assignee, Role::agent)))
        return fail(
            {{"assignee", "They decided or approved the first answer. Choose somebody else for the complaint."}});

    Casework work{before, stamp, policy};
    work.move_to(*next);
    if (before.status == Status::in_progress && before.assignee != assignee) work.drop_approval("assignment");
    work.request().assignee = assignee;
    if (before.assignee != assignee) work.tell_colleagues({assignee}, LetterKind::assignment_noted, due_fact(before));
    work.record("assigned", {{"assignee", std::to_string(assignee.value)}});
    return work.finish();
}

Result<Decision> request_information(SubjectRequest const& before, FreeText const& question, Stamp const& stamp,
                                     Policy const& policy) {
    auto const next = step(before, Verb::request_information, stamp, policy);
    if (!next) return std::unexpected(next.error());
    if (auto mistakes =
            check_words("question", question, Presence::required, "Write what you need to know from the requester.");
        !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.move_to(*next);
    work.drop_approval("question"); // what was approved may look different after the answer
    work.say(MessageKind::to_requester, question);
    auto facts = due_fact(before);
    facts.emplace_back("question", question.reveal());
    work.write_to_requester(LetterKind::information_wanted, std::move(facts));
    work.record("information_requested");
    return work.finish();
}

Result<Decision> receive_information(SubjectRequest const& before, FreeText const& answer, Stamp const& stamp,
                                     Policy const& policy) {
    auto const next = step(before, Verb::receive_information, stamp, policy);
    if (!next) return std::unexpected(next.error());
    if (auto mistakes = check_words("answer", answer, Presence::required, "Write your answer."); !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.move_to(*next);
    work.forget_approval();
    work.say(MessageKind::from_requester, answer);
    if (stamp.actor.kind == ActorKind::requester) work.request().unread = true;
    if (before.assignee) work.tell_colleagues({*before.assignee}, LetterKind::information_noted, due_fact(before));
    work.record("information_received");
    return work.finish();
}

Result<Decision> extend(SubjectRequest const& before, FreeText const& reason, Stamp const& stamp,
                        Policy const& policy) {
    auto const next = step(before, Verb::extend, stamp, policy);
    if (!next) return std::unexpected(next.error());
    if (auto mistakes = check_words("reason", reason, Presence::required,
                                    "Write why more time is needed. The requester reads this in the letter.");
        !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.move_to(*next);
    auto const days = policy.respond.extension_days;
    for (auto& clock : work.request().clocks) {
        if (clock.name != ClockName::respond) continue;
        clock.extension = Extension{days, stamp.on, std::nullopt};
        auto const was_due = iso(clock.original_due_on());
        auto const due = iso(clock.original_due_on() + std::chrono::days{days});
        work.write_to_requester(LetterKind::extended, {{"due_on", due},
                                                       {"previous_due_on", was_due},
                                                       {"days", std::to_string(days)},
                                                       {"reason", reason.reveal()}});
        work.record_with_day("extended", {{"rule", clock.rule}, {"days", std::to_string(days)}, {"due_on", due}},
                             reason);
    }
    return work.finish();
}

Result<Decision> submit_for_approval(SubjectRequest const& before, PreparedOutcome const& prepared,
                                     FreeText const& note, Stamp const& stamp, std::vector<StaffId> const& officers,
                                     Policy const& policy) {
    auto const next = step(before, Verb::submit_for_approval, stamp, policy);
    if (!next) return std::unexpected(next.error());
    auto mistakes = check_outcome(before, prepared, stamp.on, policy);
    std::ranges::move(check_words("note", note, Presence::optional, {}), std::back_inserter(mistakes));
    if (!mistakes.empty()) return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.move_to(*next);
    work.forget_approval();
    auto& request = work.request();
    request.approval_asked_by = stamp.actor.person();
    request.prepared = prepared;
    auto facts = due_fact(before);
    facts.emplace_back("note", note.reveal());
    std::vector<StaffId> approvers;
    std::ranges::copy_if(officers, std::back_inserter(approvers), [&](StaffId officer) {
        return obstacles(request, Verb::approve, {Actor::staff(officer, Role::officer), stamp.at, stamp.on}, policy)
            .empty();
    });
    work.tell_colleagues(approvers, LetterKind::approval_wanted, facts);
    auto details = outcome_codes(prepared.outcome);
    details.emplace_back("complete", code(prepared.completeness));
    work.record("approval_asked", std::move(details), note);
    return work.finish();
}

namespace {

/// Who waits for what an officer decides: the assignee and whoever asked.
std::vector<StaffId> waiting_for_approval(SubjectRequest const& request) {
    std::vector<StaffId> all;
    if (request.assignee) all.push_back(*request.assignee);
    auto const& asked_by = request.approval_asked_by;
    if (asked_by && asked_by->kind == ActorKind::staff && (all.empty() || all.front().value != asked_by->id))
        all.push_back(StaffId{asked_by->id});
    return all;
}

} // namespace

Result<Decision> approve(SubjectRequest const& before, FreeText const& note, Stamp const& stamp, Policy const& policy) {
    auto const next = step(before, Verb::approve, stamp, policy);
    if (!next) return std::unexpected(next.error());
    if (auto mistakes = check_words("note", note, Presence::optional, {}); !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.move_to(*next);
    work.request().approved_by = stamp.actor.person();
    auto details = outcome_codes(before.prepared->outcome);
    details.emplace_back("complete", code(before.prepared->completeness));
    work.tell_colleagues(waiting_for_approval(before), LetterKind::approval_noted, due_fact(before));
    work.record("approved", std::move(details), note);
    return work.finish();
}

Result<Decision> send_back(SubjectRequest const& before, FreeText const& reason, Stamp const& stamp,
                           Policy const& policy) {
    auto const next = step(before, Verb::send_back, stamp, policy);
    if (!next) return std::unexpected(next.error());
    if (auto mistakes = check_words("reason", reason, Presence::required, "Write what must be changed first.");
        !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.move_to(*next);
    work.forget_approval();
    auto facts = due_fact(before);
    facts.emplace_back("reason", reason.reveal());
    work.tell_colleagues(waiting_for_approval(before), LetterKind::return_noted, facts);
    work.record("sent_back", {}, reason);
    return work.finish();
}

} // namespace habeas::core
