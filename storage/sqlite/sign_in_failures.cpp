#include "storage/sqlite/access.hpp"
#include "storage/sqlite/columns.hpp"

namespace habeas::storage::sqlite {

namespace {

/// No member has the number 0: it stands for the logins that do not exist.
std::int64_t row_of(std::optional<core::StaffId> whose) {
    return whose ? whose->value : 0;
}

SignInFailures read_failures(Query const& row) {
    SignInFailures failures{.whose = std::nullopt,
                            .began_at = instant(row.integer(1)),
                            .failures = row.integer(2),
                            .unnoted = row.integer(3)};
    if (row.integer(0) != 0) failures.whose = core::StaffId{row.integer(0)};
    return failures;
}

} // namespace

std::optional<SignInFailures> find_sign_in_failures(Database& database, std::optional<core::StaffId> whose) {
    auto row = database.connection.query(R"(
        SELECT staff_id, began_at, failures, unnoted
        FROM sign_in_failures
        WHERE staff_id = ?1)",
                                         row_of(whose));
    if (!row.next()) return std::nullopt;
    return read_failures(row);
}

std::vector<SignInFailures> all_sign_in_failures(Database& database) {
    auto row = database.connection.query(R"(
        SELECT staff_id, began_at, failures, unnoted
        FROM sign_in_failures
        ORDER BY staff_id)");
    std::vector<SignInFailures> all;
    while (row.next())
        all.push_back(read_failures(row));
    return all;
}

void keep_sign_in_failures(Database& database, SignInFailures const& failures) {
    database.connection.run(R"(
        INSERT INTO sign_in_failures (staff_id, began_at, failures, unnoted)
        VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (staff_id) DO UPDATE
        SET began_at = ?2, failures = ?3, unnoted = ?4)",
                            row_of(failures.whose), number(failures.began_at), failures.failures, failures.unnoted);
}

void forget_sign_in_failures(Database& database, std::optional<core::StaffId> whose) {
    database.connection.run("DELETE FROM sign_in_failures WHERE staff_id = ?1", row_of(whose));
}

} // namespace habeas::storage::sqlite
