#include "storage/sqlite/access.hpp"
#include "storage/sqlite/columns.hpp"

namespace habeas::storage::sqlite {

namespace {

Session read_session(Query const& row) {
    return {.token_digest = digest(row, 0),
            .staff = core::StaffId{row.integer(1)},
            .started_at = instant(row.integer(2)),
            .seen_at = instant(row.integer(3)),
            .expires_at = instant(row.integer(4))};
}

} // namespace

std::optional<Session> find_session(Database& database, core::Digest const& token_digest) {
    auto row = database.connection.query(R"(
        SELECT token_digest, staff_id, started_at, seen_at, expires_at
        FROM sessions
        WHERE token_digest = ?1)",
                                         token_digest);
    if (!row.next()) return std::nullopt;
    return read_session(row);
}

std::vector<Session> sessions_of(Database& database, core::StaffId staff) {
    auto row = database.connection.query(R"(
        SELECT token_digest, staff_id, started_at, seen_at, expires_at
        FROM sessions
        WHERE staff_id = ?1
        ORDER BY started_at)",
                                         staff.value);
    std::vector<Session> sessions;
    while (row.next())
        sessions.push_back(read_session(row));
    return sessions;
}

void open_session(Database& database, Session const& session) {
    database.connection.run(R"(
        INSERT INTO sessions (token_digest, staff_id, started_at, seen_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5))",
                            session.token_digest, session.staff.value, number(session.started_at),
                            number(session.seen_at), number(session.expires_at));
}

void touch_session(Database& database, core::Digest const& token_digest, core::Instant seen_at) {
    database.connection.run("UPDATE sessions SET seen_at = ?2 WHERE token_digest = ?1", token_digest, number(seen_at));
}

void end_session(Database& database, core::Digest const& token_digest) {
    database.connection.run("DELETE FROM sessions WHERE token_digest = ?1", token_digest);
}

void end_sessions_of(Database& database, core::StaffId staff, std::optional<core::Digest> const& except) {
    database.connection.run("DELETE FROM sessions WHERE staff_id = ?1 AND token_digest IS NOT ?2", staff.value, except);
}

void end_sessions_before(Database& database, core::Instant expired) {
    database.connection.run("DELETE FROM sessions WHERE expires_at < ?1", number(expired));
}

} // namespace habeas::storage::sqlite
