#include "desk_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

Pairs change(std::string const& current, std::string const& next, std::string const& again) {
    return {{"current_password", current}, {"new_password", next}, {"new_password_again", again}};
}

/// The same person in a second browser.
Browser signed_in_elsewhere(DeskHarness& harness, StaffBrowser const& member) {
    auto browser = harness.visitor();
    auto const answer =
        harness.post_form("/sign-in", {{"email", member.login}, {"password", member.password}}, browser);
    REQUIRE(answer.status == 303);
    return browser;
}

constexpr auto fresh = "nine green bottles on the wall";

} // namespace

TEST_CASE("the account page shows who one is and where one is signed in", "[pages][account]") {
    DeskHarness harness;
    auto const page = harness.get("/account", harness.agent);
    CHECK(page.status == 200);
    CHECK(contains(page, harness.agent.login));
    CHECK(contains(page, "this one"));
    CHECK_FALSE(contains(page, "Sign out everywhere else"));
    signed_in_elsewhere(harness, harness.agent);
    CHECK(contains(harness.get("/account", harness.agent), "Sign out everywhere else"));
}

TEST_CASE("a new password needs the current one, counts from then on and ends other sessions", "[pages][account]") {
    DeskHarness harness;
    auto elsewhere = signed_in_elsewhere(harness, harness.agent);
    auto const done =
        harness.post_form("/account/password", change(harness.agent.password, fresh, fresh), harness.agent);
    CHECK(done.status == 303); // so that loading the page again changes nothing
    CHECK(header(done, "Location") == "/account?done=password");
    CHECK(contains(harness.get("/account?done=password", harness.agent), "Your password was changed."));
    CHECK(harness.get("/account", elsewhere).status == 303);
    CHECK(harness.ledger("staff.password_changed").size() == 1);
    CHECK(harness.ledger("staff.password_changed").front().actor == harness.agent.actor());

    auto browser = harness.visitor();
    Pairs const old{{"email", harness.agent.login}, {"password", harness.agent.password}};
    CHECK(harness.post_form("/sign-in", old, browser).status == 422);
    Pairs const renewed{{"email", harness.agent.login}, {"password", fresh}};
    CHECK(harness.post_form("/sign-in", renewed, browser).status == 303);
}

TEST_CASE("a password that cannot be used changes nothing and says why", "[pages][account]") {
    DeskHarness harness;
    auto const& current = harness.agent.password;
    auto const refused = [&](Pairs const& fields, std::string_view why) {
        auto const answer = harness.post_form("/account/password", fields, harness.agent);
        CHECK(answer.status == 422);
        CHECK(contains(answer, why));
        CHECK_FALSE(contains(answer, fresh));
        CHECK_FALSE(contains(answer, "Nothing you typed was lost"));
    };
    refused(change("not the current one", fresh, fresh), "This is not your password.");
    refused(change(current, "short", "short"), "12");
    refused(change(current, fresh, "something else entirely"), "not the same");
    refused(change(current, current, current), "This is the current password");
    refused(change("", fresh, fresh), "Enter your current password.");
    CHECK(harness.ledger("staff.password_changed").empty());
}

TEST_CASE("who was given a first password reaches only the account page until it is changed", "[pages][account]") {
    DeskHarness harness;
    harness.give_password(harness.agent.id);
    CHECK(header(harness.get("/desk", harness.agent), "Location") == "/account");
    auto const only_page = harness.get("/account", harness.agent);
    CHECK(contains(only_page, "given to you by somebody else"));
    CHECK_FALSE(contains(only_page, "href=\"/desk/requests/new\""));
    CHECK_FALSE(contains(only_page, "data-key=\"q\""));
    auto const done =
        harness.post_form("/account/password", change(harness.agent.password, fresh, fresh), harness.agent);
    CHECK(header(done, "Location") == "/account?done=password");
    CHECK(harness.get("/desk", harness.agent).status == 200);
}

TEST_CASE("the page that was asked for is shown after the first password was changed", "[pages][account]") {
    DeskHarness harness;
    harness.give_password(harness.agent.id);
    auto const turned_away = header(harness.get("/desk?view=mine", harness.agent), "Location");
    REQUIRE(turned_away.starts_with("/account?next="));
    auto const next = turned_away.substr(14);
    CHECK(contains(harness.get(turned_away, harness.agent), "name=\"next\" value=\"" + next + "\""));
    CHECK_FALSE(contains(harness.get("/account?next=%2Fdesk", harness.agent), "name=\"next\""));
    auto fields = change(harness.agent.password, "short", "short");
    fields.emplace_back("next", next);
    CHECK(contains(harness.post_form("/account/password", fields, harness.agent), next));
    fields = change(harness.agent.password, fresh, fresh);
    fields.emplace_back("next", next);
    CHECK(header(harness.post_form("/account/password", fields, harness.agent), "Location") == "/desk?view=mine");
}

TEST_CASE("one signs out everywhere else without signing out here", "[pages][account]") {
    DeskHarness harness;
    auto elsewhere = signed_in_elsewhere(harness, harness.agent);
    auto const done = header(harness.post_form("/account/sessions", {}, harness.agent), "Location");
    CHECK(contains(harness.get(done, harness.agent), "You were signed out everywhere else."));
    CHECK(harness.get("/account", elsewhere).status == 303);
    CHECK(harness.get("/account", harness.officer).status == 200);
    CHECK(harness.ledger("staff.sessions_ended").size() == 1);
}

TEST_CASE("guessing the current password is limited", "[pages][account]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_tries_per_account_hour", "3"}}});
    for (int i = 0; i < 3; ++i)
        harness.post_form("/account/password", change("a wrong guess", fresh, fresh), harness.agent);
    auto const answer =
        harness.post_form("/account/password", change(harness.agent.password, fresh, fresh), harness.agent);
    CHECK(answer.status == 422);
    CHECK(contains(answer, "too many tries"));
}

TEST_CASE("a new password gives the session a new id, and its page a form that works", "[pages][account]") {
    DeskHarness harness;
    auto before = harness.agent;
    auto const done =
        harness.post_form("/account/password", change(harness.agent.password, fresh, fresh), harness.agent);
    REQUIRE(done.status == 303);
    CHECK(harness.agent.cookies.at("session") != before.cookies.at("session"));
    CHECK(harness.get("/account", before).status == 303);
    auto const token = harness.services().form_tokens.token_for(harness.agent.cookies.at("session"));
    CHECK(contains(harness.get(header(done, "Location"), harness.agent), token));
    harness.agent.form_token = token;
    CHECK(harness.post_form("/account/sessions", {}, harness.agent).status == 303);
    auto const sessions =
        harness.read([&](storage::Snapshot& snapshot) { return snapshot.sessions_of(harness.agent.id); });
    REQUIRE(sessions.size() == 1);
    CHECK(sessions.front().started_at == harness.clock().now());
}

TEST_CASE("a new password owes its owner a letter and no longer runs out", "[pages][account]") {
    DeskHarness harness;
    harness.give_password(harness.agent.id, harness.clock().now() + std::chrono::hours{24});
    REQUIRE(
        harness.post_form("/account/password", change(harness.agent.password, fresh, fresh), harness.agent).status ==
        303);
    auto const letters =
        harness.read([](storage::Snapshot& snapshot) { return snapshot.letters_in(core::LetterState::owed, 10); });
    REQUIRE(letters.size() == 1);
    CHECK(letters.front().kind == core::LetterKind::password_changed);
    CHECK(letters.front().to == core::Addressee::member(harness.agent.id));
    CHECK_FALSE(letters.front().request);
    CHECK(letters.front().facts == Pairs{{"changed_on", "2026-01-30"}});
    auto const member =
        harness.read([&](storage::Snapshot& snapshot) { return snapshot.staff_member(harness.agent.id); });
    CHECK_FALSE(member->password_expires_at);
}

TEST_CASE("a common password is refused with what to do instead", "[pages][account]") {
    DeskHarness harness;
    auto const answer = harness.post_form(
        "/account/password", change(harness.agent.password, "Password2026!", "Password2026!"), harness.agent);
    CHECK(answer.status == 422);
    CHECK(contains(answer, "Use several different words"));
    auto const name = harness.services().configuration.company.name + " 4";
    CHECK(contains(harness.post_form("/account/password", change(harness.agent.password, name, name), harness.agent),
                   "company&#39;s name"));
}

TEST_CASE("a right current password costs no tries", "[pages][account]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.sign_in_tries_per_account_hour", "2"}}});
    auto current = harness.agent.password;
    for (auto const* next : {"nine green bottles on the wall", "eight grey kettles in a row",
                             "seven blue hats, all old", "six brown loaves of bread"}) {
        CHECK(harness.post_form("/account/password", change(current, next, next), harness.agent).status == 303);
        harness.agent.form_token = harness.services().form_tokens.token_for(harness.agent.cookies.at("session"));
        current = next;
    }
}
