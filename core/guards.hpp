#pragma once
#include "core/error.hpp"
#include "core/policy.hpp"
#include "core/request.hpp"

#include <vector>

// Whether somebody may take a step now. The verbs begin with it, and buttons and `allowed_actions` are made from it, so
// that nothing is offered that would be refused.
//
// "Segregation of duties: who verified identity cannot alone approve the release; deletion needs two people
// (configurable)" (security requirement 23). The rule counts people. A token that has an owner acts as that member of
// staff: whatever it matches, asks for, approves or decides is theirs, so somebody with two tokens is one person. Of a
// token without an owner nobody can say who is behind it; it may be the very officer who approves. So it is neither the
// first person nor the second:
//
//  * it gives no approval and asks for none;
//  * an identity that it matched serves for what one person may answer alone. Before an approval is asked for or given,
//    a member of staff (or a token of theirs) matches it again, which is possible for just this reason;
//  * it decides no complaint. Where it gave the answer that is complained about, any person may decide: there is nobody
//    else to keep away. Whoever lets a program end requests gives its token an owner.
//
// Everything else (to enter requests, to assign, to ask, to carry out what two people agreed on) needs no second person
// and stays open to it.
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
    nobody_behind_program, ///< a token without an owner is no person, and this step asks for one
    matched_by_program,    ///< one matched the identity: a member of staff must do so before an approval
    asked_by_program,      ///< one asked for the approval, before that was refused
    decided_it_before,     ///< an appeal is decided by another person than who decided or approved first
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
