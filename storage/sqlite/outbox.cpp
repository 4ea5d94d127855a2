#include "storage/sqlite/outbox.hpp"

#include "core/letters.hpp"
#include "storage/sqlite/columns.hpp"
#include "storage/sqlite/particulars.hpp"

#include <array>

namespace habeas::storage::sqlite {

namespace {

void open_sealed(Database& database, Query const& row, OutboxLetter& letter) {
    if (row.is_null(11) && row.is_null(12)) return;
    auto const key = key_for(database, letter.request);
    if (!key) return; // the data key was destroyed
    if (!row.is_null(11))
        letter.facts = decode_facts(unseal(*key, Place{"letters.facts", letter.message_id}, row.blob(11)));
    if (!row.is_null(12)) {
        auto sent = decode_rendered(unseal(*key, Place{"letters.sent", letter.message_id}, row.blob(12)));
        letter.sent_subject = std::move(sent.subject);
        letter.sent_text = std::move(sent.text);
    }
}

/// A letter that does not open must not keep the others from leaving.
void read_sealed(Database& database, Query const& row, OutboxLetter& letter) {
    try {
        open_sealed(database, row, letter);
    } catch (DamagedRecord const&) {
        letter.damaged = true;
    }
}

OutboxLetter read_letter(Database& database, Query const& row) {
    OutboxLetter letter{.id = core::LetterId{row.integer(0)},
                        .request = std::nullopt,
                        .kind = enumerator<core::LetterKind>(row, 2),
                        .to = core::Addressee::requester(),
                        .facts = {},
                        .state = enumerator<core::LetterState>(row, 4),
                        .attempts = static_cast<int>(row.integer(5)),
                        .created_at = instant(row.integer(6)),
                        .next_try_at = instant(row.integer(7)),
                        .sent_at = optional_instant(row, 8),
                        .claim_token = row.is_null(13) ? 0 : row.integer(13),
                        .last_error = std::string{row.text(9)},
                        .message_id = std::string{row.text(10)},
                        .sent_subject = {},
                        .sent_text = {},
                        .damaged = false};
    if (!row.is_null(1)) letter.request = core::RequestId{row.integer(1)};
    if (!row.is_null(3)) letter.to = core::Addressee::member(core::StaffId{row.integer(3)});
    if (row.integer(14) != 0) letter.to = core::Addressee::subject();
    read_sealed(database, row, letter);
    return letter;
}

std::vector<OutboxLetter> read_letters(Database& database, Query row) {
    std::vector<OutboxLetter> letters;
    while (row.next())
        letters.push_back(read_letter(database, row));
    return letters;
}

/// Claims that ran out first, then what is owed, the longest due first. A claim beyond the one to be made was made
/// before the clock was set back.
std::vector<core::LetterId> claimable(Database& database, core::Instant now, core::Instant lease_until, int limit) {
    std::vector<core::LetterId> ids;
    auto lapsed = database.connection.query(R"(
        SELECT id
        FROM letters
        WHERE state = 1 AND state <> 2
          AND (leased_until <= ?1 OR leased_until > ?3)
        LIMIT ?2)",
                                            number(now), limit, number(lease_until));
    while (lapsed.next())
        ids.push_back(core::LetterId{lapsed.integer(0)});
    auto due = database.connection.query(R"(
        SELECT id
        FROM letters
        WHERE state = 0 AND state <> 2
          AND next_try_at <= ?1
        ORDER BY next_try_at, id
        LIMIT ?2)",
                                         number(now), limit - std::ssize(ids));
    while (due.next())
        ids.push_back(core::LetterId{due.integer(0)});
    return ids;
}

/// A letter as rendered, sealed; nothing where it cannot be sealed any more.
std::optional<core::Bytes> sealed_rendering(Database& database, Chance& chance, core::LetterId id,
                                            Rendered const& rendered) {
    auto row = database.connection.query("SELECT request_id, message_id FROM letters WHERE id = ?1", id.value);
    if (!row.next()) return std::nullopt;
    std::optional<core::RequestId> request;
    if (!row.is_null(0)) request = core::RequestId{row.integer(0)};
    auto const key = key_for(database, request);
    if (!key) return std::nullopt;
    return seal(*key, Place{"letters.sent", row.text(1)}, encode(rendered), chance);
}

} // namespace

void add_letter(Database& database, Chance& chance, core::Letter const& letter, std::optional<core::RequestId> request,
                std::optional<core::Key> const& key, core::Instant at) {
    auto const message_id = core::to_hex(chance.draw<std::array<std::byte, 16>>());
    std::optional<std::int64_t> request_column, staff_column;
    if (request) request_column = request->value;
    if (letter.to.kind == core::Addressee::Kind::staff) staff_column = letter.to.staff.value;
    std::optional<core::Bytes> facts;
    if (key) facts = seal(*key, Place{"letters.facts", message_id}, encode(letter.facts), chance);
    database.connection.run(R"(
        INSERT INTO letters (request_id, kind, staff_id, sealed_facts, state, attempts, created_at, next_try_at,
                             last_error, message_id, to_subject)
        VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?5, '', ?6, ?7))",
                            request_column, number(letter.kind), staff_column, facts, number(at), message_id,
                            letter.to.kind == core::Addressee::Kind::subject);
}

std::vector<OutboxLetter> letters_of(Database& database, core::RequestId request) {
    return read_letters(database, database.connection.query(R"(
        SELECT id, request_id, kind, staff_id, state, attempts, created_at, next_try_at, sent_at, last_error, message_id,
               sealed_facts, sealed_sent, claim, to_subject
        FROM letters
        WHERE request_id = ?1
        ORDER BY id)",
                                                            request.value));
}

// "state <> 2" is what lets the engine use the index of letters that are not sent yet.
std::vector<OutboxLetter> letters_in(Database& database, core::LetterState state, int limit) {
    if (state == core::LetterState::sent)
        return read_letters(database, database.connection.query(R"(
        SELECT id, request_id, kind, staff_id, state, attempts, created_at, next_try_at, sent_at, last_error, message_id,
               sealed_facts, sealed_sent, claim, to_subject
        FROM letters
        WHERE state = 2
        ORDER BY id
        LIMIT ?1)",
                                                                limit));
    return read_letters(database, database.connection.query(R"(
        SELECT id, request_id, kind, staff_id, state, attempts, created_at, next_try_at, sent_at, last_error, message_id,
               sealed_facts, sealed_sent, claim, to_subject
        FROM letters
        WHERE state = ?1 AND state <> 2
        ORDER BY next_try_at, id
        LIMIT ?2)",
                                                            number(state), limit));
}

std::optional<OutboxLetter> find_letter(Database& database, core::LetterId id) {
    auto letters = read_letters(database, database.connection.query(R"(
        SELECT id, request_id, kind, staff_id, state, attempts, created_at, next_try_at, sent_at, last_error, message_id,
               sealed_facts, sealed_sent, claim, to_subject
        FROM letters
        WHERE id = ?1)",
                                                                    id.value));
    if (letters.empty()) return std::nullopt;
    return std::move(letters.front());
}

std::int64_t count_letters(Database& database, core::LetterState state) {
    auto row =
        state == core::LetterState::sent
            ? database.connection.query("SELECT count(*) FROM letters WHERE state = 2")
            : database.connection.query("SELECT count(*) FROM letters WHERE state = ?1 AND state <> 2", number(state));
    return row.next() ? row.integer(0) : 0;
}

std::vector<core::RequestId> requests_with_undelivered_answers(Database& database, int limit) {
    // Does not compile where there are more or fewer of them than the statement has places.
    auto const [first, second, third, fourth, fifth] = core::answer_letters;
    auto row =
        database.connection.query(R"(
        SELECT DISTINCT request_id
        FROM letters
        WHERE state IN (0, 1, 3, 4) AND state <> 2
          AND kind IN (?1, ?2, ?3, ?4, ?5)
          AND request_id IN (SELECT id FROM requests WHERE is_closed = 1)
        ORDER BY request_id
        LIMIT ?6)",
                                  number(first), number(second), number(third), number(fourth), number(fifth), limit);
    std::vector<core::RequestId> ids;
    while (row.next())
        ids.push_back(core::RequestId{row.integer(0)});
    return ids;
}

std::vector<core::Instant> mailings(Database& database, core::EmailAddress const& address, Mailing what,
                                    core::Instant after) {
    auto row = database.connection.query(R"(
        SELECT at
        FROM mailings
        WHERE address = ?1
          AND what = ?2
          AND at > ?3
        ORDER BY at)",
                                         database.vault.address_term(address), number(what), number(after));
    std::vector<core::Instant> times;
    while (row.next())
        times.push_back(instant(row.integer(0)));
    return times;
}

void note_mailing(Database& database, core::EmailAddress const& address, Mailing what, core::Instant at) {
    database.connection.run("INSERT INTO mailings (address, what, at) VALUES (?1, ?2, ?3)",
                            database.vault.address_term(address), number(what), number(at));
}

void forget_mailings(Database& database, core::Instant until, core::Instant now) {
    database.connection.run("DELETE FROM mailings WHERE at <= ?1 OR at > ?2", number(until), number(now));
}

std::vector<OutboxLetter> claim_letters(Database& database, Chance& chance, core::Instant now,
                                        core::Instant lease_until, int limit) {
    std::vector<OutboxLetter> claimed;
    for (auto const id : claimable(database, now, lease_until, limit)) {
        auto const token = chance.draw_token();
        // A claim that ran out was an attempt too: a letter that ends the process each time must not be tried for ever.
        database.connection.run(R"(
            UPDATE letters
            SET attempts = attempts + (state = 1), state = 1, leased_until = ?2, claim = ?3
            WHERE id = ?1)",
                                id.value, number(lease_until), token);
        if (auto letter = find_letter(database, id)) claimed.push_back(std::move(*letter));
    }
    return claimed;
}

bool letter_sent(Database& database, Chance& chance, LetterClaim claim, core::Instant at, std::string const& subject,
                 std::string const& text) {
    database.connection.run(R"(
        UPDATE letters
        SET state = 2, attempts = attempts + 1, leased_until = NULL, claim = NULL, sent_at = ?3, last_error = '',
            sealed_sent = ?4
        WHERE id = ?1 AND state = 1 AND claim = ?2)",
                            claim.letter.value, claim.token, number(at),
                            sealed_rendering(database, chance, claim.letter, {subject, text}));
    return database.connection.changes() == 1;
}

bool letter_failed(Database& database, LetterClaim claim, std::string const& error,
                   std::optional<core::Instant> next_try) {
    database.connection.run(R"(
        UPDATE letters
        SET state = iif(?4 IS NULL, 3, 0), attempts = attempts + 1, leased_until = NULL, claim = NULL, last_error = ?3,
            next_try_at = coalesce(?4, next_try_at)
        WHERE id = ?1 AND state = 1 AND claim = ?2)",
                            claim.letter.value, claim.token, error, number(next_try));
    return database.connection.changes() == 1;
}

bool letter_put_off(Database& database, LetterClaim claim, std::string const& why, core::Instant until) {
    database.connection.run(R"(
        UPDATE letters
        SET state = 0, leased_until = NULL, claim = NULL, last_error = ?3, next_try_at = ?4
        WHERE id = ?1 AND state = 1 AND claim = ?2)",
                            claim.letter.value, claim.token, why, number(until));
    return database.connection.changes() == 1;
}

bool letter_dropped(Database& database, LetterClaim claim, std::string const& why) {
    database.connection.run(R"(
        UPDATE letters
        SET state = 5, leased_until = NULL, claim = NULL, last_error = ?3
        WHERE id = ?1 AND state = 1 AND claim = ?2)",
                            claim.letter.value, claim.token, why);
    return database.connection.changes() == 1;
}

bool letter_to_print(Database& database, Chance& chance, LetterClaim claim, std::string const& subject,
                     std::string const& text) {
    database.connection.run(R"(
        UPDATE letters
        SET state = 4, leased_until = NULL, claim = NULL, sealed_sent = ?3
        WHERE id = ?1 AND state = 1 AND claim = ?2)",
                            claim.letter.value, claim.token,
                            sealed_rendering(database, chance, claim.letter, {subject, text}));
    return database.connection.changes() == 1;
}

bool release_letter(Database& database, LetterClaim claim) {
    database.connection.run(R"(
        UPDATE letters
        SET state = 0, leased_until = NULL, claim = NULL
        WHERE id = ?1 AND state = 1 AND claim = ?2)",
                            claim.letter.value, claim.token);
    return database.connection.changes() == 1;
}

bool letter_posted(Database& database, core::LetterId id, core::Instant at) {
    database.connection.run("UPDATE letters SET state = 6, sent_at = ?2 WHERE id = ?1 AND state = 4", id.value,
                            number(at));
    return database.connection.changes() == 1;
}

bool drop_printed_letter(Database& database, core::LetterId id, std::string const& why) {
    database.connection.run("UPDATE letters SET state = 5, last_error = ?2 WHERE id = ?1 AND state = 4", id.value, why);
    return database.connection.changes() == 1;
}

bool revive_letter(Database& database, core::LetterId id, core::Instant now) {
    database.connection.run("UPDATE letters SET state = 0, attempts = 0, next_try_at = ?2 WHERE id = ?1 AND state = 3",
                            id.value, number(now));
    return database.connection.changes() == 1;
}

} // namespace habeas::storage::sqlite
