#pragma once
#include "app/jobs/scheduler.hpp"
#include "tests/support/post_desk.hpp"
#include "tests/support/store_temporary.hpp"

#include <memory>
#include <string>

namespace habeas::testing {

/// One process as far as jobs are concerned: a desk, an outbox and a scheduler over a store. Throwing it away and
/// making another is a restart.
struct Workshop {
    storage::Store& store;
    PostDesk post;
    app::Desk desk;
    app::jobs::OutboxJob outbox;
    app::jobs::Scheduler scheduler;

    Workshop(storage::Store& used, app::mail::Carrier& carrier, app::jobs::Moment moment,
             app::jobs::DeliveryOptions delivery = {}, app::jobs::SchedulerOptions schedule = {})
        : store(used)
        , desk(post.policy, store.references())
        , outbox(store, desk, post.writer, carrier, test_sender(), std::move(delivery), quiet_log())
        , scheduler(store, desk, outbox, carrier, std::move(moment), std::move(schedule), quiet_log()) {}
};

/// Adds a member of staff and answers with their number.
inline core::StaffId add_member(storage::Store& store, std::string const& login, core::Role role) {
    return in_transaction(store, [&](storage::Transaction& transaction) {
        storage::StaffMember member;
        member.login = login;
        member.name = "Staff " + login.substr(0, login.find('@'));
        member.role = role;
        auto const id = transaction.add_staff(member).value();
        (void)transaction.commit(
            core::Decision::record({core::Actor::system(), {}, {}}, "staff.added",
                                   {{"staff", std::to_string(id.value)}, {"role", std::string(core::code(role))}}),
            {});
        return id;
    });
}

inline std::vector<storage::OutboxLetter> letters_of(storage::Store& store, core::RequestId request) {
    return from_snapshot(store, [&](storage::Snapshot& snapshot) { return snapshot.letters_of(request); });
}

inline std::vector<storage::OutboxLetter> letters_in(storage::Store& store, core::LetterState state) {
    return from_snapshot(store, [&](storage::Snapshot& snapshot) { return snapshot.letters_in(state, 100'000); });
}

/// The fact of that name, or "".
inline std::string fact_of(storage::OutboxLetter const& letter, std::string_view name) {
    for (auto const& [each, value] : letter.facts)
        if (each == name) return value;
    return {};
}

/// Runs a verb of the desk; throws with the person's message where it is refused.
template <class Verb>
core::SubjectRequest must(storage::Store& store, Verb verb) {
    return in_transaction(store, [&](storage::Transaction& transaction) {
        auto changed = verb(transaction);
        if (!changed) throw std::runtime_error("refused: " + changed.error().message + " " + changed.error().detail);
        return *changed;
    });
}

} // namespace habeas::testing
