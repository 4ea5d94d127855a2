#pragma once
#include "core/casework_builder.hpp"

#include <vector>

// Internal to core.
namespace habeas::core {

/// Every mistake of a result against what was asked: a result for each category concerned, of a kind its type can have;
/// a ground and a day to come for what is kept; a decision for each asked correction, with a reason where it is
/// refused; whole or in part as the rows say. Rows are named by their place (`categories.2.until`), what is missing by
/// its id
/// (`categories.billing`, `corrections.billing.address`).
std::vector<FieldError> check_outcome(SubjectRequest const& request, PreparedOutcome const& answer, Day today,
                                      Policy const& policy);

/// What became of each category, in codes: as facts of the closing letter and as audit details.
Details category_codes(Outcome const& outcome);

/// The result in codes, as audit details: no word of a person in it.
Details outcome_codes(Outcome const& outcome);

} // namespace habeas::core
