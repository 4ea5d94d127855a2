#include "tests/storage/contract/contract.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

namespace habeas::testing::contract {

void reports(StoreFactory const& factory) {
    auto const open = factory();
    auto store = open({});
    auto const early = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net", march(2)));
    submit(*store, new_request(core::RequestType::unsubscribe, "", "cy@example.net", march(3)));
    auto const late = submit(*store, new_request(core::RequestType::deletion, "Ben", "ben@example.net", march(5)));
    auto const facts = [&](core::Day from, core::Day until) {
        return from_snapshot(*store, [&](auto& snapshot) { return snapshot.deadline_facts(from, until); });
    };

    SECTION("the facts are of the requests with a clock received in the period, both ends included, by number") {
        auto const all = facts(march(2), march(5));
        REQUIRE(all.size() == 2);
        CHECK(all[0].id == early.id);
        CHECK(all[1].id == late.id);
        CHECK(facts(march(3), march(4)).empty());
        CHECK(facts(march(3), march(5)).size() == 1);
        CHECK(facts(march(2), march(4)).size() == 1);
    }
    SECTION("closed requests stay in the facts, with their day of closing") {
        REQUIRE(change(*store, early.id, [](auto const& before) {
            return core::withdraw(before, core::FreeText{"enough"}, requester_on(march(9)), {});
        }));
        auto const all = facts(march(1), march(31));
        REQUIRE(all.size() == 2);
        CHECK(all[0].id == early.id);
        CHECK(all[0].closed_on == march(9));
        CHECK(all[0].status == core::Status::withdrawn);
        CHECK_FALSE(all[1].closed_on);
    }
    SECTION("each fact is the request's") {
        confirm(*store, late.id, march(6));
        auto const assigned = assign(*store, late.id, core::StaffId{4}, march(7));
        auto const fact = facts(march(5), march(5)).at(0);
        CHECK(fact.reference == late.reference);
        CHECK(fact.type == core::RequestType::deletion);
        CHECK(fact.status == core::Status::in_progress);
        CHECK(fact.channel == core::Channel::web_form);
        CHECK(fact.received_at == noon(march(5)));
        CHECK(fact.received_on == march(5));
        CHECK(fact.due_on == assigned.due_on());
        CHECK(fact.assignee == core::StaffId{4});
        CHECK_FALSE(fact.extended);
    }
    SECTION("a request counts as extended from the delivery of the letter on, not before") {
        confirm(*store, late.id, march(6));
        assign(*store, late.id, core::StaffId{4}, march(7));
        REQUIRE(change(*store, late.id, [](auto const& before) {
            return core::extend(before, core::FreeText{"much to read"}, stamp_of(agent(), march(8)), {});
        }));
        CHECK_FALSE(facts(march(5), march(5)).at(0).extended);
        auto const extended = change(*store, late.id, [](auto const& before) -> core::Result<core::Decision> {
            return core::letter_delivered(before, core::LetterKind::extended, system_on(march(8)), {});
        });
        REQUIRE(extended);
        auto const fact = facts(march(5), march(5)).at(0);
        CHECK(fact.extended);
        CHECK(fact.due_on == late.due_on().value() + std::chrono::days{30});
    }
}

} // namespace habeas::testing::contract
