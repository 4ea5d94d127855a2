#pragma once
#include <string_view>
#include <vector>

namespace habeas::app::pages {

/// What an entry of the audit trail can tell of.
struct KnownAction {
    std::string_view action;
    std::string_view words;
    bool turning_point; ///< what one looks for when skimming a timeline
};

/// Nothing for one that is not known here.
KnownAction const* find_action(std::string_view action);
/// The words of an action; for one that is not known here, its code.
std::string_view action_words(std::string_view action);
/// Every known action, for a filter: "request." as a whole comes first.
std::vector<KnownAction> known_actions();

} // namespace habeas::app::pages
