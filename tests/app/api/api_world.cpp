#include "tests/app/api/api_world.hpp"

#include "app/http/static_files.hpp"
#include "app/routes.hpp"

#include <stdexcept>

namespace habeas::testing {

namespace {

json::value const* look_up(json::value const& from, std::string_view path) {
    auto const* value = &from;
    while (value && !path.empty()) {
        auto const dot = path.find('.');
        auto const name = path.substr(0, dot);
        path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
        if (auto const* object = value->if_object())
            value = object->if_contains(name);
        else if (auto const* list = value->if_array())
            value = list->if_contains(std::stoul(std::string(name)));
        else
            value = nullptr;
    }
    return value;
}

} // namespace

std::string Reply::text(std::string_view path) const {
    auto const* value = look_up(body, path);
    if (!value) return "(none)";
    if (auto const* text = value->if_string()) return std::string(*text);
    return json::serialize(*value);
}

json::value const& Reply::at(std::string_view path) const {
    auto const* value = look_up(body, path);
    if (!value) throw std::out_of_range("no " + std::string(path) + " in " + raw.body);
    return *value;
}

std::string Reply::outcome() const {
    auto const code = text("code");
    return std::to_string(raw.status) + (code == "(none)" ? "" : " " + code);
}

std::string Reply::fields() const {
    if (!look_up(body, "errors")) return "(none)";
    std::set<std::string> names;
    for (auto const& each : at("errors").as_array())
        names.emplace(each.at("field").as_string());
    std::string joined;
    for (auto const& name : names)
        joined += (joined.empty() ? "" : " ") + name;
    return joined;
}

std::string Reply::actions() const {
    std::string joined;
    for (auto const& each : at("allowed_actions").as_array())
        joined += (joined.empty() ? "" : " ") + std::string(each.as_string());
    return joined;
}

std::vector<app::http::Route> all_routes(app::Services& services) {
    static app::http::StaticFiles const no_files{std::span<app::http::StaticFile const>{}};
    return app::routes(services, no_files);
}

ApiWorld::ApiWorld(AppHarness::Options const& options)
    : harness(all_routes, options)
    , agent(harness.token_of_somebody(core::Role::agent, {"requests:read", "requests:write"}))
    , officer(harness.token_of_somebody(core::Role::officer, {"requests:read", "requests:write", "admin"}))
    , auditor(harness.token_with({"audit:read"}))
    , reporter(harness.token_with({"reports:read"})) {}

Reply ApiWorld::read(app::http::HttpResponse raw) {
    Reply reply{std::move(raw), nullptr};
    INFO(reply.raw.body);
    INFO(harness.failure());
    CHECK(harness.failure().empty());
    auto const folder = harness.temporary_store().folder().string();
    for (auto const* secret : {"SELECT", "sqlite", "SQLITE", "std::", "boost", ".cpp", "habeas.db", folder.c_str()})
        CHECK_FALSE(reply.raw.body.contains(secret));
    auto const type = header(reply.raw, "Content-Type");
    if (type.starts_with("application/json") || type.starts_with("application/problem+json"))
        reply.body = json::parse(reply.raw.body);
    if (reply.status() >= 400 && reply.status() != 503) {
        CHECK(type == "application/problem+json; charset=utf-8");
        CHECK(reply.text("status") == std::to_string(reply.status()));
        CHECK(reply.text("type") == "about:blank");
        CHECK(reply.text("title") != "(none)");
    }
    return reply;
}

Reply ApiWorld::get(std::string const& target, ApiClient const& client, Pairs more) {
    for (auto const& each : client.headers())
        more.push_back(each);
    return read(harness.get(target, more));
}

Reply ApiWorld::post(std::string const& target, std::string const& body, ApiClient const& client, Pairs more) {
    for (auto const& each : client.headers())
        more.push_back(each);
    return read(harness.post_json(target, body, more));
}

Reply ApiWorld::create(std::string const& body) {
    auto reply = post("/api/v1/requests", body);
    INFO(reply.raw.body);
    REQUIRE(reply.status() == 201);
    return reply;
}

Reply ApiWorld::step(Reply const& before, std::string const& verb, std::string const& body, ApiClient const& client) {
    return post("/api/v1/requests/" + before.reference() + "/" + verb, body, client, {{"If-Match", before.etag()}});
}

Reply ApiWorld::confirm(Reply const& before) {
    auto const id = harness.store().references().decode(before.reference()).value();
    auto const stamp = harness.services().stamp(core::Actor::requester());
    harness.change([&](auto& transaction) {
        return harness.desk().verify(transaction, {id, {}}, core::Evidence::address_confirmed, stamp);
    });
    return get("/api/v1/requests/" + before.reference());
}

Reply ApiWorld::in_progress(std::string const& body) {
    if (worker_ == core::StaffId{}) worker_ = harness.add_staff(core::Role::agent, "worker@company.example");
    auto reply = step(confirm(create(body)), "verification", R"({"evidence":"matched"})");
    reply = step(reply, "assignment", R"({"login":"worker@company.example"})");
    REQUIRE(reply.text("status") == "in_progress");
    return reply;
}

std::string access_body(std::string const& email) {
    return R"({"type":"access","subject":{"name":"Ines Okafor","email":")" + email + R"("}})";
}

std::string correction_body() {
    return R"({"type":"correction","subject":{"name":"Ines Okafor","email":"ines@example.com"},
               "corrections":[{"field":"billing.address","current":"1 Old Lane","requested":"2 New Street"},
                              {"field":"contact.phone","requested":"01632 960 002"}]})";
}

std::string deletion_body() {
    return R"({"type":"deletion","subject":{"name":"Ines Okafor","email":"ines@example.com"},
               "deletion_scope":"categories","categories":["contact","billing"]})";
}

} // namespace habeas::testing
