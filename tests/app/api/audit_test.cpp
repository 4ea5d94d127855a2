#include "app/audit_heads.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/app/api/api_world.hpp"
#include "tests/support/no_room.hpp"

using namespace habeas;
using namespace habeas::testing;

namespace {

std::string const no_hash(64, '0');

/// The sequences of a page's entries, joined by spaces.
std::string sequences(Reply const& reply) {
    std::string joined;
    for (auto const& entry : reply.at("entries").as_array())
        joined += (joined.empty() ? "" : " ") + json::serialize(entry.at("sequence"));
    return joined;
}

std::string actions(Reply const& reply) {
    std::string joined;
    for (auto const& entry : reply.at("entries").as_array())
        joined += (joined.empty() ? "" : " ") + std::string(entry.at("action").as_string());
    return joined;
}

} // namespace

TEST_CASE("The trail says who did what and when, in codes alone") {
    ApiWorld world;
    auto const made = world.create(access_body());
    world.harness.advance(std::chrono::hours(26));
    world.step(made, "withdrawal", R"({"reason":"Never mind, says Ines."})", world.officer);
    auto const trail = world.get("/api/v1/requests/" + made.reference() + "/audit", world.auditor);
    CHECK(trail.outcome() == "200");
    CHECK(actions(trail) == "request.submitted request.withdrawn");
    CHECK(trail.text("entries.0.sequence") == "1");
    CHECK(trail.text("entries.0.at") == "2026-01-30T09:00:00.000Z");
    CHECK(trail.text("entries.0.reference") == made.reference());
    CHECK(trail.text("entries.0.actor") == R"({"kind":"token","id":1,"role":"agent"})");
    CHECK(trail.text("entries.0.details.type") == "access");
    CHECK(trail.text("entries.0.details.due_on") == "2026-03-01");
    CHECK(trail.text("entries.1.at") == "2026-01-31T11:00:00.000Z");
    CHECK(trail.text("entries.1.actor") == R"({"kind":"token","id":2,"role":"officer"})");
    CHECK(trail.text("next_after") == "null");
    for (auto const* personal : {"Ines", "Okafor", "example.com", "Never"})
        CHECK_FALSE(trail.raw.body.contains(personal));
}

TEST_CASE("Every entry names the hash of the one before, up to the head that the proof names") {
    ApiWorld world;
    world.harness.tell_of_everybody();
    world.in_progress(deletion_body());
    world.in_progress(access_body());
    world.harness.tell_of_everybody(); // whoever came since
    auto const trail = world.get("/api/v1/audit", world.auditor);
    auto previous = no_hash;
    for (auto const& entry : trail.at("entries").as_array()) {
        CHECK(entry.at("previous").as_string() == previous);
        CHECK(entry.at("hash").as_string().size() == 64);
        CHECK(entry.at("hash").as_string() != entry.at("previous").as_string());
        previous = entry.at("hash").as_string();
    }
    auto const proof = world.get("/api/v1/audit/verification", world.auditor);
    CHECK(proof.raw.body ==
          R"({"intact":true,"entries":17,"head":")" + previous + R"(","seal":"verified","kept_heads":0})");
}

TEST_CASE("The hash an entry shows is that of the stored record") {
    ApiWorld world;
    world.create(access_body());
    auto const trail = world.get("/api/v1/audit", world.auditor);
    auto const records = world.harness.read([](storage::Snapshot& snapshot) { return snapshot.audit({}); });
    REQUIRE(records.size() == 1);
    CHECK(trail.text("entries.0.hash") == core::to_hex(core::chain_hash(records.front())));
}

TEST_CASE("A token that no entry tells of is no intact state of things") {
    ApiWorld world;
    CHECK(world.get("/api/v1/audit", world.auditor).raw.body == R"({"entries":[],"next_after":null})");
    auto const proof = world.get("/api/v1/audit/verification", world.auditor);
    CHECK(proof.text("intact") == "false");
    CHECK(proof.text("entries") == "0");
    CHECK(proof.text("broken_at") == "(none)");
    CHECK(proof.text("what") == "staff member 1: in the table, but no entry of the chain tells of it");
    world.harness.tell_of_everybody();
    CHECK(world.get("/api/v1/audit/verification", world.auditor).text("intact") == "true");
    world.harness.token_with({"audit:read"});
    CHECK(world.get("/api/v1/audit/verification", world.auditor).text("what") ==
          "API token 5: in the table, but no entry of the chain tells of it");
}

TEST_CASE("A verification is done once at a time, and keeps no other reader") {
    ApiWorld world;
    world.harness.tell_of_everybody();
    auto turn = world.harness.services().limits.audit_verification.take();
    REQUIRE(turn);
    auto const refused = world.get("/api/v1/audit/verification", world.auditor);
    CHECK(refused.outcome() == "503 unavailable");
    CHECK(header(refused.raw, "Retry-After") == "2");
    turn.reset();
    for (int again = 0; again < 2; ++again)
        CHECK(world.get("/api/v1/audit/verification", world.auditor).text("intact") == "true");
}

TEST_CASE("A head that was kept outside and is not in the chain is told") {
    ApiWorld world;
    world.create(access_body());
    world.harness.tell_of_everybody();
    auto const folder = world.harness.services().configuration.storage.folder;
    app::note_audit_head(folder, world.harness.clock().now(),
                         world.harness.read([](storage::Snapshot& snapshot) { return snapshot.audit_head(); }));
    auto const held = world.get("/api/v1/audit/verification", world.auditor);
    CHECK(held.text("intact") == "true");
    CHECK(held.text("kept_heads") == "1");
    app::note_audit_head(folder, world.harness.clock().now(), {9, {}});
    auto const proof = world.get("/api/v1/audit/verification", world.auditor);
    CHECK(proof.text("intact") == "false");
    CHECK(proof.text("what").contains("entry 9 is missing"));
}

TEST_CASE("A reading token leaves one entry a request and quarter of an hour, and one an hour for lists") {
    ApiWorld world;
    auto const made = world.create(access_body());
    auto const trail = [&] { return actions(world.get("/api/v1/audit?after=1", world.auditor)); };
    auto const read_all = [&] {
        world.get("/api/v1/requests/" + made.reference());
        world.get("/api/v1/requests");
    };
    read_all();
    read_all();
    CHECK(trail() == "request.viewed requests.listed");
    world.get("/api/v1/requests", world.officer);
    CHECK(trail() == "request.viewed requests.listed requests.listed");
    world.harness.advance(std::chrono::minutes(15));
    read_all();
    CHECK(trail() == "request.viewed requests.listed requests.listed request.viewed");
    world.harness.advance(std::chrono::minutes(45));
    world.get("/api/v1/requests");
    CHECK(trail() == "request.viewed requests.listed requests.listed request.viewed requests.listed");
    auto const entries = world.get("/api/v1/audit?after=1", world.auditor);
    CHECK(entries.text("entries.0.actor") == R"({"kind":"token","id":1,"role":"agent"})");
    CHECK(entries.text("entries.0.reference") == made.reference());
    CHECK(world.get("/api/v1/requests/" + made.reference()).text("version") == made.text("version"));
}

TEST_CASE("A token sees nothing that could not be written down") {
    ApiWorld world;
    auto const made = world.create(access_body());
    NoRoom const full{512};
    for (auto const& target : {"/api/v1/requests/" + made.reference(), std::string("/api/v1/requests")}) {
        auto const answer = world.get(target);
        CHECK(answer.outcome() == "503 unavailable");
        CHECK_FALSE(answer.raw.body.contains("Ines"));
    }
}

TEST_CASE("A name that does not open is null in the list, and the others are there") {
    ApiWorld world;
    auto const one = world.create(access_body());
    world.create(access_body());
    storage::sqlite::Connection somebody(world.harness.temporary_store().path(), storage::sqlite::OpenAs::writer, 1);
    somebody.script("UPDATE requests SET sealed_label = x'0102030405' WHERE id = 1");
    auto const list = world.get("/api/v1/requests");
    CHECK(list.outcome() == "200");
    CHECK(list.at("requests").as_array().size() == 2);
    for (auto const& row : list.at("requests").as_array())
        CHECK(row.at("subject").at("name").is_null() == (row.at("reference").as_string() == one.reference()));
    CHECK(world.harness.logged().contains(one.reference()));
}

TEST_CASE("A walk along the trail meets every entry once") {
    ApiWorld world;
    for (int count = 0; count < 5; ++count)
        world.create(access_body());
    auto const target = "/api/v1/audit?limit=2&after=";
    auto const first = world.get("/api/v1/audit?limit=2", world.auditor);
    CHECK(sequences(first) == "1 2");
    CHECK(first.text("next_after") == "2");
    auto const second = world.get(target + first.text("next_after"), world.auditor);
    CHECK(sequences(second) == "3 4");
    auto const third = world.get(target + second.text("next_after"), world.auditor);
    CHECK(sequences(third) == "5");
    CHECK(third.text("next_after") == "null");
    CHECK(sequences(world.get("/api/v1/audit?limit=5", world.auditor)) == "1 2 3 4 5");
    CHECK(sequences(world.get("/api/v1/audit?after=5", world.auditor)).empty());
}

TEST_CASE("The trail of a request holds its entries and no other's") {
    ApiWorld world;
    auto const one = world.create(access_body());
    auto const other = world.create(access_body());
    world.step(one, "withdrawal", R"({"reason":"By phone."})");
    auto const trail_of = [&](Reply const& made, std::string const& query) {
        return sequences(world.get("/api/v1/requests/" + made.reference() + "/audit" + query, world.auditor));
    };
    CHECK(trail_of(one, "") == "1 3");
    CHECK(trail_of(other, "") == "2");
    CHECK(trail_of(one, "?limit=1") == "1");
    CHECK(trail_of(one, "?after=1") == "3");
}

TEST_CASE("The bounds of the trail's parameters are kept") {
    ApiWorld world;
    auto const made = world.create(access_body());
    for (auto const& target : {std::string("/api/v1/audit"), "/api/v1/requests/" + made.reference() + "/audit"}) {
        auto const ask = [&](std::string const& query) { return world.get(target + query, world.auditor); };
        CHECK(ask("?limit=1").outcome() == "200");
        CHECK(ask("?limit=1000&after=0").outcome() == "200");
        CHECK(ask("?limit=0").fields() == "limit");
        CHECK(ask("?limit=1001").fields() == "limit");
        CHECK(ask("?limit=1&limit=2").fields() == "limit");
        CHECK(ask("?after=-1").fields() == "after");
        CHECK(ask("?after=x&limit=&page=2").fields() == "after limit page");
        CHECK(ask("?after=99999999999999999999").outcome() == "422 invalid");
    }
}

TEST_CASE("A trail that was tampered with is told where it breaks") {
    ApiWorld world;
    for (int count = 0; count < 3; ++count)
        world.create(access_body());
    storage::sqlite::Connection somebody(world.harness.temporary_store().path(), storage::sqlite::OpenAs::writer, 1);
    somebody.script("DROP TRIGGER audit_holds; UPDATE audit SET action = 'request.denied' WHERE sequence = 2");
    auto const proof = world.get("/api/v1/audit/verification", world.auditor);
    CHECK(proof.text("intact") == "false");
    CHECK(proof.text("broken_at") == "2");
    CHECK(proof.text("what") != "(none)");
    CHECK(world.harness.logged().contains("audit.broken"));
}

TEST_CASE("How long a page of the trail may be is the deployment's to say") {
    ApiWorld world({.settings = {{"limits.api_audit_rows", "3"}}});
    for (int count = 0; count < 5; ++count)
        world.create(access_body("p" + std::to_string(count) + "@example.com"));
    auto const page = world.get("/api/v1/audit", world.auditor);
    CHECK(page.at("entries").as_array().size() == 3);
    CHECK(page.text("next_after") == "3");
    CHECK(world.get("/api/v1/audit?limit=3", world.auditor).status() == 200);
    CHECK(world.get("/api/v1/audit?limit=4", world.auditor).fields() == "limit");
}

TEST_CASE("The proof of the trail takes no parameter") {
    ApiWorld world;
    CHECK(world.get("/api/v1/audit/verification?after=1", world.auditor).fields() == "after");
}
