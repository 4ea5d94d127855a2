#pragma once
#include "app/configuration.hpp"
#include "core/policy.hpp"

namespace habeas::app {

/// The rules that casework follows, as this deployment has configured them. A rule's id carries its length, so that a
/// request keeps saying by which rule its due day was computed after the configuration has changed.
core::Policy make_policy(Configuration const& configuration);

} // namespace habeas::app
