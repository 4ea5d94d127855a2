#include "app/jobs/troubles.hpp"
#include "tests/support/no_room.hpp"
#include "tests/support/workshop.hpp"

#include <future>
#include <sstream>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using namespace std::chrono_literals;
using core::LetterKind;

namespace {

struct Office {
    TemporaryStore store;
    StandingClock clock;
    RememberingCarrier carrier;
    core::StaffId agent = add_member(*store, "agent@tidewater.example", core::Role::agent);
    core::StaffId officer = add_member(*store, "officer@tidewater.example", core::Role::officer);
    std::chrono::steady_clock::time_point steady{};
    std::unique_ptr<Workshop> shop;

    Office() { open(); }
    void open() {
        app::jobs::SchedulerOptions options;
        options.steady = [this] { return steady; };
        shop = std::make_unique<Workshop>(*store, carrier, clock.moment(), app::jobs::DeliveryOptions{}, options);
    }
    void restart() {
        shop.reset();
        store.reopen();
        open();
    }
    void at(core::Instant instant) {
        clock.at = instant;
        shop->scheduler.run_due();
    }
    void on(core::Day day) { at(at_noon(day)); }

    core::Stamp by_agent() const { return {core::Actor::staff(agent, core::Role::agent), clock.at, clock.stamp().on}; }
    core::SubjectRequest submit() {
        return must(*store, [&](auto& transaction) {
            return shop->desk.submit(transaction, a_new_request(core::RequestType::access),
                                     {core::Actor::requester(), clock.at, clock.stamp().on});
        });
    }
    core::SubjectRequest opened() {
        auto const request = submit();
        return must(*store, [&](auto& transaction) {
            return shop->desk.verify(transaction, {request.id, {}}, core::Evidence::address_confirmed,
                                     {core::Actor::requester(), clock.at, clock.stamp().on});
        });
    }
    core::SubjectRequest assigned() {
        auto const request = opened();
        return must(*store, [&](auto& transaction) {
            return shop->desk.assign(transaction, {request.id, {}}, agent, by_agent());
        });
    }

    struct Reminder {
        core::Day day;
        LetterKind kind;
        core::StaffId to;
        std::string stage;
        friend bool operator==(Reminder const&, Reminder const&) = default;
    };
    /// Every reminder about a request, in the order they were owed.
    std::vector<Reminder> reminders(core::RequestId request) {
        std::vector<Reminder> all;
        for (auto const& letter : letters_of(*store, request))
            if (letter.kind == LetterKind::deadline_reminder || letter.kind == LetterKind::deadline_escalation)
                all.push_back({core::Day{std::chrono::floor<std::chrono::days>(letter.created_at).time_since_epoch()},
                               letter.kind, letter.to.staff, fact_of(letter, "stage")});
        return all;
    }
    storage::JobState state_of(std::string const& name) {
        for (auto const& state : from_snapshot(*store, [](auto& snapshot) { return snapshot.jobs(); }))
            if (state.name == name) return state;
        return {};
    }
    int audit_entries(std::string const& action) {
        return from_snapshot(*store, [&](storage::Snapshot& snapshot) {
            storage::AuditQuery query;
            query.action = action;
            return static_cast<int>(snapshot.audit(query).size());
        });
    }
};

auto const due = on_day(2026, 3, 1);

} // namespace

TEST_CASE("an assigned request is reminded of 14, 7, 3, 1 days before, on the day, and 1, 3, 7 days over and weekly",
          "[jobs][scheduler]") {
    Office office;
    auto const request = office.assigned();
    for (auto day = usual_day(); day <= due + 15; day += std::chrono::days{1})
        office.on(day);

    std::vector<Office::Reminder> expected;
    for (int const stage : {-14, -7, -3, -1, 0})
        expected.push_back({due + stage, LetterKind::deadline_reminder, office.agent, std::to_string(stage)});
    for (int const stage : {1, 3, 7, 14})
        for (auto const member : {office.officer, office.agent})
            expected.push_back({due + stage, LetterKind::deadline_escalation, member, std::to_string(stage)});
    CHECK(office.reminders(request.id) == expected);
    CHECK(letters_in(*office.store, core::LetterState::owed).empty());
}

TEST_CASE("where nobody is assigned the officers are reminded", "[jobs][scheduler]") {
    Office office;
    auto const request = office.opened();
    office.on(due - 14);
    auto const expected =
        std::vector<Office::Reminder>{{due - 14, LetterKind::deadline_reminder, office.officer, "-14"}};
    CHECK(office.reminders(request.id) == expected);
}

TEST_CASE("weeks of downtime collapse into the most urgent stage", "[jobs][scheduler]") {
    Office office;
    auto const request = office.assigned();
    office.on(usual_day());
    office.restart();
    office.on(due + 5); // eight stages have passed meanwhile
    auto const expected = std::vector<Office::Reminder>{{due + 5, LetterKind::deadline_escalation, office.officer, "3"},
                                                        {due + 5, LetterKind::deadline_escalation, office.agent, "3"}};
    CHECK(office.reminders(request.id) == expected);
    office.on(due + 6);
    CHECK(office.reminders(request.id).size() == 2);
    office.on(due + 7);
    CHECK(office.reminders(request.id).size() == 4);
}

TEST_CASE("a clock that jumps back sends nothing again", "[jobs][scheduler]") {
    Office office;
    auto const request = office.assigned();
    office.on(due - 3);
    auto const before = office.reminders(request.id);
    CHECK(before.size() == 1);
    auto const taken = office.carrier.taken.size();
    for (auto const day : {due - 20, due - 14, due - 7, due - 3, due - 2})
        office.on(day);
    CHECK(office.reminders(request.id) == before);
    CHECK(office.carrier.taken.size() == taken);
    office.on(due - 1);
    CHECK(office.reminders(request.id).size() == 2);
}

TEST_CASE("a finished request is reminded of no more", "[jobs][scheduler]") {
    Office office;
    auto const request = office.assigned();
    must(*office.store, [&](auto& transaction) {
        return office.shop->desk.deny(transaction, {request.id, {}},
                                      {core::DenialReason::other, core::FreeText{"For this reason."}},
                                      office.by_agent());
    });
    for (auto day = usual_day(); day <= due + 8; day += std::chrono::days{1})
        office.on(day);
    CHECK(office.reminders(request.id).empty());
}

TEST_CASE("an unconfirmed request is reminded of after a day and expires after seven", "[jobs][scheduler]") {
    Office office;
    auto const request = office.submit();
    auto const sent_at = office.clock.at;
    auto const kinds = [&] {
        std::vector<LetterKind> all;
        for (auto const& letter : letters_of(*office.store, request.id))
            all.push_back(letter.kind);
        return all;
    };
    office.at(sent_at + 24h - 1ms);
    CHECK(kinds() == std::vector{LetterKind::confirm_address});
    office.at(sent_at + 24h + 10min);
    CHECK(kinds() == std::vector{LetterKind::confirm_address, LetterKind::confirm_reminder});
    office.on(usual_day() + 6);
    CHECK(find(*office.store, request.id)->status == core::Status::unverified);
    office.on(usual_day() + 7);
    CHECK(find(*office.store, request.id)->status == core::Status::expired);
    CHECK(kinds() == std::vector{LetterKind::confirm_address, LetterKind::confirm_reminder, LetterKind::expired});
    office.on(usual_day() + 40);
    CHECK(kinds().size() == 3);
    CHECK(office.carrier.taken.size() == 3);
}

TEST_CASE("an unconfirmed request that was slept through expires without a reminder", "[jobs][scheduler]") {
    Office office;
    auto const request = office.submit();
    office.on(usual_day() + 30);
    auto const letters = letters_of(*office.store, request.id);
    REQUIRE(letters.size() == 2);
    CHECK(letters.back().kind == LetterKind::expired);
}

TEST_CASE("letters leave in the turn that owes them", "[jobs][scheduler]") {
    Office office;
    office.assigned();
    office.on(usual_day());
    auto const before = office.carrier.taken.size();
    office.on(due - 14);
    CHECK(office.carrier.taken.size() == before + 1);
    CHECK(office.carrier.taken.back().to.reveal() == "agent@tidewater.example");
}

TEST_CASE("a wall clock that was set is an audit entry, one that runs is not", "[jobs][scheduler]") {
    Office office;
    auto const step = [&](auto wall, auto steady) {
        office.steady += steady;
        office.at(office.clock.at + wall);
    };
    step(0s, 0s);
    step(10min, 10min);
    step(10min, 5min); // exactly the five minutes that are allowed
    CHECK(office.audit_entries("clock.jumped") == 0);
    step(10min + 2s, 5min);
    CHECK(office.audit_entries("clock.jumped") == 1);
    step(-1h, 1min);
    CHECK(office.audit_entries("clock.jumped") == 2);
}

TEST_CASE("a wall clock that was set back while nobody watched is an audit entry, a night's rest is none",
          "[jobs][scheduler]") {
    Office office;
    office.submit(); // whose entry is the newest
    auto const written = office.clock.at;
    auto const start_at = [&](core::Instant now) {
        office.clock.at = now;
        office.restart();
        office.at(now);
    };
    start_at(written - 5min); // exactly what is allowed
    start_at(written + 12h);
    CHECK(office.audit_entries("clock.jumped") == 0);
    start_at(written - 5min - 1s);
    CHECK(office.audit_entries("clock.jumped") == 1);
}

TEST_CASE("old sessions end and old idempotency keys are forgotten", "[jobs][scheduler]") {
    Office office;
    core::Digest const session{std::byte{1}}, key{std::byte{2}};
    auto const now = office.clock.at;
    auto const token = in_transaction(*office.store, [&](storage::Transaction& transaction) {
        transaction.open_session({session, office.agent, now, now, now + 12h});
        storage::ApiToken made;
        made.name = "crm";
        auto const id = transaction.add_token(made).value();
        transaction.remember_idempotency(id, key, {{}, {1}, std::nullopt}, now);
        (void)transaction.commit(core::Decision::bookkeeping(), now);
        return id;
    });
    auto const has_session = [&] {
        return from_snapshot(*office.store, [&](auto& snapshot) { return snapshot.session(session).has_value(); });
    };
    auto const has_key = [&] {
        return from_snapshot(*office.store,
                             [&](auto& snapshot) { return snapshot.idempotency(token, key).has_value(); });
    };
    office.at(now + 12h);
    CHECK(has_session());
    office.at(now + 13h);
    CHECK_FALSE(has_session());
    office.at(now + 24h);
    CHECK(has_key());
    office.at(now + 25h + 1ms);
    CHECK_FALSE(has_key());
}

TEST_CASE("which addresses were written to is forgotten after the hour in which it counts", "[jobs][scheduler]") {
    Office office;
    auto const now = office.clock.at;
    auto const ines = mailbox("ines@example.com");
    constexpr auto handed_over = storage::Mailing::letter_handed_over;
    in_transaction(*office.store, [&](storage::Transaction& transaction) {
        transaction.note_mailing(ines, handed_over, now);
        transaction.note_mailing(ines, handed_over, now + 2h); // the clock was set back since
        (void)transaction.commit(core::Decision::bookkeeping(), now);
    });
    auto const noted = [&] {
        return from_snapshot(*office.store,
                             [&](auto& snapshot) { return snapshot.mailings(ines, handed_over, now - 1h).size(); });
    };
    office.at(now + 1h - 1ms);
    CHECK(noted() == 1);
    office.at(now + 2h);
    CHECK(noted() == 0);
}

TEST_CASE("how each job went is kept, and the table names each once", "[jobs][scheduler]") {
    Office office;
    office.assigned();
    office.on(usual_day());
    std::vector<std::string_view> names;
    for (auto const& job : app::jobs::job_descriptions()) {
        INFO(job.name);
        CHECK(std::ranges::count(names, job.name) == 0);
        names.push_back(job.name);
        auto const state = office.state_of(std::string{job.name});
        CHECK(state.finished_at == office.clock.at);
        CHECK_FALSE(state.last_result.empty());
        CHECK_FALSE(state.leased_until.has_value());
        CHECK_FALSE(job.what.empty());
    }
    CHECK(office.state_of("deliver_letters").last_result ==
          "1 sent, 1 not needed"); // the link to confirm came too late
}

TEST_CASE("a job that another process has leased is left to it, until the lease runs out", "[jobs][scheduler]") {
    Office office;
    auto const now = at_noon(due - 14);
    auto const request = office.assigned();
    in_transaction(*office.store, [&](storage::Transaction& transaction) {
        transaction.lease_job("attend_requests", now - 1min, now + 14min);
        (void)transaction.commit(core::Decision::bookkeeping(), now);
    });
    office.at(now + 10min);
    CHECK(office.reminders(request.id).empty());
    office.at(now + 14min);
    CHECK(office.reminders(request.id).size() == 1);
}

TEST_CASE("a lease of before the clock was set back holds nobody up", "[jobs][scheduler]") {
    Office office;
    auto const now = at_noon(due - 14);
    auto const request = office.assigned();
    in_transaction(*office.store, [&](storage::Transaction& transaction) {
        transaction.lease_job("attend_requests", now + 24h, now + 24h + 15min);
        (void)transaction.commit(core::Decision::bookkeeping(), now);
    });
    office.at(now);
    CHECK(office.reminders(request.id).size() == 1);
}

TEST_CASE("the end of the audit chain is written down outside once a day", "[jobs][scheduler]") {
    Office office;
    int noted = 0;
    app::jobs::SchedulerOptions options;
    options.note_audit_head = [&noted] { ++noted; };
    office.shop = std::make_unique<Workshop>(*office.store, office.carrier, office.clock.moment(),
                                             app::jobs::DeliveryOptions{}, options);
    auto const first = office.clock.at;
    for (auto const after : {0h, 1h, 23h, 24h, 25h, 48h})
        office.at(first + after);
    CHECK(noted == 3);
}

TEST_CASE("a job that fails is noted and does not keep the others from running", "[jobs][scheduler]") {
    Office office;
    app::jobs::SchedulerOptions options;
    options.steady = []() -> std::chrono::steady_clock::time_point { throw std::runtime_error("the clock is gone"); };
    office.shop = std::make_unique<Workshop>(*office.store, office.carrier, office.clock.moment(),
                                             app::jobs::DeliveryOptions{}, options);
    office.submit();
    office.on(usual_day());
    CHECK(office.state_of("check_clock").last_result == "failed");
    CHECK(office.carrier.taken.size() == 1);
}

namespace {

struct NoonClock final : core::Clock {
    core::Instant now() const override { return at_noon(usual_day()); }
};
NoonClock const noon_clock;

int count(std::string const& text, std::string_view word) {
    int times = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++times;
    return times;
}

} // namespace

TEST_CASE("a store that takes no work is told once, tried less and less often, and told once when it is back",
          "[jobs][scheduler]") {
    Office office;
    std::ostringstream said;
    auto const log = app::Log::to_stream(said, app::LogLevel::info, noon_clock);
    auto const moment = office.clock.moment();
    app::jobs::Scheduler scheduler(*office.store, office.shop->desk, office.shop->outbox, office.carrier, moment, {},
                                   log);
    office.submit();
    {
        NoRoom const full{512};
        for (int second = 0; second < 600; ++second) {
            office.clock.at += 1s;
            scheduler.run_due();
        }
    }
    CHECK(count(said.str(), "job.failed") == 1);
    CHECK(office.carrier.taken.empty());
    auto const failures = office.store->figures().failed_jobs;
    CHECK(failures >= 10); // after 1, 2, 4 … seconds, then every minute
    CHECK(failures <= 16);

    office.clock.at += 60s;
    scheduler.run_due();
    CHECK(count(said.str(), "job.recovered") == 1);
    CHECK(office.carrier.taken.size() == 1); // the letter that was wanted meanwhile
}

TEST_CASE("a job that keeps failing is told once when it begins and once when it ends", "[jobs][scheduler]") {
    std::ostringstream said;
    app::jobs::Troubles troubles(app::Log::to_stream(said, app::LogLevel::info, noon_clock));
    for (int time = 0; time < 3; ++time)
        troubles.failed("tend_store", "the disk is gone");
    troubles.failed("end_sessions", "the disk is gone");
    troubles.worked("check_clock");
    CHECK(count(said.str(), "job.failed") == 2);
    CHECK(count(said.str(), "job.recovered") == 0);
    troubles.worked("tend_store");
    troubles.worked("tend_store");
    CHECK(count(said.str(), "job.recovered") == 1);
    troubles.failed("tend_store", "again");
    CHECK(count(said.str(), "job.failed") == 3);
}

TEST_CASE("a pause doubles to a minute, and a clock set back does not make it longer", "[jobs][scheduler]") {
    app::jobs::Pause pause;
    auto const now = at_noon(usual_day());
    CHECK_FALSE(pause.holds(now));
    for (auto const length : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        pause.grow(now);
        CHECK(pause.holds(now + length - 1ms));
        CHECK_FALSE(pause.holds(now + length));
        CHECK_FALSE(pause.holds(now - 1h));
    }
    pause.end();
    CHECK_FALSE(pause.holds(now));
    pause.grow(now);
    CHECK_FALSE(pause.holds(now + 1s));
}

TEST_CASE("an idle scheduler writes nothing between its turns", "[jobs][scheduler]") {
    Office office;
    office.on(usual_day());
    auto const revision = office.store->revision();
    for (int i = 0; i < 10; ++i)
        office.at(office.clock.at + 1s);
    CHECK(office.store->revision() == revision);
}

TEST_CASE("a started scheduler delivers soon after it is woken, and stops when told", "[jobs][scheduler]") {
    Office office;
    std::promise<std::string> delivered;
    office.carrier.answer = [&](auto const& dispatch) -> app::mail::Handed {
        delivered.set_value(dispatch.to.reveal());
        return {app::mail::Handed::Result::over, {}, false};
    };
    app::jobs::SchedulerOptions options;
    options.tick = 1h; // so that only waking can be the reason
    office.shop = std::make_unique<Workshop>(*office.store, office.carrier, office.clock.moment(),
                                             app::jobs::DeliveryOptions{}, options);
    office.shop->scheduler.start();
    office.submit();
    office.shop->scheduler.wake();
    auto taken = delivered.get_future();
    REQUIRE(taken.wait_for(30s) == std::future_status::ready);
    CHECK(taken.get() == "ines@example.com");
    office.shop->scheduler.stop();
    office.shop->scheduler.stop();
    CHECK(letters_in(*office.store, core::LetterState::sending).empty());
    CHECK(letters_in(*office.store, core::LetterState::sent).size() == 1);
}

TEST_CASE("failed sign-ins that were only counted become an entry once their hour is over", "[jobs][scheduler]") {
    Office office;
    auto const begun = office.clock.at;
    in_transaction(*office.store, [&](storage::Transaction& transaction) {
        transaction.keep_sign_in_failures({office.agent, begun, 9, 4});
        (void)transaction.commit(core::Decision::bookkeeping(), begun);
    });
    auto const entries = [&] {
        return from_snapshot(*office.store, [](storage::Snapshot& snapshot) {
            storage::AuditQuery query;
            query.action = "staff.sign_ins_failed";
            return snapshot.audit(query).size();
        });
    };
    office.at(begun + 59min);
    CHECK(entries() == 0);
    office.at(begun + 119min);
    CHECK(entries() == 1);
    office.at(begun + 179min);
    CHECK(entries() == 1);
}
