#include "core/casework_builder.hpp"
#include "tests/storage/contract/contract.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

namespace habeas::testing::contract {

namespace {

using std::chrono::minutes;

struct Outbox {
    storage::Store& store;

    template <class Work>
    auto book(Work work) {
        return in_transaction(store, [&](storage::Transaction& transaction) {
            REQUIRE(transaction.commit(core::Decision::bookkeeping(), noon(march(2))));
            return work(transaction);
        });
    }
    std::vector<storage::OutboxLetter> claim(core::Instant now, int limit = 10) {
        return book([&](auto& transaction) { return transaction.claim_letters(now, now + minutes{5}, limit); });
    }
    storage::OutboxLetter letter(core::LetterId id) {
        return from_snapshot(store, [&](auto& snapshot) { return snapshot.letter(id); }).value();
    }
    std::int64_t count(core::LetterState state) {
        return from_snapshot(store, [&](auto& snapshot) { return snapshot.count_letters(state); });
    }
};

} // namespace

void outbox(StoreFactory const& factory) {
    auto const open = factory();
    auto store = open({});
    Outbox box{*store};
    auto const now = noon(march(2));
    auto const request = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));

    SECTION("a letter owed is read as it was decided, and keeps its message id") {
        auto const letters = from_snapshot(*store, [&](auto& snapshot) { return snapshot.letters_of(request.id); });
        REQUIRE(letters.size() == 1);
        auto const& letter = letters[0];
        CHECK(letter.request == request.id);
        CHECK(letter.kind == core::LetterKind::confirm_address);
        CHECK(letter.to == core::Addressee::requester());
        CHECK(letter.state == core::LetterState::owed);
        CHECK(letter.attempts == 0);
        CHECK(letter.created_at == now);
        CHECK(letter.next_try_at == now);
        CHECK_FALSE(letter.facts.empty());
        CHECK(letter.message_id.size() >= 16);
        CHECK(box.claim(now).at(0).message_id == letter.message_id);
        auto const other = submit(*store, new_request(core::RequestType::access, "Ben", "ben@example.net"));
        auto const others = from_snapshot(*store, [&](auto& snapshot) { return snapshot.letters_of(other.id); });
        CHECK(others.at(0).message_id != letter.message_id);
    }
    SECTION("facts and the staff member a letter goes to come back exactly") {
        std::vector<std::pair<std::string, std::string>> const facts{{"due_on", "2026-04-01"}, {"", "line\nline"}};
        REQUIRE(change(*store, request.id, [&](auto const& before) -> core::Result<core::Decision> {
            core::Policy const policy;
            core::Casework work{before, system_on(march(3)), policy};
            work.write_to_staff(core::StaffId{12}, core::LetterKind::deadline_reminder, facts);
            return work.finish();
        }));
        auto const letters = from_snapshot(*store, [&](auto& snapshot) { return snapshot.letters_of(request.id); });
        REQUIRE(letters.size() == 2);
        CHECK(letters[1].to == core::Addressee::member(core::StaffId{12}));
        CHECK(letters[1].facts == facts);
    }
    SECTION("a claimed letter is nobody else's until the claim runs out, which counts as an attempt") {
        auto const first = box.claim(now);
        REQUIRE(first.size() == 1);
        CHECK(first[0].state == core::LetterState::sending);
        CHECK(first[0].attempts == 0);
        CHECK(box.claim(now + minutes{4}).empty());
        auto const again = box.claim(now + minutes{5});
        REQUIRE(again.size() == 1);
        CHECK(again[0].id == first[0].id);
        CHECK(again[0].attempts == 1);
    }
    SECTION("a letter is not claimed before it is due, and the longest due come first") {
        submit(*store, new_request(core::RequestType::access, "Ben", "ben@example.net", march(3)));
        CHECK(box.claim(now - minutes{1}).empty());
        auto const only = box.claim(noon(march(4)), 1);
        REQUIRE(only.size() == 1);
        CHECK(only[0].request == request.id);
        CHECK(box.claim(noon(march(4))).size() == 1);
    }
    SECTION("a letter sent keeps its words and is not claimed again") {
        auto const claim = box.claim(now).at(0).claim();
        auto const id = claim.letter;
        CHECK(box.book([&](auto& transaction) {
            return transaction.letter_sent(claim, now + minutes{1}, "Subject", "The words");
        }));
        auto const sent = box.letter(id);
        CHECK(sent.state == core::LetterState::sent);
        CHECK(sent.sent_at == now + minutes{1});
        CHECK(sent.sent_subject == "Subject");
        CHECK(sent.sent_text == "The words");
        CHECK(sent.attempts == 1);
        CHECK(box.claim(noon(march(30))).empty());
        CHECK(box.count(core::LetterState::sent) == 1);
    }
    SECTION("a letter that failed is tried again at its time, and is dead without one until staff revive it") {
        auto const claim = box.claim(now).at(0).claim();
        auto const id = claim.letter;
        CHECK(box.book([&](auto& transaction) {
            return transaction.letter_failed(claim, "connection refused", now + minutes{10});
        }));
        CHECK(box.letter(id).last_error == "connection refused");
        CHECK(box.letter(id).attempts == 1);
        CHECK(box.claim(now + minutes{9}).empty());
        auto const again = box.claim(now + minutes{10});
        REQUIRE(again.size() == 1);
        box.book(
            [&](auto& transaction) { transaction.letter_failed(again[0].claim(), "mailbox unknown", std::nullopt); });
        CHECK(box.letter(id).state == core::LetterState::dead);
        CHECK(box.count(core::LetterState::dead) == 1);
        CHECK(box.claim(noon(march(30))).empty());
        auto const dead =
            from_snapshot(*store, [](auto& snapshot) { return snapshot.letters_in(core::LetterState::dead, 10); });
        REQUIRE(dead.size() == 1);
        CHECK(dead[0].id == id);
        CHECK(box.book([&](auto& transaction) { return transaction.revive_letter(id, noon(march(5))); }));
        CHECK_FALSE(box.book([&](auto& transaction) { return transaction.revive_letter(id, noon(march(5))); }));
        CHECK(box.claim(noon(march(5))).at(0).attempts == 0);
    }
    SECTION("a letter that is put off was not tried, however often") {
        auto at = now;
        for (int round = 0; round < 20; ++round) {
            auto const letter = box.claim(at).at(0);
            CHECK(letter.attempts == 0);
            at += minutes{60};
            CHECK(box.book(
                [&](auto& transaction) { return transaction.letter_put_off(letter.claim(), "hourly_budget", at); }));
            CHECK(box.letter(letter.id).last_error == "hourly_budget");
            CHECK(box.claim(at - minutes{1}).empty());
        }
    }
    SECTION("a letter that is not needed any more is neither dead nor claimed again") {
        auto const claim = box.claim(now).at(0).claim();
        CHECK(box.book([&](auto& transaction) { return transaction.letter_dropped(claim, "no_longer_needed"); }));
        CHECK(box.letter(claim.letter).state == core::LetterState::dropped);
        CHECK(box.letter(claim.letter).last_error == "no_longer_needed");
        CHECK(box.count(core::LetterState::dead) == 0);
        CHECK(box.claim(noon(march(30))).empty());
        CHECK_FALSE(box.book([&](auto& transaction) { return transaction.revive_letter(claim.letter, now); }));
    }
    SECTION("once somebody else has claimed a letter, the older claim says nothing any more") {
        auto const old = box.claim(now).at(0).claim();
        auto const other = box.claim(now + minutes{5}).at(0).claim();
        box.book([&](auto& transaction) {
            CHECK_FALSE(transaction.letter_sent(old, now, "Subject", "Text"));
            CHECK_FALSE(transaction.letter_failed(old, "451", now));
            CHECK_FALSE(transaction.letter_failed(old, "550", std::nullopt));
            CHECK_FALSE(transaction.letter_put_off(old, "hourly_budget", now));
            CHECK_FALSE(transaction.letter_dropped(old, "no_longer_needed"));
            CHECK_FALSE(transaction.letter_to_print(old, "Subject", "Text"));
            CHECK_FALSE(transaction.release_letter(old));
            return 0;
        });
        CHECK(box.letter(old.letter).state == core::LetterState::sending);
        CHECK(box.book([&](auto& transaction) { return transaction.letter_sent(other, now, "Subject", "Text"); }));
        CHECK_FALSE(box.book([&](auto& transaction) { return transaction.release_letter(other); }));
    }
    SECTION("a claim that ran out still holds until somebody else claims the letter") {
        auto const claim = box.claim(now).at(0).claim();
        CHECK(box.book([&](auto& transaction) { return transaction.letter_sent(claim, now + minutes{9}, "S", "T"); }));
    }
    SECTION("a claim of before the clock was set back holds nobody up") {
        CHECK(box.claim(now + minutes{60}).size() == 1);
        CHECK(box.claim(now).size() == 1);
        CHECK(box.claim(now + minutes{1}).empty());
    }
    SECTION("a printed letter is posted once, at its time") {
        auto const claim = box.claim(now).at(0).claim();
        CHECK_FALSE(box.book([&](auto& transaction) { return transaction.letter_posted(claim.letter, now); }));
        box.book([&](auto& transaction) { transaction.letter_to_print(claim, "Subject", "On paper"); });
        CHECK(box.book([&](auto& transaction) { return transaction.letter_posted(claim.letter, now + minutes{7}); }));
        CHECK(box.letter(claim.letter).state == core::LetterState::posted);
        CHECK(box.letter(claim.letter).sent_at == now + minutes{7});
        CHECK(box.letter(claim.letter).sent_text == "On paper");
        CHECK(box.count(core::LetterState::print) == 0);
        CHECK_FALSE(box.book([&](auto& transaction) { return transaction.letter_posted(claim.letter, now); }));
    }
    SECTION("a printed letter that is overtaken is dropped, unless it was posted before") {
        auto const claim = box.claim(now).at(0).claim();
        auto const drop = [&] {
            return box.book(
                [&](auto& transaction) { return transaction.drop_printed_letter(claim.letter, "extension_too_late"); });
        };
        CHECK_FALSE(drop());
        box.book([&](auto& transaction) { transaction.letter_to_print(claim, "Subject", "On paper"); });
        CHECK(drop());
        CHECK(box.letter(claim.letter).state == core::LetterState::dropped);
        CHECK(box.letter(claim.letter).last_error == "extension_too_late");
        CHECK(box.count(core::LetterState::print) == 0);
        CHECK_FALSE(drop());
        CHECK_FALSE(box.book([&](auto& transaction) { return transaction.letter_posted(claim.letter, now); }));
    }
    SECTION("finished requests whose answer is not delivered are found until it is") {
        auto const undelivered = [&] {
            return from_snapshot(*store, [](auto& snapshot) { return snapshot.requests_with_undelivered_answers(10); });
        };
        box.book([&](auto& transaction) {
            return transaction.letter_sent(transaction.claim_letters(now, now + minutes{5}, 1).at(0).claim(), now, "S",
                                           "T");
        });
        CHECK(undelivered().empty());
        confirm(*store, request.id, march(3));
        assign(*store, request.id, core::StaffId{1}, march(4));
        REQUIRE(change(*store, request.id, [](auto const& before) {
            return core::deny(before, {core::DenialReason::excessive, core::FreeText{"Twice a day."}},
                              stamp_of(officer(), march(7)), {});
        }));
        CHECK(undelivered() == std::vector{request.id});
        for (auto const& letter : box.claim(noon(march(8))))
            box.book([&](auto& transaction) { transaction.letter_failed(letter.claim(), "550", std::nullopt); });
        CHECK(undelivered() == std::vector{request.id});
        for (auto const& letter :
             from_snapshot(*store, [&](auto& snapshot) { return snapshot.letters_of(request.id); }))
            box.book([&](auto& transaction) { transaction.revive_letter(letter.id, noon(march(9))); });
        for (auto const& letter : box.claim(noon(march(9))))
            box.book([&](auto& transaction) { transaction.letter_sent(letter.claim(), noon(march(9)), "S", "T"); });
        CHECK(undelivered().empty());
    }
    SECTION("what was mailed to an address is told by kind and time, until it is forgotten") {
        auto const ann = address("ann@example.net");
        using enum storage::Mailing;
        auto const times = [&](core::EmailAddress const& whose, storage::Mailing what, core::Instant after) {
            return from_snapshot(*store, [&](auto& snapshot) { return snapshot.mailings(whose, what, after); });
        };
        box.book([&](auto& transaction) {
            transaction.note_mailing(ann, letter_handed_over, now + minutes{2});
            transaction.note_mailing(ann, letter_handed_over, now);
            transaction.note_mailing(ann, letter_handed_over, now); // two of one moment are two
            transaction.note_mailing(ann, link_asked_for, now + minutes{1});
            CHECK(transaction.mailings(ann, link_asked_for, now).size() == 1); // its own writes
        });
        CHECK(times(ann, letter_handed_over, now - minutes{1}) == std::vector{now, now, now + minutes{2}});
        CHECK(times(address("Ann@Example.net"), letter_handed_over, now) == std::vector{now + minutes{2}});
        CHECK(times(address("ben@example.net"), letter_handed_over, now - minutes{1}).empty());
        box.book([&](auto& transaction) { transaction.forget_mailings(now, now + minutes{1}); });
        CHECK(times(ann, letter_handed_over, now - minutes{1}).empty()); // too old, or later than now can be
        CHECK(times(ann, link_asked_for, now) == std::vector{now + minutes{1}});
        store->close();
        store = open({});
        CHECK(times(ann, link_asked_for, now).size() == 1);
    }
    SECTION("a letter to the subject stays one") {
        auto asked = new_request(core::RequestType::access, "Ben", "ben@example.net");
        asked.requester = {core::RequesterKind::agent, core::PersonName{"Ann"}, address("ann@law.example")};
        auto const by_agent = submit(*store, asked);
        auto const letters = from_snapshot(*store, [&](auto& snapshot) { return snapshot.letters_of(by_agent.id); });
        REQUIRE(letters.size() == 2);
        CHECK(letters[0].to == core::Addressee::requester());
        CHECK(letters[1].to == core::Addressee::subject());
    }
    SECTION("a letter without an address is kept for printing") {
        auto const claim = box.claim(now).at(0).claim();
        auto const id = claim.letter;
        box.book([&](auto& transaction) { transaction.letter_to_print(claim, "Subject", "On paper"); });
        CHECK(box.letter(id).state == core::LetterState::print);
        CHECK(box.letter(id).sent_text == "On paper");
        CHECK(box.count(core::LetterState::print) == 1);
    }
    SECTION("a claim given back is as if it had not been made") {
        auto const claim = box.claim(now).at(0).claim();
        auto const id = claim.letter;
        box.book([&](auto& transaction) { transaction.release_letter(claim); });
        CHECK(box.letter(id).state == core::LetterState::owed);
        CHECK(box.claim(now).at(0).attempts == 0);
    }
    SECTION("letters are counted by state, and one that does not exist is nothing") {
        CHECK(box.count(core::LetterState::owed) == 1);
        CHECK(box.count(core::LetterState::sending) == 0);
        CHECK_FALSE(from_snapshot(*store, [](auto& snapshot) { return snapshot.letter(core::LetterId{99}); }));
        auto const owed =
            from_snapshot(*store, [](auto& snapshot) { return snapshot.letters_in(core::LetterState::owed, 1); });
        CHECK(owed.size() == 1);
    }
}

} // namespace habeas::testing::contract
