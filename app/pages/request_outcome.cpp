#include "app/html/forms.hpp"
#include "app/pages/correctable_fields.hpp"
#include "app/pages/request_parts.hpp"
#include "app/pages/words.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

using html::Chosen;
using html::View;

/// The results a category of this type of request can have, in the order they are offered.
std::vector<core::CategoryOutcome> outcomes_of(core::RequestType type) {
    using Outcome = core::CategoryOutcome;
    switch (type) {
    case core::RequestType::access:
        return {Outcome::provided, Outcome::nothing_held, Outcome::not_searched};
    case core::RequestType::deletion:
        return {Outcome::deleted, Outcome::anonymised, Outcome::kept, Outcome::nothing_held, Outcome::not_searched};
    case core::RequestType::correction:
    case core::RequestType::unsubscribe:
        return {};
    }
    return {};
}

/// What was typed into this form and what was wrong with it, by the names of its fields.
class Typed {
  public:
    explicit Typed(std::optional<Refusal> const& refusal)
        : refusal_(refusal && refusal->form == "fulfilment" ? &*refusal : nullptr) {}

    std::string_view value(std::string const& name) const {
        return refusal_ ? refusal_->typed.value(name) : std::string_view();
    }
    /// Every mistake of the fields below this name, in one sentence each.
    std::string mistakes(std::string const& prefix) const {
        std::string all;
        if (!refusal_) return all;
        for (auto const& each : refusal_->error.fields)
            if (each.field.starts_with(prefix)) all += (all.empty() ? "" : " ") + each.message;
        return all;
    }

  private:
    Refusal const* refusal_;
};

template <class Word>
void add_choices(View& part, std::string_view section, std::string_view typed) {
    for (auto const& [word, code] : core::words_of<Word>())
        html::add_option(part, section, code, label(word), code == typed ? Chosen::yes : Chosen::no);
}

void add_category(View& view, RequestSight const& sight, std::string const& category, std::size_t index,
                  Typed const& typed) {
    auto const name = "categories." + std::to_string(index);
    auto& part = view.add("OUTCOME");
    part.number("INDEX", static_cast<std::int64_t>(index))
        .text("OUTCOME_LABEL", category_label(sight.services.configuration, category))
        .text("CATEGORY", category)
        .maybe("OUTCOME_MISTAKE", typed.mistakes(name + "."));
    auto const chosen = typed.value(name + ".outcome");
    for (auto const outcome : outcomes_of(sight.seen.request.type))
        html::add_option(part, "CHOICE", core::code(outcome), label(outcome),
                         core::code(outcome) == chosen ? Chosen::yes : Chosen::no);
    if (sight.seen.request.type != core::RequestType::deletion) return;
    auto& kept = part.add("KEPT");
    add_choices<core::RetentionGround>(kept, "GROUND", typed.value(name + ".ground"));
    kept.text("UNTIL", typed.value(name + ".until"));
}

void add_correction(View& view, RequestSight const& sight, std::size_t index, Typed const& typed) {
    auto const& correction = sight.seen.request.corrections[index];
    auto const name = "corrections." + std::to_string(index);
    auto& part = view.add("DECISION");
    part.number("INDEX", static_cast<std::int64_t>(index))
        .text("DECISION_LABEL", field_label(sight.services.configuration, correction.field))
        .maybe("DECISION_CURRENT", correction.current.reveal())
        .text("DECISION_REQUESTED", correction.requested.reveal())
        .text("DECISION_REASON", typed.value(name + ".reason"))
        .maybe("DECISION_MISTAKE", typed.mistakes(name + "."));
    add_choices<core::FieldVerdict>(part, "VERDICT", typed.value(name + ".verdict"));
}

} // namespace

std::vector<std::string> categories_to_answer(core::SubjectRequest const& request, core::Policy const& policy) {
    if (outcomes_of(request.type).empty()) return {};
    return request.categories.empty() ? policy.categories : request.categories;
}

void fill_outcome_form(View& view, RequestSight const& sight, std::optional<Refusal> const& refusal) {
    Typed const typed(refusal);
    auto const& request = sight.seen.request;
    auto const categories = categories_to_answer(request, sight.services.desk.policy());
    for (std::size_t index = 0; index < categories.size(); ++index)
        add_category(view, sight, categories[index], index, typed);
    for (std::size_t index = 0; index < request.corrections.size(); ++index)
        add_correction(view, sight, index, typed);
}

} // namespace habeas::app::pages
