#pragma once
#include "core/personal.hpp"

#include <string>

namespace habeas::app::pages {

/// "i•••@example.com": whoever has several addresses sees which one is meant, and who looks over a shoulder sees none.
std::string masked_address(core::EmailAddress const& address);

} // namespace habeas::app::pages
