#pragma once
#include "core/casework.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/store_temporary.hpp"

#include <chrono>
#include <string>
#include <utility>

// Requests for tests to work on, made by the real verbs.
namespace habeas::testing {

inline core::Day march(unsigned day) {
    return core::Day{std::chrono::local_days{std::chrono::year{2026} / std::chrono::March / std::chrono::day{day}}};
}

/// Noon UTC of that day.
inline core::Instant noon(core::Day day) {
    return core::Instant{std::chrono::days{day.time_since_epoch()} + std::chrono::hours{12}};
}

inline core::Stamp stamp_of(core::Actor actor, core::Day day) {
    return {actor, noon(day), day};
}
inline core::Stamp requester_on(core::Day day) {
    return stamp_of(core::Actor::requester(), day);
}
inline core::Stamp system_on(core::Day day) {
    return stamp_of(core::Actor::system(), day);
}
inline core::Actor agent(std::int64_t id = 1) {
    return core::Actor::staff(core::StaffId{id}, core::Role::agent);
}
inline core::Actor officer(std::int64_t id = 2) {
    return core::Actor::staff(core::StaffId{id}, core::Role::officer);
}

inline core::EmailAddress address(std::string const& text) {
    return core::EmailAddress::parse(text).value();
}

inline core::NewRequest new_request(core::RequestType type, std::string name, std::string const& email,
                                    core::Day received_on = march(2)) {
    core::NewRequest asked;
    asked.type = type;
    asked.subject.name = core::PersonName{std::move(name)};
    asked.subject.email = address(email);
    asked.received_at = noon(received_on);
    asked.received_on = received_on;
    if (type == core::RequestType::correction)
        asked.corrections.push_back(
            {"contact.phone", core::FreeText{"01632 960 001"}, core::FreeText{"01632 960 002"}});
    if (type == core::RequestType::deletion) asked.deletion_scope = core::DeletionScope::account;
    return asked;
}

/// Submits inside a transaction; throws where the verb or the store refuses.
inline core::SubjectRequest submit_in(storage::Transaction& transaction, core::NewRequest const& asked,
                                      core::ReferenceCodec const& references, core::Policy const& policy = {}) {
    auto const stamp = requester_on(asked.received_on);
    auto const id = transaction.next_request_id();
    auto const decision = core::submit(asked, id, references.encode(id), stamp, policy);
    if (!decision) throw std::runtime_error("the verb refuses: " + decision.error().message);
    if (auto stored = transaction.commit(*decision, stamp.at); !stored)
        throw std::runtime_error("the store refuses: " + stored.error().message);
    return *decision->after();
}

inline core::SubjectRequest submit(storage::Store& store, core::NewRequest const& asked) {
    return in_transaction(
        store, [&](storage::Transaction& transaction) { return submit_in(transaction, asked, store.references()); });
}

/// Finds, decides, commits; the store's answer.
template <class Decide>
core::Result<core::SubjectRequest> change(storage::Store& store, core::RequestId id, Decide decide) {
    return in_transaction(store, [&](storage::Transaction& transaction) -> core::Result<core::SubjectRequest> {
        auto const before = transaction.find(id);
        if (!before) return core::fail(core::ErrorCode::not_found, "There is no such request.");
        auto const decision = decide(*before);
        if (!decision) return std::unexpected(decision.error());
        auto stored = transaction.commit(*decision, before->updated_at);
        if (!stored) return std::unexpected(stored.error());
        return decision->after() ? *decision->after() : *before;
    });
}

inline core::SubjectRequest confirm(storage::Store& store, core::RequestId id, core::Day on) {
    return change(store, id,
                  [&](auto const& before) {
                      return core::verify(before, core::Evidence::address_confirmed, requester_on(on), {});
                  })
        .value();
}

inline core::SubjectRequest assign(storage::Store& store, core::RequestId id, core::StaffId to, core::Day on) {
    return change(store, id, [&](auto const& before) { return core::assign(before, to, stamp_of(agent(), on), {}); })
        .value();
}

/// Claims one letter and no other; as it was where it cannot be claimed.
inline storage::OutboxLetter claimed(storage::Transaction& transaction, storage::OutboxLetter letter,
                                     core::Instant now) {
    for (auto& each : transaction.claim_letters(now, now + std::chrono::minutes{10}, 1'000)) {
        if (each.id == letter.id)
            letter = std::move(each);
        else
            transaction.release_letter(each.claim());
    }
    return letter;
}

} // namespace habeas::testing
