#include "app/scopes.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using app::Scope;

namespace {

std::string scopes_of(core::Role role) {
    std::string all;
    for (auto const& [scope, code] : core::words_of<Scope>())
        if (app::allows(role, scope)) all.append(all.empty() ? "" : " ").append(code);
    return all;
}

} // namespace

TEST_CASE("A token may what its owner may on the pages of staff, and nobody else owns one") {
    CHECK(scopes_of(core::Role::agent) == "requests:read requests:write");
    CHECK(scopes_of(core::Role::officer) == "requests:read requests:write reports:read audit:read admin");
    CHECK(scopes_of(core::Role::admin) == "reports:read audit:read");
    CHECK(scopes_of(core::Role::requester).empty());
    CHECK(scopes_of(core::Role::system).empty());
}

TEST_CASE("Every scope is named to whoever has named none") {
    CHECK(app::all_scopes() == "requests:read, requests:write, reports:read, audit:read, admin");
}
