#pragma once
#include "app/pages/request_form.hpp"
#include "app/services.hpp"

namespace habeas::app::pages {

/// What one page of the form shows beside what was typed.
struct FormPage {
    FormStep step{FormStep::about};
    std::vector<core::FieldError> mistakes{};
    std::size_t corrections{1}; ///< how many rows of corrections are offered, at least
    std::string draft{};        ///< the id under which the draft is, or will be, kept
    bool draft_lost{};          ///< the address named a draft that is no longer there
};

html::View request_form_view(Services const& services, TypedRequest const& typed, FormPage const& page);

/// The address of a step of a draft: "/requests/new?type=access&step=review&draft=…". Nothing personal is in it.
std::string step_path(core::RequestType type, std::string_view step, std::string_view draft);

} // namespace habeas::app::pages
