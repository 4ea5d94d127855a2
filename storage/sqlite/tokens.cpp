#include "core/parts.hpp"
#include "storage/sqlite/access.hpp"
#include "storage/sqlite/columns.hpp"
#include "storage/sqlite/particulars.hpp"

namespace habeas::storage::sqlite {

namespace {

std::optional<core::StaffId> optional_staff(Query const& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return core::StaffId{row.integer(column)};
}

ApiToken read_token(Query const& row) {
    auto const scopes = core::parts_of(row.text(2), ',');
    return {.id = core::TokenId{row.integer(0)},
            .name = std::string{row.text(1)},
            .scopes = {scopes.begin(), scopes.end()},
            .owner = optional_staff(row, 7),
            .token_digest = digest(row, 3),
            .created_at = instant(row.integer(4)),
            .revoked_at = optional_instant(row, 5),
            .used_at = optional_instant(row, 6)};
}

/// One request is made by one call, so its number names the row.
Place place_of_answer(core::RequestId request) {
    return Place{"idempotency_keys.answer", request.value};
}

} // namespace

std::vector<ApiToken> all_tokens(Database& database) {
    auto row = database.connection.query(R"(
        SELECT id, name, scopes, token_digest, created_at, revoked_at, used_at, owner
        FROM api_tokens
        ORDER BY id)");
    std::vector<ApiToken> tokens;
    while (row.next())
        tokens.push_back(read_token(row));
    return tokens;
}

std::optional<ApiToken> token_by_digest(Database& database, core::Digest const& token_digest) {
    auto row = database.connection.query(R"(
        SELECT id, name, scopes, token_digest, created_at, revoked_at, used_at, owner
        FROM api_tokens
        WHERE token_digest = ?1)",
                                         token_digest);
    if (!row.next()) return std::nullopt;
    return read_token(row);
}

core::Result<core::TokenId> add_token(Database& database, ApiToken const& token) {
    auto taken = database.connection.query(R"(
        SELECT 1
        FROM api_tokens
        WHERE name = ?1
          AND revoked_at IS NULL)",
                                           token.name);
    if (taken.next()) return core::fail(core::ErrorCode::conflict, "There is already a token of this name.");
    std::optional<std::int64_t> owner;
    if (token.owner) owner = token.owner->value;
    auto row =
        database.connection.query(R"(
        INSERT INTO api_tokens (name, scopes, token_digest, created_at, revoked_at, used_at, owner)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        RETURNING id)",
                                  token.name, core::joined(token.scopes, ","), token.token_digest,
                                  number(token.created_at), number(token.revoked_at), number(token.used_at), owner);
    row.next();
    core::TokenId const id{row.integer(0)};
    row.next();
    return id;
}

bool revoke_token(Database& database, std::string const& name, core::Instant at) {
    database.connection.run("UPDATE api_tokens SET revoked_at = ?2 WHERE name = ?1 AND revoked_at IS NULL", name,
                            number(at));
    return database.connection.changes() == 1;
}

void touch_token(Database& database, core::TokenId id, core::Instant at) {
    database.connection.run("UPDATE api_tokens SET used_at = ?2 WHERE id = ?1", id.value, number(at));
}

std::optional<IdempotencyRecord> find_idempotency(Database& database, core::TokenId token,
                                                  core::Digest const& key_digest) {
    auto row = database.connection.query(R"(
        SELECT body_digest, request_id, sealed_answer
        FROM idempotency_keys
        WHERE token_id = ?1
          AND key_digest = ?2)",
                                         token.value, key_digest);
    if (!row.next()) return std::nullopt;
    IdempotencyRecord record{digest(row, 0), core::RequestId{row.integer(1)}, std::nullopt};
    auto const key = row.is_null(2) ? std::nullopt : key_for(database, record.request);
    if (key) record.answer = decode_answer(unseal(*key, place_of_answer(record.request), row.blob(2)));
    return record;
}

void remember_idempotency(Database& database, Chance& chance, core::TokenId token, core::Digest const& key_digest,
                          IdempotencyRecord const& record, core::Instant at) {
    std::optional<core::Bytes> sealed;
    auto const key = record.answer ? key_for(database, record.request) : std::nullopt;
    if (key) sealed = seal(*key, place_of_answer(record.request), encode(*record.answer), chance);
    database.connection.run(R"(
        INSERT INTO idempotency_keys (token_id, key_digest, body_digest, request_id, at, sealed_answer)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6))",
                            token.value, key_digest, record.body_digest, record.request.value, number(at), sealed);
}

void forget_idempotency_before(Database& database, core::Instant at) {
    database.connection.run("DELETE FROM idempotency_keys WHERE at < ?1", number(at));
}

} // namespace habeas::storage::sqlite
