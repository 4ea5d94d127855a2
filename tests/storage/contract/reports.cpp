#include "tests/storage/contract/contract.hpp"
#include "tests/support/mixed_requests.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <catch2/catch.hpp>

namespace habeas::testing::contract {

namespace {

/// That day, in a company whose time is UTC.
core::AsOf end_of(core::Day day) {
    return {day, noon(day) + std::chrono::hours{12}};
}

/// First answers as the counters have them, and as the facts tell: month, days taken, late or not.
using Counted = std::map<std::tuple<std::chrono::year_month, std::int64_t, bool>, std::int64_t>;

Counted counters(storage::Snapshot& snapshot) {
    using namespace std::chrono;
    Counted counted;
    for (auto const& each : snapshot.answer_counts(2026y / January, 2026y / December))
        counted[{each.month, each.days, each.late}] += each.answers;
    return counted;
}

Counted counted_from(std::vector<core::DeadlineFacts> const& facts, core::Day as_of) {
    Counted counted;
    for (auto const& each : facts) {
        auto const standing = core::standing_of(each, as_of);
        bool const is_late = standing == core::Standing::answered_late;
        if (!is_late && standing != core::Standing::answered_in_time) continue;
        std::chrono::year_month_day const date{*each.closed_on};
        ++counted[{date.year() / date.month(), (*each.closed_on - each.received_on).count(), is_late}];
    }
    return counted;
}

core::DayCounts days_of(Counted const& counted) {
    core::DayCounts days;
    for (auto const& [key, answers] : counted)
        days[std::get<1>(key)] += answers;
    return days;
}

std::int64_t answers_of(Counted const& counted, bool late) {
    std::int64_t answers = 0;
    for (auto const& [key, count] : counted)
        if (std::get<2>(key) == late) answers += count;
    return answers;
}

} // namespace

/// Counters kept beside the facts are worth nothing where the two could disagree.
void report_counters(StoreFactory const& factory) {
    auto const open = factory();
    auto store = open({});
    MixedRequests const mixed(*store);
    auto const last_day = mixed.last_day();
    store->read([&](storage::Snapshot& snapshot) {
        auto const facts = snapshot.deadline_facts(march(1), last_day, end_of(last_day));
        auto const figures = core::figures_of(facts, last_day);
        auto const counted = counters(snapshot);
        CHECK(counted == counted_from(facts, last_day));
        CHECK(answers_of(counted, false) == figures.answered_in_time);
        CHECK(answers_of(counted, true) == figures.answered_late);
        CHECK(figures.answered_in_time == 8);
        CHECK(figures.answered_late == 3);
        CHECK(figures.needed_no_answer == 2);
        CHECK(core::median_of(days_of(counted)) == figures.median_days);

        auto received = snapshot.received_counts(march(1), last_day);
        CHECK(received[core::RequestType::unsubscribe] == 1);
        CHECK(received[core::RequestType::deletion] == 1);
        CHECK(received[core::RequestType::access] + received[core::RequestType::deletion] == figures.received);
    });
}

void reports(StoreFactory const& factory) {
    auto const open = factory();
    auto store = open({});
    auto const early = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net", march(2)));
    submit(*store, new_request(core::RequestType::unsubscribe, "", "cy@example.net", march(3)));
    auto const late = submit(*store, new_request(core::RequestType::deletion, "Ben", "ben@example.net", march(5)));
    auto const facts = [&](core::Day from, core::Day until) {
        return from_snapshot(*store,
                             [&](auto& snapshot) { return snapshot.deadline_facts(from, until, end_of(march(31))); });
    };
    auto const facts_of = [&](core::RequestId id, core::Day as_of) {
        auto const all = from_snapshot(
            *store, [&](auto& snapshot) { return snapshot.deadline_facts(march(1), march(31), end_of(as_of)); });
        return *std::ranges::find(all, id, &core::DeadlineFacts::id);
    };
    auto const complaints = [&](core::Day from, core::Day until, core::Day as_of) {
        return from_snapshot(*store,
                             [&](auto& snapshot) { return snapshot.complaint_facts(from, until, end_of(as_of)); });
    };
    auto const act = [&](core::RequestId id, auto const& verb) { return change(*store, id, verb).value(); };
    core::FreeText const words{"words"};
    auto const deny_on = [&](core::RequestId id, core::Actor who, core::Day day) {
        return act(id, [&](auto const& before) {
            return core::deny(before, {core::DenialReason::other, words}, stamp_of(who, day), {});
        });
    };
    auto const appeal_on = [&](core::RequestId id, core::Day day) {
        return act(id, [&](auto const& before) { return core::appeal(before, words, requester_on(day), {}); });
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
    SECTION("requests received are counted by type over any days, both ends included") {
        auto const received = [&](core::Day from, core::Day until) {
            return from_snapshot(*store, [&](auto& snapshot) { return snapshot.received_counts(from, until); });
        };
        using enum core::RequestType;
        CHECK(received(march(2), march(5)) ==
              std::map<core::RequestType, std::int64_t>{{access, 1}, {deletion, 1}, {unsubscribe, 1}});
        CHECK(received(march(3), march(4)) == std::map<core::RequestType, std::int64_t>{{unsubscribe, 1}});
        CHECK(received(march(6), march(31)).empty());
    }
    SECTION("first answers are counted by month and days, once, and those that needed none are not") {
        using namespace std::chrono;
        auto const counted = [&] {
            return from_snapshot(*store,
                                 [](auto& snapshot) { return snapshot.answer_counts(2026y / March, 2026y / April); });
        };
        CHECK(counted().empty());
        for (auto const id : {early.id, late.id}) {
            confirm(*store, id, march(6));
            assign(*store, id, core::StaffId{4}, march(7));
        }
        deny_on(early.id, agent(), march(9));
        REQUIRE(counted().size() == 1);
        CHECK(counted().front().month == year_month{2026y / March});
        CHECK(counted().front().days == 7);
        CHECK_FALSE(counted().front().late);
        CHECK(counted().front().answers == 1);
        appeal_on(early.id, march(10)); // the first answer stays what it was
        CHECK(counted().size() == 1);
        deny_on(late.id, agent(), march(31) + days{5}); // due on 4 April
        REQUIRE(counted().size() == 2);
        CHECK(counted().back().month == year_month{2026y / April});
        CHECK(counted().back().late);
        CHECK(from_snapshot(*store, [](auto& snapshot) {
                  return snapshot.answer_counts(2026y / April, 2026y / April);
              }).size() == 1);
    }
    SECTION("a withdrawn request is no answer") {
        act(early.id, [](auto const& before) {
            return core::withdraw(before, core::FreeText{"enough"}, requester_on(march(9)), {});
        });
        CHECK(from_snapshot(*store, [](auto& snapshot) {
                  using namespace std::chrono;
                  return snapshot.answer_counts(2026y / March, 2026y / March);
              }).empty());
    }
    SECTION("the facts one after the other are the same as all at once") {
        std::vector<core::RequestId> seen;
        store->read([&](storage::Snapshot& snapshot) {
            snapshot.each_deadline_fact(march(1), march(31), end_of(march(31)),
                                        [&](core::DeadlineFacts const& each) { seen.push_back(each.id); });
        });
        std::ranges::sort(seen);
        CHECK(seen == std::vector{early.id, late.id});
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
        CHECK(all[0].ended_as == core::Status::withdrawn);
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
        CHECK(facts_of(late.id, march(8)).extended);
        auto const day_before = facts_of(late.id, march(7));
        CHECK_FALSE(day_before.extended);
        CHECK(day_before.due_on == late.due_on());
    }
    SECTION("each request stands in the facts as it stood at the end of the day they speak of") {
        confirm(*store, early.id, march(3));
        confirm(*store, late.id, march(6));
        assign(*store, late.id, core::StaffId{4}, march(7));
        deny_on(late.id, agent(), march(9));
        CHECK(facts_of(late.id, march(5)).status == core::Status::unverified);
        CHECK(facts_of(late.id, march(6)).status == core::Status::open);
        CHECK(facts_of(late.id, march(7)).status == core::Status::in_progress);
        CHECK(facts_of(late.id, march(8)).status == core::Status::in_progress);
        assign(*store, early.id, core::StaffId{4}, march(9));
        assign(*store, early.id, core::StaffId{5}, march(11));
        CHECK_FALSE(facts_of(early.id, march(8)).assignee);
        CHECK(facts_of(early.id, march(9)).assignee == core::StaffId{4});
        CHECK(facts_of(early.id, march(10)).assignee == core::StaffId{4});
        CHECK(facts_of(early.id, march(11)).assignee == core::StaffId{5});
        CHECK_FALSE(facts_of(late.id, march(8)).closed_on);
        CHECK_FALSE(facts_of(late.id, march(8)).ended_as);
        CHECK(facts_of(late.id, march(9)).status == core::Status::denied);
        CHECK(facts_of(late.id, march(9)).closed_on == march(9));
        CHECK(facts_of(late.id, march(9)).ended_as == core::Status::denied);
    }
    SECTION("an answer whose letter went out on a later day was given on that day") {
        confirm(*store, late.id, march(6));
        assign(*store, late.id, core::StaffId{4}, march(7));
        deny_on(late.id, agent(), march(9));
        act(late.id, [](auto const& before) -> core::Result<core::Decision> {
            return core::letter_delivered(before, core::LetterKind::denied, system_on(march(14)), {});
        });
        auto const day_before = facts_of(late.id, march(13));
        CHECK_FALSE(day_before.closed_on);
        CHECK_FALSE(day_before.ended_as);
        CHECK(day_before.status == core::Status::denied);
        CHECK(facts_of(late.id, march(14)).closed_on == march(14));
        CHECK(facts_of(late.id, march(14)).ended_as == core::Status::denied);
    }
    SECTION("what was entered days after it had come stands between as it was entered, not as it ended") {
        auto const id = in_transaction(*store, [&](storage::Transaction& transaction) {
            auto asked = new_request(core::RequestType::access, "Dora", "dora@example.net", march(4));
            asked.channel = core::Channel::phone;
            auto const number = transaction.next_request_id();
            auto const decision =
                core::submit(asked, number, store->references().encode(number), stamp_of(agent(), march(10)), {});
            transaction.commit(decision.value(), noon(march(10))).value();
            return number;
        });
        confirm(*store, id, march(11));
        assign(*store, id, core::StaffId{4}, march(12));
        deny_on(id, agent(), march(20));
        for (auto const day : {march(4), march(9), march(10)}) {
            CHECK(facts_of(id, day).status == core::Status::unverified);
            CHECK_FALSE(facts_of(id, day).assignee);
            CHECK_FALSE(facts_of(id, day).closed_on);
        }
        CHECK(facts_of(id, march(11)).status == core::Status::open);
        CHECK(facts_of(id, march(20)).status == core::Status::denied);
    }
    SECTION("an appeal changes nothing about the first answer, decided, open or taken back") {
        confirm(*store, late.id, march(6));
        assign(*store, late.id, core::StaffId{4}, march(7));
        deny_on(late.id, agent(), march(9));
        auto const first = facts_of(late.id, march(31));
        auto const is_as_before = [&](core::Status now) {
            auto const fact = facts_of(late.id, march(31));
            CHECK(fact.due_on == first.due_on);
            CHECK(fact.closed_on == march(9));
            CHECK(fact.ended_as == core::Status::denied);
            CHECK(fact.status == now);
        };
        appeal_on(late.id, march(12));
        is_as_before(core::Status::open);
        CHECK(facts_of(late.id, march(11)).status == core::Status::denied);
        SECTION("decided another way") {
            assign(*store, late.id, core::StaffId{5}, march(13));
            act(late.id, [&](auto const& before) {
                return core::redirect(before, core::OrganisationName{"Elsewhere"}, {}, stamp_of(agent(5), march(20)),
                                      {});
            });
            is_as_before(core::Status::redirected);
        }
        SECTION("taken back") {
            act(late.id, [&](auto const& before) { return core::withdraw(before, {}, requester_on(march(20)), {}); });
            is_as_before(core::Status::denied);
        }
    }
    SECTION("a complaint is a fact of its own, with its own day of receipt and its own clock") {
        confirm(*store, late.id, march(6));
        assign(*store, late.id, core::StaffId{4}, march(7));
        deny_on(late.id, agent(), march(9));
        CHECK(complaints(march(1), march(31), march(31)).empty());
        appeal_on(late.id, march(12));
        CHECK(complaints(march(1), march(11), march(31)).empty());
        CHECK(complaints(march(13), march(31), march(31)).empty());
        auto const open_one = complaints(march(12), march(12), march(31)).at(0);
        CHECK(open_one.id == late.id);
        CHECK(open_one.reference == late.reference);
        CHECK(open_one.type == core::RequestType::deletion);
        CHECK(open_one.status == core::Status::open);
        CHECK(open_one.received_on == march(12));
        CHECK(open_one.due_on == march(12) + std::chrono::days{30});
        CHECK_FALSE(open_one.closed_on);
        act(late.id, [&](auto const& before) { return core::withdraw(before, {}, requester_on(march(20)), {}); });
        auto const day_before = complaints(march(12), march(12), march(19)).at(0);
        CHECK_FALSE(day_before.closed_on);
        CHECK_FALSE(day_before.withdrawn);
        CHECK(day_before.status == core::Status::open);
        auto const taken_back = complaints(march(12), march(12), march(20)).at(0);
        CHECK(taken_back.closed_on == march(20));
        CHECK(taken_back.withdrawn);
        CHECK(taken_back.status == core::Status::denied);
    }
}

} // namespace habeas::testing::contract
