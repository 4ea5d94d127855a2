#pragma once
#include "app/pages/people.hpp"
#include "app/services.hpp"
#include "core/audit.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace habeas::app::pages {

/// An audit entry as people read it.
struct AuditWords {
    std::string what;     ///< "Deadline extended"
    std::string detail;   ///< "until 30 April 2026 · from Open to In progress"
    bool turning_point{}; ///< what one looks for when skimming a timeline
};

AuditWords audit_words(core::AuditRecord const& record, People const& people, Services const& services);

/// The words of an action; for one that is not known here, its code.
std::string_view action_words(std::string_view action);

/// Why an approval was dropped: "the requester wrote".
std::string approval_dropped_words(core::AuditRecord const& record);

/// Every known action with its words, for a filter: "request." as a whole comes first.
struct KnownAction {
    std::string_view action;
    std::string_view words;
    bool turning_point;
};
std::vector<KnownAction> known_actions();

} // namespace habeas::app::pages
