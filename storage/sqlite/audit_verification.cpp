#include "storage/sqlite/audit_rows.hpp"
#include "storage/sqlite/audit_trail.hpp"

#include <fmt/core.h>

namespace habeas::storage::sqlite {

namespace {

Verification broken(core::ChainVerifier const& chain, std::int64_t at, std::string what) {
    return {.intact = false,
            .entries = chain.entries(),
            .head = chain.head(),
            .broken_at = core::AuditSequence{at},
            .what = std::move(what)};
}

/// A number that is none of the enumeration's would be hashed as an empty word: named for what it is.
bool has_known_words(core::AuditRecord const& record) {
    return !core::code(record.actor.kind).empty() && !core::code(record.actor.role).empty();
}

std::optional<Verification> walk(Connection& connection, core::ChainVerifier& chain) {
    auto row = connection.query(R"(
        SELECT sequence, at, recorded_at, actor_kind, actor_id, actor_role, action, request_id, details, sealed_text,
               previous, hash
        FROM audit NOT INDEXED
        ORDER BY sequence)");
    while (row.next()) {
        auto const record = audit_record(row);
        if (row.blob(10).size() != record.previous.size() || row.blob(11).size() != record.hash.size())
            return broken(chain, chain.entries() + 1,
                          fmt::format("entry {} was changed: a hash in it has lost its length", record.sequence.value));
        if (auto what = chain.check(record)) return broken(chain, chain.entries() + 1, std::move(*what));
        if (!has_known_words(record))
            return broken(chain, record.sequence.value,
                          fmt::format("entry {} names an actor that cannot be", record.sequence.value));
    }
    return std::nullopt;
}

/// The chain alone cannot know how long it was: the head beside it does, and the seal vouches for the head.
std::optional<Verification> check_head(Connection& connection, core::ChainVerifier const& chain, Vault const* vault) {
    auto const stored = read_head(connection);
    auto const entries = chain.entries();
    if (!stored) return broken(chain, entries, "the stored end of the chain is missing");
    if (stored->head.entries > entries)
        return broken(chain, entries + 1,
                      fmt::format("entry {} is missing: {} entries were written, so the last {} were removed",
                                  entries + 1, stored->head.entries, stored->head.entries - entries));
    if (stored->head.entries < entries)
        return broken(chain, stored->head.entries + 1,
                      fmt::format("entry {} was added from outside: only {} entries were written",
                                  stored->head.entries + 1, stored->head.entries));
    if (stored->head.hash != chain.head())
        return broken(chain, entries, "the chain does not end as its stored end says: it was written anew");
    if (vault && !core::equal_in_constant_time(stored->seal, vault->head_seal(entries, chain.head())))
        return broken(chain, entries, "the seal of the chain's end is not ours: entries were removed or written anew");
    return std::nullopt;
}

} // namespace

Verification verify_chain(Connection& connection, Vault const* vault) {
    core::ChainVerifier chain;
    if (auto found = walk(connection, chain)) return *found;
    if (auto found = check_head(connection, chain, vault)) return *found;
    return {.intact = true, .entries = chain.entries(), .head = chain.head(), .broken_at = std::nullopt, .what = {}};
}

} // namespace habeas::storage::sqlite
