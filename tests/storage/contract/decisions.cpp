#include "core/casework_builder.hpp"
#include "tests/storage/contract/contract.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

namespace habeas::testing::contract {

namespace {

struct Everything {
    std::optional<core::SubjectRequest> request;
    std::size_t messages{};
    std::size_t letters{};
    std::int64_t audit{};
    std::int64_t open{};
};

Everything everything_of(storage::Store& store, core::RequestId id) {
    return from_snapshot(store, [&](storage::Snapshot& snapshot) {
        return Everything{snapshot.find(id), snapshot.messages(id).size(), snapshot.letters_of(id).size(),
                          snapshot.audit_head().entries, snapshot.counts().open};
    });
}

core::Result<void> commit(storage::Store& store, core::Decision const& decision) {
    return in_transaction(
        store, [&](storage::Transaction& transaction) { return transaction.commit(decision, noon(march(5))); });
}

} // namespace

void decisions(StoreFactory const& factory) {
    auto const open = factory();
    auto store = open({});
    auto const request = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
    core::Policy const policy;

    SECTION("one decision stores the request, its audit entry and its letter together") {
        auto const after = everything_of(*store, request.id);
        CHECK(after.request == request);
        CHECK(after.audit == 1);
        CHECK(after.letters == 1);
        CHECK(after.open == 1);
    }
    SECTION("a letter about a request that stays as it is, is stored with its entry, and the version stays") {
        auto const before = everything_of(*store, request.id);
        auto const sent = core::send_link(request, requester_on(march(4)), policy);
        REQUIRE(sent);
        REQUIRE(commit(*store, *sent));
        auto const after = everything_of(*store, request.id);
        CHECK(after.request == before.request);
        CHECK(after.letters == before.letters + 1);
        CHECK(after.audit == before.audit + 1);
    }
    SECTION("a decision made from an older version is refused and leaves nothing behind") {
        core::Casework late{request, stamp_of(agent(), march(4)), policy};
        late.say(core::MessageKind::note, core::FreeText{"too late"});
        late.record("late");
        late.write_to_requester(core::LetterKind::message);
        late.mark({core::ClockName::respond, -14});
        auto const decision = late.finish();
        confirm(*store, request.id, march(3));
        auto const before = everything_of(*store, request.id);
        auto const refused = commit(*store, decision);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == core::ErrorCode::conflict);
        auto const after = everything_of(*store, request.id);
        CHECK(after.request == before.request);
        CHECK(after.messages == before.messages);
        CHECK(after.letters == before.letters);
        CHECK(after.audit == before.audit);
    }
    SECTION("a decision about a request that does not exist is not found") {
        auto stranger = request;
        stranger.id = core::RequestId{999};
        auto const refused = commit(*store, core::Casework{stranger, system_on(march(4)), policy}.finish());
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == core::ErrorCode::not_found);
    }
    SECTION("a reminder stage is marked once; the second is a conflict and changes nothing") {
        auto const mark_stage = [&](int stage) {
            return change(*store, request.id, [&](auto const& before) -> core::Result<core::Decision> {
                core::Casework work{before, system_on(march(20)), policy};
                work.mark({core::ClockName::respond, stage});
                work.record("reminded");
                return work.finish();
            });
        };
        REQUIRE(mark_stage(-7));
        auto const before = everything_of(*store, request.id);
        auto const again = mark_stage(-7);
        REQUIRE_FALSE(again);
        CHECK(again.error().code == core::ErrorCode::conflict);
        CHECK(everything_of(*store, request.id).request == before.request);
        CHECK(everything_of(*store, request.id).audit == before.audit);
        CHECK(mark_stage(-3));
    }
    SECTION("several decisions in one transaction are all stored") {
        auto const other = submit(*store, new_request(core::RequestType::access, "Ben", "ben@example.net"));
        store->write([&](storage::Transaction& transaction) {
            for (auto const id : {request.id, other.id}) {
                auto const before = transaction.find(id);
                REQUIRE(before);
                auto const decision = core::withdraw(*before, core::FreeText{"both"}, requester_on(march(4)), policy);
                REQUIRE(decision);
                REQUIRE(transaction.commit(*decision, noon(march(4))));
            }
            CHECK(transaction.counts().open == 0);
        });
        CHECK(find(*store, request.id)->status == core::Status::withdrawn);
        CHECK(find(*store, other.id)->status == core::Status::withdrawn);
    }
    SECTION("a transaction sees its own writes before anybody else does") {
        store->write([&](storage::Transaction& transaction) {
            auto const created = submit_in(transaction, new_request(core::RequestType::access, "Cy", "cy@example.net"),
                                           store->references());
            CHECK(transaction.find(created.id) == created);
            CHECK(transaction.audit_head().entries == 2);
            CHECK(transaction.verify_audit().intact);
            CHECK(everything_of(*store, created.id).request == std::nullopt);
        });
    }
    SECTION("a second new request in the same transaction has the next number") {
        store->write([&](storage::Transaction& transaction) {
            auto const first = transaction.next_request_id();
            CHECK(transaction.next_request_id() == first);
            submit_in(transaction, new_request(core::RequestType::access, "Cy", "cy@example.net"), store->references());
            CHECK(transaction.next_request_id() > first);
        });
    }
    SECTION("a decision that only records leaves the request alone") {
        REQUIRE(commit(*store, core::Decision::record(stamp_of(agent(), march(5)), "request.viewed", {}, request.id)));
        auto const after = everything_of(*store, request.id);
        CHECK(after.request == request);
        CHECK(after.audit == 2);
    }
}

} // namespace habeas::testing::contract
