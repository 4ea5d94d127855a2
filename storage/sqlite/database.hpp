#pragma once
#include "core/reference.hpp"
#include "storage/sqlite/audit_times.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/vault.hpp"

namespace habeas::storage::sqlite {

/// A connection together with what is needed to understand what it brings: what every function here works on.
struct Database {
    Connection& connection;
    Vault const& vault;
    core::ReferenceCodec const& references;
    core::Folding const& fold;
    AuditTimes* audit_times{}; ///< what is remembered of the chain as it is committed; nothing inside a writing
};

/// The data key of a request; nothing where there is no such request or its key was destroyed.
std::optional<core::Key> data_key(Database& database, core::RequestId id);

/// The key for what belongs to this request, or to none (then the store's own).
std::optional<core::Key> key_for(Database& database, std::optional<core::RequestId> request);

} // namespace habeas::storage::sqlite
