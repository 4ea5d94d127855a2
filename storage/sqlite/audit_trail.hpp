#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

std::vector<core::AuditRecord> read_audit(Database& database, AuditQuery const& query);
std::optional<core::FreeText> unseal_audit_text(Database& database, core::AuditRecord const& record);

/// The stored end of the chain and its keyed seal; nothing only where somebody took it away.
struct StoredHead {
    AuditHead head;
    core::Digest seal{};
};
std::optional<StoredHead> read_head(Connection& connection);

/// Every entry in order, then the end against the stored head, then the head's seal (only with a vault).
Verification verify_chain(Connection& connection, Vault const* vault);

} // namespace habeas::storage::sqlite
