#pragma once
#include "core/identifiers.hpp"
#include "core/time.hpp"
#include "core/vocabulary.hpp"

#include <optional>

namespace habeas::core {

enum class ActorKind { requester, staff, token, system };

template <>
struct Words<ActorKind> {
    static constexpr std::pair<ActorKind, std::string_view> list[] = {
        {ActorKind::requester, "requester"},
        {ActorKind::staff, "staff"},
        {ActorKind::token, "token"},
        {ActorKind::system, "system"},
    };
};

/// Who acts. `id` is the staff or token number; the requester and the system have none (0).
struct Actor {
    ActorKind kind{ActorKind::system};
    std::int64_t id{};
    Role role{Role::system};
    /// Of a token: the member of staff it belongs to. Known while it acts, and not kept with what it did: a token never
    /// changes its owner.
    std::optional<StaffId> owner{};

    static Actor requester() { return {ActorKind::requester, 0, Role::requester}; }
    static Actor system() { return {}; }
    static Actor staff(StaffId id, Role role) { return {ActorKind::staff, id.value, role}; }
    static Actor token(TokenId id, Role role, std::optional<StaffId> owner = std::nullopt) {
        return {ActorKind::token, id.value, role, owner};
    }

    /// Who answers for what is done: the member of staff behind a token that has an owner, else the actor itself. The
    /// audit trail names the actor, so that it tells what a program did; whatever asks for another person asks for
    /// this.
    Actor person() const { return kind == ActorKind::token && owner ? staff(*owner, role) : *this; }
    /// A program that nobody answers for.
    bool has_nobody_behind() const { return kind == ActorKind::token && !owner; }
    /// The same member of staff or the same program, whatever the role: as the audit trail tells them apart.
    bool same_actor(Actor const& other) const { return kind == other.kind && id == other.id; }
    /// The same person, by themselves or through a token of theirs: what the second-person rule compares.
    bool same_person(Actor const& other) const { return person().same_actor(other.person()); }
    friend bool operator==(Actor const&, Actor const&) = default;
};

/// Who, and when: fixed once at the edge, then handed down. `on` is the day of `at` in the company's time zone.
struct Stamp {
    Actor actor;
    Instant at{};
    Day on{};
};

} // namespace habeas::core
