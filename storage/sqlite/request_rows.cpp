#include "storage/sqlite/request_rows.hpp"

#include "storage/sqlite/columns.hpp"
#include "storage/sqlite/particulars.hpp"
#include "storage/sqlite/queue_search.hpp"
#include "storage/sqlite/requests.hpp"

namespace habeas::storage::sqlite {

namespace {

std::int64_t due_column(core::SubjectRequest const& request) {
    return number(request.due_on()).value_or(no_due_day);
}

std::int64_t assignee_column(core::SubjectRequest const& request) {
    return request.assignee ? request.assignee->value : 0;
}

bool is_extended(core::SubjectRequest const& request) {
    return std::ranges::any_of(
        request.clocks, [](auto const& clock) { return clock.extension && clock.extension->effective_on.has_value(); });
}

std::optional<std::string> actor_column(std::optional<core::Actor> const& actor) {
    if (!actor) return std::nullopt;
    return actor_text(*actor);
}

std::optional<std::int64_t> first_status(core::SubjectRequest const& request) {
    if (!request.first_end) return std::nullopt;
    return number(request.first_end->status);
}

std::optional<std::int64_t> first_closed_on(core::SubjectRequest const& request) {
    if (!request.first_end) return std::nullopt;
    return number(request.first_end->closed_on);
}

std::optional<std::string> first_approved_by(core::SubjectRequest const& request) {
    if (!request.first_end) return std::nullopt;
    return actor_column(request.first_end->approved_by);
}

void write_clocks(Database& database, core::SubjectRequest const& request) {
    for (int position = 0; auto const& clock : request.clocks) {
        std::optional<std::int64_t> extension_days, asked_on, effective_on, dropped_on;
        if (clock.extension) {
            extension_days = clock.extension->days;
            asked_on = number(clock.extension->asked_on);
            effective_on = number(clock.extension->effective_on);
            dropped_on = number(clock.extension->dropped_on);
        }
        database.connection.run(R"(
            INSERT INTO clocks (request_id, position, name, rule, days, started_on, stopped_on, reminded_stage,
                                extension_days, extension_asked_on, extension_effective_on, sentence,
                                extension_dropped_on)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            ON CONFLICT DO UPDATE SET
              name = excluded.name,
              rule = excluded.rule,
              days = excluded.days,
              started_on = excluded.started_on,
              stopped_on = excluded.stopped_on,
              reminded_stage = excluded.reminded_stage,
              extension_days = excluded.extension_days,
              extension_asked_on = excluded.extension_asked_on,
              extension_effective_on = excluded.extension_effective_on,
              sentence = excluded.sentence,
              extension_dropped_on = excluded.extension_dropped_on)",
                                request.id.value, position++, number(clock.name), clock.rule, clock.days,
                                number(clock.started_on), number(clock.stopped_on), clock.reminded_stage,
                                extension_days, asked_on, effective_on, clock.sentence, dropped_on);
    }
}

void write_terms(Database& database, core::RequestId id, std::vector<std::int64_t> const& terms) {
    for (auto const term : terms)
        database.connection.run("INSERT INTO lookup_terms (term, request_id) VALUES (?1, ?2)", term, id.value);
}

core::Bytes sealed_asked(core::Key const& key, core::RequestId id, Asked const& asked, Chance& chance) {
    return seal(key, Place{"particulars.asked", id.value}, encode(asked), chance);
}

std::optional<core::Bytes> sealed_outcome(core::Key const& key, core::SubjectRequest const& request, Chance& chance) {
    if (request.outcome == core::Outcome{}) return std::nullopt;
    return seal(key, Place{"particulars.outcome", request.id.value}, encode(request.outcome), chance);
}

std::optional<core::Bytes> sealed_first_outcome(core::Key const& key, core::SubjectRequest const& request,
                                                Chance& chance) {
    if (!request.first_end) return std::nullopt;
    return seal(key, Place{"particulars.first_outcome", request.id.value}, encode(request.first_end->outcome), chance);
}

std::optional<core::Bytes> sealed_prepared(core::Key const& key, core::SubjectRequest const& request, Chance& chance) {
    if (!request.prepared) return std::nullopt;
    return seal(key, Place{"particulars.prepared", request.id.value}, encode(*request.prepared), chance);
}

core::Bytes sealed_label(core::Key const& key, core::RequestId id, core::Subject const& subject, Chance& chance) {
    return seal(key, Place{"requests.label", id.value}, core::as_bytes(subject.name.reveal()), chance);
}

void insert_plain_row(Database& database, core::SubjectRequest const& request, core::Bytes const& wrapped_key,
                      core::Bytes const& label) {
    database.connection.run(
        R"(
        INSERT INTO requests (id, type, status, is_closed, version, channel, relationship, evidence,
                              received_at, received_on, recorded_at, updated_at, closed_on, due_on, extended,
                              assignee, attention_on, appealed, unverified_reminded, unread,
                              approval_asked_by, approved_by, decided_by, wrapped_key, sealed_label, due_order,
                              receipt_order, verified_by, first_status, first_closed_on, appeal_withdrawn, recorded_on,
                              first_approved_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33))",
        request.id.value, number(request.type), number(request.status), core::is_closed(request.status),
        request.version, number(request.channel), number(request.relationship), number(request.evidence),
        number(request.received_at), number(request.received_on), number(request.recorded_at),
        number(request.updated_at), number(request.closed_on), due_column(request), is_extended(request),
        assignee_column(request), number(request.attention_on), request.appealed, request.unverified_reminded,
        request.unread, actor_column(request.approval_asked_by), actor_column(request.approved_by),
        actor_column(request.decided_by), wrapped_key, label, queue_key(due_column(request), request.id.value),
        queue_key(number(request.received_on), request.id.value), actor_column(request.verified_by),
        first_status(request), first_closed_on(request), request.appeal_withdrawn, number(request.recorded_on),
        first_approved_by(request));
}

void update_plain_row(Database& database, core::SubjectRequest const& request) {
    database.connection.run(
        R"(
        UPDATE requests
        SET type = ?2, status = ?3, is_closed = ?4, version = ?5, channel = ?6, relationship = ?7, evidence = ?8,
            received_at = ?9, received_on = ?10, recorded_at = ?11, updated_at = ?12, closed_on = ?13, due_on = ?14,
            extended = ?15, assignee = ?16, attention_on = ?17, appealed = ?18, unverified_reminded = ?19,
            unread = ?20, approval_asked_by = ?21, approved_by = ?22, decided_by = ?23, due_order = ?24, receipt_order = ?25,
            verified_by = ?26, first_status = ?27, first_closed_on = ?28, appeal_withdrawn = ?29, recorded_on = ?30,
            first_approved_by = ?31
        WHERE id = ?1)",
        request.id.value, number(request.type), number(request.status), core::is_closed(request.status),
        request.version, number(request.channel), number(request.relationship), number(request.evidence),
        number(request.received_at), number(request.received_on), number(request.recorded_at),
        number(request.updated_at), number(request.closed_on), due_column(request), is_extended(request),
        assignee_column(request), number(request.attention_on), request.appealed, request.unverified_reminded,
        request.unread, actor_column(request.approval_asked_by), actor_column(request.approved_by),
        actor_column(request.decided_by), queue_key(due_column(request), request.id.value),
        queue_key(number(request.received_on), request.id.value), actor_column(request.verified_by),
        first_status(request), first_closed_on(request), request.appeal_withdrawn, number(request.recorded_on),
        first_approved_by(request));
}

std::optional<Asked> stored_asked(Database& database, core::RequestId id, core::Key const& key) {
    auto row = database.connection.query("SELECT sealed_asked FROM particulars WHERE request_id = ?1", id.value);
    if (!row.next() || row.is_null(0)) return std::nullopt;
    return decode_asked(unseal(key, Place{"particulars.asked", id.value}, row.blob(0)));
}

/// Both sorted. What stays is not written twice.
void replace_terms(Database& database, core::RequestId id, std::vector<std::int64_t> const& before,
                   std::vector<std::int64_t> const& after) {
    std::vector<std::int64_t> gone, added;
    std::ranges::set_difference(before, after, std::back_inserter(gone));
    std::ranges::set_difference(after, before, std::back_inserter(added));
    for (auto const term : gone)
        database.connection.run("DELETE FROM lookup_terms WHERE term = ?1 AND request_id = ?2", term, id.value);
    write_terms(database, id, added);
}

std::vector<std::int64_t> terms_of(Database& database, Asked const& asked) {
    return lookup_terms(database.vault, database.fold, asked.subject, asked.requester);
}

/// What was asked seldom changes: then its seal, its label and its terms stay as they are.
void update_asked(Database& database, core::SubjectRequest const& request, core::Key const& key, Chance& chance) {
    auto const before = stored_asked(database, request.id, key);
    auto const after = asked_of(request);
    if (before == after) return;
    database.connection.run("UPDATE particulars SET sealed_asked = ?2 WHERE request_id = ?1", request.id.value,
                            sealed_asked(key, request.id, after, chance));
    database.connection.run("UPDATE requests SET sealed_label = ?2 WHERE id = ?1", request.id.value,
                            sealed_label(key, request.id, after.subject, chance));
    replace_terms(database, request.id, terms_of(database, before.value_or(Asked{})), terms_of(database, after));
}

} // namespace

std::optional<StoredRequest> stored_request(Database& database, core::RequestId id) {
    auto row = database.connection.query(
        "SELECT version, status, type, assignee, wrapped_key FROM requests WHERE id = ?1", id.value);
    if (!row.next()) return std::nullopt;
    return StoredRequest{row.integer(0), enumerator<core::Status>(row, 1), enumerator<core::RequestType>(row, 2),
                         row.integer(3) != 0, bytes(row, 4)};
}

core::Key insert_request(Database& database, core::SubjectRequest const& request, Chance& chance) {
    auto const key = chance.draw<core::Key>();
    insert_plain_row(database, request, database.vault.wrap(key, request.id, chance),
                     sealed_label(key, request.id, request.subject, chance));
    // Nothing is prepared before a request is there.
    database.connection.run(R"(
        INSERT INTO particulars (request_id, sealed_asked, sealed_outcome, sealed_first_outcome)
        VALUES (?1, ?2, ?3, ?4))",
                            request.id.value, sealed_asked(key, request.id, asked_of(request), chance),
                            sealed_outcome(key, request, chance), sealed_first_outcome(key, request, chance));
    write_clocks(database, request);
    write_terms(database, request.id, lookup_terms(database.vault, database.fold, request.subject, request.requester));
    return key;
}

void update_request(Database& database, core::SubjectRequest const& request, std::optional<core::Key> const& key,
                    Chance& chance) {
    update_plain_row(database, request);
    database.connection.run("DELETE FROM clocks WHERE request_id = ?1 AND position >= ?2", request.id.value,
                            std::ssize(request.clocks));
    write_clocks(database, request);
    if (!key) return;
    update_asked(database, request, *key, chance);
    database.connection.run(R"(
        UPDATE particulars
        SET sealed_outcome = ?2,
            sealed_prepared = ?3,
            sealed_first_outcome = ?4
        WHERE request_id = ?1)",
                            request.id.value, sealed_outcome(*key, request, chance),
                            sealed_prepared(*key, request, chance), sealed_first_outcome(*key, request, chance));
}

void make_terms_anew(Database& database, core::RequestId id, core::Folding const& folded_before) {
    auto const key = data_key(database, id);
    auto const asked = key ? stored_asked(database, id, *key) : std::nullopt;
    if (!asked) return;
    replace_terms(database, id, lookup_terms(database.vault, folded_before, asked->subject, asked->requester),
                  terms_of(database, *asked));
}

} // namespace habeas::storage::sqlite
