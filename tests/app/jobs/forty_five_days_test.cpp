#include "tests/support/workshop.hpp"

#include <map>
#include <thread>
#include <tuple>

#include <catch2/catch.hpp>
#include <stdlib.h>
#include <unistd.h>

// "Stepping the clock 45 days through a database with 200 open requests, with restarts at every step, yields exactly
// the letters of an uninterrupted run." (done-when 5)
using namespace habeas;
using namespace habeas::testing;
using namespace std::chrono_literals;

namespace {

constexpr int requests = 200;
constexpr auto step = 6h;
constexpr auto length = std::chrono::days{45};
core::Instant const start = at_noon(usual_day());

/// These tests commit ten thousand times. What they are about is not the disk, so where there is a file system in
/// memory they use it.
struct WithoutWaitingForTheDisk {
    WithoutWaitingForTheDisk() {
        if (::access("/dev/shm", W_OK | X_OK) == 0) ::setenv("TMPDIR", "/dev/shm", 1);
    }
};

/// The office before the 45 days: 200 requests received over the last nine days, in every state that is open.
class Company {
  public:
    Company() {
        agent_ = add_member(*store, "agent@tidewater.example", core::Role::agent);
        officer_ = add_member(*store, "officer@tidewater.example", core::Role::officer);
        Workshop shop{*store, carrier, clock.moment()};
        for (int i = 0; i < requests; ++i)
            make(shop.desk, i);
    }

    WithoutWaitingForTheDisk in_memory;
    TemporaryStore store;
    StandingClock clock;
    RememberingCarrier carrier;

  private:
    core::Stamp by_staff(core::StaffId id, core::Role role) const {
        return {core::Actor::staff(id, role), clock.at, clock.stamp().on};
    }

    void make(app::Desk const& desk, int i) {
        clock.at = start - std::chrono::days{i % 9} - std::chrono::hours{1 + i % 7};
        auto const agent = by_staff(agent_, core::Role::agent);
        auto const requester = core::Stamp{core::Actor::requester(), clock.at, clock.stamp().on};
        auto asked = a_new_request(static_cast<core::RequestType>(i % 3), requester.on);
        asked.received_at = requester.at;
        asked.subject.email = mailbox("person" + std::to_string(i) + "@example.com");
        if (i % 10 == 9) {
            asked.requester = {core::RequesterKind::organisation_admin, core::PersonName{"Tomas Reiter"},
                               mailbox("admin" + std::to_string(i) + "@example.org")};
            asked.organisation = core::OrganisationName{"Birch Bakery"};
            asked.categories = {"customer_data"};
        }
        auto const id = must(*store, [&](auto& t) { return desk.submit(t, asked, requester); }).id;
        auto const target = app::Target{id, {}};
        auto const depth = i % 8;
        if (depth == 0) return; // unverified: reminded of, then expired
        must(*store, [&](auto& t) { return desk.verify(t, target, core::Evidence::address_confirmed, requester); });
        if (depth == 1) return; // open, assigned to nobody
        must(*store, [&](auto& t) { return desk.assign(t, target, agent_, agent); });
        if (depth == 3)
            must(*store, [&](auto& t) { return desk.request_information(t, target, text("Which?"), agent); });
        if (depth == 4) {
            auto const seen =
                must(*store, [&](auto& t) { return desk.verify(t, target, core::Evidence::matched, agent); });
            must(*store, [&](auto& t) {
                return desk.submit_for_approval(t, target, everything_done(seen), text("Done."), agent);
            });
        }
        if (depth == 5) must(*store, [&](auto& t) { return desk.extend(t, target, text("Much."), agent); });
        if (depth != 6) return;
        auto const denial = core::Denial{core::DenialReason::other, text("Not so.")};
        must(*store, [&](auto& t) { return desk.deny(t, target, denial, agent); });
        must(*store, [&](auto& t) { return desk.appeal(t, target, text("Unfair."), requester); });
    }

    static core::FreeText text(std::string words) { return core::FreeText{std::move(words)}; }

    core::StaffId agent_{}, officer_{};
};

/// A letter as far as its addressee is concerned.
struct Line {
    std::int64_t request{};
    std::string kind;
    std::int64_t to{}; ///< a member of staff, or 0: the requester
    std::string clock, stage;
    std::int64_t owed_at{};
    friend auto operator<=>(Line const&, Line const&) = default;
    friend std::ostream& operator<<(std::ostream& out, Line const& line) {
        return out << "request " << line.request << ' ' << line.kind << " to " << line.to << ' ' << line.clock << ' '
                   << line.stage << " at " << line.owed_at;
    }
};

/// What is in one and not in the other, either way.
std::vector<Line> difference(std::vector<Line> const& left, std::vector<Line> const& right) {
    std::vector<Line> only;
    std::ranges::set_symmetric_difference(left, right, std::back_inserter(only));
    return only;
}

std::vector<Line> ledger(storage::Store& store) {
    std::vector<Line> lines;
    for (int i = 1; i <= requests; ++i)
        for (auto const& letter : letters_of(store, core::RequestId{i}))
            lines.push_back({i, std::string{core::code(letter.kind)}, letter.to.staff.value, fact_of(letter, "clock"),
                             fact_of(letter, "stage"), letter.created_at.time_since_epoch().count()});
    std::ranges::sort(lines);
    return lines;
}

/// How often each message reached a mailbox.
int most_often_delivered(RememberingCarrier const& carrier) {
    std::map<std::string, int> times;
    int most = 0;
    for (auto const& dispatch : carrier.taken)
        most = std::max(most, ++times[dispatch.message_id]);
    return most;
}

std::vector<Line> uninterrupted() {
    Company company;
    Workshop shop{*company.store, company.carrier, company.clock.moment()};
    for (company.clock.at = start; company.clock.at <= start + length; company.clock.at += step)
        shop.scheduler.run_due();
    CHECK(letters_in(*company.store, core::LetterState::owed).empty());
    CHECK(most_often_delivered(company.carrier) == 1);
    CHECK(company.carrier.taken.size() == letters_in(*company.store, core::LetterState::sent).size());
    return ledger(*company.store);
}

std::vector<Line> const& expected() {
    static auto const lines = uninterrupted();
    return lines;
}

} // namespace

TEST_CASE("45 days of 200 requests owe letters of every kind that time alone can cause", "[jobs][days]") {
    std::map<std::string, int> kinds;
    for (auto const& line : expected())
        ++kinds[line.kind];
    CHECK(kinds["confirm_reminder"] > 0);
    CHECK(kinds["expired"] == requests / 8);
    CHECK(kinds["deadline_reminder"] > requests);
    CHECK(kinds["deadline_escalation"] > requests);
    std::map<std::tuple<std::int64_t, std::int64_t, std::string, std::string>, int> stages;
    for (auto const& line : expected())
        if (!line.stage.empty()) CHECK(++stages[{line.request, line.to, line.clock, line.stage}] == 1);
}

TEST_CASE("with a restart at every step 45 days yield exactly the letters of an uninterrupted run", "[jobs][days]") {
    Company company;
    for (company.clock.at = start; company.clock.at <= start + length; company.clock.at += step) {
        Workshop{*company.store, company.carrier, company.clock.moment()}.scheduler.run_due();
        company.store.reopen();
    }
    CHECK(difference(ledger(*company.store), expected()) == std::vector<Line>{});
    CHECK(most_often_delivered(company.carrier) == 1);
    CHECK(letters_in(*company.store, core::LetterState::owed).empty());
    CHECK(from_snapshot(*company.store, [](auto& snapshot) { return snapshot.verify_audit(); }).intact);
}

TEST_CASE("two schedulers on one database at the same time send nothing twice and forget nothing", "[jobs][days]") {
    Company company;
    auto options = test_store_options(company.store.path());
    options.random = FixedRandom{77};
    auto const second_store = storage::sqlite::open_store(std::move(options));
    Workshop first{*company.store, company.carrier, company.clock.moment()};
    Workshop second{*second_store, company.carrier, company.clock.moment()};
    for (company.clock.at = start; company.clock.at <= start + length; company.clock.at += 24h) {
        std::thread other{[&] { second.scheduler.run_due(); }};
        first.scheduler.run_due();
        other.join();
    }
    company.clock.at = start + length + 1min; // what was owed while the other one was delivering
    first.scheduler.run_due();
    CHECK(most_often_delivered(company.carrier) == 1);
    CHECK(letters_in(*company.store, core::LetterState::owed).empty());

    // The steps are whole days here, so what is compared is everything but the hour.
    auto const without_time = [](std::vector<Line> lines) {
        for (auto& line : lines)
            line.owed_at = 0;
        std::ranges::sort(lines);
        return lines;
    };
    CHECK(difference(without_time(ledger(*company.store)), without_time(expected())) == std::vector<Line>{});
}
