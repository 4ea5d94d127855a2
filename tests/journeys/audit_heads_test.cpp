#include "app/application.hpp"
#include "app/audit_heads.hpp"
#include "tests/support/operator.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

/// The service starts, runs, and is stopped properly; what it logged.
std::string serve_once(Operator const& person) {
    auto const log = person.file("log");
    std::filesystem::remove(log);
    app::ConfigurationInput const input{
        .file = {},
        .environment = {},
        .command_line = {
            {"storage.folder", person.data}, {"server.port", "0"}, {"server.threads", "1"}, {"log.file", log}}};
    {
        app::Application application({app::load_configuration(input).value(), app::Demo::leave_empty, std::nullopt});
        application.start();
        application.stop();
    }
    std::ifstream file(log);
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

TEST_CASE("each start and stop leaves the end of the chain in the log and in a file", "[journey][audit_heads]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    auto const head = storage::sqlite::audit_head_of(person.database);
    auto const logged = serve_once(person);
    auto const heads = app::read_audit_heads(person.data);
    CHECK(heads.size() >= 2); // the daily one as well, where its turn came
    CHECK(heads.front().hash == head.hash);
    CHECK(heads.front().entries == 1);
    CHECK(logged.contains("\"event\":\"audit.head\",\"entries\":1,\"hash\":\"" + core::to_hex(head.hash) + "\""));
    CHECK(person.verify() == 0);
}

TEST_CASE("an older copy in the place of the database is named at the start", "[journey][audit_heads]") {
    Operator person;
    person.migrated();
    auto const copy = person.file("copy.db");
    REQUIRE(person.run([&](auto const& context) { return app::backup(context, copy); }) == 0);
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    CHECK_FALSE(serve_once(person).contains("audit.head_missing"));
    CHECK_FALSE(serve_once(person).contains("audit.head_missing"));
    std::filesystem::copy_file(copy, person.database, std::filesystem::copy_options::overwrite_existing);
    CHECK(serve_once(person).contains("\"event\":\"audit.head_missing\",\"entries\":2,"));
    CHECK(person.verify() == 1);
}
