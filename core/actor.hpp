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

    static Actor requester() { return {ActorKind::requester, 0, Role::requester}; }
    static Actor system() { return {}; }
    static Actor staff(StaffId id, Role role) { return {ActorKind::staff, id.value, role}; }
    static Actor token(TokenId id, Role role) { return {ActorKind::token, id.value, role}; }

    /// The same person or program, whatever the role: what the second-person rule compares.
    bool same_person(Actor const& other) const { return kind == other.kind && id == other.id; }
    friend bool operator==(Actor const&, Actor const&) = default;
};

/// Who, and when: fixed once at the edge, then handed down. `on` is the day of `at` in the company's time zone.
struct Stamp {
    Actor actor;
    Instant at{};
    Day on{};
};

} // namespace habeas::core
