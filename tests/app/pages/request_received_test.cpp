#include "public_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

app::http::HttpResponse received(AppHarness& harness, core::SubjectRequest const& request) {
    return harness.get(harness.services().links.receipt_path(request.id, request.reference, harness.clock().now()));
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

TEST_CASE("who only knows a reference learns nothing, not even whether there is such a request", "[pages]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const other = harness.add_request(core::RequestType::access, "other@example.com");
    auto const unknown = harness.store().references().encode(core::RequestId{4711});
    auto const now = harness.clock().now();
    auto const path = "/requests/received/" + request.reference.text();
    auto const key_of = [&](app::LinkPurpose purpose) {
        return harness.services().links.token(purpose, request.id, now);
    };
    for (auto const& target :
         {path, path + "?key=", path + "?key=x", path + "?key=" + key_of(app::LinkPurpose::verify),
          "/requests/received/" + other.reference.text() + "?key=" + key_of(app::LinkPurpose::receipt),
          harness.services().links.receipt_path(core::RequestId{4711}, unknown, now),
          std::string("/requests/received/1")}) {
        INFO(target);
        auto const answer = harness.get(target);
        CHECK(answer.status == 303);
        CHECK(header(answer, "Location") == "/status");
    }
}

TEST_CASE("the page after sending closes when its key is as old as a mailed link may be", "[pages]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const target = harness.services().links.receipt_path(request.id, request.reference, harness.clock().now());
    harness.advance(harness.services().desk.policy().link_lifetime);
    CHECK(harness.get(target).status == 200);
    harness.advance(std::chrono::milliseconds(1));
    CHECK(harness.get(target).status == 303);
}

TEST_CASE("who has mistyped the address sees it, and how to begin anew", "[pages]") {
    AppHarness harness(public_pages);
    auto const answer = received(harness, harness.add_request(core::RequestType::access, "inse@example.com"));
    CHECK(contains(answer, "i•••@example.com"));
    CHECK_FALSE(contains(answer, "inse@"));
    CHECK(contains(answer, "href=\"/requests/new?type=access\">Send a new request</a>"));
    auto const stopped = received(harness, harness.add_request(core::RequestType::unsubscribe, "inse@example.com"));
    CHECK(contains(stopped, "i•••@example.com"));
    CHECK(contains(stopped, "href=\"/requests/new?type=unsubscribe\""));
}
