#include "tests/storage/contract/contract.hpp"
#include "tests/support/store_temporary.hpp"

#include <catch2/catch.hpp>

// The contract of storage/*.hpp, held to by the embedded engine.
namespace habeas::testing {

namespace {

contract::OpenStore new_sqlite_database() {
    core::start_crypto();
    return [folder = std::make_shared<TemporaryFolder>()](contract::Limits limits) {
        auto options = test_store_options(folder->file("habeas.db"));
        options.queue_limit = limits.queue_limit;
        options.batch_limit = limits.batch_limit;
        return storage::sqlite::open_store(std::move(options));
    };
}

} // namespace

TEST_CASE("the embedded store keeps requests as they are", "[storage]") {
    contract::requests(new_sqlite_database);
}
TEST_CASE("the embedded store stores a decision whole or not at all", "[storage]") {
    contract::decisions(new_sqlite_database);
}
TEST_CASE("the embedded store pages through the queue", "[storage]") {
    contract::queue(new_sqlite_database);
}
TEST_CASE("the embedded store finds requests by what a person types", "[storage]") {
    contract::search(new_sqlite_database);
}
TEST_CASE("the embedded store loses nothing of a search for common words without saying so", "[storage]") {
    contract::search_for_common_words(new_sqlite_database);
}
TEST_CASE("the embedded store tells the deadline report its facts", "[storage]") {
    contract::reports(new_sqlite_database);
}
TEST_CASE("the embedded store's counters agree with the figures made from the facts", "[storage]") {
    contract::report_counters(new_sqlite_database);
}
TEST_CASE("the embedded store links audit entries into a chain", "[storage]") {
    contract::audit(new_sqlite_database);
}
TEST_CASE("the embedded store hands out letters with a lease", "[storage]") {
    contract::outbox(new_sqlite_database);
}
TEST_CASE("the embedded store knows staff, sessions and tokens", "[storage]") {
    contract::staff(new_sqlite_database);
}
TEST_CASE("the embedded store leases recurring work", "[storage]") {
    contract::jobs(new_sqlite_database);
}
TEST_CASE("the embedded store commits in groups", "[storage]") {
    contract::engine(new_sqlite_database);
}

} // namespace habeas::testing
