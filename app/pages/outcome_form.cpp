#include "app/pages/outcome_form.hpp"

#include <string>

namespace habeas::app::pages {

namespace {

/// More rows than any configuration has categories or any form has corrections.
constexpr std::size_t most_rows = 100;

void read_category(StrictForm& fields, std::string const& name, std::size_t place, AskedOutcome& asked) {
    core::CategoryResult result;
    result.category = fields.text(name + ".category");
    auto const outcome = fields.choice<core::CategoryOutcome>(name + ".outcome", "Choose the result.");
    result.ground = fields.choice<core::RetentionGround>(name + ".ground");
    result.until = fields.text(name + ".until");
    if (!outcome) return;
    result.outcome = *outcome;
    asked.outcome.categories.push_back(std::move(result));
    asked.category_places.push_back(place);
}

void read_correction(StrictForm& fields, std::string const& name, std::size_t place, AskedOutcome& asked) {
    core::FieldDecision decision;
    decision.index = static_cast<std::size_t>(fields.number(name + ".index").value_or(0));
    auto const verdict = fields.choice<core::FieldVerdict>(name + ".verdict", "Decide about this correction.");
    decision.reason = fields.free_text(name + ".reason");
    if (!verdict) return;
    decision.verdict = *verdict;
    asked.outcome.corrections.push_back(std::move(decision));
    asked.correction_places.push_back(place);
}

} // namespace

void AskedOutcome::name_fields_of_form(core::Error& error) const {
    for (auto& mistake : error.fields) {
        rename_row(mistake.field, "categories", category_places);
        rename_row(mistake.field, "corrections", correction_places);
    }
}

AskedOutcome read_outcome(StrictForm& fields) {
    AskedOutcome asked;
    for (std::size_t place = 0; place < most_rows; ++place) {
        auto const category = "categories." + std::to_string(place);
        if (fields.has(category + ".category")) read_category(fields, category, place, asked);
        auto const correction = "corrections." + std::to_string(place);
        if (fields.has(correction + ".index")) read_correction(fields, correction, place, asked);
    }
    asked.outcome.answer = fields.free_text("answer");
    auto const complete = fields.text("complete");
    if (complete == "yes" || complete == "no")
        asked.completeness = complete == "yes" ? core::Completeness::whole : core::Completeness::part;
    else if (complete.empty())
        asked.completeness = core::completeness_of(asked.outcome);
    else
        fields.mistake("complete", "Say whether the request is fulfilled as a whole or in part.");
    return asked;
}

} // namespace habeas::app::pages
