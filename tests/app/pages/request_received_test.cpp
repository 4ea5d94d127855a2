#include "public_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

app::http::HttpResponse received(AppHarness& harness, core::SubjectRequest const& request) {
    return harness.get("/requests/received/" + request.reference.text());
}

} // namespace

TEST_CASE("after sending one sees the reference, what to do and the day of the answer", "[pages]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const answer = received(harness, request);
    CHECK(answer.status == 200);
    CHECK(contains(answer, request.reference.text()));
    CHECK(contains(answer, "confirm your address"));
    CHECK(contains(answer, "1 March 2026"));
    CHECK(contains(answer, "That is 30 days after we received your request."));
    CHECK_FALSE(contains(answer, "Ines"));
    CHECK_FALSE(contains(answer, "ines@"));
}

TEST_CASE("once confirmed the page no longer asks for it", "[pages]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::deletion));
    auto const answer = received(harness, request);
    CHECK(contains(answer, "You do not need to do anything here."));
    CHECK_FALSE(contains(answer, "confirm your address"));
}

TEST_CASE("an unknown reference and one that is none are both not found", "[pages]") {
    AppHarness harness(public_pages);
    auto const unknown = harness.store().references().encode(core::RequestId{4711}).text();
    auto const answer = harness.get("/requests/received/" + unknown);
    CHECK(answer.status == 404);
    CHECK(harness.get("/requests/received/DSR-0000-0000").body == answer.body);
    CHECK(harness.get("/requests/received/1").status == 404);
}
