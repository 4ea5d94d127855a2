#include "app/pages/audit_actor.hpp"

#include <algorithm>

namespace habeas::app::pages {

std::string who_words(core::AuditRecord const& record, People const& people) {
    auto const who = people.words_of(record.actor);
    if (record.actor.kind != core::ActorKind::system) return who;
    auto const details = core::parse_details(record.details);
    auto const typed_by = std::ranges::find(details, "shell_user", &std::pair<std::string, std::string>::first);
    return typed_by == details.end() ? who : who + ", at the command line by " + typed_by->second;
}

} // namespace habeas::app::pages
