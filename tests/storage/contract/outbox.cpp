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
        auto const id = box.claim(now).at(0).id;
        box.book([&](auto& transaction) { transaction.letter_sent(id, now + minutes{1}, "Subject", "The words"); });
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
        auto const id = box.claim(now).at(0).id;
        box.book([&](auto& transaction) { transaction.letter_failed(id, "connection refused", now + minutes{10}); });
        CHECK(box.letter(id).last_error == "connection refused");
        CHECK(box.letter(id).attempts == 1);
        CHECK(box.claim(now + minutes{9}).empty());
        REQUIRE(box.claim(now + minutes{10}).size() == 1);
        box.book([&](auto& transaction) { transaction.letter_failed(id, "mailbox unknown", std::nullopt); });
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
    SECTION("a letter without an address is kept for printing") {
        auto const id = box.claim(now).at(0).id;
        box.book([&](auto& transaction) { transaction.letter_to_print(id, "Subject", "On paper"); });
        CHECK(box.letter(id).state == core::LetterState::print);
        CHECK(box.letter(id).sent_text == "On paper");
        CHECK(box.count(core::LetterState::print) == 1);
    }
    SECTION("a claim given back is as if it had not been made") {
        auto const id = box.claim(now).at(0).id;
        box.book([&](auto& transaction) { transaction.release_letter(id); });
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
