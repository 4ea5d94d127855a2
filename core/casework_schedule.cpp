#include "core/casework_builder.hpp"
#include "core/letters.hpp"
#include "core/reminders.hpp"

#include <algorithm>

// What happens by itself: a letter was delivered, a day has come.
namespace habeas::core {

using std::chrono::days;

Day expires_on(SubjectRequest const& request, Policy const& policy) {
    return request.recorded_on + days{days_until_expiry(request, policy)};
}

// A day has 23 hours or more, so the moment of the reminder does not come before the day that its whole days lead to.
Day confirmation_reminder_from(SubjectRequest const& request, Policy const& policy) {
    return request.recorded_on + std::chrono::floor<days>(policy.unverified_reminder);
}

int days_until_expiry(SubjectRequest const& request, Policy const& policy) {
    if (was_entered_by_company(request.channel) && policy.entered_expiry_days) return *policy.entered_expiry_days;
    return policy.unverified_expiry_days;
}

namespace {

DeadlineClock& clock_of(SubjectRequest& request, ClockName name) {
    return *std::ranges::find(request.clocks, name, &DeadlineClock::name);
}

void settle_extension(Casework& work, Day delivered_on) {
    auto& clock = clock_of(work.request(), ClockName::respond);
    bool const in_time = delivered_on <= clock.original_due_on();
    (in_time ? clock.extension->effective_on : clock.extension->dropped_on) = delivered_on;
    work.record(in_time ? "extension_in_force" : "extension_dropped",
                {{"due_on", iso(clock.due_on())}, {"on", iso(delivered_on)}});
}

bool awaits_acknowledgement(SubjectRequest const& request) {
    auto const* clock = request.clock(ClockName::acknowledge);
    return clock && !clock->stopped_on;
}

/// The clock whose stop must move, because its answer was handed over on a later day than it was decided.
DeadlineClock* clock_stopped_too_early(SubjectRequest& request, AnswerTo answer_to, Day delivered_on) {
    auto const name = answer_to == AnswerTo::complaint ? ClockName::appeal : ClockName::respond;
    auto const clock = std::ranges::find(request.clocks, name, &DeadlineClock::name);
    if (clock == request.clocks.end() || !clock->stopped_on || *clock->stopped_on >= delivered_on) return nullptr;
    return &*clock;
}

bool settle_answer(Casework& work, AnswerTo answer_to, Day delivered_on) {
    auto* clock = clock_stopped_too_early(work.request(), answer_to, delivered_on);
    if (clock == nullptr) return false;
    clock->stopped_on = delivered_on;
    work.record("answer_delivered", {{"clock", std::string{code(clock->name)}}, {"on", iso(delivered_on)}});
    return true;
}

/// What this delivery changes about the request, or false: then nothing was recorded.
bool settle(Casework& work, LetterKind kind, AnswerTo answer_to, Day delivered_on) {
    auto& request = work.request();
    if (is_answer(kind)) return settle_answer(work, answer_to, delivered_on);
    if (kind == LetterKind::extended && request.awaits_extension_letter())
        return settle_extension(work, delivered_on), true;
    if (kind != LetterKind::received || !awaits_acknowledgement(request)) return false;
    // "we will acknowledge their request within 30 days" (policy §11): done when they were told, not when we decided.
    clock_of(request, ClockName::acknowledge).stopped_on = delivered_on;
    work.record("acknowledged", {{"on", iso(delivered_on)}});
    return true;
}

/// Who a letter went to, as the trail may hold it: never an address.
std::string words_of(Addressee const& to) {
    switch (to.kind) {
    case Addressee::Kind::requester:
        return "requester";
    case Addressee::Kind::subject:
        return "subject";
    case Addressee::Kind::staff:
        return "staff:" + std::to_string(to.staff.value);
    }
    return {};
}

Details details_of(HandedOver const& letter) {
    Details details{{"letter", std::string{code(letter.kind)}}, {"to", words_of(letter.to)}};
    if (!letter.message_id.empty()) details.emplace_back("message", letter.message_id);
    return details;
}

} // namespace

// "An extension or a refusal exists only once its letter was handed to the mail server; a late extension is refused"
// (REQUIREMENTS, innovation 3)
Decision letter_delivered(SubjectRequest const& before, HandedOver const& letter, Stamp const& stamp,
                          Policy const& policy) {
    Casework work{before, stamp, policy};
    if (!settle(work, letter.kind, letter.answer_to, stamp.on))
        return Casework::note(before, stamp, "letter.delivered", details_of(letter));
    work.record_letter("letter.delivered", details_of(letter));
    return work.finish();
}

std::string overtaken_because(SubjectRequest const& request, LetterKind kind, Day leaves_on) {
    if (is_confirmation(kind) && request.status != Status::unverified) return "no_longer_needed";
    if (kind != LetterKind::extended) return {};
    if (is_closed(request.status)) return "no_longer_needed";
    auto const* clock = request.clock(ClockName::respond);
    if (!clock || !clock->extension || clock->extension->dropped_on) return "extension_too_late";
    if (!clock->extension->effective_on && leaves_on > clock->original_due_on()) return "extension_too_late";
    return {};
}

Result<Decision> letter_posted(SubjectRequest const& before, Posting const& posting, Stamp const& stamp,
                               Policy const& policy) {
    if (!is_of_staff(stamp.actor.role)) return not_for_this_role(stamp);
    if (posting.posted_on > stamp.on) return fail({{"posted_on", "The day of posting cannot be in the future."}});
    if (posting.posted_on < posting.written_on) return fail({{"posted_on", "The letter was written later than that."}});

    Details const details{{"letter", std::string{code(posting.kind)}}, {"posted_on", iso(posting.posted_on)}};
    Casework work{before, stamp, policy};
    if (!settle(work, posting.kind, posting.answer_to, posting.posted_on))
        return Casework::note(before, stamp, "letter.posted", details);
    work.record_letter("letter.posted", details);
    return work.finish();
}

Decision letter_failed(SubjectRequest const& before, LetterKind kind, std::string const& why, Stamp const& stamp,
                       Policy const& policy) {
    Details const details{{"letter", std::string{code(kind)}}, {"why", why}};
    if (kind != LetterKind::extended || !before.awaits_extension_letter())
        return Casework::note(before, stamp, "letter.given_up", details);
    Casework work{before, stamp, policy};
    auto& clock = clock_of(work.request(), ClockName::respond);
    clock.extension->dropped_on = stamp.on;
    work.record_letter("letter.given_up", details);
    work.record_with_day("extension_dropped", {{"due_on", iso(clock.due_on())}, {"why", why}});
    return work.finish();
}

bool may_be_tried_again(LetterKind kind) {
    return kind != LetterKind::extended;
}

Result<Decision> retry_letter(SubjectRequest const& before, LetterKind kind, Stamp const& stamp, Policy const&) {
    if (!is_of_staff(stamp.actor.role) && stamp.actor.role != Role::admin) return not_for_this_role(stamp);
    if (!may_be_tried_again(kind))
        return fail(ErrorCode::not_allowed_now,
                    "The extension was dropped when its letter could not be delivered. Ask for it anew.", "extension");
    return Casework::note(before, stamp, "letter.retried", {{"letter", std::string{code(kind)}}});
}

namespace {

/// Everybody a stage is told to: the assignee, or the officers where there is none; from the first day over, both.
std::vector<StaffId> recipients(std::optional<StaffId> assignee, std::vector<StaffId> const& officers, bool is_over) {
    if (!assignee) return officers;
    if (!is_over) return {*assignee};
    auto all = officers;
    if (std::ranges::find(all, *assignee) == all.end()) all.push_back(*assignee);
    return all;
}

void remind(Casework& work, DeadlineClock& clock, int stage, std::vector<StaffId> const& to, Stamp const& stamp,
            Policy const& policy) {
    auto const kind = stage > 0 ? LetterKind::deadline_escalation : LetterKind::deadline_reminder;
    auto const marks = marks_up_to(clock, stage, policy);
    auto const away = (stamp.on - clock.due_on()).count();
    Details const facts{{"clock", std::string{code(clock.name)}},
                        {"stage", std::to_string(stage)},
                        {"due_on", iso(clock.due_on())},
                        {"days", std::to_string(away < 0 ? -away : away)}};
    auto letter_facts = facts;
    letter_facts.emplace_back("mark", std::to_string(marks.back().stage));
    for (auto const member : to)
        work.write_to_staff(member, kind, letter_facts);
    for (auto const mark : marks)
        work.mark(mark);
    clock.reminded_stage = marks.back().stage;
    auto details = facts;
    details.emplace_back("letters", std::to_string(to.size()));
    work.record("reminded", std::move(details));
}

bool is_confirmation_reminder_owed(SubjectRequest const& request, Stamp const& stamp, Policy const& policy) {
    return request.status == Status::unverified && !request.unverified_reminded &&
           stamp.at >= request.recorded_at + policy.unverified_reminder;
}

void remind_to_confirm(Casework& work, Policy const& policy) {
    auto& request = work.request();
    request.unverified_reminded = true;
    auto facts = due_fact(request);
    facts.emplace_back("expires_on", iso(expires_on(request, policy)));
    facts.emplace_back("link_hours", std::to_string(policy.link_lifetime.count()));
    work.write_to_requester(LetterKind::confirm_reminder, std::move(facts));
    work.record("unverified_reminded");
}

/// A clock runs whether the address was confirmed or not. Nobody needs to hear of what a stranger typed into the form;
/// but what came by post, by phone or through a program of ours, the company has known of from the first day.
bool deadline_concerns_staff(SubjectRequest const& request) {
    return request.status != Status::unverified || was_entered_by_company(request.channel);
}

} // namespace

// "Reminders derived from state, exactly once, even after weeks of downtime or a clock jump" (REQUIREMENTS,
// innovation 9)
std::optional<Decision> attend(SubjectRequest const& before, std::vector<StaffId> const& officers, Stamp const& stamp,
                               Policy const& policy, AssigneeIs assignee) {
    if (is_closed(before.status)) return std::nullopt;
    if (before.status == Status::unverified && stamp.on >= expires_on(before, policy)) {
        auto expired = expire(before, {Actor::system(), stamp.at, stamp.on}, policy);
        return expired ? std::optional{std::move(*expired)} : std::nullopt;
    }

    Casework work{before, stamp, policy};
    bool is_owed = is_confirmation_reminder_owed(before, stamp, policy);
    if (is_owed) remind_to_confirm(work, policy);
    for (auto& clock : work.request().clocks) {
        if (clock.stopped_on || !deadline_concerns_staff(before)) continue;
        auto const stage = stage_owed(clock, stamp.on, policy);
        if (!stage) continue;
        auto const assigned_to = assignee == AssigneeIs::here ? before.assignee : std::nullopt;
        auto const to = recipients(assigned_to, officers, *stage > 0);
        // Marked without a letter it would be lost for good; so it waits for the first officer.
        if (to.empty()) continue;
        remind(work, clock, *stage, to, stamp, policy);
        is_owed = true;
    }
    return is_owed ? std::optional{work.finish()} : std::nullopt;
}

} // namespace habeas::core
