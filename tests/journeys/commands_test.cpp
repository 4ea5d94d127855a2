#include "app/audit_heads.hpp"
#include "app/ground.hpp"
#include "app/shell_user.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/older_database.hpp"
#include "tests/support/operator.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <catch2/catch.hpp>
#include <unistd.h>

using namespace habeas;
using namespace habeas::testing;
using Catch::Matchers::Contains;
namespace json = boost::json;

namespace {

/// What every entry of a command ends with.
std::string const by_me = "\nshell_user=" + app::shell_user();

} // namespace

TEST_CASE("migrate makes the database once, with a key of its own", "[journey][commands]") {
    Operator person;
    CHECK(person.run(app::migrate) == 0);
    CHECK(person.said == "Made " + person.database + "\n");
    CHECK(person.run(app::migrate) == 0);
    CHECK(person.said == "Up to date: " + person.database + "\n");
    CHECK(person.run(app::migrate, Answer::json) == 0);
    CHECK(person.json_said() == json::value{{"database", person.database}, {"created", false}});
    auto const mode = std::filesystem::status(person.data).permissions();
    CHECK(mode == std::filesystem::perms::owner_all);
}

TEST_CASE("a database whose key is lost is refused and gets no new key", "[journey][commands]") {
    Operator person;
    person.migrated();
    std::filesystem::remove(person.data + "/master.key");
    CHECK_THROWS_WITH(person.run(app::migrate), Contains("is missing"));
    CHECK_THROWS_WITH(person.run(app::list_staff), Contains("is missing"));
    CHECK_FALSE(std::filesystem::exists(person.data + "/master.key"));
}

TEST_CASE("commands other than migrate make neither a folder nor a database", "[journey][commands]") {
    Operator person;
    CHECK_THROWS_WITH(person.run(app::list_staff), Contains("There is no data folder " + person.data));
    CHECK_FALSE(std::filesystem::exists(person.data));
    std::filesystem::create_directory(person.data);
    CHECK_THROWS_WITH(person.run(app::list_tokens), Contains("There is no database " + person.database));
    CHECK(std::filesystem::is_empty(person.data));
}

TEST_CASE("somebody is added with a first password that works and must be changed", "[journey][commands]") {
    Operator person;
    person.migrated();
    CHECK(person.add_staff("Mira@Example.com", "officer", Answer::json) == 0);
    auto const answer = person.json_said().as_object();
    CHECK(answer.at("login") == "mira@example.com");
    person.with_store([&](storage::Store& store) {
        auto const member = from_snapshot(
            store, [](storage::Snapshot& snapshot) { return snapshot.staff_by_login("mira@example.com"); });
        REQUIRE(member);
        CHECK(member->id.value == answer.at("id").as_int64());
        CHECK(member->role == core::Role::officer);
        CHECK(member->must_change_password);
        CHECK(member->password_expires_at == member->created_at + std::chrono::hours{24});
        CHECK(member->password_hash.starts_with("argon2id$8192$1$"));
    });
    CHECK(person.run(app::list_staff) == 0);
    CHECK(person.said == "1\tofficer\tmira@example.com\tMira Petersen\n");
    CHECK(person.run(app::list_staff, Answer::json) == 0);
    CHECK(person.json_said() == json::value(json::array{json::object{{"id", 1},
                                                                     {"login", "mira@example.com"},
                                                                     {"name", "Mira Petersen"},
                                                                     {"role", "officer"},
                                                                     {"active", true}}}));
}

TEST_CASE("nobody is added twice, with a role that is none, or without an address", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_staff("mira@example.com") == 0);
    CHECK_THAT(person.said, Contains("First password: ") && Contains("must be changed"));
    CHECK(person.add_staff("MIRA@example.com") == 1);
    CHECK(person.said.empty());
    CHECK_FALSE(person.complaint.empty());
    for (auto const* role : {"", "boss", "system", "requester", "Agent"}) {
        CHECK(person.add_staff("jonas@example.com", role) == 2);
        CHECK(person.complaint == "habeas: The role is agent, officer or admin.\n");
    }
    CHECK(person.add_staff("jonas") == 2);
    CHECK(person.complaint == "habeas: The login is an e-mail address.\n");
    CHECK(person.run(app::list_staff, Answer::json) == 0);
    CHECK(person.json_said().as_array().size() == 1);
}

TEST_CASE("a password that is reset is another, and unknown logins are told", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_staff("mira@example.com", "agent", Answer::json) == 0);
    auto const first = std::string(person.json_said().at("password").as_string());
    auto const reset = [&](std::string const& login) {
        return person.run([&](auto const& context) { return app::reset_password(context, login); }, Answer::json);
    };
    CHECK(reset("Mira@example.com") == 0);
    CHECK(person.json_said().at("login") == "mira@example.com");
    CHECK(person.json_said().at("password") != json::value(first));
    CHECK(reset("nobody@example.com") == 1);
    CHECK(person.complaint == "{\"error\":\"Nobody has that login.\"}\n");
}

TEST_CASE("a password that is reset runs out, and its owner is owed a letter", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_staff("mira@example.com") == 0);
    REQUIRE(person.run([](auto const& context) { return app::reset_password(context, "mira@example.com"); }) == 0);
    CHECK_THAT(person.said, Contains("works for 24 hours"));
    person.with_store([](storage::Store& store) {
        auto const member = from_snapshot(
            store, [](storage::Snapshot& snapshot) { return snapshot.staff_by_login("mira@example.com"); });
        CHECK(member->password_expires_at == member->created_at + std::chrono::hours{24});
        auto const letters = from_snapshot(
            store, [](storage::Snapshot& snapshot) { return snapshot.letters_in(core::LetterState::owed, 10); });
        REQUIRE(letters.size() == 1);
        CHECK(letters.front().kind == core::LetterKind::password_changed);
        CHECK(letters.front().to == core::Addressee::member(member->id));
        CHECK(letters.front().facts ==
              std::vector<std::pair<std::string, std::string>>{{"changed_on", "2026-03-31"}, {"hours", "24"}});
    });
}

TEST_CASE("an account is closed at once with its sessions, and can be opened again", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_staff("mira@example.com") == 0);
    auto const id = person.with_store([](storage::Store& store) {
        return in_transaction(store, [](storage::Transaction& transaction) {
            auto const member = *transaction.staff_by_login("mira@example.com");
            transaction.open_session({.token_digest = {},
                                      .staff = member.id,
                                      .started_at = member.created_at,
                                      .seen_at = member.created_at,
                                      .expires_at = member.created_at + std::chrono::hours{12}});
            transaction.commit(core::Decision::bookkeeping(), member.created_at).value();
            return member.id;
        });
    });
    auto const account = [&](std::string const& login, app::Account wanted) {
        return person.run([&](auto const& context) { return app::set_account(context, login, wanted); });
    };
    CHECK(account("mira@example.com", app::Account::open) == 1);
    CHECK(person.complaint == "habeas: This account is open.\n");
    CHECK(account("Mira@example.com", app::Account::closed) == 0);
    CHECK(person.said == "Closed. All sessions were ended.\n");
    person.with_store([&](storage::Store& store) {
        CHECK(from_snapshot(store, [&](storage::Snapshot& snapshot) { return snapshot.sessions_of(id); }).empty());
    });
    CHECK(person.run(app::list_staff) == 0);
    CHECK_THAT(person.said, Contains("(not active)"));
    CHECK(account("mira@example.com", app::Account::closed) == 1);
    CHECK(account("nobody@example.com", app::Account::closed) == 1);
    CHECK(person.complaint == "habeas: Nobody has that login.\n");
    CHECK(account("mira@example.com", app::Account::open) == 0);
    CHECK(person.run(app::list_staff) == 0);
    CHECK_THAT(person.said, !Contains("(not active)"));
    person.with_store([](storage::Store& store) {
        storage::AuditQuery query;
        query.action = "staff.";
        query.limit = 10;
        std::vector<std::string> actions;
        for (auto const& record :
             from_snapshot(store, [&](storage::Snapshot& snapshot) { return snapshot.audit(query); }))
            actions.push_back(record.action);
        std::ranges::sort(actions);
        CHECK(actions == std::vector<std::string>{"staff.added", "staff.closed", "staff.opened"});
    });
}

TEST_CASE("a new token is printed alone, is kept as a digest, and can be revoked once", "[journey][commands]") {
    Operator person;
    person.migrated();
    CHECK(person.add_token("crm", {"requests:read", "reports:read"}) == 0);
    auto const token = person.said;
    CHECK(token.starts_with("hbs_"));
    CHECK(token.size() == 4 + 43 + 1);
    CHECK(token.find_first_of(" \n") == token.size() - 1);
    CHECK(person.complaint.empty());
    CHECK(person.run(app::list_tokens, Answer::json) == 0);
    CHECK_THAT(person.said, !Contains(token.substr(4, 43)));
    auto const row = person.json_said().at(0).as_object();
    CHECK(row.at("id") == 1);
    CHECK(row.at("name") == "crm");
    CHECK(row.at("scopes") == json::array{"requests:read", "reports:read"});
    CHECK(row.at("created_at") == "2026-03-31T12:00:00.000Z");
    CHECK(row.at("revoked") == false);
    auto const revoke = [](auto const& context) { return app::revoke_token(context, "crm"); };
    CHECK(person.run(revoke) == 0);
    CHECK(person.run(revoke) == 1);
    CHECK(person.run(app::list_tokens) == 0);
    CHECK_THAT(person.said, Contains("1\tcrm\t") && Contains("(revoked)"));
    CHECK(person.add_token("erp", {"admin"}, Answer::json) == 0);
    CHECK(person.json_said().at("name") == "erp");
    CHECK(person.json_said().at("token").as_string().starts_with("hbs_"));
}

TEST_CASE("a token without a scope, with an unknown one, or of a name in use is refused", "[journey][commands]") {
    Operator person;
    person.migrated();
    CHECK(person.add_token("crm", {}) == 2);
    CHECK(person.add_token("crm", {"requests:read", "everything"}) == 2);
    CHECK(person.complaint == "habeas: There is no scope everything.\n");
    CHECK(person.run(app::list_tokens) == 0);
    CHECK(person.said.empty());
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    CHECK(person.add_token("crm", {"admin"}) == 1);
    CHECK(person.said.empty());
}

namespace {

/// What the entries of an action tell.
std::vector<std::string> details_of(Operator const& person, std::string const& action) {
    return person.with_store([&](storage::Store& store) {
        storage::AuditQuery query;
        query.action = action;
        std::vector<std::string> details;
        for (auto const& record :
             from_snapshot(store, [&](storage::Snapshot& snapshot) { return snapshot.audit(query); }))
            details.push_back(record.details);
        return details;
    });
}

} // namespace

TEST_CASE("a token belongs to a member of staff, whose role allows all its scopes", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_staff("mira@example.com", "officer") == 0);
    REQUIRE(person.add_staff("jonas@example.com", "agent") == 0);
    REQUIRE(person.add_staff("ada@example.com", "admin") == 0);
    CHECK(person.add_token({"crm", {"requests:write", "admin"}, "Mira@example.com"}, Answer::json) == 0);
    CHECK(person.json_said().at("owner") == "mira@example.com");
    CHECK(person.add_token("shop", {"requests:write"}) == 0);
    CHECK(person.add_token({"erp", {"requests:read", "admin"}, "jonas@example.com"}) == 2);
    CHECK(person.complaint == "habeas: The scope admin is more than the role of jonas@example.com allows (agent).\n");
    CHECK(person.add_token({"erp", {"audit:read"}, "jonas@example.com"}) == 2);
    CHECK(person.add_token({"erp", {"requests:read"}, "ada@example.com"}) == 2);
    CHECK(person.add_token({"erp", {"audit:read"}, "ada@example.com"}) == 0);
    CHECK(person.add_token({"bi", {"admin"}, "nobody@example.com"}) == 1);
    CHECK(person.complaint == "habeas: Nobody has the login nobody@example.com.\n");

    CHECK(person.run(app::list_tokens) == 0);
    CHECK_THAT(person.said, Contains("\tmira@example.com\n") && Contains("\t(no owner)\n"));
    CHECK(person.run(app::list_tokens, Answer::json) == 0);
    auto const rows = person.json_said().as_array();
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].at("owner") == "mira@example.com");
    CHECK(rows[1].at("owner").is_null());
    CHECK(details_of(person, "token.added") ==
          std::vector<std::string>{"token=1\nscopes=requests:write,admin\nowner=1" + by_me,
                                   "token=2\nscopes=requests:write" + by_me,
                                   "token=3\nscopes=audit:read\nowner=3" + by_me});
    CHECK(person.verify() == 0);
}

TEST_CASE("a closed account takes its tokens with it for good, and the trail says so", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_staff("mira@example.com", "officer") == 0);
    REQUIRE(person.add_staff("jonas@example.com", "officer") == 0);
    for (auto const* name : {"crm", "erp"})
        REQUIRE(person.add_token({name, {"admin"}, "mira@example.com"}) == 0);
    REQUIRE(person.add_token({"shop", {"admin"}, "jonas@example.com"}) == 0);
    REQUIRE(person.add_token("till", {"admin"}) == 0);
    REQUIRE(person.run([](auto const& context) { return app::revoke_token(context, "erp"); }) == 0);
    auto const account = [&](std::string const& login, app::Account wanted, Answer answer = Answer::words) {
        return person.run([&](auto const& context) { return app::set_account(context, login, wanted); }, answer);
    };
    CHECK(account("mira@example.com", app::Account::closed) == 0);
    CHECK(person.said == "Closed. All sessions were ended.\nTheir API token was revoked.\n");
    CHECK(details_of(person, "token.revoked") ==
          std::vector<std::string>{"token=2" + by_me, "token=1\nbecause=owner_closed" + by_me});
    CHECK(person.add_token({"bi", {"admin"}, "mira@example.com"}) == 1);
    CHECK(person.complaint == "habeas: The account of mira@example.com is closed.\n");
    CHECK(account("mira@example.com", app::Account::open) == 0);
    CHECK(person.run(app::list_tokens, Answer::json) == 0);
    auto const rows = person.json_said().as_array();
    CHECK(rows[0].at("revoked") == true);
    CHECK(rows[2].at("revoked") == false);
    CHECK(rows[3].at("revoked") == false);
    CHECK(account("jonas@example.com", app::Account::closed, Answer::json) == 0);
    CHECK(person.json_said().at("revoked_tokens") == 1);
    CHECK(person.verify() == 0);
}

TEST_CASE("a backup is a whole copy whose chain holds, and nothing is overwritten", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    auto const target = person.file("copy.db");
    auto const backup = [&](auto const& context) { return app::backup(context, target); };
    CHECK(person.run(backup) == 0);
    REQUIRE(person.verify({}, Answer::json) == 0);
    auto const original = person.json_said();
    CHECK(original.at("intact") == true);
    CHECK(original.at("entries") == 2); // the token, and the copy itself
    CHECK(original.at("head").as_string().size() == 64);
    CHECK(person.verify(target, Answer::json) == 0);
    CHECK(person.json_said() == original);
    CHECK(person.run(backup) == 2);
    CHECK_THAT(person.complaint, Contains("There is a file of that name already"));
    std::ofstream(person.file("letter.txt")) << "Dear";
    CHECK(person.run([&](auto const& context) { return app::backup(context, person.file("letter.txt")); }) == 2);
    CHECK(std::filesystem::file_size(person.file("letter.txt")) == 4);
}

TEST_CASE("a chain that was tampered with is broken at the entry that was changed", "[journey][commands]") {
    Operator person;
    person.migrated();
    for (auto const* name : {"one", "two", "three", "four"})
        REQUIRE(person.add_token(name, {"admin"}) == 0);
    auto const copy = person.file("copy.db");
    REQUIRE(person.run([&](auto const& context) { return app::backup(context, copy); }) == 0);
    {
        storage::sqlite::Connection thief{copy, storage::sqlite::OpenAs::writer, 1};
        thief.script("DROP TRIGGER audit_holds; DROP TRIGGER audit_stays;"
                     "UPDATE audit SET action = 'token.revoked' WHERE sequence = 3;");
    }
    CHECK(person.verify(copy) == 1);
    CHECK_THAT(person.said, Contains("BROKEN at entry 3: ") && Contains(". 2 entries before it hold."));
    CHECK(person.verify(copy, Answer::json) == 1);
    CHECK(person.json_said().at("intact") == false);
    CHECK(person.json_said().at("broken_at") == 3);
    CHECK_FALSE(person.json_said().at("what").as_string().empty());
    CHECK(person.verify() == 0);
    CHECK_THAT(person.said, Contains("Intact: 5 entries, head ")); // four tokens and the copy
}

TEST_CASE("a chain can be walked without the key, and a file that is not there cannot", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    std::filesystem::remove(person.data + "/master.key");
    CHECK(person.verify() == 1);
    CHECK_THAT(person.complaint, Contains("There is no key file"));
    CHECK_THAT(person.said, Contains("Not known to be intact: 1 entries") && Contains("was not checked"));
    CHECK(person.verify({}, Answer::json) == 1);
    CHECK(person.json_said().at("intact").is_null());
    CHECK(person.json_said().at("seal") == "unverified");
    app::AuditToVerify const without_key{.database = {}, .expect = {}, .without_key = true};
    CHECK(person.verify_against(without_key) == 0);
    CHECK(person.complaint.empty());
    CHECK_THAT(person.said, Contains("Not known to be intact"));
    CHECK(person.verify(person.file("nothing.db")) == 1);
    CHECK_THAT(person.complaint, Contains("There is no database " + person.file("nothing.db")));
}

TEST_CASE("a seal that is not ours is broken with the key, and not known to be intact without", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    CHECK(person.verify({}, Answer::json) == 0);
    CHECK(person.json_said().at("seal") == "verified");
    {
        storage::sqlite::Connection thief{person.database, storage::sqlite::OpenAs::writer, 1};
        thief.script("UPDATE audit_head SET seal = zeroblob(32)");
    }
    CHECK(person.verify({}, Answer::json) == 1);
    CHECK(person.json_said().at("intact") == false);
    CHECK(person.json_said().at("seal") == "broken");
    CHECK(person.verify_against({.database = {}, .expect = {}, .without_key = true}, Answer::json) == 0);
    CHECK(person.json_said().at("intact").is_null());
}

TEST_CASE("a revoked token is named in its entry, and both keep to what the chain tells", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_staff("mira@example.com") == 0);
    REQUIRE(person.add_token("erp", {"admin"}) == 0);
    REQUIRE(person.add_token("crm", {"requests:read", "audit:read"}) == 0);
    REQUIRE(person.run([](auto const& context) { return app::revoke_token(context, "crm"); }) == 0);
    CHECK(person.verify() == 0);
    auto const details = person.with_store([](storage::Store& store) {
        return from_snapshot(store, [](storage::Snapshot& snapshot) { return snapshot.audit({}).back().details; });
    });
    CHECK(details.starts_with("token=2\nshell_user="));
}

TEST_CASE("of two tokens that had one name, the one that still works is revoked and told of", "[journey][commands]") {
    Operator person;
    person.migrated();
    auto const revoke = [](auto const& context) { return app::revoke_token(context, "crm"); };
    REQUIRE(person.add_token("crm", {"requests:read"}) == 0);
    REQUIRE(person.run(revoke) == 0);
    CHECK(person.run(revoke) == 1); // nobody of that name is left, and nothing is told
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    REQUIRE(person.run(revoke) == 0);
    CHECK(person.verify() == 0);
    person.with_store([](storage::Store& store) {
        auto const trail = from_snapshot(store, [](storage::Snapshot& snapshot) { return snapshot.audit({}); });
        REQUIRE(trail.size() == 4);
        CHECK(trail[1].details == "token=1" + by_me);
        CHECK(trail[3].details == "token=2" + by_me);
    });
    {
        storage::sqlite::Connection thief{person.database, storage::sqlite::OpenAs::existing_writer, 1};
        thief.script("UPDATE api_tokens SET revoked_at = NULL WHERE id = 2");
    }
    CHECK(person.verify() == 1);
    CHECK_THAT(person.said, Contains("API token 2: valid in the table, revoked in the chain"));
}

TEST_CASE("a head that was kept elsewhere must be part of the chain", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    constexpr auto nothing_kept = "It was compared with no end of the chain that was kept outside the database";
    REQUIRE(person.verify() == 0);
    CHECK_THAT(person.said, Contains(nothing_kept));
    std::ofstream(person.data + "/audit-heads.txt").close(); // empty is as good as missing
    REQUIRE(person.verify() == 0);
    CHECK_THAT(person.said, Contains("Intact: ") && Contains(nothing_kept));
    REQUIRE(person.verify({}, Answer::json) == 0);
    CHECK(person.json_said().at("kept_heads") == 0);
    auto const head = std::string(person.json_said().at("head").as_string());
    REQUIRE(person.add_token("erp", {"admin"}) == 0);
    auto const expect = [&](std::string const& text) {
        return person.verify_against({.database = {}, .expect = text, .without_key = false});
    };
    CHECK(expect("1:" + head) == 0);
    CHECK_THAT(person.said, Contains("all of them part of the chain: 1\n") && !Contains(nothing_kept));
    CHECK(expect("2:" + head) == 1);
    CHECK_THAT(person.said, Contains("BROKEN at entry 2"));
    CHECK(expect("3:" + head) == 1);
    CHECK_THAT(person.said, Contains("entry 3 is missing"));
    for (auto const* nonsense : {"1", "1:", "x:00", "1:00", "-1:00"})
        CHECK(expect(nonsense) == 2);
}

TEST_CASE("the heads in audit-heads.txt are checked, and a copy is held to those of before it", "[journey][commands]") {
    Operator person;
    person.migrated();
    auto const note = [&] {
        auto const head = storage::sqlite::audit_head_of(person.database);
        app::note_audit_head(person.data, noon(march(31)), head);
    };
    note();
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    auto const copy = person.file("copy.db");
    REQUIRE(person.run([&](auto const& context) { return app::backup(context, copy); }) == 0);
    REQUIRE(person.add_token("erp", {"admin"}) == 0);
    note();
    CHECK(person.verify() == 0);
    CHECK_THAT(person.said, Contains("all of them part of the chain: 2\n"));
    CHECK(person.verify(copy, Answer::json) == 0);
    CHECK(person.json_said().at("kept_heads") == 1);
    std::filesystem::copy_file(copy, person.database, std::filesystem::copy_options::overwrite_existing);
    CHECK(person.verify() == 1);
    CHECK_THAT(person.said, Contains("entry 3 is missing: its hash was kept elsewhere"));
    std::ofstream(person.data + "/audit-heads.txt", std::ios::app) << "nonsense\n";
    CHECK_THROWS_WITH(person.verify(), Contains("line 3 of audit-heads.txt"));
}

TEST_CASE("with a new version, the copy is made first, and nothing but serve and migrate changes the schema",
          "[journey][commands]") {
    Operator person;
    person.migrated();
    make_older(person.database, 1);
    auto const schema_of = [](std::string const& path) { return storage::sqlite::state_of(path).schema_version; };
    auto const copy = person.file("copy.db");
    CHECK(person.run([&](auto const& context) { return app::backup(context, copy); }) == 0);
    CHECK(schema_of(copy) == 1);
    auto const refused = [&](auto command) {
        CHECK_THROWS_WITH(command(), Contains(person.database + " was written by an older version") &&
                                         Contains("run `habeas migrate`"));
    };
    refused([&] { person.run(app::list_staff); });
    refused([&] { person.add_staff("mira@example.com"); });
    refused([&] { person.run(app::list_tokens); });
    refused([&] { person.add_token("crm", {"admin"}); });
    refused([&] { person.report({}); });
    refused([&] { person.verify(); });
    CHECK(schema_of(person.database) == 1);
    SECTION("migrate does") {
        CHECK(person.run(app::migrate) == 0);
    }
    SECTION("serve does") {
        person.run([](app::CommandContext const& context) {
            app::open_ground(context.configuration.values, context.clock_file, app::DataFolder::may_create);
            return 0;
        });
    }
    CHECK(schema_of(person.database) == storage::sqlite::state_of(person.database).newest_schema);
    CHECK(person.verify() == 0);
    CHECK_THAT(person.said, Contains("Intact: 1 entries")); // the copy is told of
    CHECK(person.run(app::list_staff) == 0);
}

TEST_CASE("a database that is gone is not replaced by a new one beside its key", "[journey][commands]") {
    Operator person;
    person.migrated();
    auto const serve = [](app::CommandContext const& context) {
        app::open_ground(context.configuration.values, context.clock_file, app::DataFolder::may_create);
        return 0;
    };
    CHECK(person.run(serve) == 0);
    auto const lose = GENERATE(true, false);
    std::filesystem::remove(person.database);
    if (!lose) std::ofstream{person.database};
    CHECK_THROWS_WITH(person.run(serve), Contains("is missing or empty") && Contains("habeas migrate"));
    CHECK_THROWS_WITH(person.run(app::list_staff), Contains("There is no database"));
    SECTION("an operator may begin anew for the key") {
        CHECK(person.run(app::migrate) == 0);
        CHECK(person.run(serve) == 0);
    }
    SECTION("but not where a service has run") {
        std::ofstream{person.data + "/audit-heads.txt"};
        CHECK_THROWS_WITH(person.run(serve), Contains("move everything out of the folder"));
        CHECK_THROWS_WITH(person.run(app::migrate), Contains("move everything out of the folder"));
        std::filesystem::remove(person.data + "/master.key");
        CHECK_THROWS_WITH(person.run(serve), Contains("move everything out of the folder"));
    }
}

TEST_CASE("the service does not start on a broken chain, and the other commands go on", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    {
        storage::sqlite::Connection thief{person.database, storage::sqlite::OpenAs::writer, 1};
        thief.script("DROP TRIGGER audit_holds; UPDATE audit SET at = at + 1");
    }
    CHECK_THROWS_WITH(person.run([](app::CommandContext const& context) {
        app::open_ground(context.configuration.values, context.clock_file, app::DataFolder::may_create);
        return 0;
    }),
                      Contains("The audit chain does not hold: entry 1 was changed"));
    CHECK(person.run(app::list_tokens) == 0);
}

TEST_CASE("the deadline report is a table, or figures as JSON", "[journey][commands]") {
    Operator person;
    person.migrated();
    auto const reference = person.with_store([](storage::Store& store) {
        return submit(store, new_request(core::RequestType::access, "Ada Lindqvist", "ada@example.org", march(1)))
            .reference.text();
    });
    CHECK(person.report({}) == 0);
    CHECK_THAT(person.said, Contains("\r\n" + reference +
                                     ",access,web_form,unverified,2026-03-01,2026-03-31,no,,30,"
                                     "open_in_time,,request,\r\n"));
    CHECK_THAT(person.said, !Contains("Ada") && !Contains("example.org"));
    CHECK(person.report({"2026-03-02", {}, {}}) == 0);
    CHECK_THAT(person.said, !Contains(reference));
    CHECK(person.report({"2026-03-01", "2026-03-01", "2026-03-31"}, Answer::json) == 0);
    CHECK(person.json_said().at("from") == "2026-03-01");
    CHECK(person.json_said().at("to") == "2026-03-01");
    CHECK(person.json_said().at("as_of") == "2026-03-31");
    CHECK(person.json_said().at("figures").at("received") == 1);
    CHECK(person.json_said().at("figures").at("open_overdue") == 0);
    CHECK(person.json_said().at("figures").at("open_in_time") == 1);
    CHECK(person.json_said().at("figures").at("on_time_percent").is_null());
    CHECK(person.json_said().at("figures").at("mean_days").is_null());
    CHECK(person.json_said().at("requests").at(0).at("reference").as_string() == reference);
    CHECK(person.json_said().at("requests").at(0).at("days") == 30);
    CHECK(person.json_said().at("requests").at(0).at("assignee").is_null());
}

TEST_CASE("who took a report or a copy on the server is in the trail", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.report({"2026-01-01", {}, "2026-03-30"}) == 0);
    REQUIRE(person.run([&](auto const& context) { return app::backup(context, person.file("copy.db")); }) == 0);
    person.with_store([](storage::Store& store) {
        auto const trail = from_snapshot(store, [](auto& snapshot) { return snapshot.audit({}); });
        REQUIRE(trail.size() == 2);
        CHECK(trail[0].action == "report.exported");
        CHECK(trail[0].actor == core::Actor::system());
        CHECK(trail[0].details.contains("as_of=2026-03-30"));
        CHECK(trail[1].action == "backup.made");
        return true;
    });
}

TEST_CASE("a report with more rows than the deployment allows is refused", "[journey][commands]") {
    Operator person;
    person.more_settings = {{"limits.report_rows", "1"}};
    person.migrated();
    person.with_store([](storage::Store& store) {
        for (auto const* address : {"ada@example.org", "eva@example.org"})
            submit(store, new_request(core::RequestType::access, "Ada Lindqvist", address, march(1)));
        return true;
    });
    for (auto const answer : {Answer::words, Answer::json}) {
        CHECK(person.report({}, answer) == 1);
        CHECK(person.said.empty());
        CHECK_THAT(person.complaint, Contains("more than 1 requests"));
    }
    CHECK(person.report({"2026-03-02", {}, {}}) == 0);
}

TEST_CASE("what cannot be opened is said in a sentence with its place", "[journey][commands]") {
    Operator person;
    person.migrated();
    std::filesystem::remove(person.database);
    std::filesystem::create_directory(person.database);
    CHECK_THROWS_WITH(person.run(app::list_tokens), Contains("The file " + person.database + " cannot be reached: "));
    Operator other;
    std::ofstream(other.data) << "a file where the folder should be";
    CHECK_THROWS_WITH(other.run(app::migrate), Contains("The data folder " + other.data + " cannot be made: "));
}

TEST_CASE("a report about days that are none, or that end before they begin, is refused", "[journey][commands]") {
    Operator person;
    person.migrated();
    auto const complaint = [&](app::TypedPeriod const& period) {
        CHECK(person.report(period) == 2);
        CHECK(person.said.empty());
        return person.complaint;
    };
    CHECK(complaint({"yesterday", {}, {}}) == "habeas: --from: Write the day as 2026-03-01.\n");
    CHECK(complaint({{}, "2026-02-30", "2026-3-1"}) ==
          "habeas: --to: Write the day as 2026-03-01. --as-of: Write the day as 2026-03-01.\n");
    CHECK(complaint({"2026-03-02", "2026-03-01", {}}) == "habeas: --from: The period ends before it begins.\n");
    CHECK(complaint({"2026-04-01", {}, {}}) == "habeas: --from: The period ends before it begins.\n");
    CHECK(complaint({{}, {}, "2026-04-01"}) ==
          "habeas: --as-of: Choose today or a day before: nobody knows the rest yet.\n");
}

TEST_CASE("a name is one line, so that no name can look like a row of a list", "[journey][commands]") {
    Operator person;
    person.migrated();
    for (auto const& name :
         {std::string(), std::string("Mira\n7\tadmin"), std::string("Mi\x1b[2Kra"), std::string(201, 'm')}) {
        CHECK(person.run([&](auto const& context) {
            return app::add_staff(context, {"mira@example.com", name, "agent"});
        }) == 2);
        CHECK(person.add_token(name, {"admin"}) == 2);
        CHECK(person.complaint == "habeas: A name is one line of 1 to 200 characters.\n");
    }
    CHECK(person.add_token(std::string(200, 'm'), {"admin"}) == 0);
}

TEST_CASE("every entry of a command says who was at the shell", "[journey][commands]") {
    Operator person;
    person.migrated();
    auto const account = [&](app::Account wanted) {
        return person.run([&](auto const& context) { return app::set_account(context, "mira@example.com", wanted); });
    };
    REQUIRE(person.add_staff("mira@example.com") == 0);
    REQUIRE(person.run([](auto const& context) {
        return app::change_staff(context, {"mira@example.com", {}, "officer"});
    }) == 0);
    REQUIRE(person.run([](auto const& context) { return app::reset_password(context, "mira@example.com"); }) == 0);
    REQUIRE(account(app::Account::closed) == 0);
    REQUIRE(account(app::Account::open) == 0);
    REQUIRE(person.add_token("crm", {"admin"}) == 0);
    REQUIRE(person.run([](auto const& context) { return app::revoke_token(context, "crm"); }) == 0);
    REQUIRE(person.report({}) == 0);
    REQUIRE(person.run([&](auto const& context) { return app::backup(context, person.file("copy.db")); }) == 0);
    auto const trail = person.with_store([](storage::Store& store) {
        return from_snapshot(store, [](storage::Snapshot& snapshot) { return snapshot.audit({}); });
    });
    CHECK(trail.size() == 9);
    for (auto const& record : trail) {
        INFO(record.action);
        CHECK(("\n" + record.details).ends_with("\nshell_user=" + app::shell_user()));
    }
    CHECK(person.verify() == 0);
}

TEST_CASE("behind sudo is whoever called it, as root alone is believed to say", "[journey][commands]") {
    auto const with = [](char const* name) {
        ::setenv("SUDO_USER", name, 1);
        auto const user = app::shell_user();
        ::unsetenv("SUDO_USER");
        return user;
    };
    auto const self = app::shell_user();
    CHECK_FALSE(self.empty());
    CHECK(with("deploy") == (::getuid() == 0 ? "deploy" : self));
    for (auto const* nonsense : {"", "two words", "line\nbreak", "<b>"})
        CHECK(with(nonsense) == self);
}

TEST_CASE("a member of staff gets another name or role, and a new role ends their sessions", "[journey][commands]") {
    Operator person;
    person.migrated();
    REQUIRE(person.add_staff("mira@example.com") == 0);
    auto const member = [&] {
        return person.with_store([](storage::Store& store) {
            return from_snapshot(
                store, [](storage::Snapshot& snapshot) { return *snapshot.staff_by_login("mira@example.com"); });
        });
    };
    auto const sessions = [&] {
        return person.with_store([id = member().id](storage::Store& store) {
            return from_snapshot(store, [id](storage::Snapshot& snapshot) { return snapshot.sessions_of(id).size(); });
        });
    };
    person.with_store([id = member().id](storage::Store& store) {
        in_transaction(store, [id](storage::Transaction& transaction) {
            transaction.open_session({.token_digest = {},
                                      .staff = id,
                                      .started_at = {},
                                      .seen_at = {},
                                      .expires_at = core::Instant{std::chrono::hours{12}}});
            transaction.commit(core::Decision::bookkeeping(), {}).value();
        });
        return true;
    });
    auto const change = [&](std::optional<std::string> name, std::optional<std::string> role,
                            std::string const& login = "Mira@example.com") {
        return person.run([&](auto const& context) { return app::change_staff(context, {login, name, role}); });
    };
    CHECK(change("Mira Sommer", {}) == 0);
    CHECK(person.said == "Changed: agent mira@example.com, Mira Sommer.\n");
    CHECK(member().name == "Mira Sommer");
    CHECK(sessions() == 1);
    CHECK(change({}, "officer") == 0);
    CHECK_THAT(person.said, Contains("officer mira@example.com") && Contains("All sessions were ended."));
    CHECK(member().role == core::Role::officer);
    CHECK(member().name == "Mira Sommer");
    CHECK(sessions() == 0);
    CHECK(person.verify() == 0);
    CHECK_THAT(person.said, Contains("Intact: 3 entries"));

    CHECK(change("Mira Sommer", "officer") == 1);
    CHECK_THAT(person.complaint, Contains("Nothing changes"));
    CHECK(change({}, "admin", "nobody@example.com") == 1);
    CHECK(person.complaint == "habeas: Nobody has that login.\n");
    CHECK(change({}, {}) == 2);
    CHECK(change("two\nlines", {}) == 2);
    CHECK(change({}, "boss") == 2);
    CHECK(person.complaint == "habeas: The role is agent, officer or admin.\n");
    CHECK(member().role == core::Role::officer);
}
