#pragma once
#include "app/html/view.hpp"
#include "app/pages/request_page.hpp"

// The parts of the request page, one file each.
namespace habeas::app::pages {

/// What every part looks at.
struct RequestSight {
    Services const& services;
    SignedIn const& signed_in;
    RequestCase const& seen;
    core::Day today{};
};

/// Head, facts, clocks and result (request_facts.cpp).
void fill_facts(html::View& view, RequestSight const& sight);
/// What else is known of the same person (request_others.cpp).
void fill_others(html::View& view, RequestSight const& sight);
/// Messages, letters and the timeline (request_conversation.cpp).
void fill_conversation(html::View& view, RequestSight const& sight);
/// The next right action, the other actions, and a refused form with what was typed (request_forms.cpp).
void fill_actions(html::View& view, RequestSight const& sight, std::optional<Refusal> const& refusal);

/// The rows of an answer, a result for each category or asked correction (request_outcome.cpp): with what was refused
/// in them, or as they were prepared.
void fill_answer_rows(html::View& view, RequestSight const& sight, std::optional<Refusal> const& refusal);
/// Whether the form of this name holds an answer.
bool is_answer_form(std::string_view form);
/// Puts in front of every mistake in a row what the row is about: in a summary nothing else says it.
void name_rows(std::vector<core::FieldError>& mistakes, RequestSight const& sight);

} // namespace habeas::app::pages
