#include "app/sign_in_failures.hpp"
#include "tests/support/store_requests.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using namespace std::chrono_literals;

namespace {

constexpr int noted_an_hour = 3;

core::Instant start() {
    return noon(march(2));
}

core::Stamp at(core::Instant instant) {
    return {core::Actor::system(), instant, march(2)};
}

void fail(storage::Store& store, std::optional<core::StaffId> whose, core::Instant when, int times = 1) {
    for (int i = 0; i < times; ++i)
        store.write([&](storage::Transaction& transaction) {
            app::note_failed_sign_in(transaction, at(when), whose, noted_an_hour);
        });
}

void fold(storage::Store& store, core::Instant when) {
    store.write([&](storage::Transaction& transaction) { app::fold_failed_sign_ins(transaction, at(when)); });
}

/// The chain, oldest first: "staff.sign_in_failed" and the details.
std::vector<std::string> chain(storage::Store& store) {
    storage::AuditQuery query;
    query.limit = 100;
    auto records = from_snapshot(store, [&](auto& snapshot) { return snapshot.audit(query); });
    std::ranges::sort(records, {}, &core::AuditRecord::sequence);
    std::vector<std::string> lines;
    for (auto const& record : records) {
        auto line = record.action;
        for (auto const& [name, value] : core::parse_details(record.details))
            line += " " + name + "=" + value;
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace

TEST_CASE("the first failures of an hour are entries, and the rest become one entry with their number",
          "[app][sign_in]") {
    TemporaryStore store;
    fail(*store, core::StaffId{7}, start(), 40);
    CHECK(chain(*store) == std::vector<std::string>(3, "staff.sign_in_failed staff=7"));
    fold(*store, start() + 59min);
    CHECK(chain(*store).size() == 3);
    fold(*store, start() + 60min);
    REQUIRE(chain(*store).size() == 4);
    CHECK(chain(*store).back() == "staff.sign_ins_failed failures=37 since=2026-03-02T12:00:00.000Z staff=7");
    fold(*store, start() + 120min);
    CHECK(chain(*store).size() == 4);
}

TEST_CASE("failures up to the number are entries and nothing else", "[app][sign_in]") {
    TemporaryStore store;
    fail(*store, core::StaffId{7}, start(), 3);
    fold(*store, start() + 60min);
    CHECK(chain(*store) == std::vector<std::string>(3, "staff.sign_in_failed staff=7"));
}

TEST_CASE("a failure of the next hour closes the hour before", "[app][sign_in]") {
    TemporaryStore store;
    fail(*store, core::StaffId{7}, start(), 4);
    fail(*store, core::StaffId{7}, start() + 60min);
    REQUIRE(chain(*store).size() == 5);
    CHECK(chain(*store)[3] == "staff.sign_ins_failed failures=1 since=2026-03-02T12:00:00.000Z staff=7");
    CHECK(chain(*store)[4] == "staff.sign_in_failed staff=7");
}

TEST_CASE("logins that do not exist share one count, apart from the members'", "[app][sign_in]") {
    TemporaryStore store;
    fail(*store, std::nullopt, start(), 5);
    fail(*store, core::StaffId{7}, start());
    CHECK(chain(*store).size() == 4);
    fold(*store, start() + 60min);
    CHECK(chain(*store).back() == "staff.sign_ins_failed failures=2 since=2026-03-02T12:00:00.000Z");
}

TEST_CASE("an hour that lies in the future after the clock was set back is over", "[app][sign_in]") {
    TemporaryStore store;
    fail(*store, core::StaffId{7}, start(), 4);
    fold(*store, start() - 1ms);
    CHECK(chain(*store).size() == 4);
}
