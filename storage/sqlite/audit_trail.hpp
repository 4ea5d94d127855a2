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

/// Every entry in order, with the kept heads among them, then the end against the stored head, then the head's seal
/// (only with a vault), then what the entries tell against the tables. Within one transaction, or on a file at rest.
Verification verify_chain(Connection& connection, Vault const* vault, std::vector<AuditHead> kept = {});

/// The last entries alone, and the head with its seal.
Verification verify_tail(Connection& connection, Vault const& vault, std::int64_t entries);

} // namespace habeas::storage::sqlite
