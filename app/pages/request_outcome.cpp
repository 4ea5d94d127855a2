#include "app/html/forms.hpp"
#include "app/pages/correctable_fields.hpp"
#include "app/pages/request_parts.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/words.hpp"

#include <algorithm>
#include <charconv>

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

/// What stands in the rows: what was typed and refused, else the answer as it was prepared; and what was wrong with it,
/// by the names of the fields.
class Rows {
  public:
    Rows(core::SubjectRequest const& request, std::optional<Refusal> const& refusal)
        : prepared_(request.prepared ? &request.prepared->outcome : nullptr)
        , refusal_(refusal && is_answer_form(refusal->form) ? &*refusal : nullptr) {}

    core::CategoryResult const* prepared(std::string const& category) const {
        if (refusal_ || !prepared_) return nullptr;
        auto const found = std::ranges::find(prepared_->categories, category, &core::CategoryResult::category);
        return found == prepared_->categories.end() ? nullptr : &*found;
    }
    core::FieldDecision const* prepared(std::size_t index) const {
        if (refusal_ || !prepared_) return nullptr;
        auto const found = std::ranges::find(prepared_->corrections, index, &core::FieldDecision::index);
        return found == prepared_->corrections.end() ? nullptr : &*found;
    }
    std::string_view typed(std::string const& name) const {
        return refusal_ ? refusal_->typed.value(name) : std::string_view();
    }
    /// Every mistake of the fields below this name, in one sentence each.
    std::string mistakes(std::string_view prefix) const {
        return refusal_ ? mistakes_below(refusal_->error.fields, prefix) : std::string();
    }

  private:
    core::Outcome const* prepared_;
    Refusal const* refusal_;
};

template <class Word>
void add_choices(View& part, std::string_view section, std::string_view typed) {
    for (auto const& [word, code] : core::words_of<Word>())
        html::add_option(part, section, code, label(word), code == typed ? Chosen::yes : Chosen::no);
}

void add_category(View& view, RequestSight const& sight, std::string const& category, std::size_t index,
                  Rows const& rows) {
    auto const name = "categories." + std::to_string(index);
    auto const* prepared = rows.prepared(category);
    auto& part = view.add("OUTCOME");
    part.number("INDEX", static_cast<std::int64_t>(index))
        .text("OUTCOME_LABEL", category_label(sight.services.configuration, category))
        .text("CATEGORY", category)
        .maybe("OUTCOME_MISTAKE", rows.mistakes(name + "."));
    auto const chosen = prepared ? core::code(prepared->outcome) : rows.typed(name + ".outcome");
    for (auto const outcome : outcomes_of(sight.seen.request.type))
        html::add_option(part, "CHOICE", core::code(outcome), label(outcome),
                         core::code(outcome) == chosen ? Chosen::yes : Chosen::no);
    if (sight.seen.request.type != core::RequestType::deletion) return;
    auto& kept = part.add("KEPT");
    auto const ground = prepared && prepared->ground ? core::code(*prepared->ground) : rows.typed(name + ".ground");
    add_choices<core::RetentionGround>(kept, "GROUND", ground);
    kept.text("UNTIL", prepared ? std::string_view(prepared->until) : rows.typed(name + ".until"));
}

void add_correction(View& view, RequestSight const& sight, std::size_t index, Rows const& rows) {
    auto const& correction = sight.seen.request.corrections[index];
    auto const name = "corrections." + std::to_string(index);
    auto const* prepared = rows.prepared(index);
    auto& part = view.add("DECISION");
    part.number("INDEX", static_cast<std::int64_t>(index))
        .text("DECISION_LABEL", field_label(sight.services.configuration, correction.field))
        .maybe("DECISION_CURRENT", correction.current.reveal())
        .text("DECISION_REQUESTED", correction.requested.reveal())
        .text("DECISION_REASON", prepared ? std::string_view(prepared->reason.reveal()) : rows.typed(name + ".reason"))
        .maybe("DECISION_MISTAKE", rows.mistakes(name + "."));
    add_choices<core::FieldVerdict>(part, "VERDICT",
                                    prepared ? core::code(prepared->verdict) : rows.typed(name + ".verdict"));
}

/// The row a mistake is about, in the words its legend has; nothing for another field.
std::optional<std::string> row_label(RequestSight const& sight, std::string_view field) {
    auto const& request = sight.seen.request;
    auto const row = [field](std::string_view list) -> std::optional<std::size_t> {
        if (!field.starts_with(list)) return std::nullopt;
        std::size_t index{};
        auto const* begin = field.data() + list.size();
        auto const read = std::from_chars(begin, field.data() + field.size(), index);
        return read.ec == std::errc{} ? std::optional(index) : std::nullopt;
    };
    auto const categories = core::categories_concerned(request, sight.services.desk.policy());
    if (auto const index = row("categories."); index && *index < categories.size())
        return category_label(sight.services.configuration, categories[*index]);
    if (auto const index = row("corrections."); index && *index < request.corrections.size())
        return field_label(sight.services.configuration, request.corrections[*index].field);
    return std::nullopt;
}

} // namespace

bool is_answer_form(std::string_view form) {
    return form == "fulfilment" || form == "approval_request";
}

void name_rows(std::vector<core::FieldError>& mistakes, RequestSight const& sight) {
    for (auto& mistake : mistakes)
        if (auto const named = row_label(sight, mistake.field)) mistake.message = *named + ": " + mistake.message;
}

void fill_answer_rows(View& view, RequestSight const& sight, std::optional<Refusal> const& refusal) {
    auto const& request = sight.seen.request;
    Rows const rows(request, refusal);
    auto const categories = core::categories_concerned(request, sight.services.desk.policy());
    for (std::size_t index = 0; index < categories.size(); ++index)
        add_category(view, sight, categories[index], index, rows);
    for (std::size_t index = 0; index < request.corrections.size(); ++index)
        add_correction(view, sight, index, rows);
    if (request.prepared) view.text("APPROVAL_REQUEST_ANSWER", request.prepared->outcome.answer.reveal());
}

} // namespace habeas::app::pages
