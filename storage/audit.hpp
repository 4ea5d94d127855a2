#pragma once
#include "core/audit.hpp"
#include "core/words.hpp"

#include <optional>
#include <string>
#include <vector>

namespace habeas::storage {

struct AuditQuery {
    core::AuditSequence after{};               ///< entries with a greater sequence, ascending …
    std::optional<core::AuditSequence> before; ///< … and, when set, with a smaller one than this, descending
    std::optional<core::RequestId> request;
    std::optional<core::Actor> actor;            ///< compared by kind and id
    std::optional<std::string> action;           ///< exact, or a prefix when it ends in '.'
    std::optional<core::Instant> recorded_from;  ///< recorded at this moment or later …
    std::optional<core::Instant> recorded_until; ///< … and before this one, whatever its neighbours say
    int limit{100};
};

/// The end of the chain as stored beside it.
struct AuditHead {
    std::int64_t entries{};
    core::Digest hash{};
};

/// Whether the keyed seal of the chain's end is ours. Only it can tell a chain that was rewritten as a whole.
enum class Seal { verified, unverified, broken };

struct Verification {
    bool intact{};          ///< whatever was checked holds; with an unverified seal that is not all there is to check
    std::int64_t entries{}; ///< how many hold
    core::Digest head{};
    Seal seal{Seal::unverified};
    std::size_t kept_heads{}; ///< how many ends of the chain, kept outside the database, it was held against
    std::optional<core::AuditSequence> broken_at; ///< nothing where the entries hold but something else does not
    std::string what;                             ///< plain words when broken
};

class AuditReads {
  public:
    virtual ~AuditReads() = default;
    virtual std::vector<core::AuditRecord> audit(AuditQuery const& query) = 0;
    virtual AuditHead audit_head() = 0;
    /// Walks the whole chain, compares its end with the stored head and its keyed seal, and what the entries tell with
    /// what is stored: the version and status of every request, every staff member's role, every API token. Each kept
    /// head (an end of the chain that was written down elsewhere) must be part of the chain.
    virtual Verification verify_audit(std::vector<AuditHead> const& kept = {}) = 0;
    /// The sealed text of a record, when its request's key still exists.
    virtual std::optional<core::FreeText> unseal_text(core::AuditRecord const& record) = 0;
};

} // namespace habeas::storage

template <>
struct habeas::core::Words<habeas::storage::Seal> {
    static constexpr std::pair<habeas::storage::Seal, std::string_view> list[] = {
        {habeas::storage::Seal::verified, "verified"},
        {habeas::storage::Seal::unverified, "unverified"},
        {habeas::storage::Seal::broken, "broken"},
    };
};
