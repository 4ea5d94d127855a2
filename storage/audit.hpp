#pragma once
#include "core/audit.hpp"

#include <optional>
#include <string>
#include <vector>

namespace habeas::storage {

struct AuditQuery {
    core::AuditSequence after{};               ///< entries with a greater sequence, ascending …
    std::optional<core::AuditSequence> before; ///< … or, when set, entries with a smaller one, descending
    std::optional<core::RequestId> request;
    std::optional<core::Actor> actor;  ///< compared by kind and id
    std::optional<std::string> action; ///< exact, or a prefix when it ends in '.'
    int limit{100};
};

/// The end of the chain as stored beside it.
struct AuditHead {
    std::int64_t entries{};
    core::Digest hash{};
};

struct Verification {
    bool intact{};
    std::int64_t entries{}; ///< how many hold
    core::Digest head{};
    std::optional<core::AuditSequence> broken_at;
    std::string what; ///< plain words when broken
};

class AuditReads {
  public:
    virtual ~AuditReads() = default;
    virtual std::vector<core::AuditRecord> audit(AuditQuery const& query) = 0;
    virtual AuditHead audit_head() = 0;
    /// Walks the whole chain and compares its end with the stored head and its keyed seal.
    virtual Verification verify_audit() = 0;
    /// The sealed text of a record, when its request's key still exists.
    virtual std::optional<core::FreeText> unseal_text(core::AuditRecord const& record) = 0;
};

} // namespace habeas::storage
