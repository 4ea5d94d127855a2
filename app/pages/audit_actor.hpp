#pragma once
#include "app/pages/people.hpp"
#include "core/audit.hpp"

#include <string>

namespace habeas::app::pages {

/// Who did what an entry tells of: "Mira Petersen", "the requester", "Habeas, at the command line by deploy".
std::string who_words(core::AuditRecord const& record, People const& people);

} // namespace habeas::app::pages
