#include "core/request.hpp"

#include "core/transitions.hpp"

#include <algorithm>

namespace habeas::core {

namespace {

/// Of the clocks still running the one due first; where none runs, of those stopped last the one due first.
DeadlineClock const* clock_that_counts(std::vector<DeadlineClock> const& clocks) {
    DeadlineClock const* counts{};
    for (auto const& each : clocks) {
        if (!counts) {
            counts = &each;
            continue;
        }
        bool const same_rank = each.stopped_on == counts->stopped_on;
        bool const outranks = !each.stopped_on || (counts->stopped_on && *each.stopped_on > *counts->stopped_on);
        if (same_rank ? each.due_on() < counts->due_on() : outranks) counts = &each;
    }
    return counts;
}

} // namespace

bool SubjectRequest::is_answered_anew() const {
    return first_end && is_closed(status) && status != Status::withdrawn && !appeal_withdrawn;
}

DeadlineClock const* SubjectRequest::clock(ClockName name) const {
    auto const found = std::ranges::find(clocks, name, &DeadlineClock::name);
    return found == clocks.end() ? nullptr : &*found;
}

std::optional<Day> SubjectRequest::due_on() const {
    auto const* counts = clock_that_counts(clocks);
    return counts ? std::optional{counts->due_on()} : std::nullopt;
}

std::optional<ClockName> SubjectRequest::strictest() const {
    auto const* counts = clock_that_counts(clocks);
    return counts ? std::optional{counts->name} : std::nullopt;
}

Urgency SubjectRequest::urgency(Day today, int due_soon_days) const {
    if (is_closed(status)) return Urgency::closed;
    auto const due = due_on();
    return due ? urgency_of(*due, today, due_soon_days) : Urgency::on_time;
}

bool SubjectRequest::awaits_extension_letter() const {
    auto const* respond = clock(ClockName::respond);
    return respond && !respond->stopped_on && respond->extension && respond->extension->is_pending();
}

std::optional<EmailAddress> SubjectRequest::reply_address() const {
    return requester.email ? requester.email : subject.email;
}

PersonName const& SubjectRequest::reply_name() const {
    return requester.name.empty() ? subject.name : requester.name;
}

bool SubjectRequest::waits_for_link() const {
    return reply_address() && channel != Channel::postal_mail && channel != Channel::phone;
}

bool SubjectRequest::was_decided_first_by(Actor const& who) const {
    if (!appealed) return false;
    bool const decided = decided_by && decided_by->same_person(who);
    bool const approved = first_end && first_end->approved_by && first_end->approved_by->same_person(who);
    return decided || approved;
}

bool SubjectRequest::is_approved() const {
    return approved_by && prepared;
}

std::optional<EmailAddress> SubjectRequest::address_of_absent_subject() const {
    if (requester.kind == RequesterKind::self || !subject.email) return std::nullopt;
    if (requester.email && requester.email->lookup_key() == subject.email->lookup_key()) return std::nullopt;
    return subject.email;
}

} // namespace habeas::core
