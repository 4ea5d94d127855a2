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

void write_to(AppHarness& harness, core::SubjectRequest const& request, std::string const& words,
              StaffBrowser const& agent) {
    auto const stamp = harness.services().stamp(agent.actor());
    harness.change([&](auto& transaction) {
        return harness.desk().add_message(transaction, {request.id, {}}, core::MessageKind::to_requester,
                                          core::FreeText(words), stamp);
    });
}

/// Lets the outbox hand over every letter that is owed about a request, as text that says its kind and one link.
void deliver_letters(AppHarness& harness, core::SubjectRequest const& request) {
    auto const now = harness.clock().now();
    auto const link = harness.services().links.my_request_url(request.id, now);
    auto const on = harness.services().stamp(core::Actor::system()).on;
    harness.store().write([&](storage::Transaction& transaction) {
        for (auto const& letter : transaction.claim_letters(now, now + 1min, 100)) {
            auto const kind = std::string(core::code(letter.kind));
            transaction.letter_sent(letter.claim(), now, "About " + kind,
                                    "The text of " + kind + ".\n\n" + link + "\n");
            if (auto const before = transaction.find(*letter.request))
                (void)transaction.commit(core::letter_delivered(*before, letter.kind, {core::Actor::system(), now, on},
                                                                harness.desk().policy()),
                                         now);
        }
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
    CHECK(contains(answer, "We received your request. This is day 0."));
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

TEST_CASE("the question stays the question, whatever we write after it", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = awaiting(harness, harness.add_request(core::RequestType::access), agent);
    harness.advance(1ms);
    write_to(harness, request, "We are closed on Friday.", agent);
    auto browser = opened(harness, request);
    auto const page = harness.get(page_of(request), browser);
    CHECK(contains(page, "We need something from you</h2><p class=\"typed\">Which account do you mean?</p>"));
    CHECK(contains(page, "We are closed on Friday."));
}

TEST_CASE("what we write about a finished request can be answered, once", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = denied(harness, harness.add_request(core::RequestType::access), agent);
    auto browser = opened(harness, request);
    Pairs const words{{"text", "Thank you."}};
    CHECK_FALSE(contains(harness.get(page_of(request), browser), "Send your answer"));
    CHECK(harness.post_form(page_of(request) + "/messages", words, browser).status == 409);

    write_to(harness, request, "We found one more folder.", agent);
    CHECK(contains(harness.get(page_of(request), browser), "Send your answer"));
    CHECK(harness.post_form(page_of(request) + "/messages", words, browser).status == 303);
    auto const after = harness.find(request.id);
    CHECK(after.status == core::Status::denied);
    CHECK(after.unread);
    CHECK(letters(harness, request.id, core::LetterKind::message_noted) == 1);
    CHECK_FALSE(contains(harness.get(page_of(request), browser), "Send your answer"));
    CHECK(harness.post_form(page_of(request) + "/messages", words, browser).status == 409);
}

TEST_CASE("what was typed in another window, into a form that is gone, is handed back with the reason", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const check = [&](core::SubjectRequest const& request, std::string const& form, std::string const& field,
                           std::string const& why) {
        auto browser = opened(harness, request);
        auto const answer = harness.post_form(page_of(request) + form, {{field, "Long and\ncareful."}}, browser);
        INFO(why);
        CHECK(answer.status == 409);
        CHECK(contains(answer, why));
        CHECK(contains(answer, "readonly aria-describedby=\"kept-hint\">Long and\ncareful.</textarea>"));
        CHECK_FALSE(contains(answer, "This cannot be done now"));
    };
    auto const request = denied(harness, harness.add_request(core::RequestType::access), agent);
    auto browser = opened(harness, request);
    check(request, "/messages", "text", "This request is finished, so no message can be added to it.");
    harness.post_form(page_of(request) + "/appeal", {{"reason", "There must be some."}}, browser);
    check(request, "/appeal", "reason", "We have your complaint already, and are looking at your request again.");
    harness.post_form(page_of(request) + "/withdrawal", {}, browser);
    check(request, "/appeal", "reason", "You complained about this answer before, and the complaint ended.");

    auto const other = confirmed(harness, harness.add_request(core::RequestType::deletion));
    auto second = opened(harness, other);
    check(other, "/appeal", "reason", "There is no answer to this request that you could complain about.");
    harness.post_form(page_of(other) + "/withdrawal", {}, second);
    check(other, "/messages", "text", "This request is finished, so no message can be added to it.");
    auto const again = harness.post_form(page_of(other) + "/withdrawal", {}, second);
    CHECK(contains(again, "This request is withdrawn already."));
    CHECK_FALSE(contains(again, "What you wrote"));
}

TEST_CASE("what staff withdraw for a person is said so, with what they noted", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const officer = harness.sign_in_as(core::Role::officer);
    auto const withdraw = [&](core::SubjectRequest const& request, StaffBrowser const& who) {
        auto const stamp = harness.services().stamp(who.actor());
        harness.change([&](auto& transaction) {
            return harness.desk().withdraw(transaction, {request.id, {}}, core::FreeText("You told us by telephone."),
                                           stamp);
        });
        auto browser = opened(harness, request);
        return harness.get(page_of(request), browser);
    };
    auto const request = in_progress(harness, harness.add_request(core::RequestType::access), agent);
    auto const whole = withdraw(request, agent);
    CHECK(contains(whole, "<h1>This request was withdrawn</h1>"));
    CHECK(contains(whole, "You told us by telephone."));
    CHECK_FALSE(contains(whole, "You have withdrawn"));

    auto const answered = denied(harness, harness.add_request(core::RequestType::access), agent);
    auto browser = opened(harness, answered);
    harness.post_form(page_of(answered) + "/appeal", {{"reason", "There must be some."}}, browser);
    auto const complaint = withdraw(answered, officer);
    CHECK(contains(complaint, "<h1>Your complaint was withdrawn</h1>"));
    CHECK(contains(complaint, "You told us by telephone."));
    CHECK_FALSE(contains(complaint, "You have withdrawn"));
}

TEST_CASE("a late request that somebody works on is said to be worked on", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = in_progress(harness, harness.add_request(core::RequestType::access), agent);
    harness.advance(std::chrono::days{31});
    auto browser = opened(harness, request);
    CHECK(contains(harness.get(page_of(request), browser), "We are sorry. We are still working on it."));
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
    CHECK(contains(page, "We searched and found no personal data about you."));
    CHECK(contains(page, "We searched everywhere."));
    CHECK(contains(page, "Ask for another look"));

    auto const empty = harness.post_form(page_of(request) + "/appeal", {{"reason", ""}}, browser);
    CHECK(empty.status == 422);
    CHECK(contains(empty, "href=\"#reason\""));
    CHECK(harness.post_form(page_of(request) + "/appeal", {{"reason", "There must be some."}}, browser).status == 303);
    auto const after = harness.find(request.id);
    CHECK(after.appealed);
    CHECK(after.status == core::Status::open);
    auto const looking = harness.get(page_of(request) + "?done=appeal", browser);
    CHECK(contains(looking, "We are looking at your request again"));
    CHECK(contains(looking, "Thank you. We have your complaint."));
    CHECK(contains(looking, "Our first answer"));
    CHECK(contains(looking, "We searched everywhere."));
    CHECK(contains(looking, "Withdraw your complaint"));
    CHECK_FALSE(contains(looking, "Ask for another look"));
    CHECK(looking.body.find("We must answer your complaint by") < looking.body.find("We answered on"));
    CHECK(harness.post_form(page_of(request) + "/appeal", {{"reason", "Again."}}, browser).status == 409);
}

TEST_CASE("the answer to a complaint stands above the first one, which stays", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const officer = harness.sign_in_as(core::Role::officer);
    auto const request = denied(harness, harness.add_request(core::RequestType::access), agent);
    auto browser = opened(harness, request);
    harness.post_form(page_of(request) + "/appeal", {{"reason", "There must be some."}}, browser);
    auto const stamp = harness.services().stamp(officer.actor());
    core::Denial const again{core::DenialReason::other, core::FreeText("We searched the archive, too.")};
    harness.change(
        [&](auto& transaction) { return harness.desk().assign(transaction, {request.id, {}}, officer.id, stamp); });
    harness.change([&](auto& transaction) { return harness.desk().deny(transaction, {request.id, {}}, again, stamp); });

    auto const page = harness.get(page_of(request), browser).body;
    INFO(page);
    auto const second = page.find("Our answer to your complaint</h2>");
    auto const first = page.find("Our first answer</h2>");
    REQUIRE(second < first);
    REQUIRE(first != page.npos);
    CHECK(page.substr(second, first - second).contains("We searched the archive, too."));
    CHECK(page.substr(first).contains("We searched everywhere."));
}

TEST_CASE("an answer was given on the day its letter left, also for the person who waits", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = denied(harness, harness.add_request(core::RequestType::access), agent); // 30 January
    harness.advance(std::chrono::days{40});
    deliver_letters(harness, request);
    auto browser = opened(harness, request);
    auto const page = harness.get(page_of(request), browser);
    CHECK(contains(page, "We answered on 11 March 2026."));
    CHECK(contains(page, "We were late, and we are sorry."));
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
    CHECK(contains(page, "Your complaint is withdrawn."));
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
    CHECK(contains(page, "Kept until 31 December 2033, because a law obliges us to keep it."));
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
    CHECK(no_form.status == 415);
    CHECK_FALSE(contains(no_form, "This is not a form."));
}

TEST_CASE("the page of a late request says so on the day after the last one, and who else can help", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    harness.advance(std::chrono::days{30});
    auto browser = opened(harness, request);
    auto const in_time = harness.get(page_of(request), browser);
    CHECK(contains(in_time, "We must answer by"));
    CHECK_FALSE(contains(in_time, "We are sorry."));
    CHECK_FALSE(contains(in_time, "You have the right to complain"));

    harness.advance(std::chrono::days{1});
    browser = opened(harness, request);
    auto const late = harness.get(page_of(request), browser);
    CHECK(contains(late, "We are late with our answer"));
    CHECK(contains(late, "We are sorry. Someone must still take it up"));
    CHECK_FALSE(contains(late, "We are still working on it."));
    CHECK(contains(late, "Still to come: </span>Answered <small>was due on 1 March 2026</small>"));
    CHECK(contains(late, "We should have answered by"));
    CHECK(contains(late, "You have the right to complain to a data protection authority"));
    CHECK(contains(late, "You can turn to an independent body outside our company"));
}

TEST_CASE("the steps tick what happened and end as the request ended", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const page = [&](core::SubjectRequest const& request) {
        auto browser = opened(harness, request);
        return harness.get(page_of(request), browser);
    };
    auto const waiting = page(harness.add_request(core::RequestType::access));
    CHECK(contains(waiting, "Now: </span>Confirmed"));
    CHECK(contains(waiting, "Still to come: </span>Being worked on"));
    auto const begun = page(in_progress(harness, harness.add_request(core::RequestType::access), agent));
    CHECK(contains(begun, "Done: </span>Confirmed"));
    CHECK(contains(begun, "Now: </span>Being worked on"));

    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto browser = opened(harness, request);
    harness.post_form(page_of(request) + "/withdrawal", {}, browser);
    auto const withdrawn = page(request);
    CHECK(contains(withdrawn, "Done: </span>Withdrawn"));
    CHECK(contains(withdrawn, "make a new request"));
    CHECK_FALSE(contains(withdrawn, "Answered"));
    CHECK_FALSE(contains(withdrawn, "orked on</li>"));

    auto asked = harness.new_request(core::RequestType::access);
    asked.relationship = core::Relationship::end_user;
    auto const redirected = page(harness.add_request(asked));
    CHECK(contains(redirected, "Done: </span>Answered"));
    CHECK_FALSE(contains(redirected, "Confirmed"));
}

TEST_CASE("a complaint that is withdrawn leaves the first answer standing", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = denied(harness, harness.add_request(core::RequestType::access), agent);
    auto browser = opened(harness, request);
    harness.post_form(page_of(request) + "/appeal", {{"reason", "There must be some."}}, browser);
    harness.post_form(page_of(request) + "/withdrawal", {}, browser);
    auto const page = harness.get(page_of(request) + "?done=withdrawal", browser);
    CHECK(contains(page, "You have withdrawn your complaint"));
    CHECK(contains(page, "Your complaint is withdrawn."));
    CHECK(contains(page, "Our first answer stands."));
    CHECK(contains(page, "We searched everywhere."));
    CHECK(contains(page, "Done: </span>Complaint withdrawn"));
    CHECK_FALSE(contains(page, "We must answer your complaint"));
}

TEST_CASE("letters stand among the messages, without the keys that are in them", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = awaiting(harness, harness.add_request(core::RequestType::access), agent);
    auto browser = opened(harness, request);
    CHECK_FALSE(contains(harness.get(page_of(request), browser), "Read the letter")); // none has left yet
    deliver_letters(harness, request);
    auto const page = harness.get(page_of(request), browser);
    CHECK(contains(page, "About received"));
    CHECK(contains(page, "The text of received."));
    CHECK(contains(page, "this link is in the letter itself"));
    CHECK_FALSE(contains(page, "/r/"));
    CHECK_FALSE(contains(page, "About information_wanted")); // it is there as the message that it carried
    CHECK_FALSE(contains(page, "Letters between you and us will appear here."));
}

TEST_CASE("an extension stands on the page with its reason once its letter has left", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const agent = harness.sign_in_as(core::Role::agent);
    auto const request = in_progress(harness, harness.add_request(core::RequestType::access), agent);
    auto const stamp = harness.services().stamp(agent.actor());
    harness.change([&](auto& transaction) {
        return harness.desk().extend(transaction, {request.id, {}}, core::FreeText("The archive is large."), stamp);
    });
    auto browser = opened(harness, request);
    CHECK_FALSE(contains(harness.get(page_of(request), browser), "The archive is large."));
    deliver_letters(harness, request);
    auto const page = harness.get(page_of(request), browser);
    CHECK(contains(page, "The last day was 1 March 2026, and is now 31 March 2026."));
    CHECK(contains(page, "The archive is large."));
    CHECK(contains(page, "The last day moves from 1 March 2026 to 31 March 2026."));
    CHECK(contains(page, "our promise of 30 days, and up to 30 days more"));
    CHECK(contains(page, "If you do not agree with the new day"));
}

TEST_CASE("an unsubscribe has words of its own, and a way back", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::unsubscribe);
    auto browser = opened(harness, request);
    auto const page = harness.get(page_of(request), browser);
    CHECK(contains(page, "We have stopped these e-mails"));
    CHECK(contains(page, "<li>Offers and marketing</li>"));
    CHECK(contains(page, "What was stopped on 30 January 2026"));
    CHECK(contains(page, "If these e-mails were chosen again later, that choice counts."));
    CHECK_FALSE(contains(page, "Ask for another look"));
    CHECK_FALSE(contains(page, "Our answer"));
    auto const from = page.body.find("/preferences/");
    REQUIRE(from != page.body.npos);
    auto const preferences = page.body.substr(from, page.body.find('"', from) - from);
    CHECK(harness.get(preferences).status == 200);
}

TEST_CASE("what was done is said only while it is so", "[pages][my]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto browser = opened(harness, request);
    for (auto const* done : {"withdrawal", "appeal", "message", "nonsense"})
        CHECK_FALSE(contains(harness.get(page_of(request) + "?done=" + done, browser), "role=\"status\""));
}

TEST_CASE("the page shows everything that was asked", "[pages][my]") {
    AppHarness harness(public_pages);
    auto asked = harness.new_request(core::RequestType::correction);
    asked.requester = {core::RequesterKind::agent, core::PersonName{"Tomas Berg"},
                       core::EmailAddress::parse("tomas@example.org").value()};
    asked.subject.country = "DE";
    asked.subject.region = "Bremen";
    asked.corrections = {{"billing.address", core::FreeText("Old Lane"), core::FreeText("New Street")}};
    auto const request = confirmed(harness, harness.add_request(asked));
    auto browser = opened(harness, request);
    auto const page = harness.get(page_of(request), browser);
    for (auto const* words : {"I ask for someone else, with their permission", "Tomas Berg", "tomas@example.org",
                              "Ines Okafor", "Germany", "Bremen", "It says: Old Lane\nIt should say: New Street"})
        CHECK(contains(page, words));
}

TEST_CASE("a field of another person's data is not called the asker's own", "[pages][my]") {
    AppHarness harness(public_pages);
    auto asked = harness.new_request(core::RequestType::correction);
    asked.requester = {core::RequesterKind::agent, core::PersonName{"Tomas Berg"},
                       core::EmailAddress::parse("tomas@example.org").value()};
    asked.corrections = {{"contact.address", core::FreeText("Old Lane"), core::FreeText("New Street")}};
    auto const request = confirmed(harness, harness.add_request(asked));
    auto browser = opened(harness, request);
    auto const page = harness.get(page_of(request), browser);
    CHECK(contains(page, "<dt>Address</dt>"));
    CHECK_FALSE(contains(page, "My address"));
}

TEST_CASE("an organisation whose name ends in a full stop gets no second one", "[pages][my]") {
    AppHarness harness(public_pages);
    auto asked = harness.new_request(core::RequestType::access);
    asked.relationship = core::Relationship::end_user;
    for (auto const& [name, sentence] : {std::pair{"Birch S.à r.l.", "Please turn to Birch S.à r.l."},
                                         {"Birch Bakery", "Please turn to Birch Bakery."}}) {
        asked.organisation = core::OrganisationName{name};
        auto const request = harness.add_request(asked);
        auto browser = opened(harness, request);
        auto const page = harness.get(page_of(request), browser);
        CHECK(contains(page, sentence));
        CHECK_FALSE(contains(page, std::string(sentence) + "."));
    }
}
