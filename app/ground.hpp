#pragma once
#include "app/company_calendar.hpp"
#include "app/configuration.hpp"
#include "app/folder_hold.hpp"
#include "app/form_token.hpp"
#include "app/passwords.hpp"
#include "app/random.hpp"
#include "core/crypto.hpp"
#include "core/time.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace habeas::app {

/// `may_create` is for the service, which makes a database in a truly new folder only; `may_begin` for the operator who
/// asks for one, beside a key that was laid there before. These two bring an older database up to date. The other
/// commands must not change it under a running service: with `must_exist` they refuse it; `as_it_is` is for the copy
/// that is made before the change.
enum class DataFolder { must_exist, as_it_is, may_create, may_begin };

/// What the server and every command need first: the data folder, the key, the clock, the store.
struct Ground {
    SystemRandom random;
    core::Key master_key;
    std::unique_ptr<core::Clock> clock;
    CompanyCalendar calendar;
    bool database_was_new{};
    std::optional<storage::sqlite::CaughtUp> caught_up; ///< where an older database was brought up to date
    std::optional<FolderHold> hold;                     ///< longer than the store
    std::unique_ptr<storage::Store> store;

    core::Stamp stamp(core::Actor actor) const {
        auto const at = clock->now();
        return {actor, at, calendar.day_of(at)};
    }
};

/// Makes the folder (0700) where it may, opens the key file, and opens (and may migrate) the database. Throws
/// std::runtime_error with a sentence for the operator. A database without its key is refused rather than given a new
/// one, and so is a key whose database is gone.
std::unique_ptr<Ground> open_ground(Configuration const& configuration, std::optional<std::string> const& clock_file,
                                    DataFolder mode);

/// The disk is full, or the data folder may not be written.
class DatabaseNotWritable : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// As `must_exist`, for who only reads: where the database cannot be written, with a store that can only be read.
std::unique_ptr<Ground> open_ground_to_read(Configuration const& configuration,
                                            std::optional<std::string> const& clock_file);

} // namespace habeas::app
