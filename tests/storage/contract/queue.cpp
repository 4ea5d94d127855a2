#include "core/casework_builder.hpp"
#include "tests/storage/contract/contract.hpp"
#include "tests/support/store_requests.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace habeas::testing::contract {

namespace {

using Ids = std::vector<std::int64_t>;

/// Sixty requests of every type, status, channel and assignee, received over a month, each by the same simple rule.
std::vector<core::SubjectRequest> fill(storage::Store& store) {
    std::vector<core::SubjectRequest> stored;
    store.write([&](storage::Transaction& transaction) {
        for (int i = 0; i < 60; ++i) {
            core::SubjectRequest request;
            request.id = transaction.next_request_id();
            request.reference = store.references().encode(request.id);
            request.type = static_cast<core::RequestType>(i % 4);
            request.status = static_cast<core::Status>(i * 7 % 11);
            request.channel = static_cast<core::Channel>(i * 5 % 6);
            request.subject.name = core::PersonName{"Person " + std::to_string(i)};
            request.received_on = march(1 + static_cast<unsigned>(i * 13 % 29));
            request.received_at = noon(request.received_on);
            if (i % 3 != 0) request.assignee = core::StaffId{i % 3};
            request.appealed = i % 5 == 0;
            if (request.type != core::RequestType::unsubscribe)
                request.clocks.push_back({.name = core::ClockName::respond,
                                          .rule = "a-rule",
                                          .sentence = "",
                                          .days = 30 + i % 5,
                                          .started_on = request.received_on,
                                          .extension = std::nullopt,
                                          .stopped_on = std::nullopt,
                                          .reminded_stage = std::nullopt});
            core::Policy const policy;
            auto const decision = core::Casework{request, system_on(march(31)), policy}.finish();
            REQUIRE(transaction.commit(decision, noon(march(31))));
            stored.push_back(*decision.after());
        }
    });
    return stored;
}

bool among(auto const& wanted, auto value) {
    return std::ranges::find(wanted, value) != wanted.end();
}

/// What the port promises, said plainly.
bool belongs(core::SubjectRequest const& request, storage::QueueQuery const& query) {
    if (query.statuses.empty() ? core::is_closed(request.status) && !query.closed_too
                               : !among(query.statuses, request.status))
        return false;
    if (!query.types.empty() && !among(query.types, request.type)) return false;
    if (query.channel && request.channel != *query.channel) return false;
    if (query.assignee == storage::AssigneeFilter::nobody && request.assignee) return false;
    if (query.assignee == storage::AssigneeFilter::somebody_named && request.assignee != query.assignee_id)
        return false;
    auto const due = request.due_on();
    if (query.due_from && (!due || *due < *query.due_from)) return false;
    auto const is_open = !core::is_closed(request.status);
    if (query.not_overdue_on && is_open && due && *due < *query.not_overdue_on) return false;
    if (query.due_until && (!due || *due > *query.due_until)) return false;
    return true;
}

Ids expected(std::vector<core::SubjectRequest> requests, storage::QueueQuery const& query) {
    std::erase_if(requests, [&](auto const& request) { return !belongs(request, query); });
    auto const by_due = query.order == storage::QueueOrder::due_first || query.order == storage::QueueOrder::due_last;
    auto const descending =
        query.order == storage::QueueOrder::due_last || query.order == storage::QueueOrder::received_newest;
    auto const key = [&](core::SubjectRequest const& request) {
        auto const day = by_due ? request.due_on().value_or(core::Day::max()) : request.received_on;
        return std::pair{day, request.id};
    };
    std::ranges::sort(requests, [&](auto const& left, auto const& right) {
        return descending ? key(left) > key(right) : key(left) < key(right);
    });
    Ids ids;
    for (auto const& request : requests)
        ids.push_back(request.id.value);
    return ids;
}

/// Reads page by page to the end.
Ids read_all(storage::Store& store, storage::QueueQuery query) {
    Ids ids;
    do {
        auto const page = from_snapshot(store, [&](auto& snapshot) { return snapshot.queue(query); });
        CHECK(std::ssize(page.rows) <= query.limit);
        for (auto const& row : page.rows)
            ids.push_back(row.id.value);
        query.after = page.next;
    } while (query.after);
    return ids;
}

void check_open_of_each_member(storage::Store& store, std::vector<core::SubjectRequest> const& requests) {
    for (auto const member : {core::StaffId{1}, core::StaffId{2}, core::StaffId{99}}) {
        auto const count = from_snapshot(store, [&](auto& snapshot) { return snapshot.count_open_of(member); });
        CHECK(count == std::ranges::count_if(requests, [&](core::SubjectRequest const& each) {
                  return !core::is_closed(each.status) && each.assignee == member;
              }));
    }
}

void check_workable_by_due_day(storage::Store& store, std::vector<core::SubjectRequest> const& requests) {
    auto const check = [&](std::optional<core::Day> from, core::Day until) {
        auto const count =
            from_snapshot(store, [&](auto& snapshot) { return snapshot.count_workable_due(from, until); });
        CHECK(count == std::ranges::count_if(requests, [&](core::SubjectRequest const& each) {
                  auto const due = each.due_on();
                  return each.status != core::Status::unverified && !core::is_closed(each.status) && due &&
                         (!from || *due >= *from) && *due <= until;
              }));
    };
    for (auto day = march(31); day < march(31) + std::chrono::days{120}; ++day)
        check(day, day);
    check(std::nullopt, march(31) + std::chrono::days{10});
    check(march(31) + std::chrono::days{8}, march(31) + std::chrono::days{20});
    check(std::nullopt, core::Day::max()); // none of those without a clock

    auto const until = march(31) + std::chrono::days{12};
    auto const unanswered = from_snapshot(store, [&](auto& snapshot) { return snapshot.count_unanswered_due(until); });
    CHECK(unanswered == std::ranges::count_if(requests, [&](core::SubjectRequest const& each) {
              auto const due = each.due_on();
              return each.status != core::Status::unverified && !core::is_closed(each.status) && due && *due <= until &&
                     !each.appealed;
          }));
}

std::vector<storage::QueueQuery> queries() {
    using enum core::Status;
    std::vector<storage::QueueQuery> all(18);
    all[1].closed_too = true;
    all[2].statuses = {open};
    all[3].statuses = {denied};
    all[4].statuses = {open, in_progress, denied};
    all[5].types = {core::RequestType::deletion, core::RequestType::unsubscribe};
    all[6].channel = core::Channel::email;
    all[7].assignee = storage::AssigneeFilter::nobody;
    all[8].assignee = storage::AssigneeFilter::somebody_named;
    all[8].assignee_id = core::StaffId{2};
    all[9] = all[8];
    all[9].closed_too = true;
    all[10].due_from = march(31) + std::chrono::days{5};
    all[10].due_until = march(31) + std::chrono::days{15};
    all[11] = all[10];
    all[11].statuses = {open, withdrawn};
    all[11].types = {core::RequestType::access};
    all[12] = all[8];
    all[12].due_until = march(31) + std::chrono::days{10};
    all[12].statuses = {open, fulfilled, expired};
    all[13].statuses = {unverified};
    all[13].channel = core::Channel::api;
    all[13].assignee = storage::AssigneeFilter::nobody;
    all[14].closed_too = true;
    all[14].due_from = march(31) + std::chrono::days{5};
    all[15].closed_too = true;
    all[15].not_overdue_on = march(31) + std::chrono::days{10};
    all[16] = all[15];
    all[16].assignee = storage::AssigneeFilter::nobody;
    all[17] = all[15];
    all[17].closed_too = false;
    all[17].due_until = march(31) + std::chrono::days{15};
    return all;
}

} // namespace

void queue(StoreFactory const& factory) {
    auto const open = factory();
    auto store = open({});
    auto const requests = fill(*store);
    using enum storage::QueueOrder;

    SECTION("every filter in every order finds exactly its requests, on pages of any size") {
        for (std::size_t number = 0; auto query : queries()) {
            for (auto const order : {due_first, due_last, received_newest, received_oldest}) {
                query.order = order;
                for (auto const limit : {1, 7, 60}) {
                    query.limit = limit;
                    INFO("query " << number << ", order " << static_cast<int>(order) << ", limit " << limit);
                    CHECK(read_all(*store, query) == expected(requests, query));
                }
            }
            ++number;
        }
    }
    SECTION("a row shows what the request holds") {
        storage::QueueQuery query;
        query.closed_too = true;
        query.limit = 100;
        auto const page = from_snapshot(*store, [&](auto& snapshot) { return snapshot.queue(query); });
        REQUIRE(page.rows.size() == requests.size());
        CHECK_FALSE(page.next);
        for (auto const& row : page.rows) {
            auto const& request = requests[static_cast<std::size_t>(row.id.value) - 1];
            CHECK(row.reference == request.reference);
            CHECK(row.subject_name == request.subject.name);
            CHECK(row.type == request.type);
            CHECK(row.status == request.status);
            CHECK(row.channel == request.channel);
            CHECK(row.received_at == request.received_at);
            CHECK(row.received_on == request.received_on);
            CHECK(row.due_on == request.due_on());
            CHECK(row.assignee == request.assignee);
            CHECK(row.version == 1);
        }
    }
    SECTION("the place where a page ended goes into a text and back, and no other text is a place") {
        storage::QueueQuery query;
        query.limit = 5;
        auto const first = from_snapshot(*store, [&](auto& snapshot) { return snapshot.queue(query); });
        REQUIRE(first.next);
        CHECK(storage::QueuePlace::parse(first.next->text()) == first.next);
        for (auto const* const wrong :
             {"", "x", "1x", " 1", "01", "-0", "+1", "1.", "99999999999999999999", "' OR 1=1"})
            CHECK_FALSE(storage::QueuePlace::parse(wrong));
    }
    SECTION("the counts are those of the rows, also after changes and undone ones") {
        auto const check_counts = [&](std::vector<core::SubjectRequest> const& all) {
            auto const counts = from_snapshot(*store, [&](auto& snapshot) { return snapshot.counts(); });
            std::int64_t open_ones = 0, unassigned = 0, workable = 0, unassigned_workable = 0;
            std::map<core::Status, std::int64_t> by_status;
            std::map<core::RequestType, std::int64_t> by_type;
            for (auto const& request : all) {
                ++by_status[request.status];
                if (core::is_closed(request.status)) continue;
                ++open_ones;
                ++by_type[request.type];
                if (!request.assignee) ++unassigned;
                if (request.status == core::Status::unverified) continue;
                ++workable;
                if (!request.assignee) ++unassigned_workable;
            }
            CHECK(counts.workable == workable);
            CHECK(counts.unassigned_workable == unassigned_workable);
            CHECK(counts.open == open_ones);
            CHECK(counts.unassigned_open == unassigned);
            for (auto const& [status, number] : by_status)
                CHECK(counts.by_status.at(status) == number);
            for (auto const& [type, number] : by_type)
                CHECK(counts.open_by_type.at(type) == number);
        };
        check_counts(requests);
        auto changed = requests;
        auto& victim = *std::ranges::find(changed, core::Status::open, &core::SubjectRequest::status);
        victim = assign(*store, victim.id, core::StaffId{1}, march(31));
        check_counts(changed);
        CHECK_THROWS(store->write([&](storage::Transaction& transaction) {
            submit_in(transaction, new_request(core::RequestType::access, "Undone", "undone@example.net"),
                      store->references());
            throw std::runtime_error("undone");
        }));
        check_counts(changed);
    }
    SECTION("a row's place is where the queue goes on after it, in either direction") {
        storage::QueueQuery query;
        query.limit = 100;
        auto const all = from_snapshot(*store, [&](auto& snapshot) { return snapshot.queue(query); }).rows;
        REQUIRE(all.size() > 3);
        query.after = all[1].place;
        query.limit = 1;
        CHECK(from_snapshot(*store, [&](auto& snapshot) { return snapshot.queue(query); }).rows.at(0).id == all[2].id);
        query.order = due_last;
        CHECK(from_snapshot(*store, [&](auto& snapshot) { return snapshot.queue(query); }).rows.at(0).id == all[0].id);
    }
    SECTION("the open requests of each member and the confirmed ones due in each range are counted") {
        check_open_of_each_member(*store, requests);
        check_workable_by_due_day(*store, requests);
    }
    SECTION("and counted elsewhere with every change of who, when and whether") {
        auto changed = requests;
        auto& victim = *std::ranges::find_if(changed, [](core::SubjectRequest const& each) {
            return each.status == core::Status::open && each.type == core::RequestType::access;
        });
        auto const change_and_check = [&](auto decide) {
            auto const after = change(*store, victim.id, decide);
            REQUIRE(after);
            victim = *after;
            check_open_of_each_member(*store, changed);
            check_workable_by_due_day(*store, changed);
        };
        auto const by_agent = stamp_of(agent(), march(31));
        for (auto const member : {1, 2, 1})
            change_and_check(
                [&](auto const& before) { return core::assign(before, core::StaffId{member}, by_agent, {}); });
        change_and_check([&](auto const& before) {
            return core::request_information(before, core::FreeText{"Which account?"}, by_agent, {});
        });
        auto const due_before = victim.due_on();
        change_and_check([&](auto const& before) -> core::Result<core::Decision> {
            core::Policy const policy;
            core::Casework work{before, by_agent, policy};
            work.request().clocks.front().days += 5;
            return work.finish();
        });
        CHECK(victim.due_on() > due_before);
        change_and_check([&](auto const& before) { return core::withdraw(before, {}, requester_on(march(31)), {}); });
        CHECK(core::is_closed(victim.status));
    }
}

void search(StoreFactory const& factory) {
    auto const open = factory();
    auto store = open({});
    auto const zoe = submit(*store, new_request(core::RequestType::access, "Zoe van Dyk", "zoe@example.net"));
    auto by_agent = new_request(core::RequestType::access, "Yann van Roy", "yann@example.net");
    by_agent.requester = {core::RequesterKind::agent, core::PersonName{"Zoe Lawyer"}, address("law@example.net")};
    auto const yann = submit(*store, by_agent);
    auto const search_for = [&](std::string text, bool closed_too = false) {
        storage::QueueQuery query;
        query.search = std::move(text);
        query.closed_too = closed_too;
        return read_all(*store, query);
    };
    Ids const both{zoe.id.value, yann.id.value}, only_zoe{zoe.id.value}, only_yann{yann.id.value}, none;

    SECTION("by reference, however it is typed") {
        CHECK(search_for(zoe.reference.text()) == only_zoe);
        auto typed = zoe.reference.text();
        std::erase(typed, '-');
        std::ranges::transform(typed, typed.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        CHECK(search_for(typed) == only_zoe);
    }
    SECTION("by the address of the subject or the requester, in any case") {
        CHECK(search_for("zoe@example.net") == only_zoe);
        CHECK(search_for("LAW@EXAMPLE.NET") == only_yann);
        CHECK(search_for("zoe@example.com") == none);
    }
    SECTION("by words of a name, all of which must be there, in any order and case") {
        CHECK(search_for("van") == both);
        CHECK(search_for("VAN zoe") == both); // the requester's name counts too
        CHECK(search_for("dyk Zoe") == only_zoe);
        CHECK(search_for("van roy") == only_yann);
        CHECK(search_for("zo") == none);
        CHECK(search_for("zoe nobody") == none);
    }
    SECTION("by words of a name in any script, whatever their case, accents and composition") {
        auto const ozge = submit(*store, new_request(core::RequestType::access, "ÖZGE ÇELİK", "ozge@example.net"));
        auto const mueller =
            submit(*store, new_request(core::RequestType::access, "Jürgen Mu\u0308ller", "m@example.net"));
        for (auto const* const words : {"özge", "Özge Çelik", "OZGE", "celik", "O\u0308zge"})
            CHECK(search_for(words) == Ids{ozge.id.value});
        for (auto const* const words : {"müller", "MÜLLER", "Muller jurgen"})
            CHECK(search_for(words) == Ids{mueller.id.value});
        CHECK(search_for("özgen") == none);
    }
    SECTION("nothing typed is no filter, and what holds no word finds nothing") {
        CHECK(search_for("") == both);
        CHECK(search_for("   ") == none);
    }
    SECTION("other filters hold while searching, and pages follow each other") {
        REQUIRE(change(*store, zoe.id, [](auto const& before) {
            return core::withdraw(before, core::FreeText{"enough"}, requester_on(march(3)), {});
        }));
        CHECK(search_for("van") == only_yann);
        CHECK(search_for("van", true) == both);
        storage::QueueQuery query;
        query.search = "van";
        query.closed_too = true;
        query.limit = 1;
        CHECK(read_all(*store, query) == both);
        query.order = storage::QueueOrder::received_newest;
        CHECK(read_all(*store, query) == Ids{yann.id.value, zoe.id.value});
    }
    SECTION("a corrected name is found by its new words only") {
        REQUIRE(change(*store, zoe.id, [](auto const& before) -> core::Result<core::Decision> {
            core::Policy const policy;
            core::Casework work{before, stamp_of(agent(), march(4)), policy};
            work.request().subject.name = core::PersonName{"Zoe Newname"};
            return work.finish();
        }));
        CHECK(search_for("newname") == only_zoe);
        CHECK(search_for("dyk") == none);
        CHECK(search_for("zoe@example.net") == only_zoe);
    }
}

void search_for_common_words(StoreFactory const& factory) {
    // The oldest has both words; a thousand later ones have one of them, 999 the other.
    auto const open = factory();
    auto store = open({});
    auto const both = in_transaction(*store, [&](storage::Transaction& transaction) {
        auto const add = [&](core::RequestType type, std::string name) {
            return submit_in(transaction, new_request(type, std::move(name), "a@example.net"), store->references()).id;
        };
        auto const oldest = add(core::RequestType::deletion, "Maria Muller");
        for (int i = 0; i < storage::most_search_matches; ++i)
            add(core::RequestType::access, "Maria Lindgren");
        for (int i = 1; i < storage::most_search_matches; ++i)
            add(core::RequestType::access, "Ann Muller");
        return oldest;
    });
    storage::QueueQuery query;
    query.limit = 600;
    auto const page = [&] { return from_snapshot(*store, [&](auto& snapshot) { return snapshot.queue(query); }); };

    SECTION("two of them find what has both, however old") {
        query.search = GENERATE("maria muller", "muller maria", "MARIA muller a@example.net");
        CHECK(read_all(*store, query) == Ids{both.value});
        CHECK_FALSE(page().more_matches);
    }
    SECTION("a filter is part of the search: what it leaves out counts for nothing") {
        query.search = "maria";
        query.types = {core::RequestType::deletion};
        CHECK(read_all(*store, query) == Ids{both.value});
        CHECK_FALSE(page().more_matches);
    }
    SECTION("one of them with as many matches as are shown shows them all") {
        query.search = "muller";
        CHECK(std::ssize(read_all(*store, query)) == storage::most_search_matches);
        CHECK_FALSE(page().more_matches);
    }
    SECTION("one of them with more matches shows the newest, and each page says so") {
        query.search = "maria";
        for (auto const order : {storage::QueueOrder::due_first, storage::QueueOrder::received_newest}) {
            query.order = order;
            auto const first = page();
            REQUIRE(first.next);
            CHECK(first.more_matches);
            query.after = first.next;
            CHECK(page().more_matches);
            query.after.reset();
            auto const all = read_all(*store, query);
            CHECK(std::ssize(all) == storage::most_search_matches);
            CHECK_FALSE(among(all, both.value));
        }
    }
    SECTION("without a search nothing is left out") {
        CHECK_FALSE(page().more_matches);
    }
}

} // namespace habeas::testing::contract
