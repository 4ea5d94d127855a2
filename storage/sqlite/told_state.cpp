#include "storage/sqlite/told_state.hpp"

#include "core/reference.hpp"
#include "core/whole_number.hpp"
#include "storage/sqlite/columns.hpp"

#include <fmt/core.h>

namespace habeas::storage::sqlite {

namespace {

std::optional<std::int64_t> number_of(std::optional<std::string> const& text) {
    return text ? core::whole_number(*text) : std::nullopt;
}

std::string name_of(std::int64_t request, Vault const* vault) {
    if (!vault) return fmt::format("request number {}", request);
    return "request " + core::ReferenceCodec{vault->reference_key()}.encode(core::RequestId{request}).text();
}

std::string differs(std::string_view what, std::string_view stored, std::string_view told) {
    return fmt::format("{}: {} in the table, {} in the chain", what, stored, told);
}

std::string_view status_word(std::int64_t number) {
    auto const word = core::code(static_cast<core::Status>(number));
    return word.empty() ? "unknown" : word;
}

std::string not_told(std::string_view what) {
    return fmt::format("{}: in the table, but no entry of the chain tells of it", what);
}

std::string not_stored(std::string_view what) {
    return fmt::format("{}: in the chain, but not in the table", what);
}

} // namespace

void ToldState::learn(core::AuditRecord const& record) {
    if (record.request && record.action.starts_with("request.")) learn_request(record.request->value, record.details);
    if (record.action.starts_with("staff.")) learn_staff(record);
    if (record.action.starts_with("token.")) learn_token(record);
}

void ToldState::learn_request(std::int64_t id, std::string_view details) {
    auto const version = number_of(core::detail_of(details, "version"));
    if (!version) return; // a look, which changes nothing
    auto const status = core::parse<core::Status>(core::detail_of(details, "to").value_or(""));
    Request const told{id, static_cast<std::int32_t>(*version), status ? static_cast<std::int32_t>(*status) : -1};
    if (requests_.empty() || requests_.back().id < id) return requests_.push_back(told);
    auto const place = std::ranges::lower_bound(requests_, id, {}, &Request::id);
    if (place->id == id)
        *place = told;
    else
        requests_.insert(place, told);
}

void ToldState::learn_staff(core::AuditRecord const& record) {
    auto const member = number_of(core::detail_of(record.details, "staff"));
    auto const role = core::detail_of(record.details, "role");
    if (member && role) staff_roles_[*member] = *role;
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

std::optional<std::string> ToldState::difference(Connection& connection, Vault const* vault) const {
    if (auto found = request_difference(connection, vault)) return found;
    if (auto found = staff_difference(connection)) return found;
    return token_difference(connection);
}

std::optional<std::string> ToldState::request_difference(Connection& connection, Vault const* vault) const {
    auto row = connection.query("SELECT id, version, status FROM requests NOT INDEXED ORDER BY id");
    auto told = requests_.begin();
    for (; row.next(); ++told) {
        auto const id = row.integer(0);
        if (told == requests_.end() || told->id > id) return not_told(name_of(id, vault));
        if (told->id < id) break;
        if (told->version != row.integer(1))
            return differs(name_of(id, vault), fmt::format("version {}", row.integer(1)),
                           std::to_string(told->version));
        if (told->status != row.integer(2))
            return differs(name_of(id, vault), status_word(row.integer(2)), status_word(told->status));
    }
    if (told == requests_.end()) return std::nullopt;
    return not_stored(name_of(told->id, vault));
}

std::optional<std::string> ToldState::staff_difference(Connection& connection) const {
    std::size_t met = 0;
    auto row = connection.query("SELECT id, role FROM staff ORDER BY id");
    for (; row.next(); ++met) {
        auto const name = fmt::format("staff member {}", row.integer(0));
        auto const told = staff_roles_.find(row.integer(0));
        if (told == staff_roles_.end()) return not_told(name);
        auto const role = core::code(enumerator<core::Role>(row, 1));
        if (told->second != role) return differs(name, role, told->second);
    }
    if (met < staff_roles_.size()) return "a staff member is in the chain, but not in the table";
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
