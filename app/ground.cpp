#include "app/ground.hpp"

#include "app/audit_heads.hpp"
#include "app/key_file.hpp"
#include "app/name_folding.hpp"
#include "app/system_clock.hpp"

#include <filesystem>
#include <stdexcept>

namespace habeas::app {

namespace {

bool must_exist(DataFolder mode) {
    return mode == DataFolder::must_exist || mode == DataFolder::as_it_is;
}

void open_folder(std::filesystem::path const& folder, DataFolder mode) {
    std::error_code unreachable;
    if (std::filesystem::is_directory(folder, unreachable)) return;
    if (must_exist(mode))
        throw std::runtime_error("There is no data folder " + folder.string() +
                                 ". Name it with --data, or start `habeas serve` once to make it.");
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (!failed) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    if (failed)
        throw std::runtime_error("The data folder " + folder.string() + " cannot be made: " + failed.message() + ".");
}

storage::sqlite::OlderSchema older_schema(DataFolder mode) {
    switch (mode) {
    case DataFolder::must_exist:
        return storage::sqlite::OlderSchema::refuse;
    case DataFolder::as_it_is:
        return storage::sqlite::OlderSchema::leave;
    case DataFolder::may_create:
    case DataFolder::may_begin:
        return storage::sqlite::OlderSchema::migrate;
    }
    return storage::sqlite::OlderSchema::refuse;
}

/// The service alone looks first: the operator's commands must go on where it refuses.
storage::sqlite::StartCheck start_check(StorageSettings const& storage, DataFolder mode) {
    if (mode != DataFolder::may_create) return {};
    return {storage.start_check_mib, storage.start_check_entries};
}

storage::sqlite::SqliteOptions store_options(StorageSettings const& storage, core::Key const& key, DataFolder mode,
                                             CompanyCalendar const& calendar) {
    return {.path = storage.database_path(),
            .master_key = key,
            .readers = storage.readers,
            .queue_limit = storage.queue_limit,
            .batch_limit = storage.batch_limit,
            .cache_mib = storage.cache_mib,
            .start_check = start_check(storage, mode),
            .older_schema = older_schema(mode),
            .random = [](std::span<std::byte> bytes) { SystemRandom().fill(bytes); },
            .fold = fold_name,
            .day_of = [calendar](core::Instant at) { return calendar.day_of(at); },
            .caught_up = {}};
}

std::unique_ptr<storage::Store> open_database(StorageSettings const& storage, core::Key const& key, DataFolder mode,
                                              CompanyCalendar const& calendar,
                                              std::optional<storage::sqlite::CaughtUp>& caught_up) {
    auto options = store_options(storage, key, mode, calendar);
    options.caught_up = [&caught_up](auto const& done) { caught_up = done; };
    try {
        return storage::sqlite::open_store(std::move(options));
    } catch (storage::StoreUnavailable const& unavailable) {
        throw DatabaseNotWritable("The database " + storage.database_path() +
                                  " cannot be written. Make it and its folder writable for the user who runs this, and "
                                  "see that the disk has room. " +
                                  unavailable.what());
    }
}

FolderHold hold_folder(std::string const& folder) {
    if (auto hold = FolderHold::with_others(folder)) return *std::move(hold);
    throw std::runtime_error("A backup is being restored in the folder " + folder + ". Try again when that is done.");
}

std::unique_ptr<core::Clock> clock_of(std::optional<std::string> const& clock_file) {
    return make_clock(clock_file ? std::optional<std::filesystem::path>(*clock_file) : std::nullopt);
}

bool is_missing_or_empty(std::filesystem::path const& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed) && !failed) return true;
    auto const size = failed ? 0 : std::filesystem::file_size(file, failed);
    if (failed) throw std::runtime_error("The file " + file.string() + " cannot be reached: " + failed.message() + ".");
    return size == 0;
}

/// Whether the folder holds anything but the file of that name.
bool holds_more_than(std::filesystem::path const& folder, std::filesystem::path const& file) {
    for (auto const& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().filename() != file.filename() && entry.path().filename() != "lost+found") return true;
    return false;
}

/// What only a database that was in use leaves beside it.
bool had_a_database(StorageSettings const& storage) {
    return std::filesystem::exists(audit_heads_path(storage.folder)) ||
           !is_missing_or_empty(storage.database_path() + "-wal");
}

/// A database that was moved, lost or cut to nothing must not be replaced by a new one without a word: the service
/// would run, know nobody, and refuse every token.
void refuse_lost_database(StorageSettings const& storage, DataFolder mode) {
    auto const database = storage.database_path();
    auto const lost =
        "The database " + database + " is missing or empty. Put it back, or restore a backup (`habeas restore`). ";
    if (must_exist(mode)) throw std::runtime_error("There is no database " + database + ".");
    if (had_a_database(storage))
        throw std::runtime_error(lost + "To begin anew without the old requests, move everything out of the folder " +
                                 storage.folder + " first.");
    if (mode == DataFolder::may_create && std::filesystem::exists(storage.master_key_path()) &&
        holds_more_than(storage.folder, database))
        throw std::runtime_error(lost + "Its key file " + storage.master_key_path() +
                                 " is here. To make a new database for that key, run `habeas migrate`.");
}

} // namespace

std::unique_ptr<Ground> open_ground(Configuration const& configuration, std::optional<std::string> const& clock_file,
                                    DataFolder mode) {
    core::start_crypto();
    auto const& storage = configuration.storage;
    open_folder(storage.folder, mode);
    auto hold = hold_folder(storage.folder);
    auto const database = storage.database_path();
    bool const is_new = is_missing_or_empty(database);
    if (is_new) refuse_lost_database(storage, mode);

    SystemRandom random;
    auto const key =
        open_key_file(storage.master_key_path(), is_new ? KeyFile::may_create : KeyFile::must_exist, random);
    auto clock = clock_of(clock_file);
    std::optional<storage::sqlite::CaughtUp> caught_up;
    CompanyCalendar const calendar(configuration.company.time_zone);
    auto store = open_database(storage, key, mode, calendar, caught_up);
    return std::make_unique<Ground>(
        Ground{random, key, std::move(clock), calendar, is_new, caught_up, std::move(hold), std::move(store)});
}

std::unique_ptr<Ground> open_ground_to_read(Configuration const& configuration,
                                            std::optional<std::string> const& clock_file) {
    try {
        return open_ground(configuration, clock_file, DataFolder::must_exist);
    } catch (DatabaseNotWritable const&) {
        // Then as it is.
    }
    auto const& storage = configuration.storage;
    auto hold = hold_folder(storage.folder);
    auto const key = read_key_file(storage.master_key_path());
    CompanyCalendar const calendar(configuration.company.time_zone);
    auto store = storage::sqlite::open_to_read(store_options(storage, key, DataFolder::must_exist, calendar));
    return std::make_unique<Ground>(Ground{SystemRandom{}, key, clock_of(clock_file), calendar, false, std::nullopt,
                                           std::move(hold), std::move(store)});
}

} // namespace habeas::app
