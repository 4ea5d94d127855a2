#include "desk_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::RequestType;

namespace {

/// Gives up on the first letter that is owed.
storage::OutboxLetter give_up(DeskHarness& harness) {
    return harness.write([&](storage::Transaction& transaction) {
        auto const now = harness.clock().now();
        auto const letter = transaction.claim_letters(now, now + std::chrono::minutes{1}, 1).front();
        transaction.letter_failed(letter.claim(), "connection_refused", std::nullopt);
        (void)transaction.commit(core::Decision::bookkeeping(), now);
        return letter;
    });
}

core::LetterState state_of(DeskHarness& harness, core::LetterId id) {
    return harness.read([&](storage::Snapshot& snapshot) { return snapshot.letter(id).value().state; });
}

} // namespace

TEST_CASE("the settings show staff, recurring work and every option with where it comes from", "[pages][settings]") {
    DeskHarness harness;
    harness.write([&](storage::Transaction& transaction) {
        auto const now = harness.clock().now();
        auto const lease = transaction.lease_job("deliver_letters", now, now + std::chrono::minutes{15});
        transaction.finish_job("deliver_letters", lease.value(), now, "12 letters sent");
        (void)transaction.commit(core::Decision::bookkeeping(), now);
    });
    auto const page = harness.get("/settings", harness.officer);
    CHECK(page.status == 200);
    for (auto const* words : {"Delivers the letters that are owed", "12 letters sent", "agent1@company.example",
                              "deadlines.respond_days", "command line", "Every letter was handed over"}) {
        INFO(words);
        CHECK(contains(page, words));
    }
}

TEST_CASE("secrets are not on the page", "[pages][settings]") {
    DeskHarness harness;
    auto const page = harness.get("/settings", harness.officer);
    CHECK(contains(page, "mail.password"));
    CHECK(contains(page, "(not set)"));
    CHECK_FALSE(contains(page, "argon2id$"));
}

TEST_CASE("an officer sends a letter that was given up once more, and the trail says who", "[pages][settings]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    auto const letter = give_up(harness);
    auto const page = harness.get("/settings", harness.officer);
    CHECK(contains(page, "The mail server took no connection."));
    CHECK(contains(page, request.reference.text()));

    auto const path = "/settings/letters/" + std::to_string(letter.id.value);
    CHECK(contains(page, "action=\"" + path + "\""));
    auto const answer = harness.post_form(path, {}, harness.officer);
    CHECK(answer.status == 303);
    CHECK(state_of(harness, letter.id) == core::LetterState::owed);
    auto const entry = harness.ledger("letter.retried").front();
    CHECK(entry.actor == harness.officer.actor());
    CHECK(entry.request == request.id);
    CHECK(contains(harness.get(header(answer, "Location"), harness.officer), "The letter will be tried again."));

    CHECK(harness.post_form(path, {}, harness.officer).status == 409);
    CHECK(harness.ledger("letter.retried").size() == 1);
}

TEST_CASE("a letter about an account, which belongs to no request, is sent again as well", "[pages][settings]") {
    DeskHarness harness;
    harness.write([&](storage::Transaction& transaction) {
        auto const stamp = harness.stamp_of(core::Actor::system());
        auto const reset = core::Decision::new_password(stamp, "staff.password_reset", harness.agent.id);
        transaction.commit(reset, stamp.at).value();
    });
    auto const letter = give_up(harness);
    REQUIRE_FALSE(letter.request);
    auto const path = "/settings/letters/" + std::to_string(letter.id.value);
    CHECK(contains(harness.get("/settings", harness.officer), "action=\"" + path + "\""));
    CHECK(harness.post_form(path, {}, harness.officer).status == 303);
    CHECK(state_of(harness, letter.id) == core::LetterState::owed);
    auto const entry = harness.ledger("letter.retried").front();
    CHECK(entry.actor == harness.officer.actor());
    CHECK_FALSE(entry.request);
    CHECK(harness.post_form(path, {}, harness.officer).status == 409);
}

TEST_CASE("a letter that does not exist is not found", "[pages][settings]") {
    DeskHarness harness;
    CHECK(harness.post_form("/settings/letters/999", {}, harness.officer).status == 404);
    CHECK(harness.post_form("/settings/letters/x", {}, harness.officer).status == 404);
}

TEST_CASE("administrators, who own the mail server, send letters again too; agents see no settings",
          "[pages][settings]") {
    DeskHarness harness;
    auto admin = harness.sign_in_as(core::Role::admin);
    harness.open_request(RequestType::access);
    auto const letter = give_up(harness);
    auto const page = harness.get("/settings", admin);
    CHECK(page.status == 200);
    CHECK(contains(page, "Send it again"));
    auto const path = "/settings/letters/" + std::to_string(letter.id.value);
    CHECK(harness.post_form(path, {}, harness.agent).status == 403);
    CHECK(harness.get("/settings", harness.agent).status == 403);
    CHECK(state_of(harness, letter.id) == core::LetterState::dead);
    CHECK(harness.post_form(path, {}, admin).status == 303);
    CHECK(state_of(harness, letter.id) == core::LetterState::owed);
    CHECK(harness.ledger("letter.retried").front().actor == admin.actor());
}

TEST_CASE("letters that nobody needs any more are not among those that could not be delivered", "[pages][settings]") {
    DeskHarness harness;
    harness.open_request(RequestType::access);
    harness.write([&](storage::Transaction& transaction) {
        auto const now = harness.clock().now();
        for (auto const& letter : transaction.claim_letters(now, now + std::chrono::minutes{1}, 10))
            transaction.letter_dropped(letter.claim(), "no_longer_needed");
        (void)transaction.commit(core::Decision::bookkeeping(), now);
    });
    auto const page = harness.get("/settings", harness.officer);
    CHECK(contains(page, "Every letter was handed over"));
    CHECK_FALSE(contains(page, "Send it again"));
}
