#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

std::vector<StaffMember> all_staff(Database& database);
std::optional<StaffMember> staff_member(Database& database, core::StaffId id);
std::optional<StaffMember> staff_by_login(Database& database, std::string const& login);
core::Result<core::StaffId> add_staff(Database& database, StaffMember const& member);
void update_staff(Database& database, StaffMember const& member);

} // namespace habeas::storage::sqlite
