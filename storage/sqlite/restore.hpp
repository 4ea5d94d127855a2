#pragma once
#include "core/crypto.hpp"
#include "storage/audit.hpp"

#include <string>
#include <vector>

namespace habeas::storage::sqlite {

struct RestoreWish {
    std::string copy;     ///< the backup
    std::string database; ///< whose place it takes; need not exist
    core::Key master_key{};
    std::string mark;                    ///< in the names of what is set aside: habeas.sqlite3.before-restore-<mark>
    std::vector<std::string> companions; ///< files that speak of the database of before, and go aside with it
};

struct Restored {
    AuditHead head;                     ///< where the chain of the backup ends
    bool is_older{};                    ///< its schema is not the newest
    std::vector<std::string> set_aside; ///< under their new names
};

/// Puts a backup in the place of the database. It is copied beside it and checked first (ours, whole, opened by the
/// key, its chain intact); then the database, its journals and its companions are renamed, and the copy gets their
/// name. All of it is on the disk when this returns. Nothing is deleted, and where anything fails everything lies as
/// before.
///
/// Throws std::runtime_error with a sentence for the operator; StoreUnavailable where the database is open somewhere.
Restored restore(RestoreWish const& wish);

} // namespace habeas::storage::sqlite
