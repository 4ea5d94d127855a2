#pragma once
#include "app/pages/strict_form.hpp"
#include "core/casework.hpp"

#include <cstddef>
#include <vector>

namespace habeas::app::pages {

/// An answer as read from its form: the outcome, whole or in part, and where in the form each of its results stood.
struct AskedOutcome {
    core::Outcome outcome;
    core::Completeness completeness{core::Completeness::whole};
    core::PreparedOutcome answer() const { return {outcome, completeness}; }
    std::vector<std::size_t> category_places;
    std::vector<std::size_t> correction_places;

    /// The domain counts the results it was given, the form counts its rows: mistakes must name the form's fields.
    void name_fields_of_form(core::Error& error) const;
};

/// Fields `categories.N.category outcome ground until`, `corrections.N.index verdict reason`, `answer`, `complete`
/// (yes, no; where nobody said, as the rows say). The form lists every category concerned, so each row needs a result.
AskedOutcome read_outcome(StrictForm& fields);

} // namespace habeas::app::pages
