#include "app/demo.hpp"
#include "app/demo_stories.hpp"
#include "app/pages/audit_actions.hpp"
#include "app/pages/audit_words.hpp"
#include "tests/support/workshop.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace habeas;
using namespace habeas::testing;

namespace {

constexpr app::PasswordCost cheap{64, 1};

/// A demo told up to `now`, with every letter delivered at its moment of the story.
struct Demo {
    explicit Demo(core::Instant at)
        : now(at) {
        accounts = app::fill_demo(*store, shop.desk, passwords, random, calendar, now, store.folder().string(),
                                  [this](core::Stamp const& stamp) { deliver(stamp); });
    }
    void deliver(core::Stamp const& stamp) {
        (void)shop.outbox.run([&] { return stamp; }, never);
    }

    core::Instant now;
    TemporaryStore store;
    app::SystemRandom random;
    app::Passwords passwords{test_master_key(), cheap, random, 0};
    app::CompanyCalendar calendar{"Europe/Berlin"};
    RememberingCarrier carrier;
    StandingClock clock;
    Workshop shop{*store, carrier, clock.moment()};
    std::vector<app::DemoAccount> accounts;

    core::Day today() const { return calendar.day_of(now); }
    std::vector<core::SubjectRequest> requests() {
        return from_snapshot(*store, [](storage::Snapshot& snapshot) {
            std::vector<core::SubjectRequest> all;
            for (std::int64_t id = 1; auto found = snapshot.find(core::RequestId{id}); ++id)
                all.push_back(*found);
            return all;
        });
    }
};

core::Instant at(std::chrono::year_month_day day, std::chrono::minutes time) {
    return core::Instant{std::chrono::sys_days{day}.time_since_epoch() + time};
}

using std::chrono::hours;
using std::chrono::minutes;
using namespace std::chrono_literals;

} // namespace

TEST_CASE("the demo has a request in every status and every urgency whenever it is told", "[journey][demo]") {
    auto const now = GENERATE(at(2026y / 1 / 30, hours(9)), at(2026y / 3 / 29, minutes(0)),
                              at(2026y / 10 / 25, hours(23) + minutes(59)), at(2028y / 2 / 29, hours(12)));
    Demo demo(now);
    std::set<core::Status> statuses;
    std::set<core::Urgency> urgencies;
    std::set<core::RequestType> types;
    auto const requests = demo.requests();
    CHECK(requests.size() == app::demo_stories().size());
    for (auto const& request : requests) {
        statuses.insert(request.status);
        urgencies.insert(request.urgency(demo.today(), demo.shop.desk.policy().due_soon_days));
        types.insert(request.type);
        CHECK(request.updated_at <= now);
        CHECK(request.received_at <= request.updated_at);
    }
    for (auto const& [status, word] : core::words_of<core::Status>()) {
        INFO(word);
        CHECK(statuses.contains(status));
    }
    for (auto const& [urgency, word] : core::words_of<core::Urgency>()) {
        INFO(word);
        CHECK(urgencies.contains(urgency));
    }
    for (auto const& [type, word] : core::words_of<core::RequestType>()) {
        INFO(word);
        CHECK(types.contains(type));
    }
}

TEST_CASE("the demo's audit chain holds and reads in the order things happened", "[journey][demo]") {
    Demo demo(at(2026y / 1 / 30, hours(9)));
    auto const found = from_snapshot(*demo.store, [](auto& snapshot) { return snapshot.verify_audit(); });
    CHECK(found.intact);
    auto const records = from_snapshot(*demo.store, [](storage::Snapshot& snapshot) {
        storage::AuditQuery all;
        all.limit = 10'000;
        return snapshot.audit(all);
    });
    CHECK(std::ssize(records) == found.entries);
    CHECK(records.size() > 100);
    CHECK(std::ranges::is_sorted(records, {}, &core::AuditRecord::at));
    CHECK(records.front().action == "staff.added");
    CHECK(records.back().at <= demo.now);
}

TEST_CASE("the demo owes no letter, and its extension is in force", "[journey][demo]") {
    Demo demo(at(2026y / 1 / 30, hours(9)));
    CHECK(letters_in(*demo.store, core::LetterState::owed).empty());
    CHECK(letters_in(*demo.store, core::LetterState::dead).empty());
    CHECK(demo.carrier.taken.size() > 50);
    int extended = 0;
    for (auto const& request : demo.requests())
        for (auto const& clock : request.clocks)
            if (clock.extension) {
                ++extended;
                CHECK(clock.extension->effective_on);
            }
    CHECK(extended > 0);
}

TEST_CASE("nobody real can get a letter of the demo", "[journey][demo]") {
    for (auto const& story : app::demo_stories()) {
        auto const domain = story.email.substr(story.email.find('@') + 1);
        INFO(domain);
        // "example.com", "example.net", "example.org" are reserved (RFC 2606 §3)
        CHECK((domain == "example.com" || domain == "example.net" || domain == "example.org"));
    }
}

TEST_CASE("everybody of the demo can sign in with the password that was told", "[journey][demo]") {
    Demo demo(at(2026y / 1 / 30, hours(9)));
    std::set<std::string> roles, passwords;
    for (auto const& account : demo.accounts) {
        INFO(account.login);
        auto const member =
            from_snapshot(*demo.store, [&](auto& snapshot) { return snapshot.staff_by_login(account.login); });
        REQUIRE(member);
        CHECK(member->active);
        CHECK_FALSE(member->must_change_password);
        CHECK(core::code(member->role) == account.role);
        CHECK(demo.passwords.matches(account.password, member->password_hash));
        roles.insert(account.role);
        passwords.insert(account.password);
    }
    CHECK(roles == std::set<std::string>{"admin", "agent", "officer"});
    CHECK(passwords.size() == demo.accounts.size());
}

TEST_CASE("a later start can say the demo's accounts again, and nobody else can read them", "[journey][demo]") {
    Demo demo(at(2026y / 1 / 30, hours(9)));
    auto const again = app::read_demo_accounts(demo.store.folder().string());
    REQUIRE(again.size() == demo.accounts.size());
    for (std::size_t i = 0; i < again.size(); ++i) {
        CHECK(again[i].role == demo.accounts[i].role);
        CHECK(again[i].login == demo.accounts[i].login);
        CHECK(again[i].password == demo.accounts[i].password);
    }
    struct stat status{};
    REQUIRE(::stat((demo.store.folder() / "demo-accounts.txt").c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 0600);
    TemporaryFolder empty;
    CHECK(app::read_demo_accounts(empty.path().string()).empty());
}

TEST_CASE("every action in the demo's trail has words of its own", "[journey][demo]") {
    Demo demo{at(2026y / 7 / 1, hours(9))};
    auto const records = from_snapshot(*demo.store, [](storage::Snapshot& snapshot) {
        storage::AuditQuery query;
        query.limit = 10'000;
        return snapshot.audit(query);
    });
    REQUIRE(records.size() > 50);
    auto const known = app::pages::known_actions();
    for (auto const& record : records) {
        INFO(record.action);
        CHECK(std::ranges::find(known, record.action, &app::pages::KnownAction::action) != known.end());
    }
}
