#include "public_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using namespace std::chrono_literals;

TEST_CASE("looking at the mailed link changes nothing, however often scanners fetch it", "[pages][verify]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const path = verify_path(harness, request.id);
    for (int i = 0; i < 3; ++i) {
        auto const answer = harness.get(path);
        CHECK(answer.status == 200);
        CHECK(contains(answer, "Confirm my request"));
        CHECK(contains(answer, request.reference.text()));
        CHECK(contains(answer, "your request to see your data"));
        CHECK_FALSE(contains(answer, "Ines"));
    }
    CHECK(harness.find(request.id) == request);
}

TEST_CASE("the button confirms the address, opens the case and lets this browser see it", "[pages][verify]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::correction);
    auto browser = harness.visitor();
    auto const path = verify_path(harness, request.id);
    auto const sent_on = harness.post_form(path, {}, browser);
    CHECK(sent_on.status == 303);
    CHECK(header(sent_on, "Location") == path);
    auto const answer = harness.get(path, browser);
    CHECK(answer.status == 200);
    CHECK(contains(answer, "Thank you, it is confirmed"));
    CHECK(contains(answer, "1 March 2026"));
    CHECK(contains(answer, "href=\"/my/" + request.reference.text() + "\""));
    auto const after = harness.find(request.id);
    CHECK(after.status == core::Status::open);
    CHECK(after.evidence == core::Evidence::address_confirmed);
    CHECK(letters(harness, request.id, core::LetterKind::received) == 1);
    CHECK(audited(harness, "request.verified") == 1);
    CHECK(harness.get("/my/" + request.reference.text(), browser).status == 200);
}

TEST_CASE("confirming twice is friendly and happens once", "[pages][verify]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const path = verify_path(harness, request.id);
    auto browser = harness.visitor();
    harness.post_form(path, {}, browser);
    CHECK(harness.post_form(path, {}, browser).status == 303);
    CHECK(contains(harness.get(path, browser), "href=\"/my/" + request.reference.text() + "\""));
    auto const elsewhere = harness.get(path);
    CHECK(contains(elsewhere, "already confirmed"));
    CHECK(contains(elsewhere, "href=\"/status\""));
    CHECK_FALSE(contains(elsewhere, "/my/"));
    CHECK(audited(harness, "request.verified") == 1);
    CHECK(letters(harness, request.id, core::LetterKind::received) == 1);
}

TEST_CASE("a link works for as long as the policy says and not a moment longer", "[pages][verify]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const path = verify_path(harness, request.id);
    auto browser = harness.visitor();
    harness.advance(24h);
    CHECK(contains(harness.get(path), "Confirm my request"));
    harness.advance(1ms);
    CHECK(contains(harness.get(path), "This link has expired"));
    CHECK(harness.post_form(path, {}, browser).status == 303);
    CHECK(harness.find(request.id).status == core::Status::unverified);
}

TEST_CASE("an expired link sends a new one, within the limit of mails per address", "[pages][verify]") {
    AppHarness harness(public_pages, {.settings = {{"limits.mails_per_address_hour", "2"}}});
    auto const request = harness.add_request(core::RequestType::access);
    auto const path = verify_path(harness, request.id);
    auto browser = harness.visitor();
    harness.advance(25h);
    for (int i = 0; i < 3; ++i) {
        auto const answer = harness.post_form(path + "/link", {}, browser);
        CHECK(answer.status == 200);
        CHECK(contains(answer, "Look in your e-mail"));
    }
    CHECK(letters(harness, request.id, core::LetterKind::confirm_address) == 1 + 2);
}

TEST_CASE("a source that asks for new links all the time waits", "[pages][verify][limits]") {
    AppHarness harness(public_pages, {.settings = {{"limits.status_lookups_per_source_hour", "1"}}});
    auto const request = harness.add_request(core::RequestType::access);
    auto const path = verify_path(harness, request.id) + "/link";
    auto browser = harness.visitor();
    CHECK(harness.post_form(path, {}, browser).status == 200);
    auto const second = harness.post_form(path, {}, browser);
    CHECK(second.status == 429);
    CHECK_FALSE(header(second, "Retry-After").empty());
}

TEST_CASE("every wrong token is answered alike", "[pages][verify]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const right = verify_path(harness, request.id);
    auto const other_purpose =
        "/verify/" + harness.services().links.token(app::LinkPurpose::my_request, request.id, harness.clock().now());
    auto const no_such_request = verify_path(harness, core::RequestId{4711});
    auto changed = right;
    changed.back() = changed.back() == 'A' ? 'B' : 'A';
    auto browser = harness.visitor();
    for (auto const& wrong :
         {other_purpose, no_such_request, right.substr(0, right.size() - 4), std::string("/verify/x"),
          changed.substr(0, 20) + (changed[20] == 'x' ? "y" : "x") + changed.substr(21)}) {
        INFO(wrong);
        auto const shown = harness.get(wrong);
        CHECK(shown.status == 404);
        CHECK(contains(shown, "This link does not work"));
        CHECK(harness.post_form(wrong, {}, browser).status == 404);
        CHECK(harness.post_form(wrong + "/link", {}, browser).status == (wrong == no_such_request ? 200 : 404));
    }
    CHECK(harness.find(request.id) == request);
}

TEST_CASE("a request that is over cannot be confirmed", "[pages][verify]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const path = verify_path(harness, request.id);
    auto const stamp = harness.services().stamp(core::Actor::requester());
    harness.change([&](auto& transaction) {
        return harness.desk().withdraw(transaction, {request.id, {}}, core::FreeText(), stamp);
    });
    auto browser = harness.visitor();
    CHECK(harness.post_form(path, {}, browser).status == 303);
    CHECK(contains(harness.get(path, browser), "This request is over"));
    CHECK(harness.find(request.id).status == core::Status::withdrawn);
}

TEST_CASE("a form of this page holds nothing but its token", "[pages][verify]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto browser = harness.visitor();
    auto const path = verify_path(harness, request.id);
    CHECK(harness.post_form(path, {{"evidence", "matched"}}, browser).status == 422);
    CHECK(harness.find(request.id).status == core::Status::unverified);
}

TEST_CASE("a link works with what a mail left behind it, and its button's address leads back", "[pages][verify]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const path = verify_path(harness, request.id);
    for (auto const* rest : {"", ".", "...", "/", "./"}) {
        INFO(rest);
        auto const answer = harness.get(path + rest);
        CHECK(contains(answer, "Confirm my request"));
        CHECK(contains(answer, "action=\"" + path + "\""));
    }
    CHECK(header(harness.get(path + "/link"), "Location") == path);
    CHECK(header(harness.get("/verify/a%20b/link"), "Location") == "/");
}

TEST_CASE("who asks for another person reads of another person's data", "[pages][verify]") {
    AppHarness harness(public_pages);
    auto asked = harness.new_request(core::RequestType::access);
    asked.requester = {core::RequesterKind::agent, core::PersonName("Ada Agent"),
                       core::EmailAddress::parse("ada@example.net").value()};
    auto const request = harness.add_request(asked);
    auto const answer = harness.get(verify_path(harness, request.id));
    CHECK(contains(answer, "your request to see the data of another person"));
}
