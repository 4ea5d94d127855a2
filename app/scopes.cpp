#include "app/scopes.hpp"

namespace habeas::app {

// As the pages of staff are given out in routes.cpp: who works on requests reads and changes them, who oversees the
// work reads the reports and the trail, and only an officer acts as one.
bool allows(core::Role role, Scope scope) {
    using enum core::Role;
    switch (scope) {
    case Scope::requests_read:
    case Scope::requests_write:
        return role == agent || role == officer;
    case Scope::reports_read:
    case Scope::audit_read:
        return role == officer || role == admin;
    case Scope::admin:
        return role == officer;
    }
    return false;
}

std::string all_scopes() {
    std::string all;
    for (auto const& [scope, code] : core::words_of<Scope>())
        all.append(all.empty() ? "" : ", ").append(code);
    return all;
}

} // namespace habeas::app
