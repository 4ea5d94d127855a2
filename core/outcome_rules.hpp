#pragma once
#include "core/casework.hpp"

#include <vector>

// Internal to core.
namespace habeas::core {

/// Every mistake of a result against what was asked: a result for each asked category, of a kind its type can have;
/// a ground and an until for what is kept; a decision for each asked correction, with a reason where it is refused.
std::vector<FieldError> check_outcome(SubjectRequest const& request, Outcome const& outcome, Completeness completeness,
                                      Policy const& policy);

} // namespace habeas::core
