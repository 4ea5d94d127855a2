#include "app/company_calendar.hpp"
#include "core/letter_case.hpp"
#include "habeas_migrations.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/migrations.hpp"
#include "tests/support/mixed_requests.hpp"
#include "tests/support/older_database.hpp"
#include "tests/support/store_requests.hpp"

#include <fstream>
#include <functional>
#include <map>
#include <tuple>

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace habeas;
using namespace habeas::testing;
using habeas::storage::sqlite::Connection;
using habeas::storage::sqlite::OpenAs;

namespace {

void script(std::string const& path, char const* statements) {
    Connection connection{path, OpenAs::writer, 1};
    connection.script(statements);
}

/// The one of that name alone, on a database that has every other already.
void run_migration(std::string const& path, std::string_view name) {
    for (auto const& file : storage::migrations::files())
        if (file.name.contains(name)) script(path, std::string{file.content}.c_str());
    auto const newest = "PRAGMA user_version = " + std::to_string(storage::sqlite::newest_schema());
    script(path, newest.c_str());
}

std::string message_of_opening(std::string const& path, core::Key const& key = test_master_key()) {
    core::start_crypto();
    auto options = test_store_options(path);
    options.master_key = key;
    try {
        storage::sqlite::open_store(std::move(options));
    } catch (std::exception const& refused) {
        return refused.what();
    }
    return "opened";
}

std::string content(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

unsigned permissions(std::string const& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}

} // namespace

TEST_CASE("a new database has the newest schema and is its owner's alone, with its journals", "[storage][opening]") {
    TemporaryStore store;
    submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
    auto const state = storage::sqlite::state_of(store.path());
    CHECK(state.exists);
    CHECK(state.schema_version == state.newest_schema);
    CHECK(state.schema_version >= 1);
    CHECK_FALSE(state.newer());
    CHECK(permissions(store.path()) == 0600U);
    CHECK(permissions(store.path() + "-wal") == 0600U);
    CHECK(permissions(store.path() + "-shm") == 0600U);
}

TEST_CASE("a database of the first schema is brought up to date and keeps tokens and keys", "[storage][opening]") {
    TemporaryStore store;
    store.close();
    std::filesystem::remove(store.path());
    script(store.path(), std::string(storage::migrations::files().front().content).c_str());
    script(store.path(), R"(
        INSERT INTO api_tokens VALUES (7, 'shop', 'requests:read', zeroblob(32), 1, NULL, NULL);
        INSERT INTO idempotency_keys VALUES (7, zeroblob(32), zeroblob(32), 5, 1);)");
    store.open();
    store->read([](storage::Snapshot& snapshot) {
        auto const token = snapshot.token_by_digest({});
        REQUIRE(token);
        CHECK(token->name == "shop");
        CHECK(token->scopes == std::vector<std::string>{"requests:read"});
        auto const key = snapshot.idempotency(token->id, {});
        REQUIRE(key);
        CHECK(key->request == core::RequestId{5});
        CHECK_FALSE(key->answer);
    });
    CHECK(storage::sqlite::state_of(store.path()).schema_version == storage::sqlite::newest_schema());
}

TEST_CASE("a database of the first schema is brought up to date with its letters and its members",
          "[storage][opening]") {
    TemporaryFolder const folder;
    auto const path = folder.file("first.db");
    script(path, std::string{storage::migrations::files().front().content}.c_str());
    script(path,
           "INSERT INTO letters (kind, staff_id, state, attempts, created_at, next_try_at, last_error, message_id)"
           "  VALUES (18, 1, 2, 1, 1000, 1000, '', 'abc');"
           "INSERT INTO staff (login, name, role, password_hash, active, must_change_password, created_at)"
           "  VALUES ('mira@example.com', 'Mira', 1, 'hash', 1, 0, 1000)");
    core::start_crypto();
    auto const store = storage::sqlite::open_store(test_store_options(path));
    CHECK(storage::sqlite::state_of(path).schema_version == storage::sqlite::newest_schema());
    auto const letter = from_snapshot(*store, [](auto& snapshot) { return snapshot.letter(core::LetterId{1}); });
    REQUIRE(letter);
    CHECK(letter->kind == core::LetterKind::approval_wanted);
    CHECK(letter->message_id == "abc");
    auto const member =
        from_snapshot(*store, [](auto& snapshot) { return snapshot.staff_by_login("mira@example.com"); });
    REQUIRE(member);
    CHECK_FALSE(member->password_expires_at);
}

TEST_CASE("an existing empty file becomes a database", "[storage][opening]") {
    TemporaryFolder const folder;
    std::ofstream{folder.file("empty.db")};
    CHECK(message_of_opening(folder.file("empty.db")) == "opened");
}

TEST_CASE("a file that is not there is said to be not there, and is not made by looking", "[storage][opening]") {
    TemporaryFolder const folder;
    CHECK_FALSE(storage::sqlite::state_of(folder.file("none.db")).exists);
    CHECK_FALSE(std::filesystem::exists(folder.file("none.db")));
}

TEST_CASE("a database of a newer version is refused in plain words and left as it is", "[storage][opening]") {
    TemporaryStore store;
    store.close();
    script(store.path(), "PRAGMA user_version = 9999");
    auto const before = content(store.path());
    CHECK(message_of_opening(store.path()).contains("newer version"));
    CHECK(storage::sqlite::state_of(store.path()).newer());
    CHECK(content(store.path()) == before);
}

TEST_CASE("a database of an older version is migrated, refused or left as it is, as the opener asks",
          "[storage][opening]") {
    auto const newest = storage::sqlite::newest_schema();
    auto const older = GENERATE_COPY(1, newest - 1);
    TemporaryStore store;
    store.close();
    make_older(store.path(), static_cast<std::size_t>(older));
    auto const schema = [&] { return storage::sqlite::state_of(store.path()).schema_version; };
    REQUIRE(schema() == older);
    auto options = test_store_options(store.path());
    SECTION("refused") {
        auto const before = content(store.path());
        options.older_schema = storage::sqlite::OlderSchema::refuse;
        CHECK_THROWS_WITH(storage::sqlite::open_store(options),
                          Catch::Contains("older version") && Catch::Contains("run `habeas migrate`"));
        CHECK_THROWS_WITH(storage::sqlite::verify_audit_file(store.path(), test_master_key()),
                          Catch::Contains("run `habeas migrate`"));
        CHECK(content(store.path()) == before);
    }
    SECTION("left as it is, but for the chain") {
        options.older_schema = storage::sqlite::OlderSchema::leave;
        auto const opened = storage::sqlite::open_store(options);
        opened->write([](storage::Transaction& transaction) {
            REQUIRE(transaction.commit(core::Decision::record(system_on(march(9)), "backup.made"), noon(march(9))));
        });
        opened->backup_to(store.path() + ".copy");
        opened->close();
        CHECK(schema() == older);
        CHECK(storage::sqlite::state_of(store.path() + ".copy").schema_version == older);
        store.open();
        CHECK(from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); }).intact);
        CHECK(schema() == newest);
    }
    SECTION("migrated") {
        storage::sqlite::open_store(options)->close();
        CHECK(schema() == newest);
        CHECK(storage::sqlite::verify_audit_file(store.path(), test_master_key()).intact);
    }
}

TEST_CASE("a database of today's schema is not called older", "[storage][opening]") {
    TemporaryStore store;
    store.close();
    auto options = test_store_options(store.path());
    options.older_schema = GENERATE(storage::sqlite::OlderSchema::refuse, storage::sqlite::OlderSchema::leave);
    CHECK_NOTHROW(storage::sqlite::open_store(options)->close());
}

TEST_CASE("another program's database is refused and left as it is", "[storage][opening]") {
    TemporaryFolder const folder;
    auto const path = folder.file("other.db");
    SECTION("one with a mark of its own") {
        script(path, "PRAGMA application_id = 7; PRAGMA user_version = 1");
    }
    SECTION("one without any mark") {
        script(path, "CREATE TABLE things (name TEXT)");
    }
    auto const before = content(path);
    CHECK(message_of_opening(path).contains("another program"));
    CHECK(content(path) == before);
}

TEST_CASE("a file that is no database is refused and left as it is", "[storage][opening]") {
    TemporaryFolder const folder;
    auto const path = folder.file("letter.txt");
    std::ofstream{path} << std::string(10'000, 'x');
    CHECK(message_of_opening(path).contains("not a database"));
    CHECK(content(path) == std::string(10'000, 'x'));
    CHECK_THROWS(storage::sqlite::verify_audit_file(path, std::nullopt));
}

TEST_CASE("another master key is refused in plain words", "[storage][opening]") {
    TemporaryStore store;
    store.close();
    auto other = test_master_key();
    other[5] ^= std::byte{1};
    CHECK(message_of_opening(store.path(), other).contains("made with another"));
    CHECK(message_of_opening(store.path()) == "opened");
}

TEST_CASE("a database that lost its root key is refused instead of given a new one", "[storage][opening]") {
    TemporaryStore store;
    store.close();
    script(store.path(), "DELETE FROM meta");
    CHECK(message_of_opening(store.path()).contains("lost its root key"));
}

TEST_CASE("a folder that does not exist is the store being unavailable", "[storage][opening]") {
    core::start_crypto();
    TemporaryFolder const folder;
    CHECK_THROWS_AS(storage::sqlite::open_store(test_store_options(folder.file("none/habeas.db"))),
                    storage::StoreUnavailable);
}

TEST_CASE("an appeal of before learns how its request had ended, and an approval of nothing goes",
          "[storage][opening]") {
    TemporaryStore store;
    auto const appealed = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
    confirm(*store, appealed.id, march(3));
    assign(*store, appealed.id, core::StaffId{1}, march(4));
    core::FreeText const words{"words"};
    REQUIRE(change(*store, appealed.id, ([&](auto const& before) {
        return core::deny(before, {core::DenialReason::other, words}, stamp_of(agent(), march(9)), {});
    })));
    REQUIRE(change(*store, appealed.id,
                   ([&](auto const& before) { return core::appeal(before, words, requester_on(march(12)), {}); })));
    auto const approved = submit(*store, new_request(core::RequestType::access, "Ben", "ben@example.net"));
    store.close();
    script(store.path(), R"(
        UPDATE requests SET approved_by = 'staff:2:officer' WHERE id = 2;
        DROP TRIGGER answers_at_once_are_counted;
        DROP TRIGGER answers_are_counted;
        DROP TRIGGER answers_are_counted_elsewhere;
        DROP VIEW first_answers;
        DROP INDEX clocks_of_appeals;
        ALTER TABLE requests DROP COLUMN verified_by;
        ALTER TABLE requests DROP COLUMN first_status;
        ALTER TABLE requests DROP COLUMN first_closed_on;
        ALTER TABLE requests DROP COLUMN appeal_withdrawn;
        ALTER TABLE particulars DROP COLUMN sealed_prepared;
        UPDATE particulars SET sealed_first_outcome = NULL;
        ALTER TABLE clocks DROP COLUMN sentence)");
    run_migration(store.path(), "prepared_answers");

    store.open();
    auto const now = find(*store, appealed.id).value();
    CHECK(now.first_end == core::FirstEnd{core::Status::denied, march(9), now.outcome});
    CHECK(now.outcome.denial_reason == core::DenialReason::other);
    CHECK_FALSE(now.appeal_withdrawn);
    CHECK(now.clocks.size() == 2);
    CHECK_FALSE(find(*store, approved.id)->approved_by);
}

TEST_CASE("an approval that a program of nobody had a part in must be asked for again", "[storage][opening]") {
    TemporaryStore store;
    std::vector<core::RequestId> ids;
    for (auto const* name : {"Ann", "Ben", "Cem", "Dea"})
        ids.push_back(submit(*store, new_request(core::RequestType::access, name, "ann@example.net")).id);
    store.close();
    script(store.path(), R"(
        UPDATE requests SET approval_asked_by = 'staff:1:agent', approved_by = 'staff:2:officer' WHERE id < 4;
        UPDATE requests SET approved_by = 'token:2:officer' WHERE id = 1;
        UPDATE requests SET verified_by = 'token:2:agent' WHERE id = 2;
        UPDATE requests SET approval_asked_by = 'token:2:agent' WHERE id = 4;
        ALTER TABLE api_tokens DROP COLUMN owner)");
    run_migration(store.path(), "token_owners");

    store.open();
    CHECK_FALSE(find(*store, ids[0])->approved_by);
    CHECK_FALSE(find(*store, ids[1])->approved_by);
    CHECK_FALSE(find(*store, ids[1])->approval_asked_by);
    CHECK(find(*store, ids[2])->approved_by == officer(2));
    CHECK(find(*store, ids[3])->approval_asked_by); // it waits: whoever looks at it is told
}

namespace {

using Verb = std::function<core::Result<core::Decision>(core::SubjectRequest const&)>;

void then(storage::Store& store, core::RequestId id, Verb const& verb) {
    REQUIRE(change(store, id, verb));
}

/// A deletion whose answer this person has approved.
core::RequestId approved_deletion(storage::Store& store, std::string const& name, core::Actor const& approver) {
    auto const id = submit(store, new_request(core::RequestType::deletion, name, "ann@example.net")).id;
    confirm(store, id, march(3));
    assign(store, id, core::StaffId{1}, march(4));
    then(store, id, [](auto const& before) {
        return core::verify(before, core::Evidence::matched, stamp_of(agent(3), march(5)), {});
    });
    then(store, id, [](auto const& before) {
        return core::submit_for_approval(before, everything_done(before), {}, stamp_of(agent(), march(6)), {}, {});
    });
    then(store, id, [&](auto const& before) { return core::approve(before, {}, stamp_of(approver, march(7)), {}); });
    return id;
}

void carry_out(storage::Store& store, core::RequestId id) {
    then(store, id, [](auto const& before) {
        return core::fulfil_as_approved(before, core::verified(before).value(), stamp_of(agent(), march(9)), {});
    });
}

void complain(storage::Store& store, core::RequestId id) {
    then(store, id,
         [](auto const& before) { return core::appeal(before, core::FreeText{"words"}, requester_on(march(12)), {}); });
}

} // namespace

TEST_CASE("an appeal of before learns from the chain whose approval stood when the complaint came in",
          "[storage][opening]") {
    TemporaryStore store;
    store->write([](storage::Transaction& transaction) {
        REQUIRE(transaction.commit(core::Decision::record(system_on(march(1)), "token.added",
                                                          {{"token", "1"}, {"scopes", "admin"}, {"owner", "2"}},
                                                          std::nullopt),
                                   noon(march(1))));
    });
    auto const by_person = approved_deletion(*store, "Ann", officer(5));
    auto const by_token =
        approved_deletion(*store, "Ben", core::Actor::token(core::TokenId{1}, core::Role::officer, core::StaffId{2}));
    auto const dropped = approved_deletion(*store, "Cem", officer(5));
    auto const untouched = approved_deletion(*store, "Dea", officer(5));
    assign(*store, dropped, core::StaffId{4}, march(8)); // takes over no approval
    then(*store, dropped, [](auto const& before) {
        return core::deny(before, {core::DenialReason::other, core::FreeText{"words"}}, stamp_of(agent(4), march(9)),
                          {});
    });
    for (auto const id : {by_person, by_token, untouched})
        carry_out(*store, id);
    for (auto const id : {by_person, by_token, dropped})
        complain(*store, id);
    store.close();
    script(store.path(), R"(
        PRAGMA foreign_keys = OFF;
        INSERT INTO api_tokens (id, name, scopes, token_digest, created_at, owner)
        VALUES (1, 'shop', 'admin', randomblob(32), 0, 2);
        ALTER TABLE requests DROP COLUMN first_approved_by)");
    run_migration(store.path(), "first_approvers");

    store.open();
    CHECK(find(*store, by_person)->first_end->approved_by == officer(5));
    CHECK(find(*store, by_token)->first_end->approved_by == officer(2));
    CHECK_FALSE(find(*store, dropped)->first_end->approved_by);
    CHECK_FALSE(find(*store, untouched)->first_end);
    CHECK(find(*store, by_person)->was_decided_first_by(officer(5)));
    CHECK(from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); }).what.empty());
}

TEST_CASE("a database of before the counters is counted while it is migrated, and counts on from there",
          "[storage][opening]") {
    using namespace std::chrono;
    TemporaryStore store;
    MixedRequests const mixed(*store);
    auto const counted = [&] {
        return from_snapshot(*store, [&](storage::Snapshot& snapshot) {
            std::map<std::tuple<year_month, std::int64_t, bool>, std::int64_t> answers;
            for (auto const& each : snapshot.answer_counts(2026y / January, 2026y / December))
                answers[{each.month, each.days, each.late}] += each.answers;
            return std::pair(answers, snapshot.received_counts(march(1), mixed.last_day()));
        });
    };
    auto const as_written = counted();
    REQUIRE(as_written.first.size() > 3);
    store.close();
    script(store.path(), R"(
        DROP TRIGGER requests_are_counted;
        DROP TRIGGER requests_are_counted_elsewhere;
        DROP TRIGGER answers_at_once_are_counted;
        DROP TRIGGER answers_are_counted;
        DROP TRIGGER answers_are_counted_elsewhere;
        DROP VIEW first_answers;
        DROP TABLE answer_counts;
        DROP TABLE received_counts)");
    run_migration(store.path(), "report_counts");

    store.open();
    CHECK(counted() == as_written);
    submit(*store, new_request(core::RequestType::deletion, "Ben", "ben@example.net", march(2)));
    CHECK(counted().second.at(core::RequestType::deletion) == as_written.second.at(core::RequestType::deletion) + 1);
}

TEST_CASE("what is due and who works on what is counted while a database of before is migrated, and on from there",
          "[storage][opening]") {
    TemporaryStore store;
    MixedRequests const mixed(*store);
    auto const counted = [&] {
        return from_snapshot(*store, [&](storage::Snapshot& snapshot) {
            std::vector<std::int64_t> counts{snapshot.count_open_of(core::StaffId{1})};
            for (auto day = march(1); day < march(1) + std::chrono::days{120}; ++day)
                counts.push_back(snapshot.count_workable_due(day, day));
            return counts;
        });
    };
    auto const as_written = counted();
    REQUIRE(as_written.front() > 0);
    REQUIRE(std::ranges::count(as_written, 0) <= std::ssize(as_written) - 3);
    store.close();
    script(store.path(), R"(
        DROP TRIGGER due_days_are_counted;
        DROP TRIGGER due_days_are_counted_elsewhere;
        DROP TRIGGER assignees_are_counted;
        DROP TRIGGER assignees_are_counted_elsewhere;
        DROP TABLE due_counts;
        DROP TABLE assignee_counts)");
    run_migration(store.path(), "due_counts");

    store.open();
    CHECK(counted() == as_written);
    auto const ben = submit(*store, new_request(core::RequestType::deletion, "Ben", "ben@example.net", march(2)));
    auto const confirmed = confirm(*store, ben.id, march(2));
    assign(*store, ben.id, core::StaffId{1}, march(2));
    auto expected = as_written;
    ++expected.front();
    ++expected[1 + static_cast<std::size_t>((confirmed.due_on().value() - march(1)).count())];
    CHECK(counted() == expected);
}

namespace {

/// A database of before names were folded: Özge, Ann (whose words stay as they are) and Élodie.
struct UnfoldedDatabase {
    UnfoldedDatabase() {
        core::start_crypto();
        auto options = test_store_options(path);
        options.fold = [](std::string_view name) { return core::lower_case(name); };
        auto const store = storage::sqlite::open_store(std::move(options));
        submit(*store, new_request(core::RequestType::access, "ÖZGE Çelik", "ozge@example.net"));
        submit(*store, new_request(core::RequestType::access, "Ann Smith", "ann@example.net"));
        submit(*store, new_request(core::RequestType::access, "Élodie", "elodie@example.net"));
        store->close();
        run_migration(path, "folded_names");
    }

    std::unique_ptr<storage::Store> open() {
        caught_up.reset();
        auto options = test_store_options(path);
        options.caught_up = [this](auto const& done) { caught_up = done; };
        return storage::sqlite::open_store(std::move(options));
    }

    TemporaryFolder folder;
    std::string path = folder.file("unfolded.db");
    std::optional<storage::sqlite::CaughtUp> caught_up;
};

std::size_t found(storage::Store& store, std::string words) {
    storage::QueueQuery query;
    query.search = std::move(words);
    return from_snapshot(store, [&](auto& snapshot) { return snapshot.queue(query); }).rows.size();
}

std::int64_t stored_terms(std::string const& path) {
    Connection connection{path, OpenAs::auditor, 1};
    auto row = connection.query("SELECT count(*) FROM lookup_terms");
    return row.next() ? row.integer(0) : -1;
}

} // namespace

TEST_CASE("names of before are found without case and accents after the migration", "[storage][opening]") {
    UnfoldedDatabase database;
    auto const terms = stored_terms(database.path);
    auto store = database.open();
    CHECK(found(*store, "özge") == 1);
    CHECK(found(*store, "celik") == 1);
    CHECK(found(*store, "ann smith") == 1);
    CHECK(found(*store, "elodie") == 1);
    CHECK(found(*store, "ozge@example.net") == 1);
    CHECK(database.caught_up.value().requests == 3);
    CHECK(database.caught_up.value().unreadable == 0);
    CHECK(stored_terms(database.path) == terms); // none of the old ones is left behind
    store->close();

    store = database.open();
    CHECK_FALSE(database.caught_up);
    CHECK(found(*store, "özge") == 1);
}

TEST_CASE("a start that was interrupted goes on with the names it had not come to", "[storage][opening]") {
    UnfoldedDatabase database;
    script(database.path, "UPDATE sequences SET next = 3 WHERE name = 'names_to_fold'");
    auto const store = database.open();
    CHECK(database.caught_up.value().requests == 1);
    CHECK(found(*store, "özge") == 0);
    CHECK(found(*store, "elodie") == 1);
}

TEST_CASE("a damaged name is counted, stays to be found by its address, and keeps nothing from starting",
          "[storage][opening]") {
    UnfoldedDatabase database;
    script(database.path, GENERATE("UPDATE particulars SET sealed_asked = x'0102' WHERE request_id = 1",
                                   "UPDATE requests SET wrapped_key = x'0102' WHERE id = 1"));
    auto const store = database.open();
    CHECK(database.caught_up.value().requests == 3);
    CHECK(database.caught_up.value().unreadable == 1);
    CHECK(found(*store, "ozge@example.net") == 1);
    CHECK(found(*store, "elodie") == 1);
}

TEST_CASE("a request whose person was forgotten has no name to be found by, and is not counted as damaged",
          "[storage][opening]") {
    UnfoldedDatabase database;
    script(database.path, "UPDATE requests SET wrapped_key = NULL WHERE id = 1");
    auto const store = database.open();
    CHECK(database.caught_up.value().unreadable == 0);
    CHECK(found(*store, "özge") == 0);
}

TEST_CASE("a request of before learns the day on which it was recorded from the company's calendar",
          "[storage][opening]") {
    using namespace std::chrono_literals;
    TemporaryFolder const folder;
    auto const path = folder.file("before.db");
    core::start_crypto();
    auto store = storage::sqlite::open_store(test_store_options(path));
    auto const entered_at = [&](core::Instant at) {
        return in_transaction(*store, [&](storage::Transaction& transaction) {
            auto const id = transaction.next_request_id();
            auto const asked = new_request(core::RequestType::access, "Ann", "ann@example.net", march(2));
            auto const decision =
                core::submit(asked, id, store->references().encode(id), {agent(), at, march(20)}, {}).value();
            REQUIRE(transaction.commit(decision, at));
            return id;
        });
    };
    auto const from_form = entered_at(noon(march(2)));
    auto const before_midnight = entered_at(noon(march(2)) + 11h - 1ms); // Berlin is an hour ahead
    auto const after_midnight = entered_at(noon(march(2)) + 11h);
    store->close();
    script(path, "ALTER TABLE requests DROP COLUMN recorded_on");
    for (auto const& file : storage::migrations::files())
        if (file.name.contains("recorded_on")) script(path, std::string(file.content).c_str());
    auto const newest = "PRAGMA user_version = " + std::to_string(storage::sqlite::newest_schema());
    script(path, newest.c_str());

    auto options = test_store_options(path);
    app::CompanyCalendar const berlin("Europe/Berlin");
    options.day_of = [berlin](core::Instant at) { return berlin.day_of(at); };
    store = storage::sqlite::open_store(std::move(options));
    CHECK(find(*store, from_form).value().recorded_on == march(2));
    CHECK(find(*store, before_midnight).value().recorded_on == march(2));
    CHECK(find(*store, after_midnight).value().recorded_on == march(3));
}

TEST_CASE("a migrated database holds to its own rules", "[storage][opening]") {
    TemporaryStore store;
    submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
    store.close();
    auto const refused = [&](char const* statement) {
        CHECK_THROWS_AS(script(store.path(), statement), storage::sqlite::EngineError);
    };
    refused("UPDATE requests SET status = 11, is_closed = 1");
    refused("UPDATE requests SET is_closed = 1");
    refused("UPDATE requests SET type = 4");
    refused("UPDATE requests SET due_on = due_on + 1"); // without its place in the order
    refused("UPDATE requests SET version = 'two'");
    refused("INSERT INTO particulars (request_id) VALUES (99)");
    refused("UPDATE audit SET action = 'nothing'");
    refused("DELETE FROM audit");
    refused("DELETE FROM audit_head");
    refused("INSERT INTO reminder_marks VALUES (1, 0, -7, 0); DELETE FROM reminder_marks");
    refused("UPDATE reminder_marks SET stage = 3");
}

TEST_CASE("letters of the first schema are all there after the migration, and what nobody needed is no failure",
          "[storage][opening]") {
    TemporaryFolder const folder;
    auto const path = folder.file("old.db");
    {
        Connection connection{path, OpenAs::writer, 1};
        connection.script(std::string{storage::migrations::files().front().content}.c_str());
        connection.script(R"(
            INSERT INTO letters (kind, staff_id, state, attempts, created_at, next_try_at, last_error, message_id)
            VALUES (0, NULL, 0, 2, 1, 5, '451', 'a'), (18, 7, 2, 1, 1, 5, '', 'b'),
                   (0, NULL, 3, 1, 1, 5, 'no_longer_needed', 'c'), (8, NULL, 3, 7, 1, 5, '550', 'd');
            INSERT INTO jobs (name, last_result) VALUES ('tend_store', 'nothing to do'))");
    }
    core::start_crypto();
    auto const store = storage::sqlite::open_store(test_store_options(path));
    auto const in = [&](core::LetterState state) {
        return from_snapshot(*store, [&](storage::Snapshot& snapshot) { return snapshot.letters_in(state, 10); });
    };
    REQUIRE(in(core::LetterState::owed).size() == 1);
    CHECK(in(core::LetterState::owed)[0].attempts == 2);
    CHECK(in(core::LetterState::owed)[0].to == core::Addressee::requester());
    REQUIRE(in(core::LetterState::sent).size() == 1);
    CHECK(in(core::LetterState::sent)[0].to == core::Addressee::member({7}));
    REQUIRE(in(core::LetterState::dropped).size() == 1);
    CHECK(in(core::LetterState::dropped)[0].message_id == "c");
    REQUIRE(in(core::LetterState::dead).size() == 1);
    CHECK(in(core::LetterState::dead)[0].message_id == "d");
    CHECK(from_snapshot(*store, [](storage::Snapshot& snapshot) { return snapshot.jobs(); }).empty());
    store->close();
}
