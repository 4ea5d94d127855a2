#pragma once
#include "core/error.hpp"
#include "core/policy.hpp"
#include "core/request.hpp"

#include <vector>

// Whether somebody may take a step now. The verbs begin with it, and buttons and `allowed_actions` are made from it, so
// that nothing is offered that would be refused.
namespace habeas::core {

/// What can stand in the way of a step that the role and the state machine allow.
enum class Obstacle {
    confirmed_before,      ///< evidence as strong as this person can give is there
    link_not_used,         ///< the mailed link comes before the comparison with the address on file
    evidence_missing,      ///< the identity was not shown as the type of request demands
    approval_missing,      ///< a second person has not approved yet
    approved_by_the_asker, ///< the second person was the first
    asked_for_it_yourself, ///< one does not approve what one asked for
    matched_it_yourself,   ///< nor what one verified the identity for
    nothing_prepared,      ///< there is no answer that could be approved
    decided_it_before,     ///< an appeal is decided by another person than the first
    no_deadline_to_extend,
    rule_without_extension,
    extended_before,
    due_day_has_passed,
    can_still_be_confirmed, ///< too young to expire
    appealed_before,
};

/// All that stands in the way of this step, the most important first; empty where only the details can still be wrong.
std::vector<Obstacle> obstacles(SubjectRequest const& request, Verb verb, Stamp const& stamp, Policy const& policy);

/// The obstacle as a mistake of the one who tried: `forbidden` where it is the person, else `not_allowed_now`.
Error as_error(Obstacle obstacle);

/// May this role (else forbidden), has the table this step (else not_allowed_now), does nothing stand in its way: where
/// it leads.
Result<Status> step(SubjectRequest const& before, Verb verb, Stamp const& stamp, Policy const& policy);

/// The verbs this actor has on this request now, in the order of the enumeration: buttons and `allowed_actions`. What
/// is in it fails for its details alone.
std::vector<Verb> allowed_verbs(SubjectRequest const& request, Stamp const& stamp, Policy const& policy);

} // namespace habeas::core
