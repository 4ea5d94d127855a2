#include "storage/sqlite/ledger.hpp"

#include "storage/sqlite/columns.hpp"

namespace habeas::storage::sqlite {

namespace {

void store(Connection& connection, core::AuditRecord const& record) {
    std::optional<std::int64_t> request;
    if (record.request) request = record.request->value;
    connection.run(R"(
        INSERT INTO audit (sequence, at, recorded_at, actor_kind, actor_id, actor_role, action, request_id, details,
                           sealed_text, previous, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12))",
                   record.sequence.value, number(record.at), number(record.recorded_at), number(record.actor.kind),
                   record.actor.id, number(record.actor.role), record.action, request, record.details,
                   record.sealed_text, record.previous, record.hash);
}

AuditHead last_entry(Connection& connection) {
    auto row = connection.query("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1");
    return row.next() ? AuditHead{row.integer(0), digest(row, 1)} : AuditHead{};
}

} // namespace

Ledger Ledger::read(Database& database) {
    Ledger ledger;
    auto const stored = read_head(database.connection);
    if (stored) ledger.head_ = stored->head;
    ledger.head_is_ours_ =
        stored &&
        core::equal_in_constant_time(stored->seal, database.vault.head_seal(stored->head.entries, stored->head.hash));
    // Entries beyond the stored end were not written here. The work must go on behind them all the same.
    if (auto const last = last_entry(database.connection); last.entries > ledger.head_.entries) {
        ledger.head_ = last;
        ledger.head_is_ours_ = false;
    }
    auto row = database.connection.query("SELECT next FROM sequences WHERE name = 'requests'");
    if (!row.next()) throw EngineError("The database has lost its request numbers.", 0);
    ledger.next_request_ = row.integer(0);
    return ledger;
}

Ledger Ledger::begin() {
    Ledger ledger;
    ledger.head_changed_ = true;
    return ledger;
}

void Ledger::write(Database& database) {
    if (head_changed_) {
        // A head that was changed from outside is never sealed again: work goes on, and verification keeps saying so.
        auto const seal = head_is_ours_ ? database.vault.head_seal(head_.entries, head_.hash) : core::Digest{};
        database.connection.run(R"(
            INSERT INTO audit_head (id, entries, hash, seal)
            VALUES (1, ?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET entries = excluded.entries, hash = excluded.hash, seal = excluded.seal)",
                                head_.entries, head_.hash, seal);
    }
    if (next_request_changed_)
        database.connection.run("UPDATE sequences SET next = ?1 WHERE name = 'requests'", next_request_);
    head_changed_ = next_request_changed_ = false;
    counts.write(database);
}

void Ledger::take_request(core::RequestId id) {
    next_request_ = std::max(next_request_, id.value + 1);
    next_request_changed_ = true;
}

void Ledger::append(Database& database, core::AuditEntry const& entry, core::Bytes sealed_text,
                    core::Instant recorded_at) {
    core::AuditRecord record{.sequence = core::AuditSequence{next_sequence()},
                             .at = entry.at,
                             .recorded_at = recorded_at,
                             .actor = entry.actor,
                             .action = entry.action,
                             .request = entry.request,
                             .details = core::canonical_details(entry.details),
                             .sealed_text = std::move(sealed_text),
                             .previous = head_.hash,
                             .hash = {}};
    record.hash = core::chain_hash(record);
    store(database.connection, record);
    head_ = {record.sequence.value, record.hash};
    head_changed_ = true;
}

} // namespace habeas::storage::sqlite
