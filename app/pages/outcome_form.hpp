#pragma once
#include "app/pages/strict_form.hpp"
#include "core/casework.hpp"

#include <cstddef>
#include <vector>

namespace habeas::app::pages {

/// The fulfilment form as read: the outcome, whole or in part, and where in the form each of its results stood.
struct AskedOutcome {
    core::Outcome outcome;
    core::Completeness completeness{core::Completeness::whole};
    std::vector<std::size_t> category_places;
    std::vector<std::size_t> correction_places;

    /// The domain counts the results it was given, the form counts its rows: mistakes must name the form's fields.
    void name_fields_of_form(core::Error& error) const;
};

/// Fields `categories.N.category outcome ground until`, `corrections.N.index verdict reason`, `answer`, `complete`
/// (yes, no). A category without an outcome is left out; that one was needed is for the domain to say.
AskedOutcome read_outcome(StrictForm& fields);

} // namespace habeas::app::pages
