#pragma once
#include "core/vocabulary.hpp"
#include "core/words.hpp"

#include <string>
#include <utility>

namespace habeas::app {

/// What a token of the API may do.
enum class Scope { requests_read, requests_write, reports_read, audit_read, admin };

/// Whether a member of staff in this role may do by themselves what the scope allows: a token that belongs to somebody
/// may no more than they may.
bool allows(core::Role role, Scope scope);

/// Every scope there is, for people: "requests:read, requests:write, …".
std::string all_scopes();

} // namespace habeas::app

template <>
struct habeas::core::Words<habeas::app::Scope> {
    static constexpr std::pair<habeas::app::Scope, std::string_view> list[] = {
        {habeas::app::Scope::requests_read, "requests:read"},
        {habeas::app::Scope::requests_write, "requests:write"},
        {habeas::app::Scope::reports_read, "reports:read"},
        {habeas::app::Scope::audit_read, "audit:read"},
        {habeas::app::Scope::admin, "admin"},
    };
};
