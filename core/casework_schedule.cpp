#include "core/casework_builder.hpp"
#include "core/reminders.hpp"

#include <algorithm>

// What happens by itself: a letter was delivered, a day has come.
namespace habeas::core {

using std::chrono::days;

// The day of recording, by the distance to the received day, since the time zone is not known here.
Day unverified_day_after(SubjectRequest const& request, std::chrono::hours age) {
    return request.received_on + std::chrono::floor<days>(request.recorded_at + age - request.received_at);
}

Day expires_on(SubjectRequest const& request, Policy const& policy) {
    return unverified_day_after(request, std::chrono::hours{0}) + days{days_until_expiry(request, policy)};
}

int days_until_expiry(SubjectRequest const& request, Policy const& policy) {
    if (was_entered_by_company(request.channel) && policy.entered_expiry_days) return *policy.entered_expiry_days;
    return policy.unverified_expiry_days;
}

// "An extension or a refusal exists only once its letter was handed to the mail server; a late extension is refused"
// (REQUIREMENTS, innovation 3)
Decision letter_delivered(SubjectRequest const& before, LetterKind kind, Stamp const& stamp, Policy const& policy) {
    auto const* clock = before.clock(ClockName::respond);
    bool const is_pending = clock && !clock->stopped_on && clock->extension && !clock->extension->effective_on;
    if (kind != LetterKind::extended || !is_pending)
        return Casework::note(before, stamp, "letter.delivered", {{"letter", std::string{code(kind)}}});

    Casework work{before, stamp, policy};
    auto& clocks = work.request().clocks;
    auto& extended = *std::ranges::find(clocks, ClockName::respond, &DeadlineClock::name);
    bool const in_time = stamp.on <= extended.original_due_on();
    if (in_time)
        extended.extension->effective_on = stamp.on;
    else
        extended.extension.reset();
    work.record(in_time ? "extension_in_force" : "extension_dropped", {{"due_on", iso(extended.due_on())}});
    return work.finish();
}

namespace {

/// Everybody a stage is told to: the assignee, or the officers where there is none; from the first day over, both.
std::vector<StaffId> recipients(SubjectRequest const& request, std::vector<StaffId> const& officers, bool is_over) {
    if (!request.assignee) return officers;
    if (!is_over) return {*request.assignee};
    auto all = officers;
    if (std::ranges::find(all, *request.assignee) == all.end()) all.push_back(*request.assignee);
    return all;
}

void remind(Casework& work, DeadlineClock& clock, int stage, std::vector<StaffId> const& officers, Stamp const& stamp,
            Policy const& policy) {
    bool const is_over = stage > 0;
    auto const marks = marks_up_to(clock, stage, policy);
    auto const away = (stamp.on - clock.due_on()).count();
    Details const facts{{"clock", std::string{code(clock.name)}},
                        {"stage", std::to_string(stage)},
                        {"due_on", iso(clock.due_on())},
                        {"days", std::to_string(away < 0 ? -away : away)}};
    auto const to = recipients(work.request(), officers, is_over);
    for (auto const member : to)
        work.write_to_staff(member, is_over ? LetterKind::deadline_escalation : LetterKind::deadline_reminder, facts);
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
                               Policy const& policy) {
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
        remind(work, clock, *stage, officers, stamp, policy);
        is_owed = true;
    }
    return is_owed ? std::optional{work.finish()} : std::nullopt;
}

} // namespace habeas::core
