#include "storage/sqlite/audit_rows.hpp"
#include "storage/sqlite/audit_trail.hpp"
#include "storage/sqlite/soundness.hpp"
#include "storage/sqlite/told_state.hpp"

#include <functional>

#include <fmt/core.h>
#include <sqlite3.h>

namespace habeas::storage::sqlite {

namespace {

Verification broken(core::ChainVerifier const& chain, std::optional<std::int64_t> at, std::string what) {
    Verification found{.intact = false,
                       .entries = chain.entries(),
                       .head = chain.head(),
                       .seal = Seal::unverified,
                       .broken_at = std::nullopt,
                       .what = std::move(what)};
    if (at) found.broken_at = core::AuditSequence{*at};
    return found;
}

/// A number that is none of the enumeration's would be hashed as an empty word: named for what it is.
bool has_known_words(core::AuditRecord const& record) {
    return !core::code(record.actor.kind).empty() && !core::code(record.actor.role).empty();
}

/// What is to be done with every entry that holds; words where it finds something wrong.
using Visit = std::function<std::optional<std::string>(core::AuditRecord const&)>;

/// A page or a record that the engine itself cannot make out. Anything else that goes wrong is no verdict on the chain.
bool is_damage(EngineError const& error) {
    return error.code == SQLITE_CORRUPT || error.code == SQLITE_NOTADB || error.code == SQLITE_FORMAT;
}

/// Runs `check`; damage it meets is a verdict, not the end of the program.
template <class Check>
std::optional<Verification> past_damage(core::ChainVerifier const& chain, Check check) {
    try {
        return check();
    } catch (EngineError const& error) {
        if (!is_damage(error)) throw;
        return broken(chain, chain.entries() + 1,
                      fmt::format("entry {} or what lies behind it cannot be read: the file is damaged ({})",
                                  chain.entries() + 1, error.what()));
    }
}

std::optional<Verification> walk_entries(Connection& connection, core::ChainVerifier& chain, Visit const& visit) {
    auto row = connection.query(R"(
        SELECT sequence, at, recorded_at, actor_kind, actor_id, actor_role, action, request_id, details, sealed_text,
               previous, hash,
               typeof(at) = 'integer' AND typeof(recorded_at) = 'integer' AND typeof(actor_kind) = 'integer'
                 AND typeof(actor_id) = 'integer' AND typeof(actor_role) = 'integer' AND typeof(action) = 'text'
                 AND typeof(request_id) IN ('integer', 'null') AND typeof(details) = 'text'
                 AND typeof(sealed_text) = 'blob' AND typeof(previous) = 'blob' AND typeof(hash) = 'blob'
        FROM audit NOT INDEXED
        WHERE sequence > ?1
        ORDER BY sequence)",
                                chain.entries() == 0 ? std::numeric_limits<std::int64_t>::min() : chain.entries());
    while (row.next()) {
        auto const record = audit_record(row);
        if (row.blob(10).size() != record.previous.size() || row.blob(11).size() != record.hash.size())
            return broken(chain, chain.entries() + 1,
                          fmt::format("entry {} was changed: a hash in it has lost its length", record.sequence.value));
        if (auto what = chain.check(record)) return broken(chain, chain.entries() + 1, std::move(*what));
        // What the hash cannot tell apart: nothing from 0, an empty text from an empty blob.
        if (row.integer(12) == 0)
            return broken(chain, record.sequence.value,
                          fmt::format("entry {} was changed: a value in it is of another kind", record.sequence.value));
        if (!has_known_words(record))
            return broken(chain, record.sequence.value,
                          fmt::format("entry {} names an actor that cannot be", record.sequence.value));
        if (auto what = visit(record)) return broken(chain, record.sequence.value, std::move(*what));
    }
    return std::nullopt;
}

std::optional<Verification> walk(Connection& connection, core::ChainVerifier& chain, Visit const& visit) {
    return past_damage(chain, [&] { return walk_entries(connection, chain, visit); });
}

/// The chain alone cannot know how long it was: the head beside it does, and the seal vouches for the head.
std::optional<Verification> check_head(Connection& connection, core::ChainVerifier const& chain, Vault const* vault) {
    std::optional<StoredHead> stored;
    try {
        stored = read_head(connection);
    } catch (EngineError const& error) {
        if (!is_damage(error)) throw;
    }
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
    if (vault && !core::equal_in_constant_time(stored->seal, vault->head_seal(entries, chain.head()))) {
        auto found =
            broken(chain, entries, "the seal of the chain's end is not ours: entries were removed or written anew");
        found.seal = Seal::broken;
        return found;
    }
    return std::nullopt;
}

/// Ends of the chain that were written down elsewhere, met one by one along the walk.
class KeptHeads {
  public:
    explicit KeptHeads(std::vector<AuditHead> heads)
        : heads_(std::move(heads)) {
        std::ranges::sort(heads_, {}, &AuditHead::entries);
    }

    std::optional<std::string> meet(std::int64_t entries, core::Digest const& hash) {
        for (; next_ < heads_.size() && heads_[next_].entries == entries; ++next_)
            if (heads_[next_].hash != hash)
                return fmt::format("entry {} is not the one whose hash was kept elsewhere ({})", entries,
                                   core::to_hex(heads_[next_].hash));
        return std::nullopt;
    }
    /// The first that lies beyond the end.
    std::optional<std::string> beyond(std::int64_t entries) const {
        if (next_ == heads_.size()) return std::nullopt;
        return fmt::format("entry {} is missing: its hash was kept elsewhere ({}), but the chain ends at entry {}",
                           heads_[next_].entries, core::to_hex(heads_[next_].hash), entries);
    }

  private:
    std::vector<AuditHead> heads_;
    std::size_t next_{};
};

Verification whole(core::ChainVerifier const& chain, Seal seal) {
    return {.intact = true,
            .entries = chain.entries(),
            .head = chain.head(),
            .seal = seal,
            .broken_at = std::nullopt,
            .what = {}};
}

/// The whole proof; see verify_chain.
Verification verify_with(Connection& connection, Vault const* vault, KeptHeads heads) {
    core::ChainVerifier chain;
    ToldState told;
    auto const visit = [&](core::AuditRecord const& record) {
        told.learn(record);
        return heads.meet(record.sequence.value, record.hash);
    };
    if (auto what = heads.meet(0, core::Digest{})) return broken(chain, 0, std::move(*what));
    if (auto found = walk(connection, chain, visit)) return *found;
    if (auto found = check_head(connection, chain, vault)) return *found;
    auto const seal = vault ? Seal::verified : Seal::unverified;
    auto what = heads.beyond(chain.entries());
    auto const at = what ? std::optional{chain.entries() + 1} : std::nullopt;
    if (!what) {
        try {
            what = told.difference(connection, vault);
            if (!what) what = unsoundness(connection);
        } catch (EngineError const& error) {
            if (!is_damage(error)) throw;
            what = fmt::format("the tables cannot be held against the chain: the file is damaged ({})", error.what());
        }
    }
    if (!what) return whole(chain, seal);
    auto found = broken(chain, at, std::move(*what));
    found.seal = seal;
    return found;
}

} // namespace

Verification verify_chain(Connection& connection, Vault const* vault, std::vector<AuditHead> kept) {
    auto const count = kept.size();
    auto found = verify_with(connection, vault, KeptHeads{std::move(kept)});
    found.kept_heads = count;
    return found;
}

Verification verify_tail(Connection& connection, Vault const& vault, std::int64_t entries) {
    auto const stored = read_head(connection);
    core::ChainVerifier chain;
    if (stored && stored->head.entries > entries) {
        auto const before = stored->head.entries - entries;
        auto row = connection.query("SELECT hash FROM audit WHERE sequence = ?1", before);
        if (!row.next()) return broken(chain, before, fmt::format("entry {} is missing", before));
        chain = {core::AuditSequence{before}, digest(row, 0)};
    }
    auto const nothing = [](core::AuditRecord const&) { return std::optional<std::string>{}; };
    if (auto found = walk(connection, chain, nothing)) return *found;
    if (auto found = check_head(connection, chain, &vault)) return *found;
    return whole(chain, Seal::verified);
}

} // namespace habeas::storage::sqlite
