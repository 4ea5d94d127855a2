#pragma once
#include "core/decision.hpp"

#include <string>

namespace habeas::core {

/// The same decision, each of its entries with one detail more: for what only the caller's surroundings know.
Decision with_detail(Decision decision, std::string const& name, std::string const& value);

} // namespace habeas::core
