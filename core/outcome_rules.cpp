#include "core/outcome_rules.hpp"

#include "core/text_rules.hpp"

#include <algorithm>

namespace habeas::core {

namespace {

constexpr std::size_t longest_until = 100;

/// Whether a request of this type can end so for a category. "Nothing held" is told apart from "not searched"
/// (REQUIREMENTS P15).
bool can_have(RequestType type, CategoryOutcome outcome) {
    switch (outcome) {
    case CategoryOutcome::nothing_held:
    case CategoryOutcome::not_searched:
        return type != RequestType::unsubscribe;
    case CategoryOutcome::provided:
        return type == RequestType::access;
    case CategoryOutcome::corrected:
    case CategoryOutcome::not_corrected:
        return type == RequestType::correction;
    case CategoryOutcome::deleted:
    case CategoryOutcome::anonymised:
    case CategoryOutcome::kept:
        return type == RequestType::deletion;
    }
    return false;
}

/// "as long as needed to … comply with our legal obligations, resolve disputes, …" (policy §10): what is kept names
/// one of these grounds, and until when.
void check_ground(std::vector<FieldError>& mistakes, std::string const& field, CategoryResult const& result) {
    if (result.outcome != CategoryOutcome::kept) {
        if (result.ground) mistakes.push_back({field + ".ground", "Only what is kept has a ground."});
        if (!result.until.empty()) mistakes.push_back({field + ".until", "Only what is kept has an end."});
        return;
    }
    if (!result.ground) mistakes.push_back({field + ".ground", "Choose why this is kept."});
    check_text(mistakes, field + ".until", result.until, Lines::one, longest_until, Presence::required,
               "Enter until when this is kept.");
}

void check_categories(std::vector<FieldError>& mistakes, SubjectRequest const& request, Outcome const& outcome,
                      Policy const& policy) {
    std::vector<std::string> named;
    for (std::size_t i = 0; i < outcome.categories.size(); ++i) {
        auto const& result = outcome.categories[i];
        auto const field = "categories." + std::to_string(i);
        if (std::ranges::find(policy.categories, result.category) == policy.categories.end())
            mistakes.push_back({field + ".category", "Choose one of the listed categories."});
        else if (std::ranges::find(named, result.category) != named.end())
            mistakes.push_back({field + ".category", "Name each category once."});
        named.push_back(result.category);
        if (!can_have(request.type, result.outcome))
            mistakes.push_back({field + ".outcome", "Choose a result that fits this type of request."});
        check_ground(mistakes, field, result);
    }
    if (request.type == RequestType::correction) return; // its results are field by field
    for (auto const& asked : request.categories)
        if (std::ranges::find(named, asked) == named.end())
            mistakes.push_back({"categories", "Say what was done about the category " + asked + "."});
}

void check_corrections(std::vector<FieldError>& mistakes, SubjectRequest const& request, Outcome const& outcome,
                       Completeness completeness) {
    std::vector<std::size_t> decided;
    bool some_refused = false;
    for (std::size_t i = 0; i < outcome.corrections.size(); ++i) {
        auto const& decision = outcome.corrections[i];
        auto const field = "corrections." + std::to_string(i);
        if (decision.index >= request.corrections.size())
            mistakes.push_back({field + ".index", "This correction was not asked for."});
        else if (std::ranges::find(decided, decision.index) != decided.end())
            mistakes.push_back({field + ".index", "Decide about each correction once."});
        decided.push_back(decision.index);
        auto const presence = decision.verdict == FieldVerdict::refused ? Presence::required : Presence::optional;
        some_refused = some_refused || decision.verdict == FieldVerdict::refused;
        check_text(mistakes, field + ".reason", decision.reason.reveal(), Lines::many, longest_text, presence,
                   "Write why this correction is refused.");
    }
    for (std::size_t index = 0; index < request.corrections.size(); ++index)
        if (std::ranges::find(decided, index) == decided.end())
            mistakes.push_back({"corrections", "Decide about " + request.corrections[index].field + "."});
    if (some_refused && completeness == Completeness::whole)
        mistakes.push_back({"corrections", "Where a correction is refused, close the request as fulfilled in part."});
}

} // namespace

std::vector<FieldError> check_outcome(SubjectRequest const& request, Outcome const& outcome, Completeness completeness,
                                      Policy const& policy) {
    std::vector<FieldError> mistakes;
    check_categories(mistakes, request, outcome, policy);
    check_corrections(mistakes, request, outcome, completeness);
    check_text(mistakes, "answer", outcome.answer.reveal(), Lines::many, longest_text, Presence::optional, {});
    return mistakes;
}

} // namespace habeas::core
