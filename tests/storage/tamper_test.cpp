#include "storage/sqlite/connection.hpp"
#include "tests/support/store_requests.hpp"

#include <fstream>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using habeas::storage::sqlite::Connection;
using habeas::storage::sqlite::OpenAs;

namespace {

constexpr std::int64_t written = 8;

void write_eight_entries(storage::Store& store) {
    auto const request = submit(store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
    confirm(store, request.id, march(3));
    assign(store, request.id, core::StaffId{1}, march(4));
    REQUIRE(change(store, request.id, [](auto const& before) {
        return core::extend(before, core::FreeText{"much to read"}, stamp_of(agent(), march(8)), {});
    }));
    store.write([](storage::Transaction& transaction) {
        storage::StaffMember member;
        member.login = "mira@example.com";
        member.role = core::Role::agent;
        auto const id = transaction.add_staff(member).value();
        REQUIRE(transaction.commit(core::Decision::record(system_on(march(9)), "staff.added",
                                                          {{"staff", std::to_string(id.value)}, {"role", "agent"}}),
                                   noon(march(9))));
        storage::ApiToken token;
        token.name = "crm";
        token.scopes = {"requests:read", "requests:write"};
        auto const made = transaction.add_token(token).value();
        REQUIRE(transaction.commit(
            core::Decision::record(system_on(march(9)), "token.added",
                                   {{"token", std::to_string(made.value)}, {"scopes", "requests:read,requests:write"}}),
            noon(march(9))));
    });
    for (int i = 0; i < 2; ++i)
        store.write([](storage::Transaction& transaction) {
            REQUIRE(transaction.commit(core::Decision::record(stamp_of(officer(), march(9)), "report.exported"),
                                       noon(march(9))));
        });
}

/// A closed database with eight entries, made once: every test gets a copy of the file.
std::string const& file_with_eight_entries() {
    static TemporaryStore made;
    static auto const path = [] {
        write_eight_entries(*made);
        made.close();
        return made.path();
    }();
    return path;
}

/// A copy of it in the hands of somebody who knows SQL.
class TamperedFile {
  public:
    TamperedFile() { std::filesystem::copy_file(file_with_eight_entries(), path()); }

    std::string path() const { return folder_.file("habeas.db"); }

    /// With the triggers and checks out of the way, as an attacker would.
    void tamper(std::string const& statements) const {
        Connection connection{path(), OpenAs::writer, 1};
        connection.script("PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON;"
                          "DROP TRIGGER audit_holds; DROP TRIGGER audit_stays; DROP TRIGGER audit_head_stays;");
        connection.script(statements.c_str());
    }

    /// The store is opened again by somebody who suspects nothing, and goes on working.
    void go_on_writing() const {
        auto const store = storage::sqlite::open_store(test_store_options(path()));
        submit(*store, new_request(core::RequestType::access, "Ben", "ben@example.net"));
        CHECK_FALSE(from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); }).intact);
    }

    storage::Verification verify() const { return storage::sqlite::verify_audit_file(path(), test_master_key()); }
    storage::Verification verify_without_key() const {
        return storage::sqlite::verify_audit_file(path(), std::nullopt);
    }

  private:
    TemporaryFolder folder_;
};

void check_broken_at(storage::Verification const& found, std::int64_t sequence, std::string_view words) {
    INFO(found.what);
    CHECK_FALSE(found.intact);
    REQUIRE(found.broken_at);
    CHECK(found.broken_at->value == sequence);
    CHECK(found.what.contains(words));
}

} // namespace

TEST_CASE("an untouched file verifies offline, with and without the key", "[storage][tamper]") {
    TamperedFile file;
    for (auto const& found : {file.verify(), file.verify_without_key()}) {
        CHECK(found.intact);
        CHECK(found.entries == written);
        CHECK_FALSE(found.broken_at);
    }
}

TEST_CASE("a change in any column of any entry is found and names the entry", "[storage][tamper]") {
    auto const* const change =
        GENERATE("at = at + 1", "recorded_at = recorded_at - 1", "actor_kind = (actor_kind + 1) % 4", "actor_kind = 77",
                 "actor_id = actor_id + 1", "actor_role = (actor_role + 1) % 5", "actor_role = -1",
                 "action = action || 'x'", "action = upper(action)", "request_id = coalesce(request_id, 0) + 1",
                 "request_id = iif(request_id IS NULL, 0, NULL)", "details = details || ' '",
                 "details = details || char(10) || 'a=b'", "sealed_text = CAST(sealed_text || x'00' AS BLOB)",
                 "previous = zeroblob(33)", "previous = CAST(x'ff' || substr(previous, 2) AS BLOB)",
                 "hash = randomblob(32)", "hash = x''", "previous = x''");
    for (std::int64_t sequence = 1; sequence <= written; ++sequence) {
        TamperedFile file;
        INFO(change << " in entry " << sequence);
        file.tamper("UPDATE audit SET " + std::string{change} + " WHERE sequence = " + std::to_string(sequence));
        check_broken_at(file.verify_without_key(), sequence, "entry " + std::to_string(sequence));
    }
}

TEST_CASE("the sealed reason of an entry cannot be exchanged", "[storage][tamper]") {
    TamperedFile file;
    file.tamper("UPDATE audit SET sealed_text = randomblob(length(sealed_text)) WHERE length(sealed_text) > 0");
    check_broken_at(file.verify_without_key(), 4, "entry 4 was changed");
}

TEST_CASE("a removed entry is found as missing", "[storage][tamper]") {
    auto const sequence = GENERATE(std::int64_t{1}, 3, written - 1);
    TamperedFile file;
    file.tamper("DELETE FROM audit WHERE sequence = " + std::to_string(sequence));
    check_broken_at(file.verify_without_key(), sequence, "entry " + std::to_string(sequence) + " is missing");
}

TEST_CASE("entries removed at the end are found by the stored end of the chain", "[storage][tamper]") {
    TamperedFile file;
    file.tamper("DELETE FROM audit WHERE sequence > 4");
    check_broken_at(file.verify_without_key(), 5, "the last 4 were removed");
    SECTION("and stay found after the store has gone on writing") {
        file.go_on_writing();
        check_broken_at(file.verify(), 5, "entry 5 is missing");
    }
}

TEST_CASE("a stored end that was shortened with the chain is found by its seal", "[storage][tamper]") {
    TamperedFile file;
    file.tamper("DELETE FROM audit WHERE sequence > 4;"
                "UPDATE audit_head SET entries = 4, hash = (SELECT hash FROM audit WHERE sequence = 4)");
    CHECK(file.verify_without_key().broken_at == std::nullopt); // only the key can tell, and the tables
    check_broken_at(file.verify(), 4, "seal");
    SECTION("and is not sealed anew by the store going on") {
        file.go_on_writing();
        CHECK_FALSE(file.verify().intact);
    }
}

TEST_CASE("a stored end that is taken away or emptied with the chain is found", "[storage][tamper]") {
    TamperedFile file;
    SECTION("the end alone") {
        file.tamper("DELETE FROM audit_head");
        check_broken_at(file.verify_without_key(), written, "missing");
    }
    SECTION("the end and every entry") {
        file.tamper("DELETE FROM audit_head; DELETE FROM audit");
        CHECK_FALSE(file.verify_without_key().intact);
    }
    SECTION("every entry") {
        file.tamper("DELETE FROM audit");
        check_broken_at(file.verify_without_key(), 1, "entry 1 is missing");
    }
    file.go_on_writing();
    CHECK_FALSE(file.verify().intact); // … and the break stays
}

TEST_CASE("two entries that changed places are found at the first", "[storage][tamper]") {
    TamperedFile file;
    file.tamper("UPDATE audit SET sequence = -1 WHERE sequence = 2; UPDATE audit SET sequence = 2 WHERE sequence = 3;"
                "UPDATE audit SET sequence = 3 WHERE sequence = -1;");
    check_broken_at(file.verify_without_key(), 2, "entry 2");
}

TEST_CASE("an entry added at the end from outside is found", "[storage][tamper]") {
    TamperedFile file;
    file.tamper(
        "INSERT INTO audit (sequence, at, recorded_at, actor_kind, actor_id, actor_role, action, request_id,"
        "                   details, sealed_text, previous, hash)"
        " SELECT 9, at, recorded_at, actor_kind, actor_id, actor_role, action, request_id, details, sealed_text,"
        "        hash, zeroblob(32) FROM audit WHERE sequence = 8");
    check_broken_at(file.verify_without_key(), 9, "entry 9");
    file.go_on_writing();
    check_broken_at(file.verify(), 9, "entry 9");
}

TEST_CASE("a chain computed anew from a changed entry on is found by the stored end", "[storage][tamper]") {
    TamperedFile file;
    auto records = from_snapshot(*storage::sqlite::open_store(test_store_options(file.path())),
                                 [](auto& snapshot) { return snapshot.audit({}); });
    Connection connection{file.path(), OpenAs::writer, 1};
    connection.script("DROP TRIGGER audit_holds");
    core::Digest previous{};
    for (auto& record : records) {
        if (record.sequence.value == 3) record.at += std::chrono::hours{24};
        record.previous = previous;
        record.hash = previous = core::chain_hash(record);
        connection.run("UPDATE audit SET at = ?2, previous = ?3, hash = ?4 WHERE sequence = ?1", record.sequence.value,
                       record.at.time_since_epoch().count(), record.previous, record.hash);
    }
    auto found = file.verify_without_key();
    CHECK_FALSE(found.intact);
    CHECK(found.what.contains("written anew"));

    connection.run("UPDATE audit_head SET hash = ?1", previous);
    found = file.verify();
    CHECK_FALSE(found.intact);
    CHECK(found.what.contains("seal"));
}

TEST_CASE("verifying offline changes nothing in the file", "[storage][tamper]") {
    TamperedFile file;
    auto const size = std::filesystem::file_size(file.path());
    auto const time = std::filesystem::last_write_time(file.path());
    CHECK(file.verify().intact);
    CHECK(std::filesystem::file_size(file.path()) == size);
    CHECK(std::filesystem::last_write_time(file.path()) == time);
}

TEST_CASE("verifying with another key is refused, not called broken", "[storage][tamper]") {
    TamperedFile file;
    auto other = test_master_key();
    other[0] ^= std::byte{1};
    CHECK_THROWS_WITH(storage::sqlite::verify_audit_file(file.path(), other), Catch::Contains("made with another"));
}

TEST_CASE("the seal is said to be verified, broken, or not looked at", "[storage][tamper]") {
    TamperedFile file;
    CHECK(file.verify().seal == storage::Seal::verified);
    CHECK(file.verify_without_key().seal == storage::Seal::unverified);
    file.tamper("UPDATE audit_head SET seal = zeroblob(32)");
    CHECK(file.verify().seal == storage::Seal::broken);
    CHECK_FALSE(file.verify().intact);
    CHECK(file.verify_without_key().seal == storage::Seal::unverified);
}

TEST_CASE("a row that was changed, added or removed past the chain is found and named", "[storage][tamper]") {
    struct Change {
        char const* statements;
        std::string_view words;
    };
    auto const change = GENERATE(
        Change{"UPDATE requests SET version = version + 1", "version 5 in the table, 4 in the chain"},
        Change{"UPDATE requests SET version = version - 1", "version 3 in the table, 4 in the chain"},
        Change{"UPDATE requests SET status = 5, is_closed = 1", "fulfilled in the table, in_progress in the chain"},
        Change{"PRAGMA foreign_keys = OFF; DELETE FROM requests", "in the chain, but not in the table"},
        Change{
            "CREATE TEMP TABLE t AS SELECT * FROM requests; UPDATE t SET id = 2; INSERT INTO requests SELECT * FROM t",
            "in the table, but no entry of the chain tells of it"},
        Change{"UPDATE staff SET role = 3", "staff member 1: admin in the table, agent in the chain"},
        Change{"UPDATE staff SET active = 0", "staff member 1: closed in the table, open in the chain"},
        Change{"CREATE TEMP TABLE t AS SELECT * FROM staff; UPDATE t SET id = 2, login = 'evil@example.com';"
               "INSERT INTO staff SELECT * FROM t",
               "staff member 2: in the table, but no entry"},
        Change{"DELETE FROM staff", "a staff member is in the chain, but not in the table"},
        Change{"UPDATE api_tokens SET scopes = 'admin'",
               "API token 1: admin in the table, requests:read,requests:write in the chain"},
        Change{"UPDATE api_tokens SET owner = 1", "API token 1: owner 1 in the table, 0 in the chain"},
        Change{"CREATE TEMP TABLE t AS SELECT * FROM api_tokens;"
               "UPDATE t SET id = 2, name = 'x', token_digest = randomblob(32); INSERT INTO api_tokens SELECT * FROM t",
               "API token 2: in the table, but no entry"},
        Change{"DELETE FROM api_tokens", "an API token is in the chain, but not in the table"});
    TamperedFile file;
    file.tamper(change.statements);
    for (auto const& found : {file.verify(), file.verify_without_key()}) {
        INFO(change.statements << ": " << found.what);
        CHECK_FALSE(found.intact);
        CHECK_FALSE(found.broken_at);
        CHECK(found.entries == written);
        CHECK(found.what.contains(change.words));
    }
    CHECK(file.verify().seal == storage::Seal::verified);
}

TEST_CASE("whatever finds, guards or adds up the rows is as the program made it", "[storage][tamper]") {
    TamperedFile const file;
    auto const write = [&](std::string const& statements) {
        Connection connection{file.path(), OpenAs::writer, 1};
        connection.script(statements.c_str());
    };
    auto const [statements, words] = GENERATE(table<std::string, std::string>({
        {"DROP TRIGGER audit_holds", "the trigger audit_holds is missing"},
        {"DROP TRIGGER requests_are_counted; CREATE TRIGGER requests_are_counted AFTER INSERT ON requests BEGIN SELECT "
         "1; "
         "END",
         "the trigger requests_are_counted was changed"},
        {"CREATE TRIGGER helpful AFTER INSERT ON requests BEGIN SELECT 1; END", "the trigger helpful is none of ours"},
        {"DROP INDEX requests_by_receipt", "the index requests_by_receipt is missing"},
        {"DROP INDEX audit_by_action; CREATE INDEX audit_by_action ON audit (action, sequence) WHERE action <> 'x'",
         "the index audit_by_action was changed"},
        {"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || ' WHERE due_on > 99999' "
         "WHERE name = 'requests_by_receipt'; PRAGMA writable_schema = RESET; REINDEX requests_by_receipt; "
         "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ' WHERE due_on > 99999', '') "
         "WHERE name = 'requests_by_receipt'; PRAGMA writable_schema = RESET",
         "missing from index requests_by_receipt"},
        {"UPDATE request_counts SET requests = requests + 1", "request_counts does not say what the requests say"},
        {"DELETE FROM received_counts", "received_counts does not say what the requests say"},
        {"INSERT INTO answer_counts VALUES (202603, 3, 0, 90)", "answer_counts does not say what the requests say"},
        {"UPDATE due_counts SET due_on = due_on + 9", "due_counts does not say what the requests say"},
        {"DELETE FROM assignee_counts", "assignee_counts does not say what the requests say"},
    }));
    write(statements);
    INFO(statements);
    auto const found = file.verify();
    CHECK_FALSE(found.intact);
    CHECK_FALSE(found.broken_at);
    CHECK_THAT(found.what, Catch::Contains(words));
    CHECK(found.entries == written);
    CHECK_FALSE(file.verify_without_key().intact);
}

TEST_CASE("a changed request is named by its reference where the key is there", "[storage][tamper]") {
    TamperedFile file;
    auto const store = storage::sqlite::open_store(test_store_options(file.path()));
    auto const reference = store->references().encode(core::RequestId{1}).text();
    store->close();
    file.tamper("UPDATE requests SET version = 9");
    CHECK(file.verify().what.starts_with("request " + reference + ": version 9"));
    CHECK(file.verify_without_key().what.starts_with("request number 1: version 9"));
}

TEST_CASE("an account that was closed and opened again past the chain is found", "[storage][tamper]") {
    TamperedFile file;
    auto const set_account = [&](std::string const& action, bool active) {
        auto const store = storage::sqlite::open_store(test_store_options(file.path()));
        store->write([&](storage::Transaction& transaction) {
            auto member = transaction.staff_by_login("mira@example.com").value();
            member.active = active;
            transaction.update_staff(member);
            REQUIRE(transaction.commit(core::Decision::record(system_on(march(10)), action, {{"staff", "1"}}),
                                       noon(march(10))));
        });
    };
    set_account("staff.closed", false);
    CHECK(file.verify().intact);
    SECTION("by hand") {
        file.tamper("UPDATE staff SET active = 1");
        CHECK(file.verify().what == "staff member 1: open in the table, closed in the chain");
    }
    SECTION("by the program it is intact") {
        set_account("staff.opened", true);
        CHECK(file.verify().intact);
    }
}

TEST_CASE("a token that was revoked and made valid again is found", "[storage][tamper]") {
    TamperedFile file;
    {
        auto const store = storage::sqlite::open_store(test_store_options(file.path()));
        store->write([](storage::Transaction& transaction) {
            REQUIRE(transaction.revoke_token("crm", noon(march(10))));
            REQUIRE(transaction.commit(core::Decision::record(system_on(march(10)), "token.revoked", {{"token", "1"}}),
                                       noon(march(10))));
        });
    }
    CHECK(file.verify().intact);
    file.tamper("UPDATE api_tokens SET revoked_at = NULL");
    CHECK(file.verify().what == "API token 1: valid in the table, revoked in the chain");
}

TEST_CASE("heads that were kept elsewhere find a chain that was cut back with its sealed end", "[storage][tamper]") {
    TamperedFile file;
    auto const head_of = [&] { return storage::sqlite::audit_head_of(file.path()); };
    auto const verify = [&](std::vector<storage::AuditHead> const& kept) {
        return storage::sqlite::verify_audit_file(file.path(), test_master_key(), kept);
    };
    auto const early = head_of();
    CHECK(early.entries == written);
    TamperedFile const older;
    {
        auto const store = storage::sqlite::open_store(test_store_options(file.path()));
        submit(*store, new_request(core::RequestType::access, "Ben", "ben@example.net"));
    }
    auto const late = head_of();
    CHECK(late.entries == written + 1);
    CHECK(verify({late, early, early, {}}).intact);
    SECTION("a hash that is another's") {
        check_broken_at(verify({early, {late.entries, early.hash}}), late.entries, "whose hash was kept elsewhere");
        check_broken_at(verify({{early.entries, late.hash}}), early.entries, "whose hash was kept elsewhere");
    }
    SECTION("a whole older file in its place") {
        std::filesystem::copy_file(older.path(), file.path(), std::filesystem::copy_options::overwrite_existing);
        CHECK(verify({early}).intact); // by itself it is whole
        check_broken_at(verify({late, early}), written + 1, "the chain ends at entry 8");
    }
}

TEST_CASE("the check at the start finds a broken end of the chain, and can be told not to look", "[storage][tamper]") {
    auto const open = [](TamperedFile const& file, storage::sqlite::StartCheck check) {
        auto options = test_store_options(file.path());
        options.start_check = check;
        storage::sqlite::open_store(std::move(options))->close();
    };
    TamperedFile file;
    for (std::int64_t const entries : {1, 7, 8, 1000})
        CHECK_NOTHROW(open(file, {64, entries}));
    auto const* const change =
        GENERATE("UPDATE audit SET at = at + 1 WHERE sequence = 7", "DELETE FROM audit WHERE sequence > 6",
                 "UPDATE audit_head SET seal = zeroblob(32)", "DELETE FROM audit_head");
    file.tamper(change);
    INFO(change);
    CHECK_THROWS_WITH(open(file, {0, 3}), Catch::Contains("The audit chain does not hold"));
    CHECK_NOTHROW(open(file, {64, 0}));
}

TEST_CASE("the check at the start finds damaged pages", "[storage][tamper]") {
    auto const whole_up_to = GENERATE(64, 1);
    TamperedFile const file;
    auto options = test_store_options(file.path());
    options.start_check.whole_up_to_mib = whole_up_to;
    file.tamper(
        "INSERT INTO meta (name, value) VALUES ('filling', zeroblob(3000000))"); // beyond the size of the second
    CHECK_NOTHROW(storage::sqlite::open_store(options)->close());
    {
        // The page that holds the staff, wherever it is: everything behind the first three.
        std::fstream damage{file.path(), std::ios::in | std::ios::out | std::ios::binary};
        damage.seekp(3 * 4096);
        damage << std::string(std::filesystem::file_size(file.path()) - 3 * 4096, '\xff');
    }
    CHECK_THROWS(storage::sqlite::open_store(options));
}

namespace {

/// The last place of a text in a leaf of a table, for indexes have the same words: a page of those begins with 13.
std::size_t last_in_table(std::string const& bytes, std::string const& text) {
    constexpr std::size_t page = 4096;
    auto at = bytes.rfind(text);
    while (at != bytes.npos && bytes[at / page * page] != 13)
        at = at == 0 ? bytes.npos : bytes.rfind(text, at - 1);
    return at;
}

} // namespace

TEST_CASE("any bit that is turned in the record of an entry is found, and an entry is named", "[storage][tamper]") {
    std::ifstream original(file_with_eight_entries(), std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(original), {}};
    // The action of the last entry: its record's header and numbers stand before it, its other values behind it.
    auto const action = last_in_table(bytes, "report.exported");
    REQUIRE(action != bytes.npos);
    TemporaryFolder const folder;
    auto const path = folder.file("turned.db");
    for (auto at = action - 24; at < action + 15; ++at)
        for (int bit = 0; bit < 8; ++bit) {
            auto turned = bytes;
            turned[at] = static_cast<char>(turned[at] ^ (1 << bit));
            std::ofstream(path, std::ios::binary | std::ios::trunc) << turned;
            CAPTURE(at - action, bit);
            auto const found = storage::sqlite::verify_audit_file(path, test_master_key());
            CHECK_FALSE(found.intact);
            CHECK_FALSE(found.what.empty());
        }
}
