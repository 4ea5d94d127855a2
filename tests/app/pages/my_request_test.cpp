#include "app/error_response.hpp"
#include "public_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using namespace std::chrono_literals;

namespace {

std::string page_of(core::SubjectRequest const& request) {
    return "/my/" + request.reference.text();
}

core::SubjectRequest awaiting(AppHarness& harness, core::SubjectRequest const& request, StaffBrowser const& agent) {
    in_progress(harness, request, agent);
    auto const stamp = harness.services().stamp(agent.actor());
    return harness.change([&](auto& transaction) {
        return harness.desk().request_information(transaction, {request.id, {}},
                                                  core::FreeText("Which account do you mean?"), stamp);
    });
}

core::SubjectRequest denied(AppHarness& harness, core::SubjectRequest const& request, StaffBrowser const& agent) {
    in_progress(harness, request, agent);
    auto const stamp = harness.services().stamp(agent.actor());
    core::Denial const denial{core::DenialReason::no_data_found, core::FreeText("We searched everywhere.")};
    return harness.change(
        [&](auto& transaction) { return harness.desk().deny(transaction, {request.id, {}}, denial, stamp); });
}

} // namespace

TEST_CASE("the link of a letter becomes a cookie and leaves the address bar", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const token = harness.services().links.token(app::LinkPurpose::my_request, request.id, harness.clock().now());
    auto const answer = harness.get("/r/" + token);
    CHECK(answer.status == 303);
    CHECK(header(answer, "Location") == page_of(request));
    auto const cookie = header(answer, "Set-Cookie");
    CHECK(cookie.starts_with("request-" + request.reference.text() + "="));
    CHECK(cookie.contains("HttpOnly"));
    CHECK(cookie.contains("SameSite=Lax"));
    CHECK(harness.get("/r/" + token).status == 303); // not used up: scanners fetch it too
}

TEST_CASE("a link opens the page for ninety days", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    auto const token = harness.services().links.token(app::LinkPurpose::my_request, request.id, harness.clock().now());
    harness.advance(std::chrono::days{90});
    CHECK(harness.get("/r/" + token).status == 303);
    harness.advance(1ms);
    CHECK(harness.get("/r/" + token).status == 404);
    CHECK(harness.get("/r/nonsense").status == 404);
}

TEST_CASE("the page says where the request is, by when we answer and why by then", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto browser = opened(harness, request);
    auto const answer = harness.get(page_of(request), browser);
    CHECK(answer.status == 200);
    CHECK(contains(answer, "We have received your request"));
    CHECK(contains(answer, "1 March 2026"));
    CHECK(contains(answer, "received, day 0"));
    CHECK(contains(answer, "handled within 30 days"));
    CHECK(contains(answer, "Ines Okafor"));
    CHECK(contains(answer, "Withdraw this request"));
    CHECK_FALSE(answer.compressible);
}

TEST_CASE("nobody sees a request without its own cookie, and the answer is the same as for none", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const mine = confirmed(harness, harness.add_request(core::RequestType::access));
    auto const theirs = confirmed(harness, harness.add_request(core::RequestType::access, "tom@example.com", "Tom"));
    auto const unknown = "/my/" + harness.store().references().encode(core::RequestId{4711}).text();
    auto browser = opened(harness, mine);
    auto stranger = harness.visitor();
    auto const foreign = harness.get(page_of(theirs), browser);
    CHECK(foreign.status == 404);
    CHECK(harness.get(unknown, browser).body == foreign.body);
    CHECK(harness.get(page_of(mine), stranger).body == foreign.body);
    CHECK(harness.get("/my/nonsense", browser).body == foreign.body);
    for (auto const* form : {"/messages", "/withdrawal", "/appeal"})
        CHECK(harness.post_form(page_of(theirs) + form, {}, browser).body == foreign.body);
    CHECK(harness.find(theirs.id) == theirs);
}

TEST_CASE("the cookie of a page is no link for a letter, and the link no cookie", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto browser = opened(harness, request);
    auto const name = "request-" + request.reference.text();
    CHECK(harness.get("/r/" + browser.cookies.at(name)).status == 404);
    auto forger = harness.visitor();
    forger.cookies[name] =
        harness.services().links.token(app::LinkPurpose::my_request, request.id, harness.clock().now());
    CHECK(harness.get(page_of(request), forger).status == 404);
}

TEST_CASE("two requests may be open in one browser", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const first = confirmed(harness, harness.add_request(core::RequestType::access));
    auto const second = confirmed(harness, harness.add_request(core::RequestType::deletion));
    auto browser = opened(harness, first);
    auto const now = harness.clock().now();
    harness.get("/r/" + harness.services().links.token(app::LinkPurpose::my_request, second.id, now), browser);
    CHECK(harness.get(page_of(first), browser).status == 200);
    CHECK(harness.get(page_of(second), browser).status == 200);
    CHECK(harness.post_form(page_of(first) + "/messages", {{"text", "Hello"}}, browser).status == 303);
    // A cookie under the name of another request opens neither.
    auto const mine = browser.cookies.at("request-" + first.reference.text());
    browser.cookies["request-" + second.reference.text()] = mine;
    CHECK(harness.get(page_of(second), browser).status == 404);
}

TEST_CASE("a message written while the page closed is handed back, whether or not there is such a request",
          "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto browser = opened(harness, request);
    harness.advance(60min + 1ms);
    Pairs const message{{"text", "A long and\ncareful <b>message</b>."}};
    auto const late = harness.post_form(page_of(request) + "/messages", message, browser);
    CHECK(late.status == 404);
    CHECK(contains(late, "A long and\ncareful &lt;b&gt;message&lt;/b&gt;."));
    auto const unknown = "/my/" + harness.store().references().encode(core::RequestId{4711}).text();
    CHECK(harness.post_form(unknown + "/messages", message, browser).body == late.body);
    CHECK(harness.find(request.id).version == request.version);
}

TEST_CASE("whoever shares a computer can close the page", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto browser = opened(harness, request);
    auto const closed = harness.post_form(page_of(request) + "/closing", {}, browser);
    CHECK(closed.status == 303);
    CHECK(header(closed, "Location") == "/status?closed=yes");
    CHECK(contains(harness.get("/status?closed=yes"), "Your page is closed."));
    CHECK(harness.get(page_of(request), browser).status == 404);
    CHECK(harness.find(request.id) == request);
}

TEST_CASE("a page that is left alone closes after its time", "[pages][my]") {
    AppHarness harness(public_pages, {.settings = {{"sessions.requester_minutes", "60"}}});
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto browser = opened(harness, request);
    harness.advance(60min);
    CHECK(harness.get(page_of(request), browser).status == 200); // looking keeps it open
    harness.advance(60min);
    CHECK(harness.get(page_of(request), browser).status == 200);
    harness.advance(60min + 1ms);
    CHECK(harness.get(page_of(request), browser).status == 404);
}

TEST_CASE("our question is shown, and the answer brings the request back to work", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = awaiting(harness, harness.add_request(core::RequestType::access), agent);
    auto browser = opened(harness, request);
    auto const page = harness.get(page_of(request), browser);
    CHECK(contains(page, "We need something from you"));
    CHECK(contains(page, "Which account do you mean?"));

    auto const answer = harness.post_form(page_of(request) + "/messages",
                                          {{"version", "1"}, {"text", "The one of the harbour."}}, browser);
    CHECK(answer.status == 303);
    CHECK(header(answer, "Location") == page_of(request) + "?done=message");
    auto const after = harness.find(request.id);
    CHECK(after.status == core::Status::in_progress);
    CHECK(after.unread);
    CHECK(letters(harness, request.id, core::LetterKind::information_noted) == 1);
    auto const shown = harness.get(page_of(request) + "?done=message", browser);
    CHECK(contains(shown, "Your message was sent."));
    CHECK(contains(shown, "The one of the harbour."));
}

TEST_CASE("a message may be written at any time before the end", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto browser = opened(harness, request);
    CHECK(harness.post_form(page_of(request) + "/messages", {{"text", "One more thing."}}, browser).status == 303);
    auto const after = harness.find(request.id);
    CHECK(after.status == core::Status::open);
    CHECK(after.unread);
}

TEST_CASE("an empty or endless message is refused and kept", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto browser = opened(harness, request);
    auto const empty = harness.post_form(page_of(request) + "/messages", {{"text", "  "}}, browser);
    CHECK(empty.status == 422);
    CHECK(contains(empty, "Write your message."));
    auto const text = "begins here" + std::string(5000, 'x');
    auto const endless = harness.post_form(page_of(request) + "/messages", {{"text", text}}, browser);
    CHECK(endless.status == 422);
    CHECK(contains(endless, "begins here"));
    auto const doubled = harness.post_form(page_of(request) + "/messages", {{"text", "a"}, {"text", "b"}}, browser);
    CHECK(doubled.status == 422);
    CHECK(harness.find(request.id).version == request.version);
}

TEST_CASE("notes of staff are not for the requester", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = in_progress(harness, harness.add_request(core::RequestType::access), agent);
    auto const stamp = harness.services().stamp(agent.actor());
    harness.change([&](auto& transaction) {
        return harness.desk().add_message(transaction, {request.id, {}}, core::MessageKind::note,
                                          core::FreeText("Seems to be a competitor."), stamp);
    });
    auto browser = opened(harness, request);
    CHECK_FALSE(contains(harness.get(page_of(request), browser), "competitor"));
}

TEST_CASE("withdrawing ends the request with its letter", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::deletion));
    auto browser = opened(harness, request);
    auto const answer = harness.post_form(page_of(request) + "/withdrawal", {}, browser);
    CHECK(answer.status == 303);
    CHECK(harness.find(request.id).status == core::Status::withdrawn);
    CHECK(letters(harness, request.id, core::LetterKind::withdrawn) == 1);
    auto const again = harness.post_form(page_of(request) + "/withdrawal", {}, browser);
    CHECK(again.status == 409);
    CHECK(contains(again, "You have withdrawn this request"));
    CHECK(harness.post_form(page_of(request) + "/messages", {{"text", "Hello"}}, browser).status == 409);
}

TEST_CASE("a refusal is explained, and one may ask for another look once", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = denied(harness, harness.add_request(core::RequestType::access), agent);
    auto browser = opened(harness, request);
    auto const page = harness.get(page_of(request), browser);
    CHECK(contains(page, "we found no data about you"));
    CHECK(contains(page, "We searched everywhere."));
    CHECK(contains(page, "Ask for another look"));

    auto const empty = harness.post_form(page_of(request) + "/appeal", {{"reason", ""}}, browser);
    CHECK(empty.status == 422);
    CHECK(contains(empty, "href=\"#reason\""));
    CHECK(harness.post_form(page_of(request) + "/appeal", {{"reason", "There must be some."}}, browser).status == 303);
    auto const after = harness.find(request.id);
    CHECK(after.appealed);
    CHECK(after.status == core::Status::open);
    CHECK(contains(harness.get(page_of(request), browser), "We must answer your complaint by"));
    CHECK(harness.post_form(page_of(request) + "/appeal", {{"reason", "Again."}}, browser).status == 409);
}

TEST_CASE("a complaint that is taken back leaves the answer as it was", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = denied(harness, harness.add_request(core::RequestType::access), agent);
    auto browser = opened(harness, request);
    REQUIRE(harness.post_form(page_of(request) + "/appeal", {{"reason", "There must be some."}}, browser).status ==
            303);
    auto const answer = harness.post_form(page_of(request) + "/withdrawal", {}, browser);
    CHECK(answer.status == 303);
    CHECK(harness.find(request.id).status == core::Status::denied);
    auto const page = harness.get(page_of(request) + "?done=withdrawal", browser);
    CHECK(contains(page, "Your complaint is withdrawn. Our answer stands."));
    CHECK(contains(page, "We searched everywhere."));
    CHECK_FALSE(contains(page, "Ask for another look"));
    CHECK_FALSE(contains(page, "answer your complaint by"));
}

TEST_CASE("a finished request shows the result of each kind of data", "[pages][my]") {
    AppHarness harness(public_pages, {.settings = {{"deadlines.approval_required", ""}}});
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto asked = harness.new_request(core::RequestType::deletion);
    asked.deletion_scope = core::DeletionScope::categories;
    asked.categories = {"contact", "billing"};
    auto const request = in_progress(harness, harness.add_request(asked), agent);
    auto const stamp = harness.services().stamp(agent.actor());
    harness.change([&](auto& transaction) {
        return harness.desk().verify(transaction, {request.id, {}}, core::Evidence::matched, stamp);
    });
    core::Outcome outcome;
    outcome.categories = {
        {"contact", core::CategoryOutcome::deleted, {}, {}},
        {"billing", core::CategoryOutcome::kept, core::RetentionGround::legal_obligation, "2033-12-31"}};
    outcome.answer = core::FreeText("It is done.");
    harness.change([&](auto& transaction) {
        return harness.desk().fulfil(transaction, {request.id, {}}, {outcome, core::Completeness::part}, stamp);
    });
    auto browser = opened(harness, request);
    auto const page = harness.get(page_of(request), browser);
    CHECK(contains(page, "It is done."));
    CHECK(contains(page, "Kept until 31 December 2033: the law asks us to keep it"));
    CHECK_FALSE(contains(page, "Send message"));
}

TEST_CASE("addresses that only take a form lead back to the page when they are opened", "[pages][my]") {
    AppHarness harness(public_pages);
    for (auto const* below : {"messages", "withdrawal", "appeal"}) {
        auto const answer = harness.get("/my/DSR-7Q2M-K4XN/" + std::string(below));
        CHECK(answer.status == 303);
        CHECK(header(answer, "Location") == "/my/DSR-7Q2M-K4XN");
    }
    CHECK(header(harness.get("/my/a%20b/messages"), "Location") == "/status");
}

TEST_CASE("a message that is too long is refused in plain words, with the way back", "[pages][my]") {
    AppHarness harness(public_pages);
    app::http::HttpRequest request;
    request.path = "/my/DSR-7Q2M-K4XN/messages";
    request.route = "/my/:reference/messages";
    request.parameters = {{"reference", "DSR-7Q2M-K4XN"}};
    auto const answer = app::error_response(harness.services(), request, 413, "body_too_large",
                                            "This is larger than the address takes.");
    CHECK(answer.status == 413);
    CHECK(contains(answer, "This is too long"));
    CHECK_FALSE(contains(answer, "larger than the address takes"));
    CHECK(contains(answer, "href=\"/my/DSR-7Q2M-K4XN\""));
}

TEST_CASE("what the wire refuses is told to people without words of the wire", "[pages]") {
    AppHarness harness(public_pages);
    constexpr auto wire_words = "The header of the request is larger than this service takes.";
    for (int const status : {400, 405, 408, 413, 414, 415, 431}) {
        INFO(status);
        app::http::HttpRequest request;
        request.path = "/requests";
        CHECK_FALSE(contains(app::error_response(harness.services(), request, status, "code", wire_words), wire_words));
        request.path = "/api/v1/requests";
        CHECK(contains(app::error_response(harness.services(), request, status, "code", wire_words), wire_words));
    }
    auto browser = harness.visitor();
    auto const no_form = harness.ask(app::http::Method::post, "/status", {{"Content-Type", "text/plain"}}, "reference");
    CHECK(no_form.status == 400);
    CHECK_FALSE(contains(no_form, "This is not a form."));
}
