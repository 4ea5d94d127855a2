#pragma once
#include "core/actor.hpp"
#include "storage/store.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace habeas::app::pages {

/// The names of those who act here: staff and API tokens, as they are at one moment.
class People {
  public:
    static People read(storage::Snapshot& snapshot);
    /// Staff alone: where no program can have acted.
    static People read_staff(storage::Snapshot& snapshot);

    /// The name, or "Staff 7" for somebody who is no longer known.
    std::string name_of(core::StaffId id) const;
    /// "Mira Petersen", "API token intake", "API token crm of Mira Petersen", "the requester", "Habeas".
    std::string words_of(core::Actor const& actor) const;
    std::string initials_of(core::StaffId id) const;

    std::vector<storage::StaffMember> const& staff() const { return staff_; }
    /// Who a request can be assigned to: active agents and officers, by name.
    std::vector<storage::StaffMember> assignable() const;

  private:
    std::vector<storage::StaffMember> staff_;
    std::map<core::TokenId, std::string> tokens_;
};

} // namespace habeas::app::pages
