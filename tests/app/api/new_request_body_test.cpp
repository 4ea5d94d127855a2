#include "tests/app/api/api_world.hpp"

using namespace habeas;
using namespace habeas::testing;

namespace {

constexpr auto requests = "/api/v1/requests";

/// The access body with another member before its end.
std::string with(std::string const& member) {
    auto body = access_body();
    body.insert(body.size() - 1, "," + member);
    return body;
}

/// An object in an object …, so many in all.
std::string nested(int levels) {
    std::string body;
    for (int level = 1; level < levels; ++level)
        body += R"({"a":)";
    body += "{}";
    body.append(static_cast<std::size_t>(levels - 1), '}');
    return body;
}

std::int64_t stored_requests(ApiWorld& world) {
    return std::ssize(world.get(requests).at("requests").as_array());
}

} // namespace

TEST_CASE("A request is created with its place, its version and what may be done with it") {
    ApiWorld world;
    auto const made = world.create(with(R"("details":"Everything, please.","categories":["contact","billing"],
                                          "relationship":"customer")"));
    CHECK(header(made.raw, "Location") == "/api/v1/requests/" + made.reference());
    CHECK(made.etag() == "\"1\"");
    CHECK(header(made.raw, "Content-Type") == "application/json; charset=utf-8");
    CHECK(made.reference().starts_with("DSR-"));
    CHECK(made.text("type") == "access");
    CHECK(made.text("status") == "unverified");
    CHECK(made.text("version") == "1");
    CHECK(made.text("channel") == "api");
    CHECK(made.text("received_at") == "2026-01-30T09:00:00.000Z");
    CHECK(made.text("recorded_at") == "2026-01-30T09:00:00.000Z");
    CHECK(made.text("assignee") == "null");
    CHECK(made.text("subject.name") == "Ines Okafor");
    CHECK(made.text("subject.email") == "ines@example.com");
    CHECK(made.text("subject.country") == "null");
    CHECK(made.text("requester.kind") == "self");
    CHECK(made.text("details") == "Everything, please.");
    CHECK(made.text("categories") == R"(["contact","billing"])");
    CHECK(made.actions() == "withdrawal redirection");

    auto const again = world.get(header(made.raw, "Location"));
    CHECK(again.outcome() == "200");
    auto shown = again.body.as_object();
    CHECK(shown.at("messages").as_array().empty());
    shown.erase("messages"); // only who reads it gets the thread
    CHECK(shown == made.body.as_object());
    CHECK(again.etag() == made.etag());
}

TEST_CASE("The due day of a new request stands with the rule and every day of its trace") {
    ApiWorld world;
    auto const made = world.create(access_body());
    CHECK(made.text("due_on") == "2026-03-01");
    CHECK(made.text("urgency") == "on_time");
    REQUIRE(made.at("clocks").as_array().size() == 1);
    CHECK(made.text("clocks.0.name") == "respond");
    CHECK(made.text("clocks.0.rule") == "policy-30-days");
    CHECK(made.text("clocks.0.started_on") == "2026-01-30");
    CHECK(made.text("clocks.0.due_on") == "2026-03-01");
    CHECK(made.text("clocks.0.state") == "running");
    CHECK(made.text("clocks.0.trace.0.day") == "2026-01-30");
}

TEST_CASE("What was received earlier is due earlier") {
    ApiWorld world;
    auto const made = world.create(with(R"("channel":"phone","received_at":"2026-01-10T22:59:59Z")"));
    CHECK(made.text("clocks.0.started_on") == "2026-01-10");
    CHECK(made.text("due_on") == "2026-02-09");
    CHECK(made.text("recorded_at") == "2026-01-30T09:00:00.000Z");
    CHECK(world.post(requests, with(R"("received_at":"2026-01-30T09:00:00Z")")).outcome() == "201");
    CHECK(world.post(requests, with(R"("received_at":"2026-01-30T09:00:01Z")")).fields() == "received_at");
}

TEST_CASE("Every wrong field is named, all at once") {
    ApiWorld world;
    auto const reply = world.post(requests, R"({"type":"acess","relationship":"friend","colour":"red","details":7,
        "subject":{"name":["x"],"email":"not an address","shoe_size":44},"categories":"contact",
        "corrections":[{"field":1,"wanted":"x"}],"topics":["gossip"],"channel":"web_form","received_at":"yesterday"})");
    CHECK(reply.outcome() == "422 invalid");
    CHECK(reply.fields() == "categories channel colour corrections.0.field corrections.0.wanted details received_at "
                            "relationship subject.email subject.name subject.shoe_size topics type");
    CHECK(stored_requests(world) == 0);
}

TEST_CASE("The rules of a request are checked over the API as anywhere") {
    ApiWorld world;
    auto const [body, fields] = GENERATE(table<std::string, std::string>({
        {R"({})", "subject.email subject.name type"},
        {R"({"type":null})", "subject.email subject.name type"},
        {R"({"type":"unsubcribe","topics":["marketing"],"subject":{"email":"i@example.com"}})", "subject.name type"},
        {R"({"type":"access","subject":{"email":"i@example"},"details":7})", "details subject.email subject.name"},
        {R"({"type":"x","subject":{"name":"","email":"i@example.com","country":"de"},"categories":["nope"],
             "deletion_scope":"account"})",
         "categories subject.country subject.name type"},
        {R"({"type":"access","subject":{"name":"I"},"channel":"pigeon"})", "channel"},
        {R"({"type":"access","subject":{"name":"I","email":"i@example.com"},"requester":{"kind":"friend","name":"F"}})",
         "requester.kind"},
        {R"({"type":"access"})", "subject.email subject.name"},
        {R"({"type":"deletion","subject":{"name":"I","email":"i@example.com"}})", "deletion_scope"},
        {R"({"type":"deletion","deletion_scope":"categories","subject":{"name":"I","email":"i@example.com"}})",
         "categories"},
        {R"({"type":"correction","subject":{"name":"I","email":"i@example.com"}})", "corrections"},
        {R"({"type":"correction","subject":{"name":"I","email":"i@example.com"},
             "corrections":[{"field":"shoe.size","requested":""}]})",
         "corrections.0.field corrections.0.requested"},
        {R"({"type":"access","subject":{"name":"I","email":"i@example.com","country":"de"}})", "subject.country"},
        {R"({"type":"access","subject":{"name":"I","email":"i@example.com"},"categories":["shoes"]})", "categories"},
        {R"({"type":"access","subject":{"name":"I","email":"i@example.com"},"topics":["marketing"]})", "topics"},
        {R"({"type":"access","subject":{"name":"I","email":"i@example.com"},"requester":{"kind":"agent"}})",
         "requester.email requester.name"},
        {R"({"type":"access","subject":"Ines"})", "subject"},
        {R"({"type":"access","subject":{"name":"I","email":"i@example.com"},"corrections":{}})", "corrections"},
        {R"({"type":"access","subject":{"name":"I","email":"i@example.com"},"corrections":[3]})", "corrections"},
        {R"({"type":"access","subject":{"name":"a\u0000b","email":"i@example.com"}})", "subject.name"},
    }));
    INFO(body);
    auto const reply = world.post(requests, body);
    CHECK(reply.outcome() == "422 invalid");
    CHECK(reply.fields() == fields);
}

TEST_CASE("An unknown field whose name is no name is not said back") {
    ApiWorld world;
    auto const reply = world.post(requests, with(R"("<script>alert(1)</script>":1)"));
    CHECK(reply.fields() == "(other)");
    CHECK_FALSE(reply.raw.body.contains("script"));
}

TEST_CASE("What is not a JSON object is refused as malformed") {
    ApiWorld world;
    auto const body =
        GENERATE(as<std::string>{}, "", " ", "[]", "null", "7", "\"text\"", "{", "{}{}", "{,}", R"({"type":"access",})",
                 "{'type':'access'}", R"({"type":"access"} // hello)", R"({"type":NaN})", "{\"type\":\"acc\xff\"}",
                 R"({"type":"\ud800"})", R"({"type":"\udc00\ud800"})", "{\"type\":\"a\nb\"}");
    INFO(body);
    CHECK(world.post(requests, body).outcome() == "400 malformed");
}

TEST_CASE("A field that stands twice is refused, however deep") {
    ApiWorld world;
    CHECK(world.post(requests, with(R"("type":"deletion")")).outcome() == "400 malformed");
    CHECK(world.post(requests, with(R"("t\u0079pe":"deletion")")).outcome() == "400 malformed");
    CHECK(world.post(requests, R"({"type":"access","subject":{"name":"A","name":"B","email":"a@example.com"}})")
              .outcome() == "400 malformed");
    CHECK(world.post(requests, with(R"("requester":{"kind":"self"})")).outcome() == "201");
}

TEST_CASE("Thirty-two levels are read, thirty-three are not") {
    ApiWorld world;
    CHECK(world.post(requests, nested(32)).outcome() == "422 invalid");
    CHECK(world.post(requests, nested(33)).outcome() == "400 malformed");
    CHECK(world.post(requests, R"({"type":)" + std::string(20'000, '[')).outcome() == "400 malformed");
}

TEST_CASE("A body says that it is JSON, and the caller takes JSON") {
    ApiWorld world;
    auto const ask = [&](Pairs headers) {
        for (auto const& each : world.agent.headers())
            headers.push_back(each);
        return world.read(world.harness.ask(app::http::Method::post, requests, headers, access_body())).outcome();
    };
    CHECK(ask({}) == "415 unsupported_media_type");
    CHECK(ask({{"Content-Type", "text/plain"}}) == "415 unsupported_media_type");
    CHECK(ask({{"Content-Type", "application/jsonx"}}) == "415 unsupported_media_type");
    CHECK(ask({{"Content-Type", "application/json"}, {"Accept", "text/html"}}) == "406 not_acceptable");
    CHECK(ask({{"Content-Type", "application/json"}, {"Accept", "application/json;q=0"}}) == "406 not_acceptable");
    CHECK(stored_requests(world) == 0);
    CHECK(ask({{"Content-Type", "application/JSON; charset=utf-8"}}) == "201");
    CHECK(ask({{"Content-Type", "application/json"}, {"Accept", "text/html, */*;q=0.1"}}) == "201");
}

TEST_CASE("The same key with the same body makes one request") {
    ApiWorld world;
    auto const once = world.post(requests, access_body(), world.agent, {{"Idempotency-Key", "order-1"}});
    auto const again = world.post(requests, access_body(), world.agent, {{"Idempotency-Key", "order-1"}});
    CHECK(once.outcome() == "201");
    CHECK(again.outcome() == "201");
    CHECK(again.raw.body == once.raw.body);
    CHECK(header(again.raw, "Location") == header(once.raw, "Location"));
    CHECK(stored_requests(world) == 1);

    auto const other_body =
        world.post(requests, access_body("other@example.com"), world.agent, {{"Idempotency-Key", "order-1"}});
    CHECK(other_body.outcome() == "409 conflict");
    auto const other_key = world.post(requests, access_body(), world.agent, {{"Idempotency-Key", "order-2"}});
    CHECK(other_key.outcome() == "201");
    CHECK(other_key.reference() != once.reference());
    auto const other_client = world.post(requests, access_body(), world.officer, {{"Idempotency-Key", "order-1"}});
    CHECK(other_client.outcome() == "201");
    CHECK(other_client.reference() != once.reference());
    CHECK(stored_requests(world) == 3);
}

TEST_CASE("A repeated call gets the first answer word for word, whatever has become of the request since") {
    ApiWorld world;
    auto const once = world.post(requests, access_body(), world.agent, {{"Idempotency-Key", "order-1"}});
    REQUIRE(world.step(once, "withdrawal", R"({"reason":"By phone."})").text("status") == "withdrawn");
    world.harness.clock().advance(std::chrono::hours(23));

    auto const again = world.post(requests, access_body(), world.agent, {{"Idempotency-Key", "order-1"}});
    CHECK(again.outcome() == "201");
    CHECK(again.text("status") == "unverified");
    CHECK(again.raw.body == once.raw.body);
    CHECK(again.etag() == once.etag());
    CHECK(header(again.raw, "Location") == header(once.raw, "Location"));
    CHECK(stored_requests(world) == 1);
}

TEST_CASE("A key is free again where the call was refused") {
    ApiWorld world;
    CHECK(world.post(requests, R"({"type":"access"})", world.agent, {{"Idempotency-Key", "k"}}).status() == 422);
    CHECK(world.post(requests, access_body(), world.agent, {{"Idempotency-Key", "k"}}).status() == 201);
}

TEST_CASE("An idempotency key has one to two hundred characters and stands once") {
    ApiWorld world;
    auto const with_key = [&](std::string const& key) {
        return world.post(requests, access_body(), world.agent, {{"Idempotency-Key", key}}).outcome();
    };
    CHECK(with_key("") == "400 malformed");
    CHECK(with_key(std::string(200, 'k')) == "201");
    CHECK(with_key(std::string(201, 'k')) == "400 malformed");
    auto const twice =
        world.post(requests, access_body(), world.agent, {{"Idempotency-Key", "one"}, {"Idempotency-Key", "two"}});
    CHECK(twice.outcome() == "400 malformed");
}

TEST_CASE("An unsubscribe is fulfilled at once and needs no name") {
    ApiWorld world;
    auto const made = world.create(R"({"type":"unsubscribe","subject":{"email":"ines@example.com"},
                                       "topics":["marketing"]})");
    CHECK(made.text("status") == "fulfilled");
    CHECK(made.text("urgency") == "closed");
    CHECK(made.text("due_on") == "null");
    CHECK(made.text("topics") == R"(["marketing"])");
}

TEST_CASE("An end user is sent to their organisation at once") {
    ApiWorld world;
    auto const made = world.create(with(R"("relationship":"end_user","organisation":"Example Ltd")"));
    CHECK(made.text("status") == "redirected");
    CHECK(made.text("outcome.redirected_to") == "Example Ltd");
}

TEST_CASE("Nothing about the person gets into the log") {
    ApiWorld world;
    world.create(with(R"("details":"My secret is 4711.")"));
    world.post(requests, R"({"type":"access","subject":{"name":"Ines Okafor","email":"ines"}})");
    auto const log = world.harness.logged();
    CHECK(log.contains("request.submitted"));
    for (auto const* personal : {"Ines", "Okafor", "example.com", "4711"})
        CHECK_FALSE(log.contains(personal));
}

TEST_CASE("A letter without an e-mail address needs a postal one, which comes back as it was given") {
    ApiWorld world;
    auto const body = [](std::string const& subject) {
        return R"({"type":"access","channel":"postal_mail","subject":{"name":"Ruth Adler")" + subject + "}}";
    };
    auto const refused = world.post(requests, body(""));
    CHECK(refused.outcome() == "422 invalid");
    CHECK(refused.fields() == "subject.postal_address");
    auto const made = world.create(body(R"(,"postal_address":"48 Mill Lane\n20457 Hamburg")"));
    CHECK(made.text("subject.postal_address") == "48 Mill Lane\n20457 Hamburg");
    CHECK(made.text("subject.email") == "null");
    CHECK(made.text("status") == "open");
}

TEST_CASE("Who names a category or a field that is none is told the choices") {
    ApiWorld world;
    auto const reply = world.post(requests, R"({"type":"correction","subject":{"name":"I","email":"i@example.com"},
        "categories":["shoes"],"corrections":[{"field":"shoe.size","requested":"44"}]})");
    CHECK(reply.fields() == "categories corrections.0.field");
    for (auto const& each : reply.at("errors").as_array())
        CHECK(std::string(each.at("message").as_string())
                  .contains("contact, billing, optional, navigational, testimonial, forum, customer_data."));
}
