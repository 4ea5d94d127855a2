#pragma once
#include "storage/store.hpp"

#include <optional>

namespace habeas::app {

/// Writes a failed sign-in down, and commits. The first `noted_an_hour` of a login are entries of the audit chain; what
/// comes beyond them in that hour is counted and becomes one entry with the number, so that nobody can flood the chain.
/// Logins that do not exist share one count: each try, of whichever login, costs one small write and the same time.
void note_failed_sign_in(storage::Transaction& transaction, core::Stamp const& stamp,
                         std::optional<core::StaffId> whose, int noted_an_hour);

/// Writes the entries of hours that are over, and commits; also where there are none.
void fold_failed_sign_ins(storage::Transaction& transaction, core::Stamp const& stamp);

} // namespace habeas::app
