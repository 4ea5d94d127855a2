#pragma once
#include "storage/sqlite/audit_trail.hpp"
#include "storage/sqlite/request_counts.hpp"

namespace habeas::storage::sqlite {

/// What every job of a batch moves on: the end of the audit chain, the next request number, the counters. Read when
/// the batch begins (another process may have written meanwhile), kept in memory, written once before the commit.
/// Copyable, so that a job that is undone leaves it as it was.
class Ledger {
  public:
    /// The ledger of a new database: its chain has an end from the first moment, so that none can be taken away unseen.
    static Ledger begin();
    static Ledger read(Database& database);
    /// Writes what has changed since read() or the last write().
    void write(Database& database);

    core::RequestId next_request() const { return core::RequestId{next_request_}; }
    void take_request(core::RequestId id);

    /// Links an entry to the end of the chain and stores it.
    void append(Database& database, core::AuditEntry const& entry, core::Bytes sealed_text, core::Instant recorded_at);
    std::int64_t next_sequence() const { return head_.entries + 1; }
    AuditHead const& head() const { return head_; }

    PendingCounts counts;

  private:
    AuditHead head_;
    bool head_is_ours_{true};
    bool head_changed_{};
    std::int64_t next_request_{1};
    bool next_request_changed_{};
};

} // namespace habeas::storage::sqlite
