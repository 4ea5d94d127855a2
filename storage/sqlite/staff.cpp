#include "storage/sqlite/staff.hpp"

#include "storage/sqlite/columns.hpp"

namespace habeas::storage::sqlite {

namespace {

StaffMember read_member(Query const& row) {
    return {.id = core::StaffId{row.integer(0)},
            .login = std::string{row.text(1)},
            .name = std::string{row.text(2)},
            .role = enumerator<core::Role>(row, 3),
            .password_hash = std::string{row.text(4)},
            .active = row.integer(5) != 0,
            .must_change_password = row.integer(6) != 0,
            .password_expires_at = optional_instant(row, 8),
            .created_at = instant(row.integer(7))};
}

std::optional<StaffMember> only_member(Query row) {
    if (!row.next()) return std::nullopt;
    return read_member(row);
}

} // namespace

std::vector<StaffMember> all_staff(Database& database) {
    auto row = database.connection.query(R"(
        SELECT id, login, name, role, password_hash, active, must_change_password, created_at,
               password_expires_at
        FROM staff
        ORDER BY id)");
    std::vector<StaffMember> members;
    while (row.next())
        members.push_back(read_member(row));
    return members;
}

std::optional<StaffMember> staff_member(Database& database, core::StaffId id) {
    return only_member(database.connection.query(R"(
        SELECT id, login, name, role, password_hash, active, must_change_password, created_at,
               password_expires_at
        FROM staff
        WHERE id = ?1)",
                                                 id.value));
}

std::optional<StaffMember> staff_by_login(Database& database, std::string const& login) {
    return only_member(database.connection.query(R"(
        SELECT id, login, name, role, password_hash, active, must_change_password, created_at,
               password_expires_at
        FROM staff
        WHERE login = ?1)",
                                                 login));
}

core::Result<core::StaffId> add_staff(Database& database, StaffMember const& member) {
    if (staff_by_login(database, member.login))
        return core::fail(core::ErrorCode::conflict, "There is already an account with this sign-in address.");
    auto row = database.connection.query(R"(
        INSERT INTO staff (login, name, role, password_hash, active, must_change_password, created_at,
                           password_expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        RETURNING id)",
                                         member.login, member.name, number(member.role), member.password_hash,
                                         member.active, member.must_change_password, number(member.created_at),
                                         number(member.password_expires_at));
    row.next();
    core::StaffId const id{row.integer(0)};
    row.next();
    return id;
}

void update_staff(Database& database, StaffMember const& member) {
    database.connection.run(R"(
        UPDATE staff
        SET name = ?2, role = ?3, password_hash = ?4, active = ?5, must_change_password = ?6,
            password_expires_at = ?7
        WHERE id = ?1)",
                            member.id.value, member.name, number(member.role), member.password_hash, member.active,
                            member.must_change_password, number(member.password_expires_at));
}

} // namespace habeas::storage::sqlite
