#include "tests/app/api/api_world.hpp"

using namespace habeas;
using namespace habeas::testing;

namespace {

/// A body with the same result for every category of the policy, and more members.
std::string with_everything(std::string const& outcome, std::string const& more = {}) {
    std::string results;
    for (auto const& category : core::Policy{}.categories)
        results +=
            (results.empty() ? "" : ",") + (R"({"category":")" + category + R"(","outcome":")" + outcome + R"("})");
    return R"({"results":[)" + results + "]" + (more.empty() ? "" : "," + more) + "}";
}

/// Contact and billing, the categories of deletion_body().
constexpr auto both_deleted = R"({"results":[{"category":"contact","outcome":"deleted"},
                                             {"category":"billing","outcome":"deleted"}]})";

constexpr auto by_phone = R"({"reason":"By phone."})";

} // namespace

TEST_CASE("An access request goes from receipt to its answer, step by step") {
    ApiWorld world;
    auto const mika = world.harness.add_staff(core::Role::agent, "mika@company.example");
    auto reply = world.create(access_body());
    CHECK(reply.actions() == "withdrawal redirection"); // the mailed link comes first
    CHECK(world.step(reply, "verification", R"({"evidence":"matched"})").outcome() == "409 not_allowed_now");
    CHECK(world.step(reply, "verification", R"({"evidence":"address_confirmed"})").outcome() == "422 invalid");

    reply = world.confirm(reply);
    CHECK(reply.actions() == "verification assignment extension withdrawal redirection");
    reply = world.step(reply, "verification", R"({"evidence":"matched"})");
    CHECK(reply.text("status") == "open");
    CHECK(reply.text("evidence") == "matched");
    CHECK(reply.actions() == "assignment extension withdrawal redirection");

    reply = world.step(reply, "assignment", R"({"login":"mika@company.example"})");
    CHECK(reply.text("status") == "in_progress");
    CHECK(reply.text("assignee") == std::to_string(mika.value));

    reply = world.step(reply, "information-request", R"({"question":"Which account?"})");
    CHECK(reply.text("status") == "awaiting_requester");
    reply = world.step(reply, "information", R"({"answer":"The one of 2024."})");
    CHECK(reply.text("status") == "in_progress");

    reply = world.step(reply, "extension", R"({"reason":"Three systems to search."})");
    CHECK(reply.text("clocks.0.extension.days") == "30");
    CHECK(reply.text("clocks.0.extension.effective_on") == "null");
    CHECK(reply.text("due_on") == "2026-03-01"); // not before the requester has been told

    world.harness.advance(std::chrono::days(3));
    reply = world.step(reply, "fulfilment", with_everything("provided", R"("answer":"See the file.")"));
    CHECK(reply.outcome() == "200");
    CHECK(reply.text("status") == "fulfilled");
    CHECK(reply.text("urgency") == "closed");
    CHECK(reply.text("closed_on") == "2026-02-02");
    CHECK(reply.text("clocks.0.state") == "stopped");
    CHECK(reply.text("outcome.results.0.outcome") == "provided");
    CHECK(reply.text("outcome.answer") == "See the file.");
    CHECK(reply.actions() == "appeal");
    CHECK(reply.text("version") == "8");
    CHECK(reply.etag() == "\"8\"");
    auto shown = world.get("/api/v1/requests/" + reply.reference()).body.as_object();
    shown.erase("messages"); // only who reads it gets the thread
    CHECK(shown == reply.body.as_object());
}

TEST_CASE("A correction is approved by another one and decided field by field") {
    ApiWorld world;
    auto const started = world.in_progress(correction_body());
    CHECK(started.text("corrections.1") == R"({"field":"contact.phone","current":null,"requested":"01632 960 002"})");
    constexpr auto both = R"({"complete":false,"corrections":[{"index":0,"verdict":"corrected"},
                              {"index":1,"verdict":"refused","reason":"Not yours."}]})";
    CHECK(world.step(started, "fulfilment", both).outcome() == "409 not_allowed_now");

    auto const asked = world.step(started, "approval-request", both);
    CHECK(asked.text("status") == "awaiting_approval");
    CHECK(asked.text("prepared.complete") == "false");
    CHECK(asked.text("prepared.corrections.1.reason") == "Not yours.");
    CHECK(asked.text("prepared.approved") == "false");
    CHECK(world.step(asked, "approval").outcome() == "403 forbidden");
    auto const approved = world.step(asked, "approval", R"({"note":"Fine."})", world.officer);
    CHECK(approved.text("status") == "in_progress");
    CHECK(approved.text("prepared.approved") == "true");

    auto const done = world.step(approved, "fulfilment"); // as approved
    CHECK(done.text("status") == "partially_fulfilled");
    CHECK(done.text("outcome.corrections.1.verdict") == "refused");
    CHECK(done.text("outcome.corrections.1.reason") == "Not yours.");
    CHECK(done.text("prepared") == "(none)");
}

TEST_CASE("What was approved is carried out: empty, or the same again; anything else is refused") {
    ApiWorld world;
    auto const asked = world.step(world.in_progress(deletion_body()), "approval-request", both_deleted);
    auto const ready = world.step(asked, "approval", {}, world.officer);
    auto const other = world.step(ready, "fulfilment", R"({"results":[{"category":"contact","outcome":"deleted"},
        {"category":"billing","outcome":"anonymised"}]})");
    CHECK(other.outcome() == "409 not_allowed_now");
    CHECK(other.text("detail").contains("not the answer that was approved"));
    CHECK(world.step(ready, "fulfilment", both_deleted).text("status") == "fulfilled");
}

TEST_CASE("Without an approval an empty fulfilment says nothing that could be done") {
    ApiWorld world;
    auto const started = world.in_progress(access_body());
    for (auto const* body : {"", "{}"})
        CHECK(world.step(started, "fulfilment", body).outcome() == "409 not_allowed_now");
    CHECK(world.step(started, "fulfilment", R"({"answer":"ok"})").outcome() == "422 invalid");
}

TEST_CASE("Every category needs its result, asked for or not") {
    ApiWorld world;
    auto const started = world.in_progress(access_body());
    CHECK(world.step(started, "fulfilment", R"({"results":[]})").fields() ==
          "results.billing results.contact results.customer_data results.forum results.navigational results.optional "
          "results.testimonial");
    CHECK(world.step(started, "fulfilment", with_everything("nothing_held", R"("complete":false)")).fields() ==
          "complete");
    CHECK(world.step(started, "fulfilment", with_everything("not_searched"))
              .fields()
              .starts_with("answer results.0.outcome"));
    CHECK(world.step(started, "fulfilment", with_everything("not_searched", R"("complete":false,"answer":"By law.")"))
              .text("status") == "partially_fulfilled");
}

TEST_CASE("A message after the approval drops it") {
    ApiWorld world;
    auto const asked = world.step(world.in_progress(deletion_body()), "approval-request", both_deleted);
    auto const ready = world.step(asked, "approval", {}, world.officer);
    auto const id = world.harness.store().references().decode(ready.reference()).value();
    auto const stamp = world.harness.services().stamp(core::Actor::requester());
    world.harness.change([&](auto& transaction) {
        return world.harness.desk().add_message(transaction, {id, {}}, core::MessageKind::from_requester,
                                                core::FreeText("Keep the invoices."), stamp);
    });
    auto const now = world.get("/api/v1/requests/" + ready.reference());
    CHECK(now.text("prepared.approved") == "false");
    CHECK(world.step(now, "fulfilment").outcome() == "409 not_allowed_now");
}

TEST_CASE("Nobody approves what they asked for themselves, or whose identity they matched") {
    ApiWorld world;
    auto const asked = world.step(world.in_progress(deletion_body()), "approval-request", both_deleted, world.officer);
    CHECK(world.step(asked, "approval", {}, world.officer).outcome() == "403 forbidden");
    auto const other = world.harness.token_of_somebody(core::Role::officer, {"requests:write", "admin"});
    CHECK(world.step(asked, "approval", {}, other).text("status") == "in_progress");

    auto const matched = world.step(world.confirm(world.create(deletion_body())), "verification",
                                    R"({"evidence":"matched"})", world.officer);
    auto const taken = world.step(matched, "assignment", R"({"login":"worker@company.example"})");
    auto const by_agent = world.step(taken, "approval-request", both_deleted);
    CHECK(world.step(by_agent, "approval", {}, world.officer).outcome() == "403 forbidden");
    CHECK(world.step(by_agent, "approval", {}, other).text("status") == "in_progress");
}

TEST_CASE("Somebody with two tokens is one person, and another person's token is another") {
    ApiWorld world;
    std::vector<std::string> const scopes{"requests:read", "requests:write", "admin"};
    auto const first = world.harness.token_of_somebody(core::Role::officer, scopes);
    auto const same = world.harness.token_with(scopes, first.owner);
    world.harness.tell_of_everybody();
    auto const asked = world.step(world.in_progress(deletion_body()), "approval-request", both_deleted, first);
    REQUIRE(asked.text("status") == "awaiting_approval");
    auto const refused = world.step(asked, "approval", {}, same);
    CHECK(refused.outcome() == "403 forbidden");
    CHECK(refused.text("detail") == "You asked for this approval yourself. An officer other than you must give it.");
    CHECK(world.get("/api/v1/requests/" + asked.reference(), same).actions() ==
          "assignment extension return withdrawal");
    CHECK(world.get("/api/v1/requests/" + asked.reference(), world.officer).actions().contains("approval"));

    auto const done = world.step(world.step(asked, "approval", {}, world.officer), "fulfilment", {}, same);
    CHECK(done.text("status") == "fulfilled");
    // The trail tells which program did it; the request remembers whose it was.
    auto const trail = world.get("/api/v1/requests/" + done.reference() + "/audit?limit=200", world.auditor);
    for (auto const& entry : trail.at("entries").as_array()) {
        if (entry.at("action").as_string() != "request.approval_asked") continue;
        CHECK(entry.at("actor").at("kind").as_string() == "token");
        CHECK(entry.at("actor").at("id").as_int64() == first.id.value);
    }
    auto const stored = world.harness.find(world.harness.store().references().decode(done.reference()).value());
    CHECK(stored.decided_by == core::Actor::staff(*first.owner, core::Role::officer));
    world.harness.tell_of_everybody(); // whoever came since
    CHECK(world.get("/api/v1/audit/verification", world.auditor).text("intact") == "true");
}

TEST_CASE("Who approved the first answer is offered no part in the answer to the complaint") {
    ApiWorld world;
    auto const other =
        world.harness.token_of_somebody(core::Role::officer, {"requests:read", "requests:write", "admin"});
    auto const asked = world.step(world.in_progress(deletion_body()), "approval-request", both_deleted);
    auto const done = world.step(world.step(asked, "approval", {}, world.officer), "fulfilment", {});
    REQUIRE(done.text("status") == "fulfilled");
    auto appealed = world.step(done, "appeal", R"({"complaint":"Not all of it."})");
    appealed = world.step(appealed, "assignment", R"({"login":"worker@company.example"})");
    auto const address = "/api/v1/requests/" + appealed.reference();
    for (auto const* action : {"approval-request", "fulfilment", "denial", "withdrawal", "redirection"})
        CHECK_FALSE(world.get(address, world.officer).actions().contains(action));
    for (auto const* action : {"approval-request", "denial", "withdrawal", "redirection"})
        CHECK(world.get(address, other).actions().contains(action));

    auto const again = world.step(appealed, "approval-request", both_deleted, other);
    REQUIRE(again.text("status") == "awaiting_approval");
    CHECK_FALSE(world.get(address, world.officer).actions().contains("approval"));
    auto const refused = world.step(again, "approval", {}, world.officer);
    CHECK(refused.outcome() == "403 forbidden");
    CHECK(refused.text("detail") ==
          "You decided or approved the first answer. A complaint must be decided by somebody else.");
}

TEST_CASE("A token without an owner is neither the first person nor the second") {
    ApiWorld world;
    auto const nobodys = world.harness.token_with({"requests:read", "requests:write", "admin"});
    auto const started = world.in_progress(deletion_body());
    CHECK_FALSE(world.get("/api/v1/requests/" + started.reference(), nobodys).actions().contains("approval-request"));
    auto const refused = world.step(started, "approval-request", both_deleted, nobodys);
    CHECK(refused.outcome() == "403 forbidden");
    CHECK(refused.text("detail") ==
          "This needs a person. The token that calls belongs to nobody: use one that has an owner.");
    auto const asked = world.step(started, "approval-request", both_deleted);
    auto const offered = world.get("/api/v1/requests/" + asked.reference(), nobodys).actions();
    CHECK(offered == "assignment extension return withdrawal");
    CHECK(world.step(asked, "approval", {}, nobodys).outcome() == "403 forbidden");
    auto const approved = world.step(asked, "approval", {}, world.officer);
    CHECK(world.step(approved, "fulfilment", {}, nobodys).text("status") == "fulfilled"); // as two people agreed
}

TEST_CASE("What a token without an owner matched is matched again by a person before an approval") {
    ApiWorld world;
    auto const nobodys = world.harness.token_with({"requests:read", "requests:write"});
    auto const matched = R"({"evidence":"matched"})";
    auto reply = world.step(world.confirm(world.create(deletion_body())), "verification", matched, nobodys);
    world.harness.add_staff(core::Role::agent, "worker@company.example");
    reply = world.step(reply, "assignment", R"({"login":"worker@company.example"})");
    CHECK_FALSE(reply.actions().contains("approval-request"));
    auto const refused = world.step(reply, "approval-request", both_deleted);
    CHECK(refused.outcome() == "409 not_allowed_now");
    CHECK(refused.text("detail").contains("First a member of staff must compare the address"));
    CHECK(world.step(reply, "verification", matched, nobodys).outcome() == "409 not_allowed_now");
    reply = world.step(reply, "verification", matched);
    CHECK(world.step(reply, "verification", matched).outcome() == "409 not_allowed_now"); // one person is enough
    auto const asked = world.step(reply, "approval-request", both_deleted);
    CHECK(world.step(asked, "approval", {}, world.officer).text("status") == "in_progress");
}

TEST_CASE("A token may no more than its owner may, from one call to the next") {
    ApiWorld world;
    auto const client = world.harness.token_of_somebody(
        core::Role::officer, {"requests:read", "requests:write", "reports:read", "audit:read", "admin"});
    auto const become = [&](core::Role role, bool active = true) {
        world.harness.write([&](storage::Transaction& transaction) {
            auto member = transaction.staff_member(*client.owner).value();
            member.role = role;
            member.active = active;
            transaction.update_staff(member);
            transaction.commit(core::Decision::bookkeeping(), world.harness.clock().now()).value();
        });
    };
    auto const asked = world.step(world.in_progress(deletion_body()), "approval-request", both_deleted);
    auto const may = [&](std::string const& target) { return world.get(target, client).outcome(); };
    CHECK(may("/api/v1/requests") == "200");
    CHECK(may("/api/v1/audit") == "200");
    CHECK(world.get("/api/v1/requests/" + asked.reference(), client).actions().contains("approval"));

    become(core::Role::agent);
    CHECK(may("/api/v1/requests") == "200");
    CHECK(may("/api/v1/audit") == "403 forbidden");
    CHECK(world.get("/api/v1/audit", client).text("detail") ==
          "The role of this token's owner does not include the scope audit:read.");
    CHECK(world.step(asked, "approval", {}, client).outcome() == "403 forbidden");

    become(core::Role::admin);
    CHECK(may("/api/v1/requests") == "403 forbidden");
    CHECK(may("/api/v1/audit") == "200");

    become(core::Role::officer, false);
    CHECK(may("/api/v1/requests") == "401 unauthenticated");
    become(core::Role::officer);
    CHECK(world.step(asked, "approval", {}, client).outcome() == "200");
}

TEST_CASE("An approval that is not given sends the request back") {
    ApiWorld world;
    auto const asked = world.step(world.in_progress(deletion_body()), "approval-request", both_deleted);
    CHECK(world.step(asked, "return", R"({"reason":"Look again."})").outcome() == "403 forbidden");
    CHECK(world.step(asked, "return", R"({})", world.officer).fields() == "reason");
    auto const back = world.step(asked, "return", R"({"reason":"Look again."})", world.officer);
    CHECK(back.text("status") == "in_progress");
    CHECK(world.step(back, "fulfilment", both_deleted).outcome() == "409 not_allowed_now");
    CHECK(world.step(back, "fulfilment", R"({})").outcome() == "409 not_allowed_now");
}

TEST_CASE("A deletion says what is deleted and on which ground something is kept") {
    ApiWorld world;
    auto const started = world.in_progress(deletion_body());
    auto const wrong =
        world.step(started, "approval-request", R"({"results":[{"category":"contact","outcome":"provided"},
        {"category":"billing","outcome":"kept"},{"category":"shoes","outcome":"deleted","until":"soon"}]})");
    CHECK(wrong.outcome() == "422 invalid");
    CHECK(wrong.fields() == "results.0.outcome results.1.ground results.1.until results.2.category results.2.until");
    CHECK(world.step(started, "approval-request", R"({"results":[{"category":"contact","outcome":"deleted"}]})")
              .fields() == "results.billing");
    auto const kept_until = [](std::string const& until) {
        return R"({"complete":false,"results":[{"category":"contact","outcome":"deleted"},
        {"category":"billing","outcome":"kept","ground":"legal_obligation","until":")" +
               until + R"("}]})";
    };
    CHECK(world.step(started, "approval-request", kept_until("end of 2036")).fields() == "results.1.until");
    CHECK(world.step(started, "approval-request", kept_until("2026-01-30")).fields() == "results.1.until"); // today

    auto const asked = world.step(started, "approval-request", kept_until("2036-12-31"));
    auto const done = world.step(world.step(asked, "approval", {}, world.officer), "fulfilment");
    CHECK(done.text("status") == "partially_fulfilled");
    CHECK(done.text("outcome.results.1") ==
          R"({"category":"billing","outcome":"kept","ground":"legal_obligation","until":"2036-12-31"})");
}

TEST_CASE("A refusal can be complained about once and is decided again by another one") {
    ApiWorld world;
    auto const denied = world.step(world.in_progress(access_body()), "denial",
                                   R"({"reason":"excessive","explanation":"Asked daily."})");
    CHECK(denied.text("status") == "denied");
    CHECK(denied.text("outcome.denial_reason") == "excessive");
    world.harness.advance(std::chrono::days(10));
    auto appealed = world.step(denied, "appeal", R"({"complaint":"It was once."})");
    CHECK(appealed.text("status") == "open");
    CHECK(appealed.text("clocks.1.name") == "appeal");
    CHECK(appealed.text("due_on") == "2026-03-11");
    CHECK(appealed.text("assignee") == denied.text("assignee")); // the owner of a token decided, not they
    appealed = world.step(appealed, "assignment", R"({"login":"worker@company.example"})");
    constexpr auto again = R"({"reason":"other","explanation":"Still."})";
    CHECK(world.step(appealed, "denial", again).outcome() == "403 forbidden");
    auto const decided = world.step(appealed, "denial", again, world.officer);
    CHECK(decided.text("status") == "denied");
    CHECK(world.step(decided, "appeal", R"({"complaint":"Once more."})").outcome() == "409 not_allowed_now");
}

TEST_CASE("A complaint counts from the day it reached the company") {
    ApiWorld world;
    auto const denied = world.step(world.in_progress(access_body()), "denial",
                                   R"({"reason":"excessive","explanation":"Asked daily."})");
    world.harness.advance(std::chrono::days(10)); // 9 February
    auto const on = [&](std::string const& day) {
        return world.step(denied, "appeal", R"({"complaint":"It was once.","received_on":")" + day + R"("})");
    };
    CHECK(on("2026-02-10").fields() == "received_on");
    CHECK(on("2026-01-29").fields() == "received_on");
    CHECK(on("9 February").fields() == "received_on");
    auto const appealed = on("2026-02-01");
    CHECK(appealed.outcome() == "200");
    CHECK(appealed.text("clocks.1.started_on") == "2026-02-01");
    CHECK(appealed.text("due_on") == "2026-03-03");
}

TEST_CASE("Who asks through a program can read the answer there, and what was decided before a complaint") {
    ApiWorld world;
    auto reply = world.step(world.in_progress(access_body()), "information-request", R"({"question":"Which?"})");
    reply = world.step(reply, "information", R"({"answer":"The old one."})");
    reply = world.step(reply, "denial", R"({"reason":"excessive","explanation":"Asked daily."})");
    auto const shown = [&] { return world.get("/api/v1/requests/" + reply.reference()); };
    CHECK(shown().text("messages.0.kind") == "to_requester");
    CHECK(shown().text("messages.0.author") == "token");
    CHECK(shown().text("messages.0.text") == "Which?");
    CHECK(shown().text("messages.1.kind") == "from_requester");
    CHECK(shown().text("messages.1.text") == "The old one.");
    CHECK(shown().text("messages.1.at").starts_with("2026-01-30T"));
    CHECK(shown().text("first_outcome") == "(none)");

    reply = world.step(reply, "appeal", R"({"complaint":"It was once."})");
    CHECK(shown().text("first_outcome.status") == "denied");
    CHECK(shown().text("first_outcome.closed_on") == "2026-01-30");
    CHECK(shown().text("first_outcome.outcome.denial_reason") == "excessive");
    CHECK(shown().text("first_outcome.outcome.answer") == "Asked daily.");
    reply = world.step(reply, "assignment", R"({"assignee":2})");
    reply = world.step(reply, "redirection", R"({"organisation":"Example Ltd"})", world.officer);
    CHECK(shown().text("first_outcome.status") == "denied");
    CHECK(shown().text("first_outcome.outcome.answer") == "Asked daily.");
    CHECK(shown().text("outcome.redirected_to") == "Example Ltd");
    CHECK_FALSE(world.get("/api/v1/requests").raw.body.contains("messages"));
}

TEST_CASE("A request is withdrawn or sent on from its first moment") {
    ApiWorld world;
    CHECK(world.step(world.create(access_body()), "withdrawal").fields() == "reason");
    auto const withdrawn = world.step(world.create(access_body()), "withdrawal", by_phone);
    CHECK(withdrawn.text("status") == "withdrawn");
    CHECK(withdrawn.actions().empty());
    auto const nowhere = world.create(access_body());
    CHECK(world.step(nowhere, "redirection", R"({"explanation":"Ask them."})").fields() == "organisation");
    auto const sent_on = world.step(nowhere, "redirection", R"({"organisation":"Example Ltd"})");
    CHECK(sent_on.text("status") == "redirected");
    CHECK(sent_on.text("outcome.redirected_to") == "Example Ltd");
}

TEST_CASE("A step needs the version that was seen") {
    ApiWorld world;
    auto const made = world.create(access_body());
    auto const target = "/api/v1/requests/" + made.reference() + "/withdrawal";
    CHECK(world.post(target, "").outcome() == "428 version_required");
    auto const match = GENERATE(as<std::string>{}, "", "1", "\"\"", "\"one\"", "\"1", "1\"", "W/\"1\"", "*",
                                "\"1\", \"2\"", "\"1 \"", "\"+1\"", "\"-1\"", "\"0\"", "\"99999999999999999999\"");
    INFO(match);
    CHECK(world.post(target, by_phone, world.agent, {{"If-Match", match}}).outcome() == "400 malformed");
    for (auto const* stale : {"\"2\"", "\"9\""})
        CHECK(world.post(target, by_phone, world.agent, {{"If-Match", stale}}).outcome() == "409 conflict");
    CHECK(world.get("/api/v1/requests/" + made.reference()).text("version") == "1");
    CHECK(world.post(target, by_phone, world.agent, {{"If-Match", "\"1\""}}).outcome() == "200");
}

TEST_CASE("Of two who saw the same version only the first changes it") {
    ApiWorld world;
    auto const seen = world.confirm(world.create(access_body()));
    CHECK(world.step(seen, "verification", R"({"evidence":"matched"})").outcome() == "200");
    auto const second = world.step(seen, "withdrawal", by_phone, world.officer);
    CHECK(second.outcome() == "409 conflict");
    CHECK(world.get("/api/v1/requests/" + seen.reference()).text("status") == "open");
}

TEST_CASE("A reference that is mistyped and one that nobody has get the same answer") {
    ApiWorld world;
    auto const made = world.create(access_body());
    auto const unknown = world.harness.store().references().encode(core::RequestId{4711}).text();
    for (std::string const suffix : {"", "/audit"}) {
        auto const& client = suffix.empty() ? world.agent : world.auditor;
        auto const nobody = world.get("/api/v1/requests/" + unknown + suffix, client);
        CHECK(nobody.outcome() == "404 not_found");
        for (auto const* mistyped : {"DSR-0000-0000", "7", "%27%20OR%201%3D1"})
            CHECK(world.get("/api/v1/requests/" + std::string(mistyped) + suffix, client).raw.body == nobody.raw.body);
    }
    Pairs const version{{"If-Match", "\"1\""}};
    auto const nobody = world.post("/api/v1/requests/" + unknown + "/withdrawal", by_phone, world.agent, version);
    CHECK(nobody.outcome() == "404 not_found");
    CHECK(world.post("/api/v1/requests/nonsense/withdrawal", by_phone, world.agent, version).raw.body ==
          nobody.raw.body);

    auto lower = made.reference();
    std::ranges::transform(lower, lower.begin(), [](char letter) { return std::tolower(letter); });
    CHECK(world.get("/api/v1/requests/" + lower).reference() == made.reference());
}

TEST_CASE("The details of every step are checked and named") {
    ApiWorld world;
    // One category, so that a mistake about one does not bring six others.
    auto const started = world.in_progress(R"({"type":"access","categories":["contact"],
                                               "subject":{"name":"Ines Okafor","email":"ines@example.com"}})");
    auto const [verb, body, fields] = GENERATE(table<std::string, std::string, std::string>({
        {"verification", R"({"evidence":"guessed"})", "evidence"},
        {"verification", R"({"evidence":"none"})", "evidence"},
        {"verification", "", "evidence"},
        {"verification", "{}", "evidence"},
        {"verification", R"({"evidence":"matched","proof":"passport"})", "proof"},
        {"assignment", "", "assignee"},
        {"assignment", R"({"assignee":"one"})", "assignee"},
        {"assignment", R"({"assignee":1.5})", "assignee"},
        {"assignment", R"({"assignee":0})", "assignee"},
        {"assignment", R"({"assignee":4711})", "assignee"},
        {"assignment", R"({"login":"nobody@company.example"})", "assignee"},
        {"information-request", "", "question"},
        {"information-request", R"({"question":"  "})", "question"},
        {"information-request", R"({"question":7})", "question"},
        {"information-request", R"({"question":"?","urgent":true})", "urgent"},
        {"information-request", R"({"urgent":true})", "question urgent"},
        {"verification", R"({"evidence":"address_confirmed"})", "evidence"},
        {"extension", "{}", "reason"},
        {"fulfilment", R"({"complete":"yes"})", "complete results.contact"},
        {"fulfilment", R"({"results":{}})", "results"},
        {"fulfilment", R"({"results":[{"category":"contact"}]})", "results.0.outcome"},
        {"fulfilment", R"({"results":[{"category":"contact","outcome":"burnt","ground":"fun"}]})",
         "results.0.ground results.0.outcome"},
        {"fulfilment", R"({"results":[{"outcome":"nothing_held"}]})", "results.0.category results.contact"},
        {"fulfilment", R"({"corrections":[{"verdict":"corrected"}]})", "corrections.0.index results.contact"},
        {"fulfilment", R"({"corrections":[{"index":-1,"verdict":"maybe"}]})",
         "corrections.0.index corrections.0.verdict results.contact"},
        {"fulfilment", R"({"corrections":[{"index":0,"verdict":"corrected"}]})", "corrections.0.index results.contact"},
        {"approval-request", "", "results.contact"},
        {"approval-request", R"({"note":"Look."})", "results.contact"},
        {"approval-request",
         R"({"results":[{"category":"contact","outcome":"provided"}],"answer":"By post.","complete":false})",
         "complete"},
        {"withdrawal", "", "reason"},
        {"withdrawal", R"({"reason":" "})", "reason"},
        {"denial", "", "explanation reason"},
        {"fulfilment", R"({"results":[{"category":"shoes","outcome":"burnt"},{"category":"hats","outcome":"kept"}],
                           "answer":7,"done":true})",
         "answer done results.0.category results.0.outcome results.1.category results.1.ground results.1.outcome "
         "results.1.until results.contact"},
        {"denial", R"({"reason":"bored","explanation":"x"})", "reason"},
        {"denial", R"({"reason":"other"})", "explanation"},
        {"redirection", "", "organisation"},
    }));
    INFO(verb << " " << body);
    auto const reply = world.step(started, verb, body);
    CHECK(reply.outcome() == "422 invalid");
    CHECK(reply.fields() == fields);
    CHECK(world.get("/api/v1/requests/" + started.reference()).text("version") == started.text("version"));
}

TEST_CASE("What cannot be judged beside a mistake is not called one") {
    ApiWorld world;
    auto const deletion = world.in_progress(deletion_body());
    auto const kept = R"({"category":"contact","outcome":"kep","ground":"legal_obligation","until":"2031-12-31"})";
    CHECK(world.step(deletion, "approval-request", std::string(R"({"results":[)") + kept + "]}").fields() ==
          "results.0.outcome results.billing"); // the other category that was asked for is still missing

    auto const correction = world.in_progress(correction_body());
    CHECK(world
              .step(correction, "approval-request", R"({"corrections":[{"verdict":"corrected"},
                     {"index":1,"verdict":"refused"}]})")
              .fields() == "corrections.0.index corrections.1.reason");
    CHECK(world
              .step(correction, "approval-request", R"({"complete":1,"corrections":[{"index":0,"verdict":"corrected"},
                     {"index":1,"verdict":"refused","reason":"Not ours."}]})")
              .fields() == "complete");
    auto const access = world.in_progress(access_body());
    CHECK(world.step(access, "fulfilment", R"({"results":[{"category":"contact"}]})")
              .fields()
              .starts_with("results.0.outcome "));
}

TEST_CASE("A step on an unknown request is not found, whatever stands in its body") {
    ApiWorld world;
    auto const missing = world.harness.store().references().encode(core::RequestId{4711}).text();
    auto const reply = world.post("/api/v1/requests/" + missing + "/withdrawal", R"({"colour":"red"})", world.agent,
                                  {{"If-Match", "\"1\""}});
    CHECK(reply.outcome() == "404 not_found");
}

TEST_CASE("An approval without the scope for it is refused by the name of the scope") {
    ApiWorld world;
    auto const asked = world.step(world.in_progress(deletion_body()), "approval-request", both_deleted);
    auto const plain = world.harness.token_of_somebody(core::Role::officer, {"requests:read", "requests:write"});
    auto const agents = world.harness.token_of_somebody(core::Role::agent, {"requests:write", "admin"});
    auto const says = [&](char const* verb, ApiClient const& client) {
        auto const reply = world.step(asked, verb, R"({"reason":"Again."})", client);
        CHECK(reply.outcome() == "403 forbidden");
        return reply.text("detail");
    };
    for (auto const* verb : {"approval", "return"}) {
        CHECK(says(verb, plain) == "This token lacks the scope admin.");
        CHECK(says(verb, agents) == "The role of this token's owner does not include the scope admin.");
        CHECK(says(verb, world.auditor) == "This token lacks the scope requests:write.");
    }
    CHECK(world.step(asked, "approval", {}, world.officer).outcome() == "200");
}

TEST_CASE("An assignee named twice is one person, or nobody is assigned") {
    ApiWorld world;
    auto const started = world.in_progress(access_body());
    auto const jonas = world.harness.add_staff(core::Role::agent, "jonas@company.example");
    auto const mika = world.harness.add_staff(core::Role::agent, "mika@company.example");
    auto const both = [](std::int64_t number, std::string const& login) {
        return R"({"assignee":)" + std::to_string(number) + R"(,"login":")" + login + R"("})";
    };
    for (auto const& body : {both(mika.value, "jonas@company.example"), both(jonas.value, "nobody@company.example"),
                             both(4711, "jonas@company.example")}) {
        INFO(body);
        auto const refused = world.step(started, "assignment", body);
        CHECK(refused.outcome() == "422 invalid");
        CHECK(refused.fields() == "assignee login");
    }
    auto const missing = world.harness.store().references().encode(core::RequestId{4711}).text();
    CHECK(world
              .post("/api/v1/requests/" + missing + "/assignment", both(mika.value, "jonas@company.example"),
                    world.agent, {{"If-Match", "\"1\""}})
              .outcome() == "404 not_found");
    CHECK(world.get("/api/v1/requests/" + started.reference()).text("assignee") == started.text("assignee"));
    auto const assigned = world.step(started, "assignment", both(jonas.value, "Jonas@Company.example"));
    CHECK(assigned.text("assignee") == std::to_string(jonas.value));
}

TEST_CASE("A colleague is found by their login however it is spelt") {
    ApiWorld world;
    auto const started = world.in_progress(access_body());
    CHECK(world.step(started, "assignment", R"({"login":"Worker@Company.Example"})").outcome() == "200");
}

TEST_CASE("The body of a step is read as strictly as that of a new request") {
    ApiWorld world;
    auto const made = world.create(access_body());
    CHECK(world.step(made, "withdrawal", "[]").outcome() == "400 malformed");
    CHECK(world.step(made, "withdrawal", R"({"reason":"a","reason":"b"})").outcome() == "400 malformed");
    auto headers = world.agent.headers();
    headers.emplace_back("If-Match", made.etag());
    auto const plain = world.harness.ask(
        app::http::Method::post, "/api/v1/requests/" + made.reference() + "/withdrawal", headers, R"({"reason":"a"})");
    CHECK(world.read(plain).outcome() == "415 unsupported_media_type");
}

namespace {

struct Step {
    std::string action; ///< as in allowed_actions
    std::string verb;
    std::string body;
};

std::vector<Step> every_step() {
    return {{"verification", "verification", R"({"evidence":"matched"})"},
            {"assignment", "assignment", R"({"login":"worker@company.example"})"},
            {"information-request", "information-request", R"({"question":"Which?"})"},
            {"information", "information", R"({"answer":"This."})"},
            {"extension", "extension", R"({"reason":"Much."})"},
            {"approval-request", "approval-request", with_everything("provided", R"("answer":"By post.")")},
            {"approval", "approval", ""},
            {"return", "return", R"({"reason":"Again."})"},
            {"fulfilment", "fulfilment", with_everything("provided", R"("answer":"By post.")")},
            {"fulfilment", "fulfilment", with_everything("not_searched", R"("complete":false,"answer":"By law.")")},
            {"denial", "denial", R"({"reason":"other","explanation":"No."})"},
            {"withdrawal", "withdrawal", by_phone},
            {"redirection", "redirection", R"({"organisation":"Example Ltd"})"},
            {"appeal", "appeal", R"({"complaint":"Wrong."})"}};
}

/// An access request brought to a status by the agent's token.
Reply brought_to(ApiWorld& world, std::string const& status) {
    auto const started = world.in_progress(access_body());
    if (status == "unverified") return world.create(access_body());
    if (status == "open") return world.confirm(world.create(access_body()));
    if (status == "awaiting_requester") return world.step(started, "information-request", R"({"question":"Which?"})");
    if (status == "awaiting_approval")
        return world.step(started, "approval-request", with_everything("provided", R"("answer":"By post.")"));
    if (status == "fulfilled")
        return world.step(started, "fulfilment", with_everything("provided", R"("answer":"By post.")"));
    if (status == "partially_fulfilled")
        return world.step(started, "fulfilment",
                          with_everything("not_searched", R"("complete":false,"answer":"By law.")"));
    if (status == "denied") return world.step(started, "denial", R"({"reason":"other","explanation":"No."})");
    if (status == "withdrawn") return world.step(started, "withdrawal", by_phone);
    if (status == "redirected") return world.step(started, "redirection", R"({"organisation":"Example Ltd"})");
    return started;
}

} // namespace

TEST_CASE("What an answer says may be done is what can be done") {
    ApiWorld world;
    auto const status =
        GENERATE(as<std::string>{}, "unverified", "open", "in_progress", "awaiting_requester", "awaiting_approval",
                 "fulfilled", "partially_fulfilled", "denied", "withdrawn", "redirected");
    auto const is_officer = GENERATE(false, true);
    auto const& client = is_officer ? world.officer : world.agent;
    for (auto const& [action, verb, body] : every_step()) {
        auto const made = brought_to(world, status);
        REQUIRE(made.text("status") == status);
        auto const shown = world.get("/api/v1/requests/" + made.reference(), client);
        auto const allowed = " " + shown.actions() + " ";
        auto const outcome = world.step(shown, verb, body, client).outcome();
        INFO(status << ": " << action << (is_officer ? " by an officer" : " by an agent") << ", allowed:" << allowed);
        if (allowed.contains(" " + action + " "))
            CHECK(outcome == "200");
        else
            CHECK((outcome == "409 not_allowed_now" || outcome == "403 forbidden"));
    }
}

TEST_CASE("What an answer says may be done is what the scopes of the token let do") {
    ApiWorld world;
    auto const status = GENERATE(as<std::string>{}, "open", "in_progress", "awaiting_approval", "fulfilled");
    auto const more =
        GENERATE(as<std::vector<std::string>>{}, std::vector<std::string>{}, std::vector<std::string>{"requests:write"},
                 std::vector<std::string>{"admin"}, std::vector<std::string>{"requests:write", "admin"},
                 std::vector<std::string>{"reports:read", "audit:read"});
    auto const has = [&](char const* scope) { return std::ranges::find(more, scope) != more.end(); };
    std::vector<std::string> scopes{"requests:read"};
    scopes.insert(scopes.end(), more.begin(), more.end());
    std::string said;
    for (auto const& scope : scopes)
        said += scope + " ";
    auto const client = world.harness.token_of_somebody(core::Role::officer, scopes);
    for (auto const& [action, verb, body] : every_step()) {
        auto const shown = world.get("/api/v1/requests/" + brought_to(world, status).reference(), client);
        auto const allowed = " " + shown.actions() + " ";
        auto const outcome = world.step(shown, verb, body, client).outcome();
        INFO(status << ": " << action << ", scopes: " << said << ", allowed:" << allowed);
        if (allowed.contains(" " + action + " ")) {
            CHECK(outcome == "200");
            continue;
        }
        auto const needs_admin = action == "approval" || action == "return";
        if (!has("requests:write") || (needs_admin && !has("admin")))
            CHECK(outcome == "403 forbidden");
        else
            CHECK((outcome == "409 not_allowed_now" || outcome == "403 forbidden"));
    }
}
