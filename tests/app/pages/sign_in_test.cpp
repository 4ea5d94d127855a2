#include "app/http/request_head.hpp"
#include "desk_pages.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

Pairs credentials(std::string const& login, std::string const& password) {
    return {{"email", login}, {"password", password}};
}

/// A browser that has loaded the sign-in page.
Browser at_the_door(AppHarness& harness) {
    return harness.visitor();
}

/// The same form, sent from another place than the harness's own.
app::http::HttpResponse sign_in_from(AppHarness& harness, std::string const& address, Browser const& browser,
                                     std::string const& fields) {
    app::http::HttpRequest request;
    request.method = app::http::Method::post;
    REQUIRE(app::http::read_target("/sign-in", request.method, request));
    request.headers.add("Host", "privacy.test");
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    std::string cookies;
    for (auto const& [name, value] : browser.cookies)
        cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    request.headers.add("Cookie", cookies);
    request.body = fields + "&form_token=" + browser.form_token;
    request.remote_address = address;
    request.request_id = "0123456789abcdef0123456789abcdef";
    return harness.answer(std::move(request));
}

/// Signs in through this page, with what it carries.
app::http::HttpResponse sign_in_through(DeskHarness& harness, app::http::HttpResponse const& page,
                                        StaffBrowser const& member, Browser& browser) {
    browser.form_token = hidden(page, "form_token");
    auto fields = credentials(member.login, member.password);
    for (std::string const name : {"next", "unsent"})
        if (auto const value = hidden(page, name); !value.empty()) fields.emplace_back(name, value);
    return harness.post_form("/sign-in", fields, browser);
}

/// A form of the request's page, sent long after anybody did anything.
app::http::HttpResponse send_late(DeskHarness& harness, core::SubjectRequest const& request, std::string const& step,
                                  Pairs const& fields) {
    harness.advance(std::chrono::minutes{16});
    return harness.act(request, step, fields, harness.agent);
}

} // namespace

TEST_CASE("the sign-in page gives a form, a form cookie and no session", "[pages][sign_in]") {
    DeskHarness harness;
    Browser browser;
    auto const page = harness.get("/sign-in", browser);
    CHECK(page.status == 200);
    CHECK(contains(page, "name=\"password\""));
    CHECK(contains(page, "autocomplete=\"current-password\""));
    CHECK(browser.cookies.contains("form"));
    CHECK_FALSE(browser.cookies.contains("session"));
}

TEST_CASE("a member who signs in gets a session of their own and is led to their first page", "[pages][sign_in]") {
    DeskHarness harness;
    auto const admin = harness.sign_in_as(core::Role::admin);
    for (auto const& [member, first] : std::initializer_list<std::pair<StaffBrowser const*, std::string>>{
             {&harness.agent, "/desk"}, {&harness.officer, "/desk"}, {&admin, "/settings"}}) {
        auto browser = at_the_door(harness);
        auto const answer = harness.post_form("/sign-in", credentials(member->login, member->password), browser);
        CHECK(answer.status == 303);
        CHECK(header(answer, "Location") == first);
        CHECK(header(answer, "Set-Cookie").contains("HttpOnly"));
        CHECK(header(answer, "Set-Cookie").contains("SameSite=Strict"));
        CHECK(harness.get(first, browser).status == 200);
    }
    CHECK(harness.ledger("staff.signed_in").size() == 3);
    CHECK(harness.ledger("staff.signed_in").front().actor == harness.agent.actor());
}

TEST_CASE("the login is read in any case", "[pages][sign_in]") {
    DeskHarness harness;
    auto browser = at_the_door(harness);
    auto const answer =
        harness.post_form("/sign-in", credentials("AGENT1@Company.Example", harness.agent.password), browser);
    CHECK(answer.status == 303);
}

TEST_CASE("a wrong password, an unknown login and a closed account get the same answer", "[pages][sign_in]") {
    DeskHarness harness;
    harness.write([&](storage::Transaction& transaction) {
        auto member = *transaction.staff_member(harness.officer.id);
        member.active = false;
        transaction.update_staff(member);
        (void)transaction.commit(core::Decision::bookkeeping(), harness.clock().now());
    });
    auto const answer_to = [&](std::string const& login, std::string const& password) {
        auto browser = at_the_door(harness);
        auto const answer = harness.post_form("/sign-in", credentials(login, password), browser);
        CHECK(answer.status == 422);
        CHECK(contains(answer, "E-mail address or password is wrong."));
        CHECK_FALSE(browser.cookies.contains("session"));
        auto body = answer.body;
        for (auto at = body.find(login); at != body.npos; at = body.find(login))
            body.erase(at, login.size());
        return body;
    };
    auto const wrong = answer_to(harness.agent.login, "not the password at all");
    CHECK(answer_to("nobody@company.example", "not the password at all") == wrong);
    CHECK(answer_to(harness.officer.login, harness.officer.password) == wrong);
    CHECK(harness.ledger("staff.sign_in_failed").size() == 3);
}

TEST_CASE("neither login nor password reaches the log", "[pages][sign_in]") {
    DeskHarness harness;
    auto browser = at_the_door(harness);
    harness.post_form("/sign-in", credentials("planted.marker@company.example", "planted marker password"), browser);
    harness.post_form("/sign-in", credentials(harness.agent.login, harness.agent.password), browser);
    CHECK(harness.logged().contains("staff.signed_in"));
    CHECK_FALSE(harness.logged().contains("marker"));
    CHECK_FALSE(harness.logged().contains(harness.agent.login));
}

TEST_CASE("signing in ends the session that the browser had before", "[pages][sign_in]") {
    DeskHarness harness;
    auto before = harness.agent;
    auto browser = at_the_door(harness);
    browser.cookies["session"] = before.cookies["session"];
    auto const answer =
        harness.post_form("/sign-in", credentials(harness.agent.login, harness.agent.password), browser);
    REQUIRE(answer.status == 303);
    CHECK(browser.cookies["session"] != before.cookies["session"]);
    CHECK(harness.get("/desk", browser).status == 200);
    CHECK(harness.get("/desk", before).status == 303);
}

TEST_CASE("after too many tries an account must wait, each time longer, and others need not", "[pages][sign_in]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_tries_per_account_hour", "8"}}});
    auto browser = at_the_door(harness);
    int tries = 0;
    app::http::HttpResponse answer;
    do {
        answer = harness.post_form("/sign-in", credentials(harness.agent.login, "not the password at all"), browser);
    } while (answer.status == 422 && ++tries < 20);
    // Four at full price, then the bucket is less than half full and each try costs more.
    CHECK(tries > 3);
    CHECK(tries < 8);
    REQUIRE(answer.status == 429);
    CHECK(contains(answer, "too many tries"));
    // One token an hour's eighth would be 450 seconds; by now a try needs more than one.
    CHECK(std::stoi(header(answer, "Retry-After")) > 450);

    auto const locked =
        harness.post_form("/sign-in", credentials(harness.agent.login, harness.agent.password), browser);
    CHECK(locked.status == 429);
    auto const other =
        harness.post_form("/sign-in", credentials(harness.officer.login, harness.officer.password), browser);
    CHECK(other.status == 303);
}

TEST_CASE("a stranger's wrong passwords do not lock a member out who signs in from elsewhere", "[pages][sign_in]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_tries_per_account_hour", "4"}}});
    auto const browser = at_the_door(harness);
    auto const login = "email=" + harness.agent.login + "&password=";
    auto right = harness.agent.password;
    std::ranges::replace(right, ' ', '+');
    int status = 422;
    for (int i = 0; i < 10 && status == 422; ++i)
        status = sign_in_from(harness, "203.0.113.9", browser, login + "not+the+password").status;
    REQUIRE(status == 429);
    CHECK(sign_in_from(harness, "203.0.113.9", browser, login + right).status == 429);
    CHECK(sign_in_from(harness, "198.51.100.7", browser, login + right).status == 303);
}

TEST_CASE("strangers on many addresses have so many tries at one login, and known devices go on", "[pages][sign_in]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_tries_per_login_hour", "8"}}});
    auto const right = credentials(harness.agent.login, harness.agent.password);
    auto at_work = at_the_door(harness);
    REQUIRE(harness.post_form("/sign-in", right, at_work).status == 303);
    REQUIRE(at_work.cookies.contains("device"));
    auto const stranger = at_the_door(harness);
    auto const wrong = "email=" + harness.agent.login + "&password=not+the+password";
    // Half of them at once, the other half while the hour goes by.
    for (int i = 0; i < 4; ++i)
        CHECK(sign_in_from(harness, "203.0.113." + std::to_string(i), stranger, wrong).status == 422);
    CHECK(sign_in_from(harness, "203.0.113.200", stranger, wrong).status == 429);

    auto elsewhere = at_the_door(harness);
    CHECK(harness.post_form("/sign-in", right, elsewhere).status == 429);
    CHECK(harness.post_form("/sign-in", right, at_work).status == 303);
    auto const officers = credentials(harness.officer.login, harness.officer.password);
    CHECK(harness.post_form("/sign-in", officers, elsewhere).status == 303);
}

TEST_CASE("a known device has tries of its own and takes nobody else's", "[pages][sign_in]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_tries_per_account_hour", "4"},
                                                         {"limits.sign_in_tries_per_login_hour", "2"},
                                                         {"limits.sign_in_tries_total_hour", "2"}}});
    auto const right = credentials(harness.agent.login, harness.agent.password);
    auto const wrong = credentials(harness.agent.login, "not the password at all");
    auto at_work = at_the_door(harness);
    REQUIRE(harness.post_form("/sign-in", right, at_work).status == 303);
    int status = 422;
    for (int i = 0; i < 10 && status == 422; ++i)
        status = harness.post_form("/sign-in", wrong, at_work).status;
    CHECK(status == 429);
    auto elsewhere = at_the_door(harness);
    CHECK(harness.post_form("/sign-in", right, elsewhere).status == 303);
}

TEST_CASE("a device is known for the login that signed in there and for no other", "[pages][sign_in]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_tries_per_login_hour", "2"}}});
    auto agents = at_the_door(harness);
    REQUIRE(harness.post_form("/sign-in", credentials(harness.agent.login, harness.agent.password), agents).status ==
            303);
    auto stranger = at_the_door(harness);
    CHECK(
        harness.post_form("/sign-in", credentials(harness.officer.login, "not the password at all"), stranger).status ==
        422);
    auto const officers = credentials(harness.officer.login, harness.officer.password);
    CHECK(harness.post_form("/sign-in", officers, agents).status == 429);
    agents.cookies["device"].front() = agents.cookies["device"].front() == 'A' ? 'B' : 'A';
    CHECK(harness.post_form("/sign-in", officers, agents).status == 429);
}

TEST_CASE("so many tries are taken from everybody together", "[pages][sign_in]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_tries_total_hour", "4"}}});
    auto const browser = at_the_door(harness);
    auto const from = [&](std::string const& number) {
        return sign_in_from(harness, "203.0.113." + number, browser,
                            "email=login" + number + "@company.example&password=some+password")
            .status;
    };
    CHECK(from("1") == 422);
    CHECK(from("2") == 422);
    CHECK(from("3") == 429);
}

TEST_CASE("good sign-ins cost no tries", "[pages][sign_in]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_tries_per_account_hour", "2"},
                                                         {"limits.sign_in_tries_per_source_hour", "2"},
                                                         {"limits.sign_in_tries_per_login_hour", "2"},
                                                         {"limits.sign_in_tries_total_hour", "2"}}});
    auto const right = credentials(harness.agent.login, harness.agent.password);
    for (int i = 0; i < 6; ++i) {
        auto browser = at_the_door(harness);
        CHECK(harness.post_form("/sign-in", right, browser).status == 303);
    }
}

TEST_CASE("the browser goes on being known after signing out", "[pages][sign_in]") {
    DeskHarness harness;
    auto browser = at_the_door(harness);
    auto const answer =
        harness.post_form("/sign-in", credentials(harness.agent.login, harness.agent.password), browser);
    REQUIRE(answer.status == 303);
    browser.form_token = harness.services().form_tokens.token_for(browser.cookies["session"]);
    auto const out = harness.post_form("/sign-out", {}, browser);
    CHECK(out.status == 303);
    CHECK_FALSE(header(out, "Clear-Site-Data").contains("cookies"));
    CHECK(browser.cookies.contains("device"));
    CHECK_FALSE(browser.cookies.contains("session"));
    CHECK_FALSE(browser.cookies.contains("form"));
}

TEST_CASE("failures beyond a handful an hour make no entries of their own, for known and unknown logins alike",
          "[pages][sign_in]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_failures_noted_hour", "2"}}});
    for (auto const& login : {harness.agent.login, std::string("nobody@company.example")})
        for (int i = 0; i < 5; ++i) {
            auto browser = at_the_door(harness);
            CHECK(harness.post_form("/sign-in", credentials(login, "not the password at all"), browser).status == 422);
        }
    CHECK(harness.ledger("staff.sign_in_failed").size() == 4);
    CHECK(harness.ledger("staff.sign_ins_failed").empty());
    harness.advance(std::chrono::hours{1});
    auto browser = at_the_door(harness);
    harness.post_form("/sign-in", credentials(harness.agent.login, "not the password at all"), browser);
    REQUIRE(harness.ledger("staff.sign_ins_failed").size() == 1);
    CHECK(harness.ledger("staff.sign_ins_failed").front().details.contains("failures"));
}

TEST_CASE("a source that tries many logins must wait", "[pages][sign_in]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_tries_per_source_hour", "3"}}});
    auto browser = at_the_door(harness);
    for (int i = 0; i < 3; ++i)
        CHECK(harness
                  .post_form("/sign-in", credentials("login" + std::to_string(i) + "@company.example", "some password"),
                             browser)
                  .status == 422);
    auto const refused =
        harness.post_form("/sign-in", credentials("another@company.example", "some password"), browser);
    CHECK(refused.status == 429);
    CHECK(std::stoi(header(refused, "Retry-After")) > 0);
}

TEST_CASE("signing in needs the form's token", "[pages][sign_in]") {
    DeskHarness harness;
    auto browser = at_the_door(harness);
    browser.form_token = "guessed";
    auto const answer =
        harness.post_form("/sign-in", credentials(harness.agent.login, harness.agent.password), browser);
    CHECK(answer.status == 403);
    CHECK_FALSE(browser.cookies.contains("session"));
}

TEST_CASE("fields that are missing, doubled or unknown are refused, and the password never comes back",
          "[pages][sign_in]") {
    DeskHarness harness;
    auto browser = at_the_door(harness);
    CHECK(harness.post_form("/sign-in", {{"email", ""}, {"password", ""}}, browser).status == 422);
    auto const doubled = harness.post_form(
        "/sign-in", {{"email", "a@b.example"}, {"email", "c@d.example"}, {"password", "planted secret"}}, browser);
    CHECK(doubled.status == 422);
    CHECK_FALSE(contains(doubled, "planted secret"));
    auto extra = credentials(harness.agent.login, harness.agent.password);
    extra.emplace_back("role", "admin");
    CHECK(harness.post_form("/sign-in", extra, browser).status == 422);
}

TEST_CASE("signing out ends the session on the server and clears the browser", "[pages][sign_in]") {
    DeskHarness harness;
    auto kept = harness.agent;
    auto const answer = harness.post_form("/sign-out", {}, harness.agent);
    CHECK(answer.status == 303);
    CHECK(header(answer, "Location") == "/sign-in");
    CHECK(header(answer, "Clear-Site-Data").contains("storage"));
    CHECK_FALSE(harness.agent.cookies.contains("session"));
    CHECK(header(harness.get("/desk", kept), "Location") == "/sign-in");
    CHECK(harness.ledger("staff.signed_out").size() == 1);
}

TEST_CASE("a session ends after idle time and after its absolute time", "[pages][sign_in]") {
    DeskHarness harness;
    harness.advance(std::chrono::minutes{14});
    CHECK(harness.get("/desk", harness.agent).status == 200);
    harness.settle();
    harness.advance(std::chrono::minutes{14});
    CHECK(harness.get("/desk", harness.agent).status == 200);
    harness.settle();
    harness.advance(std::chrono::minutes{61});
    CHECK(harness.get("/desk", harness.agent).status == 303);
}

TEST_CASE("a session that was last seen in the future has ended, and does not come back", "[pages][sign_in]") {
    DeskHarness harness;
    harness.advance(-std::chrono::minutes{1});
    CHECK(harness.get("/desk", harness.agent).status == 200); // clocks are corrected by as much
    harness.settle();
    harness.advance(-std::chrono::milliseconds{1});
    CHECK(header(harness.get("/desk", harness.officer), "Location") == "/sign-in");
    harness.settle();
    harness.advance(std::chrono::minutes{2});
    CHECK(header(harness.get("/desk", harness.officer), "Location") == "/sign-in");
}

TEST_CASE("a password that somebody else gave works until it runs out, and then says so to who knows it",
          "[pages][sign_in]") {
    DeskHarness harness;
    auto const given_at = harness.clock().now();
    harness.give_password(harness.agent.id, given_at + std::chrono::hours{24});
    auto const sign_in = [&](std::string const& password) {
        auto browser = at_the_door(harness);
        return harness.post_form("/sign-in", credentials(harness.agent.login, password), browser);
    };
    harness.advance(std::chrono::hours{24} - std::chrono::milliseconds{1});
    CHECK(sign_in(harness.agent.password).status == 303);
    harness.advance(std::chrono::milliseconds{1});
    auto const late = sign_in(harness.agent.password);
    CHECK(late.status == 422);
    CHECK(contains(late, "This first password has run out."));
    CHECK(contains(sign_in("not the password at all"), "E-mail address or password is wrong."));
    CHECK(harness.ledger("staff.sign_in_failed").size() == 2);
}

TEST_CASE("a form of another type or charset is refused as such", "[pages][sign_in]") {
    DeskHarness harness;
    auto const visitor = at_the_door(harness);
    auto const ask = [&](std::string const& target, Browser const& browser, std::string const& cookie, Pairs headers) {
        headers.emplace_back("Cookie", cookie + "=" + browser.cookies.at(cookie));
        return harness.ask(app::http::Method::post, target, headers, "form_token=" + browser.form_token);
    };
    for (auto const* type : {"text/plain", "application/json", "application/x-www-form-urlencoded; charset=utf-16"}) {
        INFO(type);
        auto const refused = ask("/sign-in", visitor, "form", {{"Content-Type", type}});
        CHECK(refused.status == 415);
        CHECK(contains(refused, "Please use the form on the page."));
        CHECK(ask("/account/sessions", harness.agent, "session", {{"Content-Type", type}}).status == 415);
    }
    CHECK(ask("/sign-in", visitor, "form", {}).status == 415);
    CHECK(ask("/account/sessions", harness.agent, "session",
              {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}})
              .status == 303);
}

TEST_CASE("a form token that stands twice in a form is none", "[pages][sign_in]") {
    DeskHarness harness;
    auto visitor = at_the_door(harness);
    auto fields = credentials(harness.agent.login, harness.agent.password);
    fields.emplace_back("form_token", visitor.form_token);
    fields.emplace_back("form_token", visitor.form_token);
    CHECK(harness.post_form("/sign-in", fields, visitor).status == 403);
    Pairs const twice{{"form_token", harness.agent.form_token}, {"form_token", harness.agent.form_token}};
    CHECK(harness.post_form("/account/sessions", twice, harness.agent).status == 403);
}

TEST_CASE("a page asked for without a session is shown after signing in", "[pages][sign_in]") {
    DeskHarness harness;
    auto const request = harness.open_request(core::RequestType::access);
    for (auto const& target : {path_of(request), std::string("/desk?view=mine&type=access"), std::string("/account")}) {
        INFO(target);
        Browser nobody;
        auto const location = header(harness.get(target, nobody), "Location");
        REQUIRE(location.starts_with("/sign-in?next="));
        CHECK_FALSE(location.contains("desk"));
        auto const page = harness.get(location, nobody);
        CHECK(contains(page, "Signed in already?"));
        auto const wrong = harness.post_form("/sign-in",
                                             {{"email", harness.agent.login},
                                              {"password", "not the password"},
                                              {"next", hidden(page, "next")},
                                              {"form_token", hidden(page, "form_token")}},
                                             nobody);
        CHECK(hidden(wrong, "next") == hidden(page, "next"));
        CHECK(header(sign_in_through(harness, page, harness.agent, nobody), "Location") == target);
    }
}

TEST_CASE("signing in leads nowhere that this program did not seal itself", "[pages][sign_in]") {
    DeskHarness harness;
    for (std::string const target : {"https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2Fdesk", "x", ""}) {
        INFO(target);
        auto browser = at_the_door(harness);
        auto const page = harness.get("/sign-in?next=" + target, browser);
        CHECK(page.status == 200);
        CHECK(hidden(page, "next").empty());
        CHECK_FALSE(contains(page, "Signed in already?"));
    }
    auto browser = at_the_door(harness);
    auto fields = credentials(harness.agent.login, harness.agent.password);
    fields.emplace_back("next", "//evil.example");
    fields.emplace_back("unsent", "AAAA");
    CHECK(header(harness.post_form("/sign-in", fields, browser), "Location") == "/desk");
}

TEST_CASE("words that come after the session has ended are shown again, unsent, to who typed them",
          "[pages][sign_in]") {
    DeskHarness harness;
    auto const request = harness.worked_request(core::RequestType::access);
    auto const page = send_late(harness, request, "messages", {{"body", "Dear Ines, which <archive> do you mean?"}});
    CHECK(page.status == 401);
    CHECK_FALSE(header(page, "WWW-Authenticate").empty());
    CHECK(contains(page, "a session ends after 15 minutes without use"));
    CHECK(contains(page, "What you typed was not sent, but it is kept"));
    CHECK_FALSE(contains(page, "archive"));
    CHECK_FALSE(contains(page, request.reference.text()));

    Browser browser = harness.agent;
    auto const shown = sign_in_through(harness, page, harness.agent, browser);
    CHECK(shown.status == 200);
    CHECK(contains(shown, "You had been signed out, so this was not sent."));
    CHECK(contains(shown, "Dear Ines, which &lt;archive&gt; do you mean?"));
    CHECK(harness.messages(request.id).empty());

    // The form on the page carries the new session's token: it can be sent as it is.
    browser.form_token = hidden(shown, "form_token");
    auto const sent = harness.post_form(path_of(request, "messages"),
                                        {{"body", "Dear Ines"}, {"version", hidden(shown, "version")}}, browser);
    CHECK(sent.status == 303);
    CHECK(harness.messages(request.id).size() == 1);
}

TEST_CASE("words of one person are not shown to another who signs in", "[pages][sign_in]") {
    DeskHarness harness;
    auto const request = harness.worked_request(core::RequestType::access);
    auto const page = send_late(harness, request, "notes", {{"body", "Looks like a reseller"}});
    Browser browser = harness.agent;
    auto const other = sign_in_through(harness, page, harness.officer, browser);
    CHECK(header(other, "Location") == "/desk");
    CHECK_FALSE(contains(other, "reseller"));
}

TEST_CASE("words wait for an hour, and through a mistyped password", "[pages][sign_in]") {
    DeskHarness harness;
    auto const request = harness.worked_request(core::RequestType::access);
    auto const page = send_late(harness, request, "notes", {{"body", "Looks like a reseller"}});
    Browser browser = harness.agent;
    browser.form_token = hidden(page, "form_token");
    auto const wrong = harness.post_form(
        "/sign-in",
        {{"email", harness.agent.login}, {"password", "not the password"}, {"unsent", hidden(page, "unsent")}},
        browser);
    CHECK(hidden(wrong, "unsent") == hidden(page, "unsent"));
    harness.advance(std::chrono::minutes{59});
    CHECK(contains(sign_in_through(harness, page, harness.agent, browser), "Looks like a reseller"));
    harness.advance(std::chrono::minutes{1});
    CHECK(header(sign_in_through(harness, page, harness.agent, browser), "Location") == "/desk");
}

TEST_CASE("words are kept where somebody signed this browser out from elsewhere", "[pages][sign_in]") {
    DeskHarness harness;
    auto const request = harness.worked_request(core::RequestType::access);
    harness.write([&](storage::Transaction& transaction) {
        transaction.end_sessions_of(harness.agent.id, std::nullopt);
        (void)transaction.commit(core::Decision::bookkeeping(), harness.clock().now());
    });
    auto const page = harness.act(request, "notes", {{"body", "Looks like a reseller"}}, harness.agent);
    CHECK(page.status == 401);
    Browser browser = harness.agent;
    CHECK(contains(sign_in_through(harness, page, harness.agent, browser), "Looks like a reseller"));
}

TEST_CASE("words outlive a password that somebody else gave meanwhile, and its change", "[pages][sign_in]") {
    DeskHarness harness;
    auto const request = harness.worked_request(core::RequestType::access);
    harness.give_password(harness.agent.id);
    auto const page = send_late(harness, request, "messages", {{"body", "Dear Ines, which <archive> do you mean?"}});
    REQUIRE(page.status == 401);
    Browser browser = harness.agent;
    auto const account = sign_in_through(harness, page, harness.agent, browser);
    CHECK(account.status == 200);
    CHECK(contains(account, "Your password was given to you by somebody else."));
    CHECK(contains(account, "What you typed before was not sent, but it is kept"));
    CHECK(contains(account, "this one")); // the session that has just begun
    CHECK_FALSE(contains(account, "archive"));

    auto const change = [&](app::http::HttpResponse const& from, std::string const& current) {
        browser.form_token = hidden(from, "form_token");
        std::string const own = "nine green bottles on the wall";
        return harness.post_form("/account/password",
                                 {{"current_password", current},
                                  {"new_password", own},
                                  {"new_password_again", own},
                                  {"unsent", hidden(from, "unsent")}},
                                 browser);
    };
    auto const mistyped = change(account, "not the password");
    CHECK(mistyped.status == 422);
    CHECK(hidden(mistyped, "unsent") == hidden(account, "unsent"));
    auto const shown = change(mistyped, harness.agent.password);
    CHECK(shown.status == 200);
    CHECK(contains(shown, "You had been signed out, so this was not sent."));
    CHECK(contains(shown, "Dear Ines, which &lt;archive&gt; do you mean?"));
    CHECK(harness.messages(request.id).empty());

    browser.form_token = hidden(shown, "form_token");
    auto const sent = harness.post_form(path_of(request, "messages"),
                                        {{"body", "Dear Ines"}, {"version", hidden(shown, "version")}}, browser);
    CHECK(sent.status == 303);
    CHECK(harness.messages(request.id).size() == 1);
}

TEST_CASE("another person's words do not come along when a given password is changed", "[pages][sign_in]") {
    DeskHarness harness;
    auto const request = harness.worked_request(core::RequestType::access);
    harness.give_password(harness.officer.id);
    auto const page = send_late(harness, request, "notes", {{"body", "Looks like a reseller"}});
    Browser browser = harness.agent;
    CHECK(header(sign_in_through(harness, page, harness.officer, browser), "Location") == "/account");
}

TEST_CASE("a late form changes nothing, whichever it is, and not after signing in either", "[pages][sign_in]") {
    DeskHarness harness;
    auto const request = harness.worked_request(core::RequestType::access);
    for (auto const& [step, fields] : std::initializer_list<std::pair<std::string, Pairs>>{
             {"notes", {{"body", "words"}}},
             {"messages", {{"body", "words"}}},
             {"link", {}},
             {"verification", {{"note", "words"}}},
             {"assignment", {{"assignee", std::to_string(harness.officer.id.value)}}},
             {"information-request", {{"question", "words"}}},
             {"information", {{"answer", "words"}}},
             {"extension", {{"reason", "words"}}},
             {"approval-request", {{"note", "words"}}},
             {"approval", {{"note", "words"}}},
             {"return", {{"reason", "words"}}},
             {"fulfilment", {{"answer", "words"}, {"completeness", "whole"}}},
             {"denial", {{"reason", "other"}, {"explanation", "words"}}},
             {"withdrawal", {{"reason", "words"}}},
             {"redirection", {{"organisation", "words"}, {"explanation", "words"}}},
             {"appeal", {{"complaint", "words"}}}}) {
        INFO(step);
        auto const page = send_late(harness, request, step, fields);
        CHECK(page.status == 401);
        Browser browser = harness.agent;
        auto const shown = sign_in_through(harness, page, harness.agent, browser);
        CHECK(shown.status == 200);
        CHECK(contains(shown, "You had been signed out"));
        CHECK(harness.find(request.id) == request);
        CHECK(harness.messages(request.id).empty());
    }
}

TEST_CASE("a new request typed in after the session had ended is shown again, not entered", "[pages][sign_in]") {
    DeskHarness harness;
    harness.advance(std::chrono::minutes{16});
    auto const page = harness.post_form("/desk/requests",
                                        {{"type", "access"}, {"subject.name", "Ines Okafor"}, {"details", "By letter"}},
                                        harness.agent);
    REQUIRE(page.status == 401);
    Browser browser = harness.agent;
    auto const shown = sign_in_through(harness, page, harness.agent, browser);
    CHECK(contains(shown, "this was not entered"));
    CHECK(contains(shown, "Ines Okafor"));
    CHECK(contains(shown, "By letter"));
    CHECK(harness.ledger("request.submitted").empty());
}

TEST_CASE("only a form of our own that comes from no other site keeps its words", "[pages][sign_in]") {
    DeskHarness harness;
    auto const request = harness.worked_request(core::RequestType::access);
    harness.advance(std::chrono::minutes{16});
    harness.agent.form_token = "guessed";
    auto const forged = harness.act(request, "notes", {{"body", "words"}}, harness.agent);
    CHECK(forged.status == 303);
    CHECK(header(forged, "Location") == "/sign-in");
    // Nothing is kept of a password that comes too late.
    harness.agent.form_token = harness.services().form_tokens.token_for("", harness.agent.id);
    auto const password = harness.post_form("/account/password", {{"current_password", "secret"}}, harness.agent);
    CHECK(password.status == 401);
    CHECK(hidden(password, "unsent").empty());
    CHECK(contains(password, "What you sent was not carried out."));
}

TEST_CASE("words too long to be carried are said not to be kept", "[pages][sign_in]") {
    DeskHarness harness;
    auto const request = harness.worked_request(core::RequestType::access);
    auto const page = send_late(harness, request, "notes", {{"body", std::string(60'000, 'a')}});
    CHECK(page.status == 401);
    CHECK(hidden(page, "unsent").empty());
    CHECK(contains(page, "What you sent was not carried out."));
}

TEST_CASE("a failed try is not booked as the member's own doing", "[pages][sign_in]") {
    DeskHarness harness;
    auto browser = at_the_door(harness);
    harness.post_form("/sign-in", credentials(harness.agent.login, "not the password at all"), browser);
    auto const entry = harness.ledger("staff.sign_in_failed").front();
    CHECK(entry.actor == core::Actor::system());
    CHECK(entry.details.contains("staff=" + std::to_string(harness.agent.id.value)));
    CHECK(contains(harness.get("/audit?action=staff.sign_in_failed", harness.officer), "Staff agent1"));
}

TEST_CASE("the sign-in page does not say that nothing was lost, for the password was", "[pages][sign_in]") {
    DeskHarness harness;
    auto browser = at_the_door(harness);
    auto const wrong =
        harness.post_form("/sign-in", credentials(harness.agent.login, "not the password at all"), browser);
    CHECK_FALSE(contains(wrong, "Nothing you typed was lost"));
}
