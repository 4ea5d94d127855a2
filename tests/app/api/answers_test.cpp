#include "app/http/router.hpp"
#include "tests/app/api/api_world.hpp"

using namespace habeas;
using namespace habeas::testing;

namespace {

struct Call {
    app::http::Method method;
    std::string target;
    std::vector<std::string> scopes;
};

/// Every protected call, with the scopes it needs, written out here so that a wrong row in the table is seen.
std::vector<Call> protected_calls(std::string const& reference) {
    using app::http::Method;
    auto const one = "/api/v1/requests/" + reference;
    std::vector<Call> calls{{Method::post, "/api/v1/requests", {"requests:write"}},
                            {Method::get, "/api/v1/requests", {"requests:read"}},
                            {Method::get, one, {"requests:read"}},
                            {Method::get, one + "/audit", {"audit:read"}},
                            {Method::get, "/api/v1/audit", {"audit:read"}},
                            {Method::get, "/api/v1/audit/verification", {"audit:read"}},
                            {Method::get, "/api/v1/reports/deadlines", {"reports:read"}},
                            {Method::post, "/api/v1/suppressions/check", {"requests:read"}},
                            {Method::post, "/api/v1/unsubscribe-links", {"requests:write"}}};
    for (auto const* verb : {"verification", "assignment", "information-request", "information", "extension",
                             "approval-request", "fulfilment", "denial", "withdrawal", "redirection", "appeal"})
        calls.push_back({Method::post, one + "/" + verb, {"requests:write"}});
    for (auto const* verb : {"approval", "return"})
        calls.push_back({Method::post, one + "/" + verb, {"requests:write", "admin"}});
    return calls;
}

} // namespace

TEST_CASE("Every call below /api needs a valid token") {
    ApiWorld world;
    auto const made = world.create(access_body());
    auto const calls = protected_calls(made.reference());
    auto const count_of_routes = std::ranges::count_if(
        all_routes(world.harness.services()), [](auto const& route) { return route.pattern.starts_with("/api/"); });
    CHECK(std::ssize(calls) == count_of_routes);
    for (auto const& [method, target, scopes] : calls) {
        INFO(target);
        for (auto const& headers :
             {Pairs{}, Pairs{{"Authorization", "Bearer "}}, Pairs{{"Authorization", "Bearer x"}},
              Pairs{{"Authorization", "Basic " + world.agent.secret}}, Pairs{{"Authorization", world.agent.secret}},
              Pairs{{"Authorization", "Bearer " + world.agent.secret + "x"}},
              Pairs{{"Authorization", "Bearer " + std::string(5000, 'a')}},
              Pairs{{"Cookie", "session=" + world.agent.secret}}}) {
            auto const reply = world.read(world.harness.ask(method, target, headers, "{}"));
            CHECK(reply.outcome() == "401 unauthenticated");
            CHECK(header(reply.raw, "WWW-Authenticate") == "Bearer");
            CHECK_FALSE(reply.raw.body.contains(made.reference()));
        }
    }
}

TEST_CASE("A token reaches what its scopes name and nothing else") {
    ApiWorld world;
    auto const made = world.create(access_body());
    for (auto const* scope : {"requests:read", "requests:write", "reports:read", "audit:read", "admin"}) {
        auto const client = world.harness.token_with({scope});
        for (auto const& [method, target, needed] : protected_calls(made.reference())) {
            INFO(scope << " at " << target);
            auto const reply = world.read(world.harness.ask(method, target, client.headers()));
            bool const suffices = needed == std::vector<std::string>{scope};
            CHECK((reply.status() == 403) == !suffices);
            if (suffices) continue;
            CHECK(reply.outcome() == "403 forbidden");
            auto const& missing = needed.front() == scope ? needed.back() : needed.front();
            CHECK(reply.text("detail") == "This token lacks the scope " + missing + ".");
        }
    }
    for (auto const& [method, target, needed] : protected_calls(made.reference())) {
        INFO(target);
        auto const client = world.harness.token_with(needed);
        CHECK(world.read(world.harness.ask(method, target, client.headers())).status() != 403);
    }
    CHECK(world.get(header(made.raw, "Location")).etag() == made.etag());
}

TEST_CASE("The document says of every call which scopes it needs") {
    ApiWorld world;
    auto const document = world.get("/openapi.json");
    for (auto const& [method, target, needed] : protected_calls("{reference}")) {
        INFO(target);
        auto const place = "paths." + target + (method == app::http::Method::get ? ".get" : ".post");
        auto words =
            std::string(needed.size() == 1 ? "Needs the scope `" : "Needs the scopes `") + needed.front() + "`";
        if (needed.size() > 1) words += " and `" + needed.back() + "`";
        CHECK_THAT(document.text(place + ".description"), Catch::StartsWith(words));
    }
}

TEST_CASE("A staff session opens no API") {
    ApiWorld world;
    auto staff = world.harness.sign_in_as(core::Role::officer);
    CHECK(world.read(world.harness.get("/api/v1/requests", staff)).outcome() == "401 unauthenticated");
}

TEST_CASE("A revoked token is no token") {
    ApiWorld world;
    CHECK(world.get("/api/v1/requests").status() == 200);
    world.harness.write([&](storage::Transaction& transaction) {
        auto const now = world.harness.clock().now();
        REQUIRE(transaction.revoke_token("token 1", now));
        REQUIRE(transaction.commit(core::Decision::bookkeeping(), now));
    });
    CHECK(world.get("/api/v1/requests").outcome() == "401 unauthenticated");
    CHECK(world.get("/api/v1/requests", world.officer).status() == 200);
}

TEST_CASE("A token that calls too often is told when to come again, alone") {
    ApiWorld world(
        {.settings = {{"limits.api_requests_per_token_burst", "3"}, {"limits.api_requests_per_token_second", "1"}}});
    for (int call = 1; call <= 3; ++call)
        CHECK(world.get("/api/v1/requests").status() == 200);
    auto const refused = world.get("/api/v1/requests");
    CHECK(refused.outcome() == "429 too_many");
    CHECK(header(refused.raw, "Retry-After") == "1");
    CHECK(world.get("/api/v1/requests", world.officer).status() == 200);
}

TEST_CASE("An unknown address and a wrong method are told apart, in problem documents") {
    ApiWorld world;
    CHECK(world.get("/api/v1/nothing").outcome() == "404 not_found");
    CHECK(world.get("/api").outcome() == "404 not_found");
    auto const wrong = world.read(world.harness.ask(app::http::Method::delete_, "/api/v1/requests"));
    CHECK(wrong.outcome() == "405 method_not_allowed");
    CHECK(header(wrong.raw, "Allow") == "GET, HEAD, POST, OPTIONS");
}

TEST_CASE("A store that takes no work is told as unavailable, with the time to wait") {
    ApiWorld world;
    world.create(access_body());
    world.harness.store().close();
    world.harness.come_from("127.0.0.1");
    for (auto const& reply : {world.get("/api/v1/requests"), world.post("/api/v1/requests", access_body()),
                              world.read(world.harness.get("/metrics"))}) {
        CHECK(reply.outcome() == "503 unavailable");
        CHECK_FALSE(header(reply.raw, "Retry-After").empty());
    }
    CHECK(world.read(world.harness.get("/readyz")).status() == 503);
    CHECK(world.read(world.harness.get("/healthz")).status() == 200);
}

TEST_CASE("What the caller has is not sent again, until the version or the day changes it") {
    ApiWorld world;
    auto const made = world.create(access_body()); // due on 1 March
    auto const place = header(made.raw, "Location");
    auto const status_with = [&](std::string const& tag) {
        auto const reply = world.get(place, world.agent, {{"If-None-Match", tag}});
        if (reply.status() == 304) CHECK(reply.raw.body.empty());
        CHECK(reply.etag() == "\"1\"");
        return reply.status();
    };
    CHECK(status_with("\"1\"") == 304);
    CHECK(status_with("W/\"1\"") == 304);
    CHECK(status_with("\"7\", \"1\"") == 304);
    CHECK(status_with("*") == 304);
    CHECK(status_with("\"2\"") == 200);
    world.harness.clock().set(at_time("2026-02-10T09:00:00Z"));
    CHECK(status_with("\"1\"") == 304); // still on time
    world.harness.clock().set(at_time("2026-02-25T09:00:00Z"));
    CHECK(status_with("\"1\"") == 200); // due soon, which the version does not say

    auto const changed = world.step(made, "withdrawal", R"({"reason":"By phone."})");
    CHECK(world.get(place, world.agent, {{"If-None-Match", made.etag()}}).status() == 200);
    CHECK(world.get(place, world.agent, {{"If-None-Match", changed.etag()}}).status() == 304);
}

TEST_CASE("The document is not sent again to whoever has it") {
    ApiWorld world;
    auto const first = world.get("/openapi.json");
    CHECK(header(first.raw, "Cache-Control") == "public, no-cache");
    auto const again = world.get("/openapi.json", world.agent, {{"If-None-Match", first.etag()}});
    CHECK(again.status() == 304);
    CHECK(again.raw.body.empty());
    CHECK(again.etag() == first.etag());
    CHECK(world.get("/openapi.json", world.agent, {{"If-None-Match", "\"other\""}}).status() == 200);
}

TEST_CASE("A compressed body is refused, not misread") {
    ApiWorld world;
    auto const ask = [&](std::string const& coding) {
        return world.post("/api/v1/requests", access_body(), world.agent, {{"Content-Encoding", coding}}).outcome();
    };
    CHECK(ask("gzip") == "415 unsupported_media_type");
    CHECK(ask("br") == "415 unsupported_media_type");
    CHECK(ask("identity") == "201");
}

TEST_CASE("The name of the scheme has no case") {
    ApiWorld world;
    for (auto const* scheme : {"bearer ", "BEARER ", "Bearer "}) {
        auto const answer = world.harness.get("/api/v1/requests", {{"Authorization", scheme + world.agent.secret}});
        CHECK(answer.status == 200);
    }
    CHECK(world.harness.get("/api/v1/requests", {{"Authorization", "Basic " + world.agent.secret}}).status == 401);
    CHECK(world.harness.get("/api/v1/requests", {{"Authorization", "Bearer" + world.agent.secret}}).status == 401);
}

TEST_CASE("A caller who takes nothing that a call gives is told so, by every call") {
    ApiWorld world;
    auto const reference = world.create(access_body()).reference();
    for (auto const& route : all_routes(world.harness.services())) {
        if (!route.pattern.starts_with("/api/")) continue;
        auto target = std::string(route.pattern);
        if (auto const at = target.find(":reference"); at != target.npos) target.replace(at, 10, reference);
        INFO(to_string(route.method) << " " << target);
        auto const all =
            world.harness.token_with({"requests:read", "requests:write", "reports:read", "audit:read", "admin"});
        auto const ask = [&](std::string const& accept) {
            auto headers = all.headers();
            headers.emplace_back("Accept", accept);
            headers.emplace_back("Content-Type", "application/json");
            return world.read(world.harness.ask(route.method, target, headers, "{}")).outcome();
        };
        CHECK(ask("text/html") == "406 not_acceptable");
        CHECK(ask("application/json;q=0, text/plain") == "406 not_acceptable");
        for (auto const* good : {"application/json", "*/*", "application/*;q=0.1"})
            CHECK_FALSE(ask(good).starts_with("406"));
    }
    auto const any_text = world.get("/api/v1/reports/deadlines", world.reporter, {{"Accept", "text/*"}});
    CHECK(header(any_text.raw, "Content-Type").starts_with("text/csv"));
}

TEST_CASE("A body in another charset than UTF-8 is no JSON of ours") {
    ApiWorld world;
    auto const ask = [&](std::string const& type) {
        auto headers = world.agent.headers();
        headers.emplace_back("Content-Type", type);
        auto const answer =
            world.harness.ask(app::http::Method::post, "/api/v1/requests", headers, std::string(access_body()));
        return world.read(answer).outcome();
    };
    CHECK(ask("application/json; charset=utf-16") == "415 unsupported_media_type");
    CHECK(ask("application/json; charset=UTF-8") == "201");
}

TEST_CASE("Who is not let in is an event of the log, with the request and without the secret") {
    ApiWorld world;
    world.harness.get("/api/v1/requests", {{"Authorization", "Bearer planted-marker"}});
    CHECK(world.harness.logged().contains(R"("event":"api.unauthenticated","request":"0123456789abcdef)"));
    world.get("/api/v1/audit", world.agent);
    CHECK(world.harness.logged().contains(R"("event":"access.denied","request":"0123456789abcdef)"));
    CHECK_FALSE(world.harness.logged().contains("planted-marker"));
}

TEST_CASE("A request is shown without any parameter, and one that is given is named") {
    ApiWorld world;
    auto const one = "/api/v1/requests/" + world.create(access_body()).reference();
    CHECK(world.get(one).outcome() == "200");
    auto const reply = world.get(one + "?x=1");
    CHECK(reply.outcome() == "422 invalid");
    CHECK(reply.fields() == "x");
}
