#include "tests/app/api/api_world.hpp"

using namespace habeas;
using namespace habeas::testing;

namespace {

constexpr auto check = "/api/v1/suppressions/check";
constexpr auto links = "/api/v1/unsubscribe-links";

std::string suppressed(ApiWorld& world, std::string const& topic) {
    auto const reply =
        world.post(check, R"({"addresses":["ines@example.com","omar@example.com"],"topic":")" + topic + R"("})");
    CHECK(reply.text("topic") == topic);
    return reply.text("suppressed");
}

} // namespace

TEST_CASE("Who unsubscribed from a topic must not be mailed about it") {
    ApiWorld world;
    CHECK(suppressed(world, "marketing") == "[]");
    world.create(R"({"type":"unsubscribe","subject":{"email":"INES@example.com"},"topics":["marketing"]})");
    CHECK(suppressed(world, "marketing") == R"(["ines@example.com"])");
    CHECK(suppressed(world, "events") == "[]");
    world.create(R"({"type":"unsubscribe","subject":{"email":"omar@example.com"}})");
    CHECK(suppressed(world, "marketing") == R"(["ines@example.com","omar@example.com"])");
    CHECK(suppressed(world, "partner_offers") == R"(["omar@example.com"])");
}

TEST_CASE("An address is said back as it was sent, however it is spelt here") {
    ApiWorld world;
    world.create(R"({"type":"unsubscribe","subject":{"email":"unsubscribe@example.org"}})");
    auto const asked = R"(["UNSUBSCRIBE@Example.org","unsubscribe@example.org","Unsubscribe@EXAMPLE.ORG"])";
    auto const checked =
        world.post(check, std::string(R"({"topic":"marketing","addresses":)") + asked + "}").text("suppressed");
    CHECK(checked == asked);
    auto const made = world.post(links, R"({"addresses":["UNSUBSCRIBE@Example.org"]})");
    CHECK(made.text("links.0.address") == "UNSUBSCRIBE@Example.org");
}

TEST_CASE("The link made for an address unsubscribes it at once, without cookie or token") {
    ApiWorld world;
    auto const made = world.post(links, R"({"addresses":["ines@example.com","omar@example.com"]})");
    CHECK(made.text("links.0.address") == "ines@example.com");
    auto const url = made.text("links.0.url");
    REQUIRE(url.starts_with("http://privacy.test/unsubscribe/"));
    CHECK_FALSE(url.contains("ines"));
    CHECK(url != made.text("links.1.url"));

    auto const path = url.substr(std::string("http://privacy.test").size());
    CHECK(world.harness.get(path).status == 200);
    CHECK(suppressed(world, "marketing") == "[]"); // a link scanner fetches, and changes nothing
    auto const done =
        world.harness.ask(app::http::Method::post, path, {{"Content-Type", "application/x-www-form-urlencoded"}},
                          "List-Unsubscribe=One-Click");
    CHECK(done.status == 200);
    for (auto const* topic : {"marketing", "events", "product_news", "partner_offers"})
        CHECK(suppressed(world, topic) == R"(["ines@example.com"])");
}

TEST_CASE("A list of addresses has one to a thousand, and each that is none is named") {
    ApiWorld world;
    auto const list = [](int count) {
        std::string body = R"({"topic":"events","addresses":[)";
        for (int index = 0; index < count; ++index)
            body += (index ? ",\"a" : "\"a") + std::to_string(index) + "@example.com\"";
        return body + "]}";
    };
    CHECK(world.post(check, list(1)).outcome() == "200");
    CHECK(world.post(check, list(1000)).outcome() == "200");
    CHECK(world.post(check, list(1001)).fields() == "addresses");
    CHECK(world.post(check, list(0)).fields() == "addresses");
    CHECK(world.post(check, R"({"addresses":["a@example.com","nobody",""],"topic":"events"})").fields() ==
          "addresses.1 addresses.2");
    CHECK(world.post(check, R"({"addresses":["a@example.com"]})").fields() == "topic");
    CHECK(world.post(check, R"({"addresses":["a@example.com"],"topic":"invoices"})").fields() == "topic");
    CHECK(world.post(check, R"({"addresses":[1],"topic":"events","more":1})").fields() == "addresses more");
    CHECK(world.post(links, R"({"addresses":[]})").fields() == "addresses");
    CHECK(world.post(links, R"({"addresses":["a@example.com"],"topic":"events"})").fields() == "topic");
    CHECK(world.post(check, "[]").outcome() == "400 malformed");
    CHECK(world.post(links, "").outcome() == "400 malformed");
}
