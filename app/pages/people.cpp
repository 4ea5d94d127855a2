#include "app/pages/people.hpp"

#include "app/html/text.hpp"
#include "core/transitions.hpp"

#include <algorithm>

namespace habeas::app::pages {

People People::read_staff(storage::Snapshot& snapshot) {
    People people;
    people.staff_ = snapshot.staff();
    return people;
}

People People::read(storage::Snapshot& snapshot) {
    auto people = read_staff(snapshot);
    for (auto const& token : snapshot.tokens())
        people.tokens_.emplace(token.id, token.name + (token.owner ? " of " + people.name_of(*token.owner) : ""));
    return people;
}

std::string People::name_of(core::StaffId id) const {
    auto const found = std::ranges::find(staff_, id, &storage::StaffMember::id);
    return found == staff_.end() ? "Staff " + std::to_string(id.value) : found->name;
}

std::string People::words_of(core::Actor const& actor) const {
    switch (actor.kind) {
    case core::ActorKind::requester:
        return "the requester";
    case core::ActorKind::staff:
        return name_of(core::StaffId{actor.id});
    case core::ActorKind::token: {
        auto const found = tokens_.find(core::TokenId{actor.id});
        return "API token " + (found == tokens_.end() ? std::to_string(actor.id) : found->second);
    }
    case core::ActorKind::system:
        return "Habeas";
    }
    return {};
}

std::string People::initials_of(core::StaffId id) const {
    return html::initials(name_of(id));
}

std::vector<storage::StaffMember> People::assignable() const {
    std::vector<storage::StaffMember> members;
    std::ranges::copy_if(staff_, std::back_inserter(members), [](storage::StaffMember const& member) {
        return member.active && core::may(member.role, core::Verb::assign);
    });
    std::ranges::sort(members, {}, &storage::StaffMember::name);
    return members;
}

} // namespace habeas::app::pages
