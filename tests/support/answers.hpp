#pragma once
#include "core/casework.hpp"

// Answers to requests, for tests that do not care what they say.
namespace habeas::testing {

/// The answer that does everything that was asked, whatever it was.
inline core::PreparedOutcome everything_done(core::SubjectRequest const& request, core::Policy const& policy = {}) {
    auto const done =
        request.type == core::RequestType::deletion ? core::CategoryOutcome::deleted : core::CategoryOutcome::provided;
    core::Outcome outcome;
    for (auto const& category : core::categories_concerned(request, policy))
        outcome.categories.push_back({category, done, std::nullopt, {}});
    for (std::size_t index = 0; index < request.corrections.size(); ++index)
        outcome.corrections.push_back({index, core::FieldVerdict::corrected, {}});
    outcome.answer = core::FreeText{"The copy is in the post."};
    return {outcome, core::Completeness::whole};
}

/// The same, but the last of it is not done.
inline core::PreparedOutcome all_but_one_done(core::SubjectRequest const& request, core::Policy const& policy = {}) {
    auto answer = everything_done(request, policy);
    if (!answer.outcome.categories.empty())
        answer.outcome.categories.back().outcome = core::CategoryOutcome::not_searched;
    if (!answer.outcome.corrections.empty())
        answer.outcome.corrections.back() = {answer.outcome.corrections.size() - 1, core::FieldVerdict::refused,
                                             core::FreeText{"Not proven."}};
    answer.completeness = core::Completeness::part;
    return answer;
}

} // namespace habeas::testing
