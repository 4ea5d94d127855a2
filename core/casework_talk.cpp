#include "core/casework_builder.hpp"

// What is said about a request, and who has looked at it.
namespace habeas::core {

namespace {

bool may_add(MessageKind kind, Role role) {
    switch (kind) {
    case MessageKind::to_requester:
    case MessageKind::note:
        return is_of_staff(role);
    case MessageKind::from_requester:
        return role == Role::requester || is_of_staff(role); // staff record what came by phone or post
    }
    return false;
}

std::string action_of(MessageKind kind) {
    switch (kind) {
    case MessageKind::to_requester:
        return "message_sent";
    case MessageKind::from_requester:
        return "message_received";
    case MessageKind::note:
        return "note_added";
    }
    return {};
}

} // namespace

Result<Decision> add_message(SubjectRequest const& before, MessageKind kind, FreeText const& body, Stamp const& stamp,
                             Policy const& policy) {
    if (!may_add(kind, stamp.actor.role)) return not_for_this_role(stamp);
    if (auto mistakes = check_words("body", body, Presence::required, "Write your message."); !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.say(kind, body);
    if (kind == MessageKind::to_requester) work.write_to_requester(LetterKind::message, {{"message", body.reveal()}});
    if (stamp.actor.kind == ActorKind::requester) work.request().unread = true;
    if (kind == MessageKind::from_requester && before.assignee)
        work.tell_colleagues({*before.assignee}, LetterKind::message_noted, due_fact(before));
    work.record(action_of(kind));
    if (kind == MessageKind::from_requester) work.drop_approval("message"); // the approver has not read it
    return work.finish();
}

Result<Decision> send_link(SubjectRequest const& before, Stamp const& stamp, Policy const& policy) {
    if (stamp.actor.role != Role::requester && !is_of_staff(stamp.actor.role)) return not_for_this_role(stamp);
    if (!before.reply_address())
        return fail(ErrorCode::not_allowed_now, "No e-mail address is known for this request.", "no address");

    auto facts = due_fact(before);
    auto kind = LetterKind::status_link;
    if (before.status == Status::unverified) {
        kind = LetterKind::confirm_address;
        facts.emplace_back("expires_on", iso(expires_on(before, policy)));
    }
    facts.emplace_back("link_hours", std::to_string(policy.link_lifetime.count()));
    return Casework::note(before, stamp, "request.link_sent", {{"letter", std::string{code(kind)}}}, kind,
                          std::move(facts));
}

// "Every read of a case by staff is audited" (security requirement 52)
Result<Decision> note_viewed(SubjectRequest const& before, Stamp const& stamp, Policy const& policy) {
    if (!is_of_staff(stamp.actor.role)) return not_for_this_role(stamp);
    // Looking must not spoil what somebody else is writing: without a change there is no new version. A program's look
    // leaves the mark for a person.
    if (!before.unread || stamp.actor.kind == ActorKind::token) return Casework::note(before, stamp, "request.viewed");
    Casework work{before, stamp, policy};
    work.request().unread = false;
    work.record("viewed");
    return work.finish();
}

} // namespace habeas::core
