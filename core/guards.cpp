#include "core/guards.hpp"

#include "core/casework.hpp"
#include "core/casework_builder.hpp"

namespace habeas::core {

namespace {

using Obstacles = std::vector<Obstacle>;

bool was_matched_by_program(SubjectRequest const& request) {
    return request.verified_by && request.verified_by->has_nobody_behind();
}

/// Whether a person puts their own word in the place of a program's that nobody answers for.
bool stands_in_for_program(SubjectRequest const& request, Actor const& actor) {
    return was_matched_by_program(request) && acts_for_company(actor) && !actor.has_nobody_behind();
}

void check_confirmation(Obstacles& found, SubjectRequest const& request, Actor const& actor) {
    auto const strongest = acts_for_company(actor) ? Evidence::matched : Evidence::address_confirmed;
    if (request.evidence >= strongest && !stands_in_for_program(request, actor))
        found.push_back(Obstacle::confirmed_before);
    if (acts_for_company(actor) && request.status == Status::unverified && request.waits_for_link())
        found.push_back(Obstacle::link_not_used);
}

void check_evidence(Obstacles& found, SubjectRequest const& request) {
    if (request.evidence < required_evidence(request.type)) found.push_back(Obstacle::evidence_missing);
}

/// "second-person approval" (REQUIREMENTS, innovation 6): given, and by somebody else than who asked.
void check_approval(Obstacles& found, SubjectRequest const& request, Policy const& policy) {
    if (!request.is_approved() && policy.needs_approval(request.type)) found.push_back(Obstacle::approval_missing);
    if (request.is_approved() && request.approval_asked_by &&
        request.approval_asked_by->same_person(*request.approved_by))
        found.push_back(Obstacle::approved_by_the_asker);
}

/// "Decided by another person than the first" (REQUIREMENTS P8): than who gave the first answer or approved it.
void check_second_decider(Obstacles& found, SubjectRequest const& request, Actor const& actor) {
    if (request.was_decided_first_by(actor))
        found.push_back(Obstacle::decided_it_before);
    else if (request.appealed && actor.has_nobody_behind())
        found.push_back(Obstacle::nobody_behind_program);
}

void check_extension(Obstacles& found, SubjectRequest const& request, Day today, Policy const& policy) {
    auto const* clock = request.clock(ClockName::respond);
    if (!clock || clock->stopped_on) {
        found.push_back(Obstacle::no_deadline_to_extend);
        return;
    }
    if (policy.respond.extension_days <= 0) found.push_back(Obstacle::rule_without_extension);
    if (clock->extension && !clock->extension->dropped_on) found.push_back(Obstacle::extended_before);
    // A late extension is refused: it must be told while the first period still runs (RULES 4, 12, 15, 23, 31).
    if (today > clock->original_due_on()) found.push_back(Obstacle::due_day_has_passed);
}

/// The first of the two people.
void check_first_person(Obstacles& found, SubjectRequest const& request, Actor const& actor) {
    if (actor.has_nobody_behind()) {
        found.push_back(Obstacle::nobody_behind_program);
        return;
    }
    check_second_decider(found, request, actor);
    if (was_matched_by_program(request)) found.push_back(Obstacle::matched_by_program);
}

/// The second. "Who verified identity cannot alone approve the release; deletion needs two people" (security
/// requirement 23)
void check_second_person(Obstacles& found, SubjectRequest const& request, Actor const& actor) {
    if (actor.has_nobody_behind()) {
        found.push_back(Obstacle::nobody_behind_program);
        return;
    }
    auto const& asked_by = request.approval_asked_by;
    if (asked_by && asked_by->same_person(actor)) found.push_back(Obstacle::asked_for_it_yourself);
    if (request.verified_by && request.verified_by->same_person(actor)) found.push_back(Obstacle::matched_it_yourself);
    check_second_decider(found, request, actor);
    if (asked_by && asked_by->has_nobody_behind()) found.push_back(Obstacle::asked_by_program);
    if (was_matched_by_program(request)) found.push_back(Obstacle::matched_by_program);
    if (!request.prepared) found.push_back(Obstacle::nothing_prepared);
}

void check_outcome_may_come(Obstacles& found, SubjectRequest const& request, Actor const& actor, Policy const& policy) {
    check_second_decider(found, request, actor);
    check_evidence(found, request);
    check_approval(found, request, policy);
}

std::string not_now(Status status) {
    return "This cannot be done now: " + std::string{in_a_sentence(status)} + ".";
}

} // namespace

std::vector<Obstacle> obstacles(SubjectRequest const& request, Verb verb, Stamp const& stamp, Policy const& policy) {
    Obstacles found;
    switch (verb) {
    case Verb::verify:
        check_confirmation(found, request, stamp.actor);
        break;
    case Verb::extend:
        check_extension(found, request, stamp.on, policy);
        break;
    case Verb::submit_for_approval:
        check_evidence(found, request);
        check_first_person(found, request, stamp.actor);
        break;
    case Verb::approve:
        check_second_person(found, request, stamp.actor);
        break;
    case Verb::fulfil:
    case Verb::fulfil_partially:
        check_outcome_may_come(found, request, stamp.actor, policy);
        break;
    case Verb::deny:
    case Verb::redirect:
    case Verb::withdraw:
        check_second_decider(found, request, stamp.actor);
        break;
    case Verb::expire:
        if (stamp.on < expires_on(request, policy)) found.push_back(Obstacle::can_still_be_confirmed);
        break;
    case Verb::appeal:
        if (request.appealed) found.push_back(Obstacle::appealed_before);
        break;
    case Verb::submit:
    case Verb::assign:
    case Verb::request_information:
    case Verb::receive_information:
    case Verb::send_back:
        break;
    }
    return found;
}

Error as_error(Obstacle obstacle) {
    auto const forbidden = [](std::string words, std::string detail) {
        return Error{ErrorCode::forbidden, std::move(words), std::move(detail), {}};
    };
    auto const not_allowed = [](std::string words, std::string detail) {
        return Error{ErrorCode::not_allowed_now, std::move(words), std::move(detail), {}};
    };
    switch (obstacle) {
    case Obstacle::confirmed_before:
        return not_allowed("This was confirmed before. Nothing needs to be done.", "evidence");
    case Obstacle::link_not_used:
        return not_allowed(
            "The requester must first use the link we mailed to their address. Where it was lost, send it again.",
            "unconfirmed address");
    case Obstacle::evidence_missing:
        return not_allowed("First compare the requester's address with the one on file, and record that they match.",
                           "evidence");
    case Obstacle::approval_missing:
        return not_allowed("A second person must approve this first. Ask for approval.", "approval");
    case Obstacle::approved_by_the_asker:
        return forbidden(
            "This was approved by the person who asked. An officer other than that person must approve it.",
            "second person");
    case Obstacle::asked_for_it_yourself:
        return forbidden("You asked for this approval yourself. An officer other than you must give it.",
                         "second person");
    case Obstacle::matched_it_yourself:
        return forbidden(
            "You matched the identity of this requester. An officer other than you must approve the answer.",
            "second person");
    case Obstacle::nothing_prepared:
        return not_allowed("No answer was prepared that could be approved. Send it back.", "nothing prepared");
    case Obstacle::nobody_behind_program:
        return forbidden("This needs a person. The token that calls belongs to nobody: use one that has an owner.",
                         "token without owner");
    case Obstacle::matched_by_program:
        return not_allowed("A program that belongs to nobody matched the identity of this requester. First a member of "
                           "staff must compare the address with the one on file.",
                           "matched by a token without owner");
    case Obstacle::asked_by_program:
        return not_allowed("A program that belongs to nobody asked for this approval. Send it back: a member of staff "
                           "must look at the answer and ask for it.",
                           "asked by a token without owner");
    case Obstacle::decided_it_before:
        return forbidden("You decided or approved the first answer. A complaint must be decided by somebody else.",
                         "first decider");
    case Obstacle::no_deadline_to_extend:
        return not_allowed("This request has no running deadline that could be extended.", "extension");
    case Obstacle::rule_without_extension:
        return not_allowed("The rule of this deadline allows no extension.", "extension");
    case Obstacle::extended_before:
        return not_allowed("An extension was asked for before. There can be only one.", "extension");
    case Obstacle::due_day_has_passed:
        return not_allowed(
            "The due day has passed, so the deadline can no longer be extended. Answer as soon as you can.",
            "extension");
    case Obstacle::can_still_be_confirmed:
        return not_allowed("This request can still be confirmed.", "not old enough");
    case Obstacle::appealed_before:
        return not_allowed(
            "Another person has already looked at this request again. Our answer says who else can help.",
            "appealed before");
    }
    return {};
}

Result<Status> step(SubjectRequest const& before, Verb verb, Stamp const& stamp, Policy const& policy) {
    if (!may(stamp.actor.role, verb))
        return fail(ErrorCode::forbidden, "You are not allowed to do this.",
                    "role " + std::string{code(stamp.actor.role)} + ", verb " + std::string{code(verb)});
    auto const next = next_status(before.status, verb);
    if (!next)
        return fail(ErrorCode::not_allowed_now, not_now(before.status),
                    "status " + std::string{code(before.status)} + ", verb " + std::string{code(verb)});
    if (auto const found = obstacles(before, verb, stamp, policy); !found.empty())
        return std::unexpected(as_error(found.front()));
    return *next;
}

std::vector<Verb> allowed_verbs(SubjectRequest const& request, Stamp const& stamp, Policy const& policy) {
    std::vector<Verb> verbs;
    for (auto const& [verb, text] : words_of<Verb>())
        if (step(request, verb, stamp, policy)) verbs.push_back(verb);
    return verbs;
}

} // namespace habeas::core
