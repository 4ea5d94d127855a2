#include "core/casework_builder.hpp"
#include "tests/storage/contract/contract.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

namespace habeas::testing::contract {

namespace {

std::vector<core::AuditRecord> read_audit(storage::Store& store, storage::AuditQuery const& query) {
    return from_snapshot(store, [&](auto& snapshot) { return snapshot.audit(query); });
}

std::vector<std::int64_t> sequences(std::vector<core::AuditRecord> const& records) {
    std::vector<std::int64_t> numbers;
    for (auto const& record : records)
        numbers.push_back(record.sequence.value);
    return numbers;
}

void record(storage::Store& store, core::Actor actor, std::string action,
            std::optional<core::RequestId> about = std::nullopt) {
    store.write([&](storage::Transaction& transaction) {
        auto const decision = core::Decision::record(stamp_of(actor, march(6)), action, {{"name", "value"}}, about);
        REQUIRE(transaction.commit(decision, noon(march(7))));
    });
}

/// Entries of one decision, recorded at a moment.
void record_many(storage::Store& store, core::RequestId about, int count, core::Instant recorded_at) {
    in_transaction(store, [&](storage::Transaction& transaction) {
        auto const by = core::Actor::token(core::TokenId{3}, core::Role::agent);
        core::Policy const policy;
        core::Casework work{transaction.find(about).value(), stamp_of(by, march(2)), policy};
        for (int i = 0; i < count; ++i)
            work.record(i % 3 == 0 ? "note_added" : "viewed");
        REQUIRE(transaction.commit(work.finish(), recorded_at));
    });
}

/// Page by page, as a reader goes on from the last entry of the page before.
std::vector<std::int64_t> all_pages(storage::Store& store, storage::AuditQuery query) {
    std::vector<std::int64_t> numbers;
    for (;;) {
        auto const page = sequences(read_audit(store, query));
        numbers.insert(numbers.end(), page.begin(), page.end());
        if (std::ssize(page) < query.limit) return numbers;
        (query.before ? *query.before : query.after) = core::AuditSequence{page.back()};
    }
}

bool is_within(core::AuditRecord const& record, storage::AuditQuery const& days) {
    return (!days.recorded_from || record.recorded_at >= *days.recorded_from) &&
           (!days.recorded_until || record.recorded_at < *days.recorded_until);
}

/// What a query narrowed to days must give of the entries that it gives of all days.
std::vector<std::int64_t> picked_by_hand(std::vector<core::AuditRecord> const& records,
                                         storage::AuditQuery const& days) {
    std::vector<std::int64_t> numbers;
    for (auto const& record : records)
        if (is_within(record, days)) numbers.push_back(record.sequence.value);
    return numbers;
}

/// Each way into the chain: by no filter, by action, by its prefix, by actor, by request; up and down.
std::vector<storage::AuditQuery> every_way(core::RequestId about) {
    std::vector<storage::AuditQuery> ways(5);
    ways[1].action = "request.note_added";
    ways[2].action = "request.";
    ways[3].actor = core::Actor::token(core::TokenId{3}, core::Role::agent);
    ways[4].request = about;
    for (std::size_t i = 0; i < 5; ++i) {
        ways.push_back(ways[i]);
        ways.back().before = core::AuditSequence{1'000'000};
    }
    return ways;
}

storage::AuditQuery by_action(std::string action) {
    storage::AuditQuery query;
    query.action = std::move(action);
    return query;
}

} // namespace

void audit(StoreFactory const& factory) {
    auto const open = factory();
    auto store = open({});
    using Numbers = std::vector<std::int64_t>;

    SECTION("an empty chain is intact") {
        auto const found = from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); });
        CHECK(found.intact);
        CHECK(found.entries == 0);
        CHECK(from_snapshot(*store, [](auto& snapshot) { return snapshot.audit_head(); }).entries == 0);
    }
    SECTION("an entry is stored with everything it says, linked to the one before it") {
        record(*store, agent(5), "staff.signed_in");
        record(*store, core::Actor::token(core::TokenId{3}, core::Role::officer), "request.viewed",
               core::RequestId{77});
        auto const records = read_audit(*store, {});
        REQUIRE(records.size() == 2);
        auto const& second = records[1];
        CHECK(second.sequence == core::AuditSequence{2});
        CHECK(second.at == noon(march(6)));
        CHECK(second.recorded_at == noon(march(7)));
        CHECK(second.actor == core::Actor::token(core::TokenId{3}, core::Role::officer));
        CHECK(second.action == "request.viewed");
        CHECK(second.request == core::RequestId{77});
        CHECK(second.details == "name=value");
        CHECK(second.sealed_text.empty());
        CHECK(records[0].previous == core::Digest{});
        CHECK(second.previous == records[0].hash);
        CHECK(second.hash == core::chain_hash(second));
        auto const head = from_snapshot(*store, [](auto& snapshot) { return snapshot.audit_head(); });
        CHECK(head.entries == 2);
        CHECK(head.hash == second.hash);
    }
    SECTION("a long chain over several batches and a reopening verifies") {
        for (int i = 0; i < 20; ++i)
            record(*store, core::Actor::system(), "job.ran");
        store.reset();
        store = open({});
        for (int i = 0; i < 20; ++i)
            record(*store, core::Actor::system(), "job.ran");
        auto const found = from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); });
        CHECK(found.intact);
        CHECK(found.entries == 40);
    }
    SECTION("a written reason is sealed, and opens again") {
        auto const request = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
        REQUIRE(change(*store, request.id, [](auto const& before) -> core::Result<core::Decision> {
            core::Policy const policy;
            core::Casework work{before, requester_on(march(3)), policy};
            work.record("withdrawn", {}, core::FreeText{"a private reason"});
            return work.finish();
        }));
        auto const records = read_audit(*store, {});
        auto const& last = records.back();
        REQUIRE_FALSE(last.sealed_text.empty());
        CHECK_FALSE(core::as_text(last.sealed_text).contains("private"));
        auto const text = from_snapshot(*store, [&](auto& snapshot) { return snapshot.unseal_text(last); });
        REQUIRE(text);
        CHECK(text->reveal() == "a private reason");
        CHECK_FALSE(from_snapshot(*store, [&](auto& snapshot) { return snapshot.unseal_text(records[0]); }));
    }
    SECTION("pages go up from a sequence or down to one") {
        for (int i = 0; i < 7; ++i)
            record(*store, core::Actor::system(), "job.ran");
        storage::AuditQuery query;
        query.limit = 3;
        CHECK(sequences(read_audit(*store, query)) == Numbers{1, 2, 3});
        query.after = core::AuditSequence{3};
        CHECK(sequences(read_audit(*store, query)) == Numbers{4, 5, 6});
        query.after = {};
        query.before = core::AuditSequence{4};
        CHECK(sequences(read_audit(*store, query)) == Numbers{3, 2, 1});
        query.before = core::AuditSequence{100};
        CHECK(sequences(read_audit(*store, query)) == Numbers{7, 6, 5});
    }
    SECTION("a page down may end at a sequence, whatever it is filtered by") {
        core::RequestId const request{
            submit(*store, new_request(core::RequestType::access, "Ann", "a@example.net")).id};
        for (int i = 0; i < 6; ++i)
            record(*store, agent(), "request.note_added", request);
        auto query = storage::AuditQuery{};
        query.before = core::AuditSequence{6};
        query.after = core::AuditSequence{3};
        CHECK(sequences(read_audit(*store, query)) == std::vector<std::int64_t>{5, 4});
        query.action = "request.note_added";
        CHECK(sequences(read_audit(*store, query)) == std::vector<std::int64_t>{5, 4});
        query.actor = agent();
        CHECK(sequences(read_audit(*store, query)) == std::vector<std::int64_t>{5, 4});
        query.request = request;
        CHECK(sequences(read_audit(*store, query)) == std::vector<std::int64_t>{5, 4});
    }
    SECTION("days take the entries that were recorded in them, the first moment and not the last") {
        for (auto const day : {march(2), march(4), march(4), march(5)})
            store->write([&](storage::Transaction& transaction) {
                auto const decision = core::Decision::record(stamp_of(agent(), march(1)), "request.note_added", {});
                REQUIRE(transaction.commit(decision, noon(day)));
            });
        auto const between = [&](std::optional<core::Instant> from, std::optional<core::Instant> until) {
            storage::AuditQuery query;
            query.recorded_from = from;
            query.recorded_until = until;
            return sequences(read_audit(*store, query));
        };
        constexpr std::chrono::milliseconds moment{1};
        CHECK(between(noon(march(2)), noon(march(4))) == Numbers{1});
        CHECK(between(noon(march(2)) + moment, noon(march(4)) + moment) == Numbers{2, 3});
        CHECK(between(noon(march(4)), {}) == Numbers{2, 3, 4});
        CHECK(between({}, noon(march(5))) == Numbers{1, 2, 3});
        CHECK(between(noon(march(3)), noon(march(4))).empty());
        CHECK(between(noon(march(5)) + moment, {}).empty());
        CHECK(between({}, noon(march(2))).empty());
    }
    SECTION("a clock that was set back puts no entry on a day it was not recorded on, and hides none") {
        auto const about = submit(*store, new_request(core::RequestType::access, "Ann", "a@example.net")).id;
        constexpr std::chrono::milliseconds moment{1};
        // More entries than anything remembers as one, and days that come again after later ones.
        record_many(*store, about, 1'500, noon(march(4)));
        record_many(*store, about, 700, noon(march(9)));
        record_many(*store, about, 3, noon(march(4)) + moment);
        record_many(*store, about, 2'500, noon(march(9)));
        record_many(*store, about, 2, noon(march(2)));
        auto const check = [&] {
            for (auto way : every_way(about)) {
                way.limit = 1'000'000;
                auto const whole = read_audit(*store, way);
                for (auto const& [from, until] : {std::pair{noon(march(4)), noon(march(5))},
                                                  {noon(march(4)) + moment, noon(march(9))},
                                                  {noon(march(9)), noon(march(10))},
                                                  {noon(march(1)), noon(march(3))},
                                                  {noon(march(1)), noon(march(12))},
                                                  {noon(march(10)), noon(march(12))}}) {
                    auto query = way;
                    query.limit = 400;
                    query.recorded_from = from;
                    query.recorded_until = until;
                    INFO(query.action.value_or("any action") << (query.before ? " down" : " up"));
                    CHECK(all_pages(*store, query) == picked_by_hand(whole, query));
                }
            }
        };
        check();
        record_many(*store, about, 1'100, noon(march(4))); // what is remembered of the chain grows with it
        record_many(*store, about, 5, noon(march(11)));
        check();
    }
    SECTION("entries are found by request, by actor and by action or its prefix, in both directions") {
        record(*store, agent(5), "staff.signed_in");                      // 1
        record(*store, agent(6), "request.viewed", core::RequestId{9});   // 2
        record(*store, agent(5), "request.viewed", core::RequestId{8});   // 3
        record(*store, core::Actor::system(), "job.ran");                 // 4
        record(*store, agent(5), "request.assigned", core::RequestId{9}); // 5
        storage::AuditQuery query;
        query.request = core::RequestId{9};
        CHECK(sequences(read_audit(*store, query)) == Numbers{2, 5});
        query.actor = agent(5);
        CHECK(sequences(read_audit(*store, query)) == Numbers{5});
        query.request.reset();
        CHECK(sequences(read_audit(*store, query)) == Numbers{1, 3, 5});
        query.actor->role = core::Role::admin; // the same person whatever the role
        query.action = "request.";
        CHECK(sequences(read_audit(*store, query)) == Numbers{3, 5});
        query.before = core::AuditSequence{5};
        CHECK(sequences(read_audit(*store, query)) == Numbers{3});

        CHECK(sequences(read_audit(*store, by_action("request.viewed"))) == Numbers{2, 3});
        CHECK(sequences(read_audit(*store, by_action("request."))) == Numbers{2, 3, 5});
        CHECK(read_audit(*store, by_action("request")).empty());
        CHECK(read_audit(*store, by_action("nothing.")).empty());
        auto newest = by_action("request.");
        newest.before = core::AuditSequence{100};
        newest.limit = 2;
        CHECK(sequences(read_audit(*store, newest)) == Numbers{5, 3});
        storage::AuditQuery by_system;
        by_system.actor = core::Actor::system();
        CHECK(sequences(read_audit(*store, by_system)) == Numbers{4});
    }
    SECTION("a head that was kept must be part of the chain, in a transaction and in a snapshot") {
        record(*store, core::Actor::system(), "job.ran");
        auto const kept = from_snapshot(*store, [](auto& snapshot) { return snapshot.audit_head(); });
        record(*store, core::Actor::system(), "job.ran");
        auto const verify = [&](storage::AuditHead const& head) {
            auto const found = from_snapshot(*store, [&](auto& snapshot) { return snapshot.verify_audit({head}); });
            CHECK(in_transaction(*store, [&](auto& work) { return work.verify_audit({head}); }).intact == found.intact);
            return found.intact;
        };
        CHECK(verify(kept));
        CHECK(verify({}));
        CHECK_FALSE(verify({2, kept.hash}));
        CHECK_FALSE(verify({3, kept.hash}));
    }
    SECTION("what is stored is compared with what the entries tell") {
        auto const request = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
        confirm(*store, request.id, march(3));
        auto const verify = [&] {
            return from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); });
        };
        CHECK(verify().intact);
        CHECK(verify().seal == storage::Seal::verified);
        in_transaction(*store, [](storage::Transaction& transaction) {
            storage::StaffMember untold;
            untold.login = "evil@example.net";
            untold.role = core::Role::admin;
            REQUIRE(transaction.add_staff(untold));
            REQUIRE(transaction.commit(core::Decision::bookkeeping(), noon(march(3))));
        });
        CHECK_FALSE(verify().intact);
        CHECK_FALSE(verify().broken_at);
        CHECK(verify().what.contains("staff member"));
    }
    SECTION("an undone transaction leaves no entry and no gap") {
        record(*store, core::Actor::system(), "job.ran");
        CHECK_THROWS(store->write([](storage::Transaction& transaction) {
            REQUIRE(transaction.commit(core::Decision::record(system_on(march(6)), "never.happened"), noon(march(6))));
            throw std::runtime_error("undone");
        }));
        record(*store, core::Actor::system(), "job.ran");
        CHECK(sequences(read_audit(*store, {})) == Numbers{1, 2});
        CHECK(from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); }).intact);
    }
}

} // namespace habeas::testing::contract
