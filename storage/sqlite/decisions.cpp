#include "storage/sqlite/decisions.hpp"

#include "storage/sqlite/columns.hpp"
#include "storage/sqlite/outbox.hpp"
#include "storage/sqlite/request_rows.hpp"

#include <fmt/core.h>

namespace habeas::storage::sqlite {

namespace {

core::Result<void> check_version(core::SubjectRequest const& after, std::optional<StoredRequest> const& stored) {
    if (!stored) return core::fail(core::ErrorCode::not_found, "There is no such request.");
    if (stored->version == after.version - 1) return {};
    return core::fail(
        core::ErrorCode::conflict, "Someone changed this request while you were working on it.",
        fmt::format("request {}: version {}, expected {}", after.id.value, stored->version, after.version - 1));
}

core::Result<void> check_marks(Database& database, core::RequestId id, std::vector<core::ReminderMark> const& marks) {
    for (auto const& mark : marks) {
        auto row = database.connection.query(
            "SELECT 1 FROM reminder_marks WHERE request_id = ?1 AND clock = ?2 AND stage = ?3", id.value,
            number(mark.clock), mark.stage);
        if (row.next())
            return core::fail(core::ErrorCode::conflict, "This reminder was already dealt with.",
                              fmt::format("request {}: {} {}", id.value, core::code(mark.clock), mark.stage));
    }
    return {};
}

/// The request a decision is about: the one it changes, or the one its first entry names.
std::optional<core::RequestId> subject_of(core::Decision const& decision) {
    if (decision.after()) return decision.after()->id;
    return decision.audit().empty() ? std::nullopt : decision.audit().front().request;
}

std::optional<core::Bytes> sealed_if(std::optional<core::Key> const& key, Place const& place, std::string_view text,
                                     Chance& chance) {
    if (!key) return std::nullopt;
    return seal(*key, place, core::as_bytes(text), chance);
}

void store_messages(Database& database, Chance& chance, core::RequestId id, std::optional<core::Key> const& key,
                    std::vector<core::Message> const& messages, core::Instant recorded_at) {
    for (auto const& message : messages) {
        std::int64_t number_of_message = 1;
        if (auto row = database.connection.query("SELECT max(id) + 1 FROM messages"); row.next() && !row.is_null(0))
            number_of_message = row.integer(0);
        database.connection.run(
            R"(
            INSERT INTO messages (id, request_id, kind, author_kind, author_id, author_role, at, recorded_at, sealed_body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))",
            number_of_message, id.value, number(message.kind), number(message.author.kind), message.author.id,
            number(message.author.role), number(message.at), number(recorded_at),
            sealed_if(key, Place{"messages.body", number_of_message}, message.body.reveal(), chance));
    }
}

void store_marks(Database& database, core::RequestId id, std::vector<core::ReminderMark> const& marks,
                 core::Instant recorded_at) {
    for (auto const& mark : marks)
        database.connection.run(
            "INSERT INTO reminder_marks (request_id, clock, stage, recorded_at) VALUES (?1, ?2, ?3, ?4)", id.value,
            number(mark.clock), mark.stage, number(recorded_at));
}

void store_suppressions(Database& database, std::vector<core::Suppression> const& suppressions,
                        core::Instant recorded_at) {
    for (auto const& suppression : suppressions)
        database.connection.run("INSERT OR IGNORE INTO suppressions (address, topic, recorded_at) VALUES (?1, ?2, ?3)",
                                database.vault.suppression_term(suppression.address), number(suppression.topic),
                                number(recorded_at));
}

void drop_suppressions(Database& database, std::vector<core::Suppression> const& resumptions) {
    for (auto const& wanted : resumptions)
        database.connection.run("DELETE FROM suppressions WHERE address = ?1 AND topic = ?2",
                                database.vault.suppression_term(wanted.address), number(wanted.topic));
}

/// Decides about the data key once: everything of a decision that is sealed is sealed under the same one.
class SubjectKey {
  public:
    SubjectKey(Database& database, std::optional<core::RequestId> id)
        : database_(database)
        , id_(id) {}
    void is(core::Key const& key) { key_ = std::optional{key}; }
    std::optional<core::Key> const& get() {
        if (!key_) key_ = key_for(database_, id_);
        return *key_;
    }

  private:
    Database& database_;
    std::optional<core::RequestId> id_;
    std::optional<std::optional<core::Key>> key_;
};

void store_audit(Database& database, Ledger& ledger, Chance& chance, core::Decision const& decision, SubjectKey& key,
                 core::Instant recorded_at) {
    for (auto const& entry : decision.audit()) {
        core::Bytes sealed_text;
        if (!entry.text.empty()) {
            auto const own = entry.request == subject_of(decision) ? key.get() : key_for(database, entry.request);
            Place const place{"audit.text", ledger.next_sequence()};
            if (own) sealed_text = seal(*own, place, core::as_bytes(entry.text.reveal()), chance);
        }
        ledger.append(database, entry, std::move(sealed_text), recorded_at);
    }
}

core::Result<void> store_request(Database& database, Ledger& ledger, Chance& chance, core::SubjectRequest const& after,
                                 bool creates, SubjectKey& key) {
    CountedAs const place{after.status, after.type, after.assignee.has_value()};
    if (creates) {
        key.is(insert_request(database, after, chance));
        ledger.take_request(after.id);
    } else {
        auto const stored = stored_request(database, after.id);
        if (auto same = check_version(after, stored); !same) return same;
        if (!stored->wrapped_key.empty()) key.is(database.vault.unwrap(stored->wrapped_key, after.id));
        update_request(database, after, key.get(), chance);
        ledger.counts.leave({stored->status, stored->type, stored->assigned});
    }
    ledger.counts.enter(place);
    return {};
}

} // namespace

core::Result<void> store_decision(Database& database, Ledger& ledger, Chance& chance, core::Decision const& decision,
                                  core::Instant recorded_at) {
    auto const subject = subject_of(decision);
    if (!subject && !(decision.reminders().empty() && decision.messages().empty()))
        throw std::logic_error("a decision about no request has messages or reminder marks");
    if (subject)
        if (auto fresh = check_marks(database, *subject, decision.reminders()); !fresh) return fresh;

    SubjectKey key{database, subject};
    if (decision.after())
        if (auto stored = store_request(database, ledger, chance, *decision.after(), decision.creates(), key); !stored)
            return stored;
    if (!decision.messages().empty())
        store_messages(database, chance, *subject, key.get(), decision.messages(), recorded_at);
    if (subject) store_marks(database, *subject, decision.reminders(), recorded_at);
    store_suppressions(database, decision.suppressions(), recorded_at);
    drop_suppressions(database, decision.resumptions());
    for (auto const& letter : decision.letters())
        add_letter(database, chance, letter, subject, key.get(), recorded_at);
    store_audit(database, ledger, chance, decision, key, recorded_at);
    return {};
}

void prove_writable(Connection& connection) {
    connection.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('probe', randomblob(16))");
}

} // namespace habeas::storage::sqlite
