#pragma once
#include "app/desk.hpp"
#include "tests/support/store_requests.hpp"

#include <string>
#include <vector>

// A desk over a real store, and the people who work at it.
namespace habeas::testing {

inline core::StaffId add_colleague(storage::Store& store, std::string const& login, core::Role role,
                                   bool active = true) {
    return in_transaction(store, [&](storage::Transaction& transaction) {
        storage::StaffMember member;
        member.login = login;
        member.name = login;
        member.role = role;
        auto const id = transaction.add_staff(member).value();
        member.id = id;
        member.active = active;
        transaction.update_staff(member);
        transaction.commit(core::Decision::bookkeeping(), {}).value();
        return id;
    });
}

/// A desk over a real store, with two agents and two officers.
struct Office {
    Office()
        : desk({}, store->references())
        , mira(add_colleague(*store, "mira@example.com", core::Role::agent))
        , jonas(add_colleague(*store, "jonas@example.com", core::Role::agent))
        , ines(add_colleague(*store, "ines@example.com", core::Role::officer))
        , henrik(add_colleague(*store, "henrik@example.com", core::Role::officer)) {}

    TemporaryStore store;
    app::Desk desk;
    core::StaffId mira, jonas, ines, henrik;

    core::Stamp mira_on(core::Day day) const { return stamp_of(agent(mira.value), day); }
    core::Stamp jonas_on(core::Day day) const { return stamp_of(agent(jonas.value), day); }
    core::Stamp ines_on(core::Day day) const { return stamp_of(officer(ines.value), day); }

    template <class Verb>
    app::Desk::Changed run(Verb verb) {
        return in_transaction(*store, [&](storage::Transaction& transaction) { return verb(transaction); });
    }
    app::Desk::Changed ask(core::NewRequest const& asked) {
        return run([&](auto& transaction) { return desk.submit(transaction, asked, requester_on(asked.received_on)); });
    }
    core::SubjectRequest opened(core::RequestType type = core::RequestType::access) {
        auto const made = ask(new_request(type, "Ada Lindqvist", "ada@example.org")).value();
        return run([&](auto& transaction) {
                   return desk.verify(transaction, {made.id, made.version}, core::Evidence::address_confirmed,
                                      requester_on(march(2)));
               })
            .value();
    }
    core::SubjectRequest assigned(core::RequestType type = core::RequestType::access) {
        auto const request = opened(type);
        return run([&](auto& transaction) {
                   return desk.assign(transaction, {request.id, request.version}, mira, ines_on(march(3)));
               })
            .value();
    }
    std::vector<std::string> actions(core::RequestId id) {
        return from_snapshot(*store, [&](storage::Snapshot& snapshot) {
            std::vector<std::string> actions;
            storage::AuditQuery about;
            about.request = id;
            for (auto const& record : snapshot.audit(about))
                actions.push_back(record.action);
            return actions;
        });
    }
    std::vector<storage::OutboxLetter> letters(core::RequestId id) {
        return from_snapshot(*store, [&](storage::Snapshot& snapshot) { return snapshot.letters_of(id); });
    }
    void deliver(storage::OutboxLetter const& letter, core::Day on) {
        store->write([&](storage::Transaction& transaction) {
            auto const stamp = system_on(on);
            desk.letter_delivered(transaction, claimed(transaction, letter, stamp.at), "Subject", "Text", stamp);
        });
    }
};

} // namespace habeas::testing
