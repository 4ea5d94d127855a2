#include "tests/bench/store_access.hpp"

#include "app/company_calendar.hpp"
#include "app/name_folding.hpp"
#include "app/random.hpp"
#include "app/system_clock.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <stdexcept>

namespace habeas::bench {

namespace {

core::Key key_of(std::string const& folder) {
    std::ifstream file(folder + "/master.key");
    std::string digits;
    file >> digits;
    auto const bytes = core::from_hex(digits);
    core::Key key{};
    if (!bytes || bytes->size() != key.size()) throw std::runtime_error("no key file in " + folder);
    std::ranges::copy(*bytes, key.begin());
    return key;
}

} // namespace

std::unique_ptr<storage::Store> open_data_folder(std::string const& folder, int cache_mib) {
    core::start_crypto();
    return storage::sqlite::open_store(
        {.path = folder + "/habeas.sqlite3",
         .master_key = key_of(folder),
         .readers = 1,
         .cache_mib = cache_mib,
         .random = [](std::span<std::byte> bytes) { app::SystemRandom().fill(bytes); },
         .fold = app::fold_name,
         .day_of = [](core::Instant at) { return app::CompanyCalendar("UTC").day_of(at); }});
}

void hold_letters(std::string const& folder) {
    auto const store = open_data_folder(folder, 8);
    auto const now = std::chrono::floor<std::chrono::milliseconds>(app::SystemClock().now());
    store->write([&](storage::Transaction& transaction) {
        transaction.lease_job("deliver_letters", now, now + std::chrono::days(1));
        (void)transaction.commit(core::Decision::bookkeeping(), now);
    });
}

} // namespace habeas::bench
