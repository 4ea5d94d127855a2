#include "storage/sqlite/requests.hpp"

#include "core/whole_number.hpp"
#include "storage/sqlite/columns.hpp"
#include "storage/sqlite/particulars.hpp"

#include <fmt/core.h>

namespace habeas::storage::sqlite {

namespace {

std::optional<core::Actor> optional_actor(Query const& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return actor_from(row.text(column));
}

core::DeadlineClock read_clock(Query const& row) {
    core::DeadlineClock clock{.name = enumerator<core::ClockName>(row, 0),
                              .rule = std::string{row.text(1)},
                              .sentence = std::string{row.text(9)},
                              .days = static_cast<int>(row.integer(2)),
                              .started_on = day(row.integer(3)),
                              .extension = std::nullopt,
                              .stopped_on = optional_day(row, 4),
                              .reminded_stage = std::nullopt};
    if (!row.is_null(5)) clock.reminded_stage = static_cast<int>(row.integer(5));
    if (!row.is_null(6))
        clock.extension = core::Extension{static_cast<int>(row.integer(6)), day(row.integer(7)), optional_day(row, 8),
                                          optional_day(row, 10)};
    return clock;
}

std::vector<core::DeadlineClock> clocks_of(Database& database, core::RequestId id) {
    auto row = database.connection.query(R"(
        SELECT name, rule, days, started_on, stopped_on, reminded_stage,
               extension_days, extension_asked_on, extension_effective_on, sentence, extension_dropped_on
        FROM clocks
        WHERE request_id = ?1
        ORDER BY position)",
                                         id.value);
    std::vector<core::DeadlineClock> clocks;
    while (row.next())
        clocks.push_back(read_clock(row));
    return clocks;
}

core::SubjectRequest read_plain_columns(Query const& row, core::RequestId id) {
    core::SubjectRequest request;
    request.id = id;
    request.type = enumerator<core::RequestType>(row, 0);
    request.status = enumerator<core::Status>(row, 1);
    request.version = row.integer(2);
    request.channel = enumerator<core::Channel>(row, 3);
    request.relationship = enumerator<core::Relationship>(row, 4);
    request.evidence = enumerator<core::Evidence>(row, 5);
    request.received_at = instant(row.integer(6));
    request.received_on = day(row.integer(7));
    request.recorded_at = instant(row.integer(8));
    request.updated_at = instant(row.integer(9));
    request.closed_on = optional_day(row, 10);
    if (auto const assignee = row.integer(11)) request.assignee = core::StaffId{assignee};
    request.attention_on = optional_day(row, 12);
    request.appealed = row.integer(13) != 0;
    request.unverified_reminded = row.integer(14) != 0;
    request.unread = row.integer(15) != 0;
    request.approval_asked_by = optional_actor(row, 16);
    request.approved_by = optional_actor(row, 17);
    request.decided_by = optional_actor(row, 18);
    request.verified_by = optional_actor(row, 19);
    if (!row.is_null(20))
        request.first_end =
            core::FirstEnd{enumerator<core::Status>(row, 20), day(row.integer(21)), {}, optional_actor(row, 29)};
    request.appeal_withdrawn = row.integer(22) != 0;
    request.recorded_on = day(row.integer(27));
    return request;
}

void open_sealed_columns(Database& database, Query const& row, core::SubjectRequest& request) {
    auto const key = database.vault.unwrap(row.blob(23), request.id);
    if (!row.is_null(24))
        put_asked(request, decode_asked(unseal(key, Place{"particulars.asked", request.id.value}, row.blob(24))));
    if (!row.is_null(25))
        request.outcome = decode_outcome(unseal(key, Place{"particulars.outcome", request.id.value}, row.blob(25)));
    if (!row.is_null(26))
        request.prepared = decode_prepared(unseal(key, Place{"particulars.prepared", request.id.value}, row.blob(26)));
    if (!request.first_end) return;
    if (!row.is_null(28))
        request.first_end->outcome =
            decode_outcome(unseal(key, Place{"particulars.first_outcome", request.id.value}, row.blob(28)));
    else if (!request.is_answered_anew())
        request.first_end->outcome = request.outcome; // opened again before first answers were kept apart
}

void read_sealed_columns(Database& database, Query const& row, core::SubjectRequest& request) {
    if (row.is_null(23)) return; // the data key was destroyed: the person is forgotten, the case remains
    try {
        open_sealed_columns(database, row, request);
    } catch (DamagedRecord const& damaged) {
        throw DamagedRecord("Request " + request.reference.text() + " cannot be read. " + damaged.what());
    }
}

/// The key of a request whose conversation is read; nothing where it was destroyed or does not open.
std::optional<core::Key> readable_key(Database& database, core::RequestId id, bool& damaged) {
    try {
        return data_key(database, id);
    } catch (DamagedRecord const&) {
        damaged = true;
        return std::nullopt;
    }
}

void read_body(core::Key const& key, std::span<std::byte const> sealed, MessageRow& message) {
    try {
        auto const body = unseal(key, Place{"messages.body", message.id.value}, sealed);
        message.body = core::FreeText{std::string{core::as_text(body)}};
    } catch (DamagedRecord const&) {
        message.damaged = true;
    }
}

} // namespace

std::optional<core::SubjectRequest> find_request(Database& database, core::RequestId id) {
    auto row = database.connection.query(R"(
        SELECT type, status, version, channel, relationship, evidence,
               received_at, received_on, recorded_at, updated_at, closed_on,
               assignee, attention_on, appealed, unverified_reminded, unread,
               approval_asked_by, approved_by, decided_by, verified_by,
               first_status, first_closed_on, appeal_withdrawn,
               wrapped_key, sealed_asked, sealed_outcome, sealed_prepared, recorded_on, sealed_first_outcome,
               first_approved_by
        FROM requests
        JOIN particulars ON particulars.request_id = requests.id
        WHERE id = ?1)",
                                         id.value);
    if (!row.next()) return std::nullopt;
    auto request = read_plain_columns(row, id);
    request.reference = database.references.encode(id);
    read_sealed_columns(database, row, request);
    request.clocks = clocks_of(database, id);
    return request;
}

std::optional<core::Key> data_key(Database& database, core::RequestId id) {
    auto row = database.connection.query("SELECT wrapped_key FROM requests WHERE id = ?1", id.value);
    if (!row.next() || row.is_null(0)) return std::nullopt;
    return database.vault.unwrap(row.blob(0), id);
}

std::optional<core::Key> key_for(Database& database, std::optional<core::RequestId> request) {
    if (!request) return database.vault.store_key();
    return data_key(database, *request);
}

std::vector<MessageRow> messages_of(Database& database, core::RequestId id) {
    bool key_is_damaged = false;
    auto const key = readable_key(database, id, key_is_damaged);
    auto row = database.connection.query(R"(
        SELECT id, kind, author_kind, author_id, author_role, at, sealed_body
        FROM messages
        WHERE request_id = ?1
        ORDER BY id)",
                                         id.value);
    std::vector<MessageRow> messages;
    while (row.next()) {
        MessageRow message{.id = core::MessageId{row.integer(0)},
                           .kind = enumerator<core::MessageKind>(row, 1),
                           .author = actor(row, 2),
                           .at = instant(row.integer(5)),
                           .body = {},
                           .damaged = key_is_damaged};
        if (key && !row.is_null(6)) read_body(*key, row.blob(6), message);
        messages.push_back(std::move(message));
    }
    return messages;
}

std::vector<core::RequestId> needing_attention(Database& database, core::Day today, core::RequestId after, int limit) {
    auto row = database.connection.query(R"(
        SELECT id
        FROM requests INDEXED BY requests_attention
        WHERE attention_on <= ?1
          AND id > ?2
        ORDER BY id
        LIMIT ?3)",
                                         number(today), after.value, limit);
    std::vector<core::RequestId> ids;
    while (row.next())
        ids.push_back(core::RequestId{row.integer(0)});
    return ids;
}

bool is_suppressed(Database& database, core::EmailAddress const& address, core::Topic topic) {
    auto row = database.connection.query("SELECT 1 FROM suppressions WHERE address = ?1 AND topic = ?2",
                                         database.vault.suppression_term(address), number(topic));
    return row.next();
}

std::string actor_text(core::Actor const& actor) {
    return fmt::format("{}:{}:{}", core::code(actor.kind), actor.id, core::code(actor.role));
}

core::Actor actor_from(std::string_view text) {
    auto const first = text.find(':');
    auto const second = text.find(':', first == text.npos ? first : first + 1);
    if (second == text.npos) throw EngineError("An actor in the database cannot be read.", 0);
    auto const kind = core::parse<core::ActorKind>(text.substr(0, first));
    auto const role = core::parse<core::Role>(text.substr(second + 1));
    auto const id = core::whole_number(text.substr(first + 1, second - first - 1));
    if (!kind || !role || !id) throw EngineError("An actor in the database cannot be read.", 0);
    return {*kind, *id, *role};
}

} // namespace habeas::storage::sqlite
