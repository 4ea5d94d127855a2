#include "core/outcome_rules.hpp"

#include "core/text_rules.hpp"

#include <algorithm>

namespace habeas::core {

namespace {

/// "billing.address" → "billing address"
std::string name_of(std::string_view id) {
    std::string words{id};
    std::ranges::replace_if(words, [](char letter) { return letter == '.' || letter == '_'; }, ' ');
    return words;
}

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

/// An example of a day to come; a leap day has none of its own a year later.
Day a_year_after(Day today) {
    std::chrono::year_month_day const date{today};
    return Day{std::chrono::local_days{(date.year() + std::chrono::years{1}) / date.month() / 28}};
}

/// "as long as needed to … comply with our legal obligations, resolve disputes, …" (policy §10): what is kept names
/// one of these grounds, and until when.
void check_ground(std::vector<FieldError>& mistakes, std::string const& field, CategoryResult const& result,
                  Day today) {
    if (result.outcome != CategoryOutcome::kept) {
        if (result.ground) mistakes.push_back({field + ".ground", "Only what is kept has a ground."});
        if (!result.until.empty()) mistakes.push_back({field + ".until", "Only what is kept has an end."});
        return;
    }
    if (!result.ground) mistakes.push_back({field + ".ground", "Choose why this is kept."});
    auto const until = parse_day(result.until);
    if (!until || *until <= today)
        mistakes.push_back({field + ".until", "Enter until when this is kept: a day after today, such as " +
                                                  iso(a_year_after(today)) + "."});
}

/// Whether a result leaves nothing of the request undone.
bool is_done(CategoryOutcome outcome) {
    switch (outcome) {
    case CategoryOutcome::provided:
    case CategoryOutcome::nothing_held:
    case CategoryOutcome::corrected:
    case CategoryOutcome::deleted:
    case CategoryOutcome::anonymised:
        return true;
    case CategoryOutcome::not_searched:
    case CategoryOutcome::not_corrected:
    case CategoryOutcome::kept:
        return false;
    }
    return false;
}

bool is_done(FieldVerdict verdict) {
    switch (verdict) {
    case FieldVerdict::corrected:
        return true;
    case FieldVerdict::refused:
        return false;
    }
    return false;
}

bool is_category(std::string const& id, SubjectRequest const& request, Policy const& policy) {
    auto const stands_in = [&id](auto const& list) { return std::ranges::find(list, id) != list.end(); };
    // What was asked for stays a category of this request, even where the policy has dropped it since.
    return stands_in(policy.categories) || stands_in(request.categories);
}

void check_categories(std::vector<FieldError>& mistakes, SubjectRequest const& request, Outcome const& outcome,
                      Day today, Policy const& policy) {
    std::vector<std::string> named;
    for (std::size_t i = 0; i < outcome.categories.size(); ++i) {
        auto const& result = outcome.categories[i];
        auto const field = "categories." + std::to_string(i);
        if (!is_category(result.category, request, policy))
            mistakes.push_back({field + ".category", "Choose one of the listed categories."});
        else if (std::ranges::find(named, result.category) != named.end())
            mistakes.push_back({field + ".category", "Name each category once."});
        named.push_back(result.category);
        if (!can_have(request.type, result.outcome))
            mistakes.push_back({field + ".outcome", "Choose a result that fits this type of request."});
        check_ground(mistakes, field, result, today);
    }
    for (auto const& concerned : categories_concerned(request, policy))
        if (std::ranges::find(named, concerned) == named.end())
            mistakes.push_back({"categories." + concerned, "Say what was done about " + name_of(concerned) + "."});
}

void check_corrections(std::vector<FieldError>& mistakes, SubjectRequest const& request, Outcome const& outcome) {
    std::vector<std::size_t> decided;
    for (std::size_t i = 0; i < outcome.corrections.size(); ++i) {
        auto const& decision = outcome.corrections[i];
        auto const field = "corrections." + std::to_string(i);
        if (decision.index >= request.corrections.size())
            mistakes.push_back({field + ".index", "This correction was not asked for."});
        else if (std::ranges::find(decided, decision.index) != decided.end())
            mistakes.push_back({field + ".index", "Decide about each correction once."});
        decided.push_back(decision.index);
        auto const presence = decision.verdict == FieldVerdict::refused ? Presence::required : Presence::optional;
        check_text(mistakes, field + ".reason", decision.reason.reveal(), Lines::many, longest_text, presence,
                   "Write why this correction is refused.");
    }
    for (std::size_t index = 0; index < request.corrections.size(); ++index)
        if (std::ranges::find(decided, index) == decided.end())
            mistakes.push_back({"corrections." + request.corrections[index].field,
                                "Decide about " + name_of(request.corrections[index].field) + "."});
}

/// Says of every row that is not done that the request cannot be fulfilled as a whole.
void refuse_whole(std::vector<FieldError>& mistakes, Outcome const& outcome) {
    constexpr auto* advice = "This is not done: close the request as fulfilled in part.";
    for (std::size_t i = 0; i < outcome.categories.size(); ++i)
        if (!is_done(outcome.categories[i].outcome))
            mistakes.push_back({"categories." + std::to_string(i) + ".outcome", advice});
    for (std::size_t i = 0; i < outcome.corrections.size(); ++i)
        if (!is_done(outcome.corrections[i].verdict))
            mistakes.push_back({"corrections." + std::to_string(i) + ".verdict", advice});
}

void check_completeness(std::vector<FieldError>& mistakes, PreparedOutcome const& answer) {
    if (answer.completeness == completeness_of(answer.outcome)) return;
    if (answer.completeness == Completeness::whole) return refuse_whole(mistakes, answer.outcome);
    mistakes.push_back({"complete", "Everything is done: close the request as fulfilled, not as fulfilled in part."});
}

bool has_row(Outcome const& outcome, CategoryOutcome wanted) {
    return std::ranges::find(outcome.categories, wanted, &CategoryResult::outcome) != outcome.categories.end();
}

/// What only the words of the answer can say. Letters hold no copies of data, so one that says that data was given must
/// say how the person gets it. And it promises to say why what was left undone was: what is kept names its ground and a
/// refused correction its reason, but these rows have none of their own.
std::string answer_wanted(SubjectRequest const& request, Outcome const& outcome) {
    if (request.type == RequestType::access && has_row(outcome, CategoryOutcome::provided))
        return "Write how the person gets the data. The letter and their page say it in these words.";
    if (has_row(outcome, CategoryOutcome::not_searched))
        return "Write why not everything was searched. The letter and their page say it in these words.";
    if (has_row(outcome, CategoryOutcome::not_corrected))
        return "Write why not everything was corrected. The letter and their page say it in these words.";
    return {};
}

void check_answer(std::vector<FieldError>& mistakes, SubjectRequest const& request, Outcome const& outcome) {
    auto const wanted = answer_wanted(request, outcome);
    check_text(mistakes, "answer", outcome.answer.reveal(), Lines::many, longest_text,
               wanted.empty() ? Presence::optional : Presence::required, wanted);
}

} // namespace

std::vector<std::string> categories_concerned(SubjectRequest const& request, Policy const& policy) {
    switch (request.type) {
    case RequestType::access:
    case RequestType::deletion:
        return request.categories.empty() ? policy.categories : request.categories;
    case RequestType::correction:
    case RequestType::unsubscribe:
        return {};
    }
    return {};
}

Completeness completeness_of(Outcome const& outcome) {
    bool const all_done =
        std::ranges::all_of(outcome.categories, [](auto const& result) { return is_done(result.outcome); }) &&
        std::ranges::all_of(outcome.corrections, [](auto const& decision) { return is_done(decision.verdict); });
    return all_done ? Completeness::whole : Completeness::part;
}

std::vector<FieldError> check_outcome(SubjectRequest const& request, PreparedOutcome const& answer, Day today,
                                      Policy const& policy) {
    std::vector<FieldError> mistakes;
    check_categories(mistakes, request, answer.outcome, today, policy);
    check_corrections(mistakes, request, answer.outcome);
    // A row that is missing or wrong says nothing yet about the whole.
    if (mistakes.empty()) check_completeness(mistakes, answer);
    check_answer(mistakes, request, answer.outcome);
    return mistakes;
}

Details category_codes(Outcome const& outcome) {
    Details details;
    for (auto const& result : outcome.categories) {
        details.emplace_back("category." + result.category, code(result.outcome));
        if (!result.ground) continue;
        details.emplace_back("ground." + result.category, code(*result.ground));
        details.emplace_back("until." + result.category, result.until);
    }
    return details;
}

Details outcome_codes(Outcome const& outcome) {
    auto details = category_codes(outcome);
    for (auto const& decision : outcome.corrections)
        details.emplace_back("correction." + std::to_string(decision.index), code(decision.verdict));
    return details;
}

} // namespace habeas::core
