#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

std::optional<core::SubjectRequest> find_request(Database& database, core::RequestId id);
std::vector<MessageRow> messages_of(Database& database, core::RequestId id);
std::vector<core::RequestId> needing_attention(Database& database, core::Day today, core::RequestId after, int limit);
bool is_suppressed(Database& database, core::EmailAddress const& address, core::Topic topic);

/// An actor in one column, in words: `staff:12:officer`.
std::string actor_text(core::Actor const& actor);
/// Throws EngineError where the column holds something else.
core::Actor actor_from(std::string_view text);

} // namespace habeas::storage::sqlite
