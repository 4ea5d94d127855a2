#include "desk_pages.hpp"
#include "tests/support/workshop.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::LetterState;
using core::RequestType;

namespace {

/// A request that came by post, with its receipt waiting to be printed.
core::SubjectRequest on_paper(DeskHarness& harness) {
    auto asked = harness.new_request(RequestType::access);
    asked.channel = core::Channel::postal_mail;
    asked.subject.email.reset();
    asked.subject.postal_address = core::PostalAddress{"1 Old Lane\n20457 Hamburg"};
    return harness.add_request(asked, harness.agent.actor());
}

storage::OutboxLetter last_letter(DeskHarness& harness, core::SubjectRequest const& request) {
    return letters_of(harness.store(), request.id).back();
}

/// Puts the last letter of a request where the delivery job would have left it.
storage::OutboxLetter leave(DeskHarness& harness, core::SubjectRequest const& request, LetterState state) {
    harness.write([&](storage::Transaction& transaction) {
        auto const stamp = harness.services().stamp(core::Actor::system());
        for (auto const& letter : transaction.claim_letters(stamp.at, stamp.at + std::chrono::minutes{1}, 100)) {
            if (letter.request != request.id || letter.id != transaction.letters_of(request.id).back().id)
                transaction.letter_dropped(letter.claim(), "no_longer_needed");
            else if (state == LetterState::print)
                harness.desk().letter_to_print(transaction, letter, "Your request", "Dear Ines Okafor,\n\nthe letter.",
                                               stamp);
            else
                harness.desk().letter_given_up(transaction, letter, "550", stamp);
        }
        (void)transaction.commit(core::Decision::bookkeeping(), stamp.at);
    });
    return last_letter(harness, request);
}

std::string path_of_letter(core::SubjectRequest const& request, storage::OutboxLetter const& letter,
                           std::string const& step = {}) {
    return path_of(request, "letters/" + std::to_string(letter.id.value) + (step.empty() ? "" : "/" + step));
}

} // namespace

TEST_CASE("a letter on paper is shown as it is to be printed, with the address it goes to", "[pages][letter]") {
    DeskHarness harness;
    auto const request = on_paper(harness);
    auto const letter = leave(harness, request, LetterState::print);
    CHECK(contains(harness.get(path_of(request), harness.agent), path_of_letter(request, letter)));
    auto const page = harness.get(path_of_letter(request, letter), harness.agent);
    CHECK(page.status == 200);
    for (auto const* words : {"Ines Okafor\n1 Old Lane\n20457 Hamburg", "Dear Ines Okafor,", "30 January 2026",
                              "Record that it was posted", "max=\"2026-01-30\""}) {
        INFO(words);
        CHECK(contains(page, words));
    }
    harness.settle();
    CHECK(harness.ledger("request.viewed").size() == 1); // reading the letter is reading the case
}

TEST_CASE("a letter of another request, in another state or of no number is not found", "[pages][letter]") {
    DeskHarness harness;
    auto const request = on_paper(harness);
    auto const other = harness.open_request(RequestType::access);
    auto const letter = leave(harness, request, LetterState::print);
    CHECK(harness.get(path_of_letter(other, letter), harness.agent).status == 404);
    CHECK(harness.get(path_of_letter(other, last_letter(harness, other)), harness.agent).status == 404);
    CHECK(harness.get(path_of(request, "letters/x"), harness.agent).status == 404);
    CHECK(harness.post_form(path_of_letter(other, letter, "posting"), {{"posted_on", "2026-01-30"}}, harness.agent)
              .status == 404);
}

TEST_CASE("that a letter was posted is its delivery, on that day", "[pages][letter]") {
    DeskHarness harness;
    auto const request = on_paper(harness);
    auto const letter = leave(harness, request, LetterState::print);
    harness.advance(std::chrono::days{3});
    auto agent = harness.sign_in_as(core::Role::agent);
    auto const path = path_of_letter(request, letter, "posting");

    auto const refused = [&](std::string const& day, std::string const& why) {
        auto const page = harness.post_form(path, {{"posted_on", day}}, agent);
        CHECK(page.status == 422);
        CHECK(contains(page, why));
        CHECK(last_letter(harness, request).state == LetterState::print);
    };
    refused("2026-02-03", "The day of posting cannot be in the future.");
    refused("2026-01-29", "The letter was written later than that.");
    refused("", "");

    auto const done = harness.post_form(path, {{"posted_on", "2026-01-31"}}, agent);
    CHECK(done.status == 303);
    CHECK(contains(harness.get(header(done, "Location"), agent), "the letter counts as delivered on that day"));
    auto const posted = last_letter(harness, request);
    CHECK(posted.state == LetterState::posted);
    CHECK(harness.services().calendar.day_of(*posted.sent_at) == on_day(2026, 1, 31));
    auto const entry = harness.ledger("letter.posted").front();
    CHECK(entry.actor == agent.actor());
    CHECK(entry.request == request.id);
    CHECK(contains(harness.get(path_of_letter(request, letter), agent), "Posted on 31 January 2026."));
    CHECK(harness.post_form(path, {{"posted_on", "2026-01-31"}}, agent).status == 409);
}

TEST_CASE("an extension told by post comes into force when its letter was posted", "[pages][letter]") {
    DeskHarness harness;
    auto const request = on_paper(harness);
    harness.change([&](auto& transaction) {
        return harness.desk().assign(transaction, {request.id, {}}, harness.agent.id,
                                     harness.stamp_of(harness.agent.actor()));
    });
    harness.act(request, "extension", {{"reason", "Twelve archives."}}, harness.agent);
    auto const letter = leave(harness, request, LetterState::print);
    CHECK(contains(harness.get(path_of(request), harness.agent),
                   "Extension to 31 March 2026 asked for, not in force: its letter waits to be printed and posted."));
    auto const settings = harness.get("/settings", harness.officer);
    CHECK(contains(settings, path_of_letter(request, letter)));

    harness.post_form(path_of_letter(request, letter, "posting"), {{"posted_on", "2026-01-30"}}, harness.agent);
    CHECK(harness.find(request.id).due_on() == on_day(2026, 3, 31));
    CHECK_FALSE(contains(harness.get("/settings", harness.officer), path_of_letter(request, letter)));
}

TEST_CASE("an extension letter that can no longer take effect is not printed, and dropped or recorded as it was",
          "[pages][letter]") {
    DeskHarness harness;
    auto const request = on_paper(harness);
    harness.change([&](auto& transaction) {
        return harness.desk().assign(transaction, {request.id, {}}, harness.agent.id,
                                     harness.stamp_of(harness.agent.actor()));
    });
    harness.act(request, "extension", {{"reason", "Twelve archives."}}, harness.agent);
    auto const letter = leave(harness, request, LetterState::print);
    auto const path = path_of_letter(request, letter);
    auto const posting = path_of_letter(request, letter, "posting");
    constexpr auto text = "the letter.";
    constexpr auto warning = "Do not post this letter";

    harness.advance(std::chrono::days{30}); // to the last day
    auto agent = harness.sign_in_as(core::Role::agent);
    auto const in_time = harness.get(path, agent);
    CHECK(contains(in_time, text));
    CHECK(contains(in_time, "This letter was made on 30 January 2026"));
    CHECK_FALSE(contains(in_time, warning));
    CHECK(harness.post_form(posting, {{"do", "drop"}, {"posted_on", ""}}, agent).status == 409);

    harness.advance(std::chrono::days{1});
    agent = harness.sign_in_as(core::Role::agent);
    auto const late = harness.get(path, agent);
    CHECK(contains(late, warning));
    CHECK(contains(late, "The due day had passed, so nothing could be extended any more."));
    CHECK_FALSE(contains(late, text));
    CHECK(last_letter(harness, request).state == LetterState::print);
    SECTION("it was never posted") {
        auto const dropped = harness.post_form(posting, {{"do", "drop"}, {"posted_on", ""}}, agent);
        CHECK(dropped.status == 303);
        CHECK(contains(harness.get(header(dropped, "Location"), agent), "The letter was dropped: it goes to nobody."));
        CHECK(last_letter(harness, request).state == LetterState::dropped);
        CHECK(last_letter(harness, request).last_error == "extension_too_late");
        CHECK(harness.find(request.id).clocks.front().extension->dropped_on == on_day(2026, 3, 2));
        CHECK(harness.ledger("letter.given_up").front().actor == agent.actor());
        CHECK(harness.get(path, agent).status == 404);
    }
    SECTION("it was posted in time and is recorded only now") {
        auto const posted = harness.post_form(posting, {{"posted_on", "2026-03-01"}}, agent);
        CHECK(header(posted, "Location").ends_with("?done=posting"));
        CHECK(harness.find(request.id).due_on() == on_day(2026, 3, 31));
        CHECK(contains(harness.get(path, agent), text));
    }
    SECTION("it was posted too late, and the person must be told that the day stays") {
        auto const posted = harness.post_form(posting, {{"posted_on", "2026-03-02"}}, agent);
        CHECK(header(posted, "Location").ends_with("?done=posting_late"));
        CHECK(contains(harness.get(header(posted, "Location"), agent), "Write to the requester."));
        CHECK(harness.find(request.id).due_on() == on_day(2026, 3, 1));
        CHECK(last_letter(harness, request).state == LetterState::posted);
    }
}

TEST_CASE("an address that begins with the name is not given the name twice", "[pages][letter]") {
    DeskHarness harness;
    for (auto const* address : {"Ines Okafor\n1 Old Lane\n20457 Hamburg", "INES OKAFOR, 1 Old Lane\n20457 Hamburg"}) {
        auto asked = harness.new_request(RequestType::access);
        asked.channel = core::Channel::postal_mail;
        asked.subject.email.reset();
        asked.subject.postal_address = core::PostalAddress{address};
        auto const request = harness.add_request(asked, harness.agent.actor());
        auto const letter = leave(harness, request, LetterState::print);
        auto const page = harness.get(path_of_letter(request, letter), harness.agent);
        CHECK(contains(page, "<address class=\"typed\">" + std::string(address) + "</address>"));
    }
}

TEST_CASE("an agent sends a letter that was given up once more, right from the request", "[pages][letter]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    auto const letter = leave(harness, request, LetterState::dead);
    auto const page = harness.get(path_of(request), harness.agent);
    CHECK(contains(page, "The mail server refused it for good (550)"));
    CHECK(contains(page, "Send it again"));
    CHECK(harness.ledger("letter.given_up").size() == 1);

    auto const path = path_of_letter(request, letter, "delivery");
    CHECK(harness.post_form(path, {}, harness.agent).status == 303);
    CHECK(last_letter(harness, request).state == LetterState::owed);
    CHECK(harness.ledger("letter.retried").front().actor == harness.agent.actor());
    CHECK(harness.post_form(path, {}, harness.agent).status == 409);
}

TEST_CASE("an extension whose letter was given up is said to be dropped, and can be asked for anew",
          "[pages][letter]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.act(request, "extension", {{"reason", "Twelve archives."}}, harness.agent);
    CHECK(contains(harness.get(path_of(request), harness.agent), "not in force: its letter waits to be sent."));
    auto const letter = leave(harness, request, LetterState::dead);
    auto const page = harness.get(path_of(request), harness.agent);
    CHECK(contains(page, "was dropped on 30 January 2026: its letter was not delivered in time."));
    CHECK(contains(page, "Extend to"));
    CHECK_FALSE(contains(page, "Send it again"));
    CHECK(harness.post_form(path_of_letter(request, letter, "delivery"), {}, harness.agent).status == 409);
}

TEST_CASE("an answer that has not reached the requester is said on the request and in the report", "[pages][letter]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.act(request, "denial", {{"reason", "excessive"}, {"explanation", "Twice a day."}}, harness.agent);
    auto const page = [&] { return harness.get(path_of(request), harness.agent); };
    auto const report = [&] { return harness.get("/reports/deadlines", harness.officer); };
    CHECK(contains(page(), "the requester does not have the answer yet: its letter waits to be sent."));
    CHECK(contains(report(), "Answered, letter not yet delivered:"));
    leave(harness, request, LetterState::dead);
    CHECK(contains(page(), "the requester does not have the answer yet: its letter could not be delivered."));
    CHECK(contains(report(), "Answered, letter not yet delivered:"));

    auto const letter = last_letter(harness, request);
    harness.post_form(path_of_letter(request, letter, "delivery"), {}, harness.agent);
    harness.write([&](storage::Transaction& transaction) {
        auto const stamp = harness.services().stamp(core::Actor::system());
        for (auto const& each : transaction.claim_letters(stamp.at, stamp.at + std::chrono::minutes{1}, 100))
            harness.desk().letter_delivered(transaction, each, "Subject", "Text", stamp);
    });
    CHECK_FALSE(contains(page(), "does not have the answer yet"));
    CHECK_FALSE(contains(report(), "Answered, letter not yet delivered:"));
}

TEST_CASE("a refusal on paper that is posted late was answered late, on the day it was posted", "[pages][letter]") {
    DeskHarness harness;
    auto const request = on_paper(harness);
    harness.change([&](auto& transaction) {
        return harness.desk().assign(transaction, {request.id, {}}, harness.agent.id,
                                     harness.stamp_of(harness.agent.actor()));
    });
    harness.act(request, "denial", {{"reason", "excessive"}, {"explanation", "Twice a day."}}, harness.agent);
    auto const letter = leave(harness, request, LetterState::print);
    auto const waiting = harness.get(path_of(request), harness.agent);
    CHECK(contains(waiting, "does not have the answer yet: its letter waits to be printed and posted."));
    CHECK(contains(waiting, "the answer counts from the day its letter goes out."));
    CHECK(contains(harness.get("/reports/deadlines", harness.officer), "Answered, letter not yet delivered:"));

    harness.advance(std::chrono::days{40});
    auto agent = harness.sign_in_as(core::Role::agent);
    auto officer = harness.sign_in_as(core::Role::officer);
    harness.post_form(path_of_letter(request, letter, "posting"), {{"posted_on", "2026-03-11"}}, agent);
    auto const now = harness.find(request.id);
    CHECK(now.clock(core::ClockName::respond)->stopped_on == on_day(2026, 3, 11));
    CHECK(now.closed_on == on_day(2026, 1, 30));
    CHECK(contains(harness.get("/reports/deadlines.csv", officer),
                   ",access,postal_mail,denied,2026-01-30,2026-03-01,no,2026-03-11,40,answered_late,"));
    CHECK(contains(harness.get("/reports/deadlines.csv?as_of=2026-03-10", officer), ",39,open_overdue,"));
    auto const page = harness.get(path_of(request), agent);
    CHECK(contains(page, "Answer handed over later than it was decided"));
    CHECK_FALSE(contains(page, "does not have the answer yet"));
    CHECK(harness.ledger("request.answer_delivered").front().details.contains("clock=respond\non=2026-03-11"));
}

TEST_CASE("administrators see no letters of cases", "[pages][letter]") {
    DeskHarness harness;
    auto admin = harness.sign_in_as(core::Role::admin);
    auto const request = on_paper(harness);
    auto const letter = leave(harness, request, LetterState::print);
    CHECK(harness.get(path_of_letter(request, letter), admin).status == 403);
    CHECK(harness.post_form(path_of_letter(request, letter, "posting"), {{"posted_on", "2026-01-30"}}, admin).status ==
          403);
    CHECK_FALSE(contains(harness.get("/settings", admin), path_of_letter(request, letter)));
}
