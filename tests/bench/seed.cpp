#include "tests/bench/seed.hpp"

#include "app/system_clock.hpp"
#include "core/casework.hpp"
#include "tests/bench/store_access.hpp"

#include <chrono>
#include <stdexcept>
#include <string>

#include <fmt/core.h>
#include <sqlite3.h>

namespace habeas::bench {

namespace {

using core::RequestType;
using core::Result;

constexpr std::int64_t staff_members = 4;
// Few: all of a commit is one job, and the engine walks through the whole savepoint of a job at each statement's end.
constexpr std::int64_t requests_a_commit = 20;

/// How a request came out. The shares are of 100.
enum class Story {
    unsubscribed,
    redirected,
    withdrawn,
    denied,
    expired,
    unverified,
    open,
    in_progress,
    awaiting_requester,
    awaiting_approval,
};
struct Share {
    Story story;
    int of_hundred;
};
constexpr Share shares[] = {{Story::unsubscribed, 30},
                            {Story::redirected, 10},
                            {Story::withdrawn, 12},
                            {Story::denied, 10},
                            {Story::expired, 8},
                            {Story::unverified, 4},
                            {Story::open, 8},
                            {Story::in_progress, 12},
                            {Story::awaiting_requester, 4},
                            {Story::awaiting_approval, 2}};

Story story_of(std::int64_t number) {
    // 37 has no factor in common with 100, so neighbours have different stories and each hundred has its shares.
    auto place = static_cast<int>(number * 37 % 100);
    for (auto const& [story, share] : shares)
        if ((place -= share) < 0) return story;
    return Story::open;
}

bool is_alive(Story story) {
    return story >= Story::unverified;
}

core::Instant noon(core::Day day) {
    return core::Instant(day.time_since_epoch()) + std::chrono::hours(12);
}

core::Day today() {
    return core::Day(std::chrono::floor<std::chrono::days>(app::SystemClock().now()).time_since_epoch());
}

core::NewRequest asked_for(std::int64_t number, Story story, core::Day received_on) {
    constexpr std::string_view first_names[] = {"Ines", "Tomas", "Zoe", "Amir", "Lena", "Pavel", "Mina", "Jonas"};
    constexpr std::string_view last_names[] = {"Okafor", "Reiter", "van Dyk", "Haddad", "Sorensen", "Novak", "Costa"};
    constexpr RequestType types[] = {RequestType::access, RequestType::access, RequestType::deletion,
                                     RequestType::correction};
    core::NewRequest asked;
    asked.type = story == Story::unsubscribed ? RequestType::unsubscribe : types[number / 100 % 4];
    if (story == Story::denied) asked.type = RequestType::access; // the others need a second person first
    if (story == Story::awaiting_approval) asked.type = RequestType::deletion;
    if (story == Story::redirected) {
        asked.relationship = core::Relationship::end_user;
        asked.organisation = core::OrganisationName("Birch Bakery");
    }
    asked.subject.name = core::PersonName(fmt::format("{} {}", first_names[number % 8], last_names[number % 7]));
    asked.subject.email = core::EmailAddress::parse(fmt::format("person{}@example.org", number)).value();
    asked.details = core::FreeText("Please tell me what you hold about me.");
    if (asked.type == RequestType::correction)
        asked.corrections.push_back({"billing.address", core::FreeText("1 Old Lane"), core::FreeText("2 New Street")});
    if (asked.type == RequestType::deletion) asked.deletion_scope = core::DeletionScope::account;
    asked.received_on = received_on;
    asked.received_at = noon(received_on);
    return asked;
}

/// One request from its submission to where its story ends.
class Teller {
  public:
    Teller(storage::Transaction& transaction, core::ReferenceCodec const& references, std::int64_t number)
        : transaction_(transaction)
        , references_(references)
        , number_(number) {}

    void tell() {
        auto const story = story_of(number_);
        // A spread without pattern: neighbours in the queue were not written side by side.
        auto const age = is_alive(story) ? number_ * 7'919 % 45 : 46 + number_ * 7'919 % 600;
        day_ = today() - std::chrono::days(age);
        auto const id = transaction_.next_request_id();
        take(core::submit(asked_for(number_, story, day_), id, references_.encode(id), stamp(core::Actor::requester()),
                          policy_));
        go_on(story);
    }

  private:
    void go_on(Story story) {
        switch (story) {
        case Story::unsubscribed:
        case Story::redirected:
        case Story::unverified:
            return;
        case Story::expired:
            day_ += std::chrono::days(30);
            return take(core::expire(request_, stamp(core::Actor::system()), policy_));
        case Story::open:
            return confirm();
        case Story::withdrawn:
            confirm();
            return take(core::withdraw(request_, {}, stamp(core::Actor::requester()), policy_));
        case Story::denied:
            assign();
            return take(core::deny(request_, {core::DenialReason::no_data_found, core::FreeText("We hold nothing.")},
                                   agent(), policy_));
        case Story::in_progress:
            return assign();
        case Story::awaiting_requester:
            assign();
            return take(core::request_information(request_, core::FreeText("Which account?"), agent(), policy_));
        case Story::awaiting_approval:
            assign();
            take(core::verify(request_, core::Evidence::matched, agent(), policy_));
            return take(core::submit_for_approval(request_, everything_done(), {}, agent(), {}, policy_));
        }
    }

    void confirm() {
        take(core::verify(request_, core::Evidence::address_confirmed, stamp(core::Actor::requester()), policy_));
    }
    void assign() {
        confirm();
        take(core::assign(request_, core::StaffId{member()}, agent(), policy_));
    }

    core::PreparedOutcome everything_done() const {
        core::PreparedOutcome answer;
        auto const done = request_.type == core::RequestType::deletion ? core::CategoryOutcome::deleted
                                                                       : core::CategoryOutcome::provided;
        for (auto const& category : core::categories_concerned(request_, policy_))
            answer.outcome.categories.push_back({category, done, std::nullopt, {}});
        for (std::size_t index = 0; index < request_.corrections.size(); ++index)
            answer.outcome.corrections.push_back({index, core::FieldVerdict::corrected, {}});
        return answer;
    }

    void take(Result<core::Decision> const& decision) {
        if (!decision) throw std::runtime_error("seeding: " + decision.error().message + " " + decision.error().detail);
        if (auto stored = transaction_.commit(*decision, noon(day_)); !stored)
            throw std::runtime_error("seeding: " + stored.error().message);
        request_ = *decision->after();
    }

    std::int64_t member() const { return 1 + number_ / 100 % staff_members; }
    core::Stamp stamp(core::Actor actor) const { return {actor, noon(day_), day_}; }
    core::Stamp agent() const { return stamp(core::Actor::staff(core::StaffId{member()}, core::Role::agent)); }

    storage::Transaction& transaction_;
    core::ReferenceCodec const& references_;
    std::int64_t number_;
    core::Policy policy_;
    core::Day day_{};
    core::SubjectRequest request_;
};

void settle(std::string const& database) {
    sqlite3* handle = nullptr;
    auto const tomorrow = (today() + std::chrono::days(1)).time_since_epoch().count();
    auto const settled = fmt::format("PRAGMA synchronous = OFF;"
                                     "UPDATE letters SET state = 2, sent_at = created_at WHERE state <> 2;"
                                     "UPDATE requests SET attention_on = {0} WHERE attention_on < {0};"
                                     "PRAGMA wal_checkpoint(TRUNCATE);",
                                     tomorrow);
    auto const opened = sqlite3_open(database.c_str(), &handle);
    auto const done = opened == SQLITE_OK ? sqlite3_exec(handle, settled.c_str(), nullptr, nullptr, nullptr) : opened;
    std::string const message = done == SQLITE_OK ? "" : sqlite3_errmsg(handle);
    sqlite3_close(handle);
    if (done != SQLITE_OK) throw std::runtime_error("seeding: " + message);
}

} // namespace

void seed(std::string const& folder, std::int64_t requests) {
    {
        auto const store = open_data_folder(folder, 256);
        std::int64_t there = 0;
        store->read([&](storage::Snapshot& snapshot) {
            for (auto const& [status, count] : snapshot.counts().by_status)
                there += count;
        });
        while (there < requests) {
            auto const until = std::min(requests, there + requests_a_commit);
            store->write([&](storage::Transaction& transaction) {
                for (auto number = there; number < until; ++number)
                    Teller(transaction, store->references(), number).tell();
            });
            there = until;
        }
    }
    settle(folder + "/habeas.sqlite3");
}

} // namespace habeas::bench
