#pragma once
#include "core/audit.hpp"
#include "storage/sqlite/columns.hpp"

namespace habeas::storage::sqlite {

/// A record from the columns sequence, at, recorded_at, actor_kind, actor_id, actor_role, action, request_id, details,
/// sealed_text, previous, hash.
inline core::AuditRecord audit_record(Query const& row) {
    core::AuditRecord record{.sequence = core::AuditSequence{row.integer(0)},
                             .at = instant(row.integer(1)),
                             .recorded_at = instant(row.integer(2)),
                             .actor = actor(row, 3),
                             .action = std::string{row.text(6)},
                             .request = std::nullopt,
                             .details = std::string{row.text(8)},
                             .sealed_text = bytes(row, 9),
                             .previous = digest(row, 10),
                             .hash = digest(row, 11)};
    if (!row.is_null(7)) record.request = core::RequestId{row.integer(7)};
    return record;
}

} // namespace habeas::storage::sqlite
