#pragma once
#include "tests/support/store_requests.hpp"

#include <chrono>
#include <string>

// One request for each way in which a first answer can count, made by the real verbs. All were received on 2 March 2026
// and are due on 1 April.
namespace habeas::testing {

class MixedRequests {
  public:
    explicit MixedRequests(storage::Store& store)
        : store_(store) {
        answered_on(day_after_receipt(10));
        answered_on(day_after_receipt(30));    // the due day
        answered_on(day_after_receipt(31));    // the day after it
        letter_left_on(day_after_receipt(31)); // decided in time, told a day late
        redirected_by_staff();
        extended(Letter::arrived);
        extended(Letter::never_arrived);
        appealed_and_answered_again();
        appeal_taken_back();
        appeal_open();
        withdrawn();
        expired();
        redirected_at_once();
        submit(store_, asked(core::RequestType::unsubscribe));
        worked_on(core::RequestType::access); // nobody has answered it yet
        submit(store_, asked(core::RequestType::access));
    }

    /// By this day all that happened has happened.
    static core::Day last_day() { return day_after_receipt(90); }
    static core::Day day_after_receipt(int days) { return march(2) + std::chrono::days{days}; }

  private:
    enum class Letter { arrived, never_arrived };

    core::NewRequest asked(core::RequestType type) {
        return new_request(type, "Ann", "ann" + std::to_string(++made_) + "@example.net", march(2));
    }
    core::RequestId worked_on(core::RequestType type) {
        auto const id = submit(store_, asked(type)).id;
        confirm(store_, id, march(3));
        assign(store_, id, core::StaffId{1}, march(4));
        return id;
    }
    template <class Verb>
    void act(core::RequestId id, Verb verb) {
        change(store_, id, verb).value();
    }

    void deny(core::RequestId id, core::Day on) {
        act(id, [&](auto const& before) {
            return core::deny(before, {core::DenialReason::other, words_}, stamp_of(agent(), on), {});
        });
    }
    core::RequestId answered_on(core::Day day) {
        auto const id = worked_on(core::RequestType::access);
        deny(id, day);
        return id;
    }
    void letter_left_on(core::Day day) {
        act(answered_on(day_after_receipt(30)), [&](auto const& before) -> core::Result<core::Decision> {
            return core::letter_delivered(before, {core::LetterKind::denied}, system_on(day), {});
        });
    }
    void redirected_by_staff() {
        auto const id = worked_on(core::RequestType::deletion);
        act(id, [&](auto const& before) {
            return core::redirect(before, core::OrganisationName{"Elsewhere"}, {},
                                  stamp_of(agent(), day_after_receipt(12)), {});
        });
    }
    void extended(Letter letter) {
        auto const id = worked_on(core::RequestType::access);
        act(id, [&](auto const& before) {
            return core::extend(before, words_, stamp_of(agent(), day_after_receipt(20)), {});
        });
        if (letter == Letter::arrived)
            act(id, [&](auto const& before) -> core::Result<core::Decision> {
                return core::letter_delivered(before, core::LetterKind::extended, system_on(day_after_receipt(20)), {});
            });
        deny(id, day_after_receipt(45)); // late without the extension, in time with it
    }
    core::RequestId appealed() {
        auto const id = answered_on(day_after_receipt(10));
        act(id,
            [&](auto const& before) { return core::appeal(before, words_, requester_on(day_after_receipt(12)), {}); });
        return id;
    }
    void appealed_and_answered_again() {
        auto const id = appealed();
        assign(store_, id, core::StaffId{5}, day_after_receipt(13));
        act(id, [&](auto const& before) { // late for the appeal, which changes nothing about the first answer
            return core::redirect(before, core::OrganisationName{"Elsewhere"}, {},
                                  stamp_of(agent(5), day_after_receipt(60)), {});
        });
    }
    void appeal_taken_back() {
        act(appealed(),
            [&](auto const& before) { return core::withdraw(before, {}, requester_on(day_after_receipt(20)), {}); });
    }
    void appeal_open() { appealed(); }
    void withdrawn() {
        act(worked_on(core::RequestType::access),
            [&](auto const& before) { return core::withdraw(before, {}, requester_on(day_after_receipt(5)), {}); });
    }
    void expired() {
        act(submit(store_, asked(core::RequestType::access)).id,
            [&](auto const& before) { return core::expire(before, system_on(day_after_receipt(40)), {}); });
    }
    void redirected_at_once() {
        auto wanted = asked(core::RequestType::access);
        wanted.relationship = core::Relationship::end_user;
        wanted.organisation = core::OrganisationName{"Birch Bakery"};
        submit(store_, wanted);
    }

    storage::Store& store_;
    core::FreeText words_{"words"};
    int made_{};
};

} // namespace habeas::testing
