#include "storage/sqlite/told_state.hpp"

#include "storage/sqlite/columns.hpp"

#include <fmt/core.h>

namespace habeas::storage::sqlite {

void ToldState::learn(core::AuditRecord const& record) {
    requests_.learn(record, person_of(record.actor));
    if (record.action.starts_with("staff.")) learn_staff(record);
    if (record.action.starts_with("token.")) learn_token(record);
}

void ToldState::learn_staff(core::AuditRecord const& record) {
    auto const member = number_of(core::detail_of(record.details, "staff"));
    if (!member) return;
    if (auto const role = core::detail_of(record.details, "role")) staff_[*member].role = *role;
    if (record.action == "staff.closed") staff_[*member].active = false;
    if (record.action == "staff.opened") staff_[*member].active = true;
}

void ToldState::learn_token(core::AuditRecord const& record) {
    auto const token = number_of(core::detail_of(record.details, "token"));
    if (!token) return; // a revocation of before entries named the token
    if (record.action == "token.added")
        tokens_[*token] = {.scopes = core::detail_of(record.details, "scopes").value_or(""),
                           .owner = number_of(core::detail_of(record.details, "owner")).value_or(0)};
    else if (record.action == "token.revoked")
        tokens_[*token].revoked = true;
}

/// A token's entry names the token; the tables name the member of staff it belongs to.
core::Actor ToldState::person_of(core::Actor actor) const {
    if (actor.kind != core::ActorKind::token) return actor;
    auto const token = tokens_.find(actor.id);
    if (token != tokens_.end() && token->second.owner != 0) actor.owner = core::StaffId{token->second.owner};
    return actor.person();
}

std::optional<std::string> ToldState::difference(Connection& connection, Vault const* vault) const {
    if (auto found = requests_.difference(connection, vault)) return found;
    if (auto found = staff_difference(connection)) return found;
    return token_difference(connection);
}

std::optional<std::string> ToldState::staff_difference(Connection& connection) const {
    std::size_t met = 0;
    auto row = connection.query("SELECT id, role, active FROM staff ORDER BY id");
    for (; row.next(); ++met) {
        auto const name = fmt::format("staff member {}", row.integer(0));
        auto const told = staff_.find(row.integer(0));
        if (told == staff_.end()) return not_told(name);
        auto const role = core::code(enumerator<core::Role>(row, 1));
        if (told->second.role != role) return differs(name, role, told->second.role);
        auto const active = row.integer(2) != 0;
        if (told->second.active != active) return differs(name, active ? "open" : "closed", active ? "closed" : "open");
    }
    if (met < staff_.size()) return "a staff member is in the chain, but not in the table";
    return std::nullopt;
}

std::optional<std::string> ToldState::token_difference(Connection& connection) const {
    std::size_t met = 0;
    auto row = connection.query("SELECT id, scopes, revoked_at, coalesce(owner, 0) FROM api_tokens ORDER BY id");
    for (; row.next(); ++met) {
        auto const name = fmt::format("API token {}", row.integer(0));
        auto const told = tokens_.find(row.integer(0));
        if (told == tokens_.end()) return not_told(name);
        if (told->second.scopes != row.text(1)) return differs(name, row.text(1), told->second.scopes);
        if (told->second.owner != row.integer(3))
            return differs(name, fmt::format("owner {}", row.integer(3)), std::to_string(told->second.owner));
        if (told->second.revoked && row.is_null(2)) return differs(name, "valid", "revoked");
    }
    if (met < tokens_.size()) return "an API token is in the chain, but not in the table";
    return std::nullopt;
}

} // namespace habeas::storage::sqlite
