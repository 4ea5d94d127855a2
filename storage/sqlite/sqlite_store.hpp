#pragma once
#include "core/crypto.hpp"
#include "core/personal.hpp"
#include "core/time.hpp"
#include "storage/store.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace habeas::storage::sqlite {

/// How much of an existing database is looked at before it is used. The start of a large one must not wait for a whole
/// reading of it: that is what verify_audit_file() is for.
struct StartCheck {
    int whole_up_to_mib{};        ///< every page up to this size; beyond it only the small tables; 0: none
    std::int64_t audit_entries{}; ///< the last so many of the chain, with its end and seal; 0: none
};

/// What becomes of a database that an older version wrote, which may be at work on it. `leave` is for a copy of it: it
/// is used as it is, and nothing but the audit chain, the same in every schema, may be written.
enum class OlderSchema { migrate, refuse, leave };

/// What was done to the rows of an older database after its migration.
struct CaughtUp {
    std::int64_t requests{};   ///< rows looked at, once for each thing to do
    std::int64_t unreadable{}; ///< of these: damaged, and left as they were
};

struct SqliteOptions {
    std::string path;
    core::Key master_key{};
    int readers{2};
    std::size_t queue_limit{1024}; ///< jobs waiting, for the writer and for the readers each
    std::size_t batch_limit{256};  ///< jobs a commit
    int cache_mib{16};             ///< page cache of each connection
    StartCheck start_check{};
    OlderSchema older_schema{OlderSchema::migrate};
    std::function<void(std::span<std::byte>)> random; ///< fills with unpredictable bytes; called on the writer thread
    core::Folding fold;                               ///< of names, for look-up; called on every thread of the store
    std::function<core::Day(core::Instant)> day_of;   ///< in the company's zone; called while an old database is opened
    std::function<void(CaughtUp const&)> caught_up{}; ///< told where there was something to do; may be empty
};

/// Opens the database; where OlderSchema::migrate says so, makes it (readable by its owner alone) or migrates it as
/// needed. Call core::start_crypto() before. Throws std::runtime_error with a message for the operator: written by a
/// newer version, or by an older one where those are refused, another program's file, another master key, not a
/// database, damaged (as far as the start check looks), locked or not writable (then StoreUnavailable).
std::unique_ptr<Store> open_store(SqliteOptions options);

/// Opens a database that cannot be written (a full disk, a read-only mount): every write fails with StoreUnavailable.
/// Throws as open_store() does.
std::unique_ptr<Store> open_to_read(SqliteOptions options);

/// Verifies the audit chain of a file that need not be in use: opens it read-only, changes and migrates nothing. With
/// the master key the keyed seal of the chain's end is checked too; without it a chain that was rewritten as a whole
/// with a matching end cannot be told. Throws std::runtime_error where the file is none of ours, of another schema than
/// this program's, or the key another's.
Verification verify_audit_file(std::string const& path, std::optional<core::Key> const& master_key,
                               std::vector<AuditHead> const& kept = {});

/// The end of the chain as the file has it stored, unchecked.
AuditHead audit_head_of(std::string const& path);

/// What a file is, without touching it.
struct FileState {
    bool exists{};
    int schema_version{}; ///< 0: empty
    int newest_schema{};  ///< what this program writes
    bool newer() const { return schema_version > newest_schema; }
};
FileState state_of(std::string const& path);

} // namespace habeas::storage::sqlite
