#pragma once
#include "core/casework.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/requests.hpp"

// Every verb with details that are in order, so that only the role, the status and what stands in the way can be wrong.
namespace habeas::testing {

inline core::Result<core::Decision> fulfil_now(core::SubjectRequest const& before, core::PreparedOutcome const& answer,
                                               core::Stamp const& stamp) {
    auto const subject = core::verified(before);
    if (!subject) return std::unexpected(subject.error());
    return core::fulfil(before, *subject, answer.outcome, answer.completeness, stamp, core::Policy{});
}

inline core::Result<core::Decision> use(core::Verb verb, core::SubjectRequest const& before, core::Stamp const& stamp) {
    core::FreeText const words{"Some words."};
    switch (verb) {
    case core::Verb::submit:
        return core::submit(a_new_request(core::RequestType::access, stamp.on), {5}, {}, stamp, core::Policy{});
    case core::Verb::verify:
        return core::verify(before,
                            stamp.actor.role == core::Role::requester ? core::Evidence::address_confirmed
                                                                      : core::Evidence::matched,
                            stamp, core::Policy{});
    case core::Verb::assign:
        return core::assign(before, {3}, stamp, core::Policy{});
    case core::Verb::request_information:
        return core::request_information(before, words, stamp, core::Policy{});
    case core::Verb::receive_information:
        return core::receive_information(before, words, stamp, core::Policy{});
    case core::Verb::extend:
        return core::extend(before, words, stamp, core::Policy{});
    case core::Verb::submit_for_approval:
        return core::submit_for_approval(before, everything_done(before), words, stamp, {{2}}, core::Policy{});
    case core::Verb::approve:
        return core::approve(before, words, stamp, core::Policy{});
    case core::Verb::send_back:
        return core::send_back(before, words, stamp, core::Policy{});
    case core::Verb::fulfil:
        return fulfil_now(before, everything_done(before), stamp);
    case core::Verb::fulfil_partially:
        return fulfil_now(before, all_but_one_done(before), stamp);
    case core::Verb::deny:
        return core::deny(before, {core::DenialReason::excessive, words}, stamp, core::Policy{});
    case core::Verb::withdraw:
        return core::withdraw(before, words, stamp, core::Policy{});
    case core::Verb::redirect:
        return core::redirect(before, core::OrganisationName{"Birch Bakery"}, words, stamp, core::Policy{});
    case core::Verb::expire:
        return core::expire(before, stamp, core::Policy{});
    case core::Verb::appeal:
        return core::appeal(before, words, stamp, core::Policy{});
    }
    return core::fail(core::ErrorCode::malformed, "no such verb");
}

} // namespace habeas::testing
