#pragma once
#include "app/pages/people.hpp"
#include "app/services.hpp"
#include "core/audit.hpp"

#include <string>

namespace habeas::app::pages {

/// An audit entry as people read it.
struct AuditWords {
    std::string what;     ///< "Deadline extended"
    std::string detail;   ///< "until 30 April 2026 · from Open to In progress"
    bool turning_point{}; ///< what one looks for when skimming a timeline
};

AuditWords audit_words(core::AuditRecord const& record, People const& people, Services const& services);

/// Why an approval was dropped: "the requester wrote".
std::string approval_dropped_words(core::AuditRecord const& record);

} // namespace habeas::app::pages
