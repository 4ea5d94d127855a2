#pragma once
#include "app/pages/request_form.hpp"
#include "app/services.hpp"

namespace habeas::app::pages {

/// The page of one step, with everything typed so far and what is wrong with it. `corrections` is how many rows of
/// corrections are offered (at least one).
html::View request_form_view(Services const& services, TypedRequest const& typed, FormStep step,
                             std::vector<core::FieldError> const& mistakes, std::size_t corrections = 1);

} // namespace habeas::app::pages
