#pragma once
#include "storage/sqlite/database.hpp"

// Who is let in and who is not: staff sessions, failed sign-ins, API tokens, and what a token's Idempotency-Keys have
// already made.
namespace habeas::storage::sqlite {

std::optional<Session> find_session(Database& database, core::Digest const& token_digest);
std::vector<Session> sessions_of(Database& database, core::StaffId staff);
void open_session(Database& database, Session const& session);
void touch_session(Database& database, core::Digest const& token_digest, core::Instant seen_at);
void end_session(Database& database, core::Digest const& token_digest);
void end_sessions_of(Database& database, core::StaffId staff, std::optional<core::Digest> const& except);
void end_sessions_before(Database& database, core::Instant expired);

std::optional<SignInFailures> find_sign_in_failures(Database& database, std::optional<core::StaffId> whose);
std::vector<SignInFailures> all_sign_in_failures(Database& database);
void keep_sign_in_failures(Database& database, SignInFailures const& failures);
void forget_sign_in_failures(Database& database, std::optional<core::StaffId> whose);

std::vector<ApiToken> all_tokens(Database& database);
std::optional<ApiToken> token_by_digest(Database& database, core::Digest const& token_digest);
core::Result<core::TokenId> add_token(Database& database, ApiToken const& token);
bool revoke_token(Database& database, std::string const& name, core::Instant at);
void touch_token(Database& database, core::TokenId id, core::Instant at);

std::optional<IdempotencyRecord> find_idempotency(Database& database, core::TokenId token,
                                                  core::Digest const& key_digest);
void remember_idempotency(Database& database, Chance& chance, core::TokenId token, core::Digest const& key_digest,
                          IdempotencyRecord const& record, core::Instant at);
void forget_idempotency_before(Database& database, core::Instant at);

} // namespace habeas::storage::sqlite
