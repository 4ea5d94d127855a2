#include "app/error_response.hpp"
#include "public_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

TEST_CASE("the privacy centre offers the four choices and a person to write to", "[pages]") {
    AppHarness harness(public_pages);
    auto const answer = harness.get("/");
    CHECK(answer.status == 200);
    for (auto const* type : {"access", "correction", "deletion", "unsubscribe"})
        CHECK(contains(answer, "/requests/new?type=" + std::string(type)));
    CHECK(contains(answer, "30 days"));
    CHECK(contains(answer, "mailto:" + harness.services().configuration.company.privacy_email));
}

TEST_CASE("the privacy centre is the same for everybody, so it sets no cookie and may be cached", "[pages]") {
    AppHarness harness(public_pages);
    auto const answer = harness.get("/");
    CHECK(header(answer, "Set-Cookie").empty());
    CHECK(header(answer, "Cache-Control").starts_with("public"));
    CHECK(answer.compressible);
    auto const again = harness.get("/", Pairs{{"If-None-Match", header(answer, "ETag")}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(harness.get("/", Pairs{{"If-None-Match", "\"other\""}}).status == 200);
}

TEST_CASE("an address that leads nowhere answers with a page that helps on", "[pages]") {
    AppHarness harness(public_pages);
    auto const answer = harness.get("/no-such-page");
    CHECK(answer.status == 404);
    CHECK(header(answer, "Content-Type").starts_with("text/html"));
    CHECK(contains(answer, "We cannot find this page"));
    CHECK(contains(answer, "href=\"/\""));
}

TEST_CASE("below /api an error is a problem document", "[pages]") {
    AppHarness harness(public_pages);
    auto const answer = harness.get("/api/v1/nothing");
    CHECK(answer.status == 404);
    CHECK(header(answer, "Content-Type").starts_with("application/problem+json"));
}

TEST_CASE("what was refused before its address was read is answered by what was sent", "[pages]") {
    AppHarness harness(public_pages);
    auto const refused = [&](std::string target, int status) {
        app::http::HttpRequest request;
        request.target = std::move(target);
        return app::error_response(harness.services(), request, status, "word", "A sentence.");
    };
    for (auto const* target : {"/api/v1/requests?q=%ff", "/api", "/api?x", "/metrics?%"})
        CHECK(header(refused(target, 400), "Content-Type").starts_with("application/problem+json"));
    for (auto const* target : {"/apiary", "/requests/new?type=%ff", ""})
        CHECK(header(refused(target, 400), "Content-Type").starts_with("text/html"));
    // A method nobody knows is the caller's doing: nothing broke here, and nothing was noted.
    CHECK_FALSE(contains(refused("/", 501), "on our side"));
}
