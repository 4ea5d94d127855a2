#pragma once
#include "app/pages/people.hpp"
#include "core/audit.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace habeas::app::pages {

/// An actor as a URL and a table name it: "staff-7", "token-2", "requester", "system".
std::string actor_code(core::ActorKind kind, std::int64_t id);
/// The actor of such a code, without a role; nothing for any other text.
std::optional<core::Actor> read_actor(std::string_view text);

/// Who did what an entry tells of: "Mira Petersen", "the requester", "Habeas, at the command line by deploy".
std::string who_words(core::AuditRecord const& record, People const& people);

} // namespace habeas::app::pages
