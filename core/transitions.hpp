#pragma once
#include "core/vocabulary.hpp"

#include <optional>
#include <vector>

namespace habeas::core {

struct Transition {
    Status from;
    Verb verb;
    Status to;
};

/// The state machine. Nothing else knows it: buttons, allowed actions, the diagram and the tests are made from it.
/// `submit` starts a request and is not in it. One step leads elsewhere than its row says: a complaint that is
/// withdrawn takes the request back to how it had ended first (see withdraw()).
inline constexpr Transition transitions[] = {
    {Status::unverified, Verb::verify, Status::open},
    {Status::unverified, Verb::withdraw, Status::withdrawn},
    {Status::unverified, Verb::redirect, Status::redirected},
    {Status::unverified, Verb::expire, Status::expired},

    {Status::open, Verb::verify, Status::open},
    {Status::open, Verb::assign, Status::in_progress},
    {Status::open, Verb::extend, Status::open},
    {Status::open, Verb::withdraw, Status::withdrawn},
    {Status::open, Verb::redirect, Status::redirected},

    {Status::in_progress, Verb::verify, Status::in_progress},
    {Status::in_progress, Verb::assign, Status::in_progress},
    {Status::in_progress, Verb::request_information, Status::awaiting_requester},
    {Status::in_progress, Verb::extend, Status::in_progress},
    {Status::in_progress, Verb::submit_for_approval, Status::awaiting_approval},
    {Status::in_progress, Verb::fulfil, Status::fulfilled},
    {Status::in_progress, Verb::fulfil_partially, Status::partially_fulfilled},
    {Status::in_progress, Verb::deny, Status::denied},
    {Status::in_progress, Verb::withdraw, Status::withdrawn},
    {Status::in_progress, Verb::redirect, Status::redirected},

    {Status::awaiting_requester, Verb::verify, Status::awaiting_requester},
    {Status::awaiting_requester, Verb::assign, Status::awaiting_requester},
    {Status::awaiting_requester, Verb::receive_information, Status::in_progress},
    {Status::awaiting_requester, Verb::extend, Status::awaiting_requester},
    {Status::awaiting_requester, Verb::deny, Status::denied},
    {Status::awaiting_requester, Verb::withdraw, Status::withdrawn},
    {Status::awaiting_requester, Verb::redirect, Status::redirected},

    {Status::awaiting_approval, Verb::assign, Status::awaiting_approval},
    {Status::awaiting_approval, Verb::extend, Status::awaiting_approval},
    {Status::awaiting_approval, Verb::approve, Status::in_progress},
    {Status::awaiting_approval, Verb::send_back, Status::in_progress},
    {Status::awaiting_approval, Verb::withdraw, Status::withdrawn},

    // "If you are not satisfied with our response" (policy, preamble): a finished request is opened again, with a
    // clock of its own, and decided by another person than the first.
    {Status::fulfilled, Verb::appeal, Status::open},
    {Status::partially_fulfilled, Verb::appeal, Status::open},
    {Status::denied, Verb::appeal, Status::open},
    {Status::redirected, Verb::appeal, Status::open},
};

/// Where a verb leads from a status, or nothing where the table has no such step.
constexpr std::optional<Status> next_status(Status from, Verb verb) {
    for (auto const& row : transitions)
        if (row.from == from && row.verb == verb) return row.to;
    return std::nullopt;
}

/// Whether a request in this status is finished (its clocks are stopped).
constexpr bool is_closed(Status status) {
    switch (status) {
    case Status::unverified:
    case Status::open:
    case Status::in_progress:
    case Status::awaiting_requester:
    case Status::awaiting_approval:
        return false;
    case Status::fulfilled:
    case Status::partially_fulfilled:
    case Status::denied:
    case Status::withdrawn:
    case Status::redirected:
    case Status::expired:
        return true;
    }
    return true;
}

/// Whether this role may use this verb at all. Deny by default: a pair that is not listed is refused.
bool may(Role role, Verb verb);

} // namespace habeas::core
