#include "core/casework_builder.hpp"

#include "core/reminders.hpp"

#include <algorithm>

namespace habeas::core {

bool acts_for_company(Actor const& actor) {
    return actor.kind == ActorKind::staff || actor.kind == ActorKind::token;
}

bool is_of_staff(Role role) {
    return role == Role::agent || role == Role::officer;
}

std::unexpected<Error> not_for_this_role(Stamp const& stamp) {
    return fail(ErrorCode::forbidden, "You are not allowed to do this.", "role " + std::string{code(stamp.actor.role)});
}

std::string_view in_a_sentence(Status status) {
    switch (status) {
    case Status::unverified:
        return "the requester has not confirmed this request yet";
    case Status::open:
        return "nobody has taken this request yet";
    case Status::in_progress:
        return "somebody is working on this request";
    case Status::awaiting_requester:
        return "the requester has been asked for information and has not answered yet";
    case Status::awaiting_approval:
        return "this request waits for the approval of a second person";
    case Status::fulfilled:
        return "this request is closed, it was fulfilled";
    case Status::partially_fulfilled:
        return "this request is closed, it was fulfilled in part";
    case Status::denied:
        return "this request is closed, it was refused";
    case Status::withdrawn:
        return "this request is closed, it was withdrawn";
    case Status::redirected:
        return "this request is closed, the requester was sent to their organisation";
    case Status::expired:
        return "this request is closed, nobody confirmed it";
    }
    return {};
}

bool was_entered_by_company(Channel channel) {
    switch (channel) {
    case Channel::email:
    case Channel::postal_mail:
    case Channel::phone:
    case Channel::api:
        return true;
    case Channel::web_form:
    case Channel::unsubscribe_link:
        return false;
    }
    return false;
}

Casework::Casework(SubjectRequest before, Stamp const& stamp, Policy const& policy)
    : from_(before.status)
    , begins_(before.version == 0)
    , after_(std::move(before))
    , stamp_(stamp)
    , policy_(policy) {}

void Casework::end(Status status, Actor const& decider) {
    after_.status = status;
    after_.closed_on = stamp_.on;
    after_.decided_by = decider.person();
    after_.prepared.reset();
    for (auto& clock : after_.clocks)
        if (!clock.stopped_on) clock.stopped_on = stamp_.on;
}

void Casework::forget_approval() {
    after_.approval_asked_by.reset();
    after_.approved_by.reset();
}

void Casework::drop_approval(std::string_view because) {
    if (!after_.approved_by) return;
    forget_approval();
    record("approval_dropped", {{"because", std::string{because}}});
}

void Casework::record(std::string const& what, Details details, FreeText text) {
    Details all;
    if (!begins_) all.emplace_back("from", code(from_));
    all.emplace_back("to", code(after_.status));
    all.emplace_back("version", std::to_string(after_.version + 1));
    std::ranges::move(details, std::back_inserter(all));
    decision_.audit_.push_back(
        {"request." + what, after_.id, stamp_.actor, stamp_.at, std::move(all), std::move(text)});
}

void Casework::record_with_day(std::string const& what, Details details, FreeText text) {
    details.emplace(details.begin(), "day", iso(stamp_.on));
    record(what, std::move(details), std::move(text));
}

void Casework::write_to_requester(LetterKind kind, Details facts) {
    decision_.letters_.push_back({kind, Addressee::requester(), std::move(facts)});
}

void Casework::write_to_staff(StaffId to, LetterKind kind, Details facts) {
    decision_.letters_.push_back({kind, Addressee::member(to), std::move(facts)});
}

void Casework::tell_colleagues(std::vector<StaffId> const& to, LetterKind kind, Details const& facts) {
    for (auto const member : to)
        if (!stamp_.actor.same_person(Actor::staff(member, stamp_.actor.role))) write_to_staff(member, kind, facts);
}

// "May ask the consumer to verify or confirm directly" (RULES row 20): whoever lends their name to a request of others
// must at least hear of it. Whether we know them makes no difference.
void Casework::tell_absent_subject() {
    if (after_.address_of_absent_subject())
        decision_.letters_.push_back({LetterKind::asked_for_you, Addressee::subject(), {}});
}

void Casework::record_letter(std::string const& action, Details details) {
    decision_.audit_.push_back({action, after_.id, stamp_.actor, stamp_.at, std::move(details), {}});
}

void Casework::say(MessageKind kind, FreeText body) {
    decision_.messages_.push_back({kind, stamp_.actor, stamp_.at, std::move(body)});
}

void Casework::mark(ReminderMark mark) {
    decision_.reminders_.push_back(mark);
}

void Casework::suppress(EmailAddress address, Topic topic) {
    decision_.suppressions_.push_back({std::move(address), topic});
}

Decision Casework::finish() {
    ++after_.version;
    after_.updated_at = stamp_.at;
    after_.attention_on = next_attention(after_, policy_);
    decision_.after_ = std::move(after_);
    return std::move(decision_);
}

Decision Casework::note(SubjectRequest const& about, Stamp const& stamp, std::string const& action, Details details) {
    return Decision::record(stamp, action, std::move(details), about.id);
}

Decision Casework::note(SubjectRequest const& about, Stamp const& stamp, std::string const& action, Details details,
                        LetterKind letter, Details facts) {
    auto decision = note(about, stamp, action, std::move(details));
    decision.letters_.push_back({letter, Addressee::requester(), std::move(facts)});
    return decision;
}

namespace {

std::optional<Day> earlier(std::optional<Day> one, std::optional<Day> other) {
    if (!one || !other) return one ? one : other;
    return std::min(*one, *other);
}

std::optional<Day> next_reminder(SubjectRequest const& request, Policy const& policy) {
    std::optional<Day> first;
    for (auto const& clock : request.clocks)
        if (!clock.stopped_on) first = earlier(first, next_stage_day(clock, policy));
    return first;
}

} // namespace

std::optional<Day> next_attention(SubjectRequest const& request, Policy const& policy) {
    if (is_closed(request.status)) return std::nullopt;
    if (request.status != Status::unverified) return next_reminder(request, policy);
    std::optional<Day> first = expires_on(request, policy);
    if (!request.unverified_reminded) first = earlier(first, confirmation_reminder_from(request, policy));
    return was_entered_by_company(request.channel) ? earlier(first, next_reminder(request, policy)) : first;
}

Details due_fact(SubjectRequest const& request) {
    auto const due = request.due_on();
    return due ? Details{{"due_on", iso(*due)}} : Details{};
}

} // namespace habeas::core
