#pragma once
#include "app/configuration.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace habeas::app::pages {

/// One thing a person may ask to have corrected: `code` is `category.field`, as core wants it.
struct CorrectableField {
    std::string code;
    std::string label; ///< in the form that asks for it: "My address"
    std::string name;  ///< everywhere else, where it is ours to say and may be about another person: "Address"
};

/// "Correction asks which fields and the new values, field by field" (REQUIREMENTS P6): what the policy (§2) says is
/// collected, as far as this deployment has the category, and "something else" for each category.
std::vector<CorrectableField> correctable_fields(Configuration const& configuration);

/// The name of a field: "Billing address" for `billing.address`; for a field that is not in the list its code.
std::string field_label(Configuration const& configuration, std::string_view code);

/// "Billing information" for `billing`; for a category that is no longer configured its id.
std::string category_label(Configuration const& configuration, std::string_view id);

} // namespace habeas::app::pages
