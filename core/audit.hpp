#pragma once
#include "core/actor.hpp"
#include "core/crypto.hpp"
#include "core/identifiers.hpp"
#include "core/personal.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace habeas::core {

/// What a decision wants remembered. `details` holds codes, days and numbers only, never personal data;
/// `text` (a reason somebody wrote) is sealed under the request's key before it is stored.
struct AuditEntry {
    std::string action; ///< `request.submitted`, `staff.signed_in`, …
    std::optional<RequestId> request;
    Actor actor;
    Instant at{};
    std::vector<std::pair<std::string, std::string>> details;
    FreeText text;
};

/// An entry as it stands in the chain.
struct AuditRecord {
    AuditSequence sequence{};
    Instant at{};          ///< when it happened
    Instant recorded_at{}; ///< when it was written
    Actor actor;
    std::string action;
    std::optional<RequestId> request;
    std::string details; ///< `name=value` lines, as canonical_details() makes them
    Bytes sealed_text;   ///< ciphertext, or empty; hashed as it is, so that erasure leaves the chain whole
    Digest previous{};
    Digest hash{};
};

/// `name=value` lines in the given order; newlines and backslashes in values escaped.
std::string canonical_details(std::vector<std::pair<std::string, std::string>> const& details);
std::vector<std::pair<std::string, std::string>> parse_details(std::string_view canonical);
/// One value of them, without a list of all: a walk along the chain asks for little of each entry. `name` holds nothing
/// that is escaped.
std::optional<std::string> detail_of(std::string_view canonical, std::string_view name);

/// The bytes the hash is over: every field of the record but `hash`, each with its length, in a fixed order,
/// behind a version tag. Two different records never have the same bytes.
Bytes canonical_bytes(AuditRecord const& record);

/// SHA-256 of canonical_bytes(). The first record's `previous` is all zero.
Digest chain_hash(AuditRecord const& record);

/// Walks a chain, record by record in order of sequence.
class ChainVerifier {
  public:
    ChainVerifier() = default;
    /// Begins behind an entry that is taken as it is.
    ChainVerifier(AuditSequence known, Digest const& hash)
        : entries_(known.value)
        , head_(hash) {}

    /// Nothing while the chain holds; else what is wrong with this record.
    std::optional<std::string> check(AuditRecord const& record);
    std::int64_t entries() const { return entries_; }
    Digest const& head() const { return head_; }

  private:
    std::int64_t entries_{};
    Digest head_{};
};

} // namespace habeas::core
