#include "storage/sqlite/connection.hpp"
#include "tests/support/store_requests.hpp"

#include <fstream>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using habeas::storage::sqlite::Connection;
using habeas::storage::sqlite::OpenAs;

namespace {

std::string content(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

core::SubjectRequest submit_marked(storage::Store& store) {
    auto asked = new_request(core::RequestType::correction, "Marknamesson Vandermark", "markaddress@example.net");
    asked.requester = {core::RequesterKind::agent, core::PersonName{"Markagent"}, address("markagent@example.net")};
    asked.organisation = core::OrganisationName{"Markorganisation"};
    asked.subject.region = "Markregion";
    asked.details = core::FreeText{"markdetails of a private kind"};
    asked.corrections = {{"contact.phone", core::FreeText{"markcurrent"}, core::FreeText{"markrequested"}}};
    return submit(store, asked);
}

/// The whole life of a request whose every personal word carries a mark.
core::SubjectRequest live_a_marked_life(storage::Store& store) {
    auto const request = submit_marked(store);
    confirm(store, request.id, march(3));
    assign(store, request.id, core::StaffId{1}, march(4));
    REQUIRE(change(store, request.id, [](auto const& before) {
        return core::request_information(before, core::FreeText{"markquestion"}, stamp_of(agent(), march(5)), {});
    }));
    REQUIRE(change(store, request.id, [](auto const& before) {
        return core::receive_information(before, core::FreeText{"markanswer"}, requester_on(march(6)), {});
    }));
    REQUIRE(change(store, request.id, [](auto const& before) {
        return core::deny(before, {core::DenialReason::excessive, core::FreeText{"markexplanation"}},
                          stamp_of(officer(), march(7)), {});
    }));
    store.write([](storage::Transaction& transaction) {
        auto const letters = transaction.claim_letters(noon(march(30)), noon(march(31)), 100);
        REQUIRE_FALSE(letters.empty());
        for (auto const& letter : letters)
            transaction.letter_sent(letter.claim(), noon(march(30)), "marksubject", "Dear Marknamesson, marktext");
        REQUIRE(transaction.commit(core::Decision::bookkeeping(), noon(march(30))));
    });
    return find(store, request.id).value();
}

std::vector<std::string> marks_in(std::string bytes) {
    for (auto& each : bytes)
        if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
    std::vector<std::string> found;
    for (auto const* const mark :
         {"marknames", "vandermark", "markaddress", "markagent", "markorganisation", "markregion", "markdetails",
          "markcurrent", "markrequested", "markquestion", "markanswer", "markexplanation", "marksubject", "marktext"})
        if (bytes.contains(mark)) found.emplace_back(mark);
    return found;
}

/// What erasing will do: the data key is overwritten, nothing else is touched.
void destroy_data_key(std::string const& path, core::RequestId id) {
    Connection connection{path, OpenAs::writer, 1};
    connection.run("UPDATE requests SET wrapped_key = NULL WHERE id = ?1", id.value);
}

} // namespace

TEST_CASE("neither the database nor its journal holds a name, an address or words of a person", "[storage][privacy]") {
    TemporaryStore store;
    auto const request = live_a_marked_life(*store);
    CHECK(request.subject.name.reveal() == "Marknamesson Vandermark"); // it is all in there
    REQUIRE(std::filesystem::file_size(store.path() + "-wal") > 0);
    CHECK(marks_in(content(store.path() + "-wal")).empty());
    store.close();
    CHECK(marks_in(content(store.path())).empty());
    CHECK(content(store.path()).contains("request.submitted")); // the search would find what is in clear
}

TEST_CASE("a backup holds no more in clear than the database", "[storage][privacy]") {
    TemporaryStore store;
    live_a_marked_life(*store);
    auto const copy = (store.folder() / "copy.db").string();
    store->backup_to(copy);
    CHECK(marks_in(content(copy)).empty());
}

TEST_CASE("destroying the data key takes every personal word away and leaves the case and its chain",
          "[storage][privacy]") {
    TemporaryStore store;
    auto const before = live_a_marked_life(*store);
    store.close();
    destroy_data_key(store.path(), before.id);
    store.open();

    auto const after = find(*store, before.id);
    REQUIRE(after);
    CHECK(after->subject == core::Subject{});
    CHECK(after->requester == core::Requester{});
    CHECK(after->details.empty());
    CHECK(after->outcome == core::Outcome{});
    CHECK(after->status == before.status);
    CHECK(after->clocks == before.clocks);
    store->read([&](storage::Snapshot& snapshot) {
        storage::QueueQuery query;
        query.closed_too = true;
        CHECK(snapshot.queue(query).rows.at(0).subject_name.empty());
        for (auto const& message : snapshot.messages(before.id))
            CHECK(message.body.empty());
        for (auto const& letter : snapshot.letters_of(before.id)) {
            CHECK(letter.facts.empty());
            CHECK(letter.sent_text.empty());
        }
        bool had_text = false;
        for (auto const& record : snapshot.audit({})) {
            had_text |= !record.sealed_text.empty();
            CHECK_FALSE(snapshot.unseal_text(record));
        }
        CHECK(had_text);
        CHECK(snapshot.verify_audit().intact);
    });
}

TEST_CASE("the answer kept with an idempotency key is sealed and goes with the data key", "[storage][privacy]") {
    TemporaryStore store;
    auto const request = submit_marked(*store);
    core::Digest const key{};
    auto const token = in_transaction(*store, [&](storage::Transaction& transaction) {
        storage::ApiToken shop;
        shop.name = "shop";
        auto const id = transaction.add_token(shop).value();
        transaction.remember_idempotency(id, key, {{}, request.id, storage::FirstAnswer{201, "1", "markdetails"}},
                                         noon(march(3)));
        REQUIRE(transaction.commit(core::Decision::bookkeeping(), noon(march(3))));
        return id;
    });
    auto const kept = [&] {
        return from_snapshot(*store, [&](auto& snapshot) { return snapshot.idempotency(token, key).value(); });
    };
    CHECK(kept().answer.value().body == "markdetails");
    CHECK(marks_in(content(store.path() + "-wal")).empty());

    store.close();
    destroy_data_key(store.path(), request.id);
    store.open();
    CHECK_FALSE(kept().answer);
    CHECK(kept().request == request.id);
}

TEST_CASE("a case whose data key was destroyed can still be worked on, and nothing personal enters it",
          "[storage][privacy]") {
    TemporaryStore store;
    auto const before = live_a_marked_life(*store);
    store.close();
    destroy_data_key(store.path(), before.id);
    store.open();
    REQUIRE(change(*store, before.id, [](auto const& request) {
        return core::add_message(request, core::MessageKind::note, core::FreeText{"markdetails"},
                                 stamp_of(agent(), march(8)), {});
    }));
    auto const messages = from_snapshot(*store, [&](auto& snapshot) { return snapshot.messages(before.id); });
    CHECK(messages.back().body.empty());
    CHECK(from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); }).intact);
    store.close();
    CHECK(marks_in(content(store.path())).empty());
}

TEST_CASE("the seals of two requests cannot be exchanged", "[storage][privacy]") {
    TemporaryStore store;
    auto const first = submit_marked(*store);
    auto const second = submit(*store, new_request(core::RequestType::access, "Ben", "ben@example.net"));
    store.close();
    {
        Connection connection{store.path(), OpenAs::writer, 1};
        connection.script("UPDATE particulars SET sealed_asked = (SELECT sealed_asked FROM particulars WHERE "
                          "request_id = 1) WHERE request_id = 2");
    }
    store.open();
    CHECK_THROWS(find(*store, second.id));
    CHECK(find(*store, first.id));
}
