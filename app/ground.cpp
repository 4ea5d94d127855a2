#include "app/ground.hpp"

#include "app/key_file.hpp"
#include "app/system_clock.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <filesystem>
#include <stdexcept>

namespace habeas::app {

namespace {

void open_folder(std::filesystem::path const& folder, DataFolder mode) {
    std::error_code unreachable;
    if (std::filesystem::is_directory(folder, unreachable)) return;
    if (mode == DataFolder::must_exist)
        throw std::runtime_error("There is no data folder " + folder.string() +
                                 ". Name it with --data, or start `habeas serve` once to make it.");
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (!failed) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    if (failed)
        throw std::runtime_error("The data folder " + folder.string() + " cannot be made: " + failed.message() + ".");
}

bool is_there(std::filesystem::path const& file) {
    std::error_code failed;
    auto const found = std::filesystem::exists(file, failed);
    if (failed) throw std::runtime_error("The file " + file.string() + " cannot be reached: " + failed.message() + ".");
    return found;
}

std::unique_ptr<storage::Store> open_database(StorageSettings const& storage, core::Key const& key) {
    auto const path = storage.database_path();
    try {
        return storage::sqlite::open_store({.path = path,
                                            .master_key = key,
                                            .readers = storage.readers,
                                            .queue_limit = storage.queue_limit,
                                            .batch_limit = storage.batch_limit,
                                            .cache_mib = storage.cache_mib,
                                            .random = [](std::span<std::byte> bytes) { SystemRandom().fill(bytes); }});
    } catch (storage::StoreUnavailable const& unavailable) {
        throw std::runtime_error("The database " + path +
                                 " cannot be written. Make it and its folder writable for the user who runs this, and "
                                 "see that the disk has room. " +
                                 unavailable.what());
    }
}

} // namespace

std::unique_ptr<Ground> open_ground(Configuration const& configuration, std::optional<std::string> const& clock_file,
                                    DataFolder mode) {
    core::start_crypto();
    auto const& storage = configuration.storage;
    open_folder(storage.folder, mode);
    auto const database = storage.database_path();
    bool const is_new = !is_there(database);
    if (is_new && mode == DataFolder::must_exist) throw std::runtime_error("There is no database " + database + ".");

    SystemRandom random;
    auto const key =
        open_key_file(storage.master_key_path(), is_new ? KeyFile::may_create : KeyFile::must_exist, random);
    auto clock = make_clock(clock_file ? std::optional<std::filesystem::path>(*clock_file) : std::nullopt);
    auto store = open_database(storage, key);
    return std::make_unique<Ground>(Ground{random, key, std::move(clock),
                                           CompanyCalendar(configuration.company.time_zone), is_new, std::move(store)});
}

} // namespace habeas::app
