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
/// Messages, letters and the timeline (request_conversation.cpp).
void fill_conversation(html::View& view, RequestSight const& sight);
/// The next right action, the other actions, and a refused form with what was typed (request_forms.cpp).
void fill_actions(html::View& view, RequestSight const& sight, std::optional<Refusal> const& refusal);

/// The fulfilment form: a result for each category or asked correction (request_outcome.cpp). `typed` may be missing.
void fill_outcome_form(html::View& view, RequestSight const& sight, std::optional<Refusal> const& refusal);
/// The categories the fulfilment form asks about: those that were asked for, or all where none was named.
std::vector<std::string> categories_to_answer(core::SubjectRequest const& request, core::Policy const& policy);

} // namespace habeas::app::pages
