#include "app/pages/audit_actor.hpp"

#include "core/whole_number.hpp"

#include <algorithm>

namespace habeas::app::pages {

std::string actor_code(core::ActorKind kind, std::int64_t id) {
    return std::string(core::code(kind)) + (id ? "-" + std::to_string(id) : std::string());
}

std::optional<core::Actor> read_actor(std::string_view text) {
    auto const dash = text.find('-');
    auto const kind = core::parse<core::ActorKind>(text.substr(0, dash));
    if (!kind) return std::nullopt;
    core::Actor actor{*kind, 0, core::Role::system};
    if (dash == text.npos) return actor;
    auto const number = core::whole_number(text.substr(dash + 1));
    if (!number) return std::nullopt;
    actor.id = *number;
    return actor;
}

std::string who_words(core::AuditRecord const& record, People const& people) {
    auto const who = people.words_of(record.actor);
    if (record.actor.kind != core::ActorKind::system) return who;
    auto const details = core::parse_details(record.details);
    auto const typed_by = std::ranges::find(details, "shell_user", &std::pair<std::string, std::string>::first);
    return typed_by == details.end() ? who : who + ", at the command line by " + typed_by->second;
}

} // namespace habeas::app::pages
