#include "tests/support/no_room.hpp"
#include "tests/support/operator.hpp"
#include "tests/support/read_only_folder.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using Catch::Matchers::Contains;

TEST_CASE("where the data folder cannot be written it is copied all the same, and that is said",
          "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    auto const copy = person.file("copy.db");
    {
        ReadOnlyFolder const folder(person.data);
        auto const backup = [&](auto const& context) { return app::backup(context, copy); };
        CHECK(person.run(backup, Answer::json) == 0);
        CHECK(person.json_said().at("noted") == false);
        CHECK_THAT(person.complaint, Contains("The copy was made, but the audit trail could not be told"));
        CHECK(person.verify(copy) == 0);
    }
    CHECK(person.verify(copy, Answer::json) == 0);
    CHECK(person.json_said().at("entries") == 1);
}

TEST_CASE("where the data folder cannot be written, what only reads goes on", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_staff("mira@example.com") == 0);
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    ReadOnlyFolder const folder(person.data);
    CHECK(person.run(app::list_staff) == 0);
    CHECK_THAT(person.said, Contains("mira@example.com"));
    CHECK(person.run(app::list_tokens) == 0);
    CHECK_THAT(person.said, Contains("crm"));
    CHECK(person.report({}) == 0);
    CHECK_THAT(person.said, Contains("reference,type,channel"));
    CHECK_THAT(person.complaint, Contains("The report was made, but the audit trail could not be told"));
    CHECK(person.verify() == 0);
    CHECK_THROWS_WITH(person.add_token("erp", {"admin"}), Contains("cannot be written"));
}

TEST_CASE("while the disk is full under a running service, what only reads goes on", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_staff("mira@example.com") == 0);
    person.with_store([&](storage::Store& store) {
        submit(store, new_request(core::RequestType::access, "Ada Lindqvist", "ada@example.org", march(1)));
        NoRoom const full(0);
        CHECK(person.run(app::list_staff) == 0);
        CHECK_THAT(person.said, Contains("mira@example.com"));
        CHECK(person.report({}) == 0);
        CHECK_THAT(person.said, Contains("DSR-"));
        return true;
    });
}
