#include "app/audit_heads.hpp"
#include "desk_pages.hpp"
#include "storage/sqlite/connection.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

using namespace habeas;
using namespace habeas::testing;
using core::RequestType;

TEST_CASE("the ledger says who did what, when and to which request, in words", "[pages][audit]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const page = harness.get("/audit", harness.officer);
    CHECK(page.status == 200);
    for (auto const* words :
         {"Request came in", "Requester verified", "Assigned", "to Staff agent1", "the requester"}) {
        INFO(words);
        CHECK(contains(page, words));
    }
    CHECK(contains(page, request.reference.text()));
    CHECK_FALSE(contains(page, "Ines"));
    CHECK_FALSE(contains(page, "ines@example.com"));
}

TEST_CASE("the ledger is filtered by actor, action and reference", "[pages][audit]") {
    DeskHarness harness;
    auto const one = harness.worked_request(RequestType::access);
    auto const two = harness.open_request(RequestType::deletion, "tom@example.com");
    auto const entries = [&](std::string const& query) {
        auto const page = harness.get("/audit?" + query, harness.officer);
        std::size_t count = 0;
        for (auto at = page.body.find("data-label=\"No.\""); at != page.body.npos;
             at = page.body.find("data-label=\"No.\"", at + 1))
            ++count;
        return count;
    };
    CHECK(entries("") == 6);
    CHECK(entries("action=request.verified") == 3);
    CHECK(entries("action=request.") == 6);
    CHECK(entries("action=staff.") == 0);
    CHECK(entries("actor=staff-" + std::to_string(harness.agent.id.value)) == 2);
    CHECK(entries("actor=requester") == 4);
    CHECK(entries("reference=" + two.reference.text()) == 2);
    CHECK(entries("reference=nonsense") == 0);
    CHECK(entries("reference=" + one.reference.text() + "&action=request.assigned") == 1);
}

TEST_CASE("the ledger comes in pages, newest first", "[pages][audit]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    for (int i = 0; i < 110; ++i)
        harness.act(request, "notes", {{"body", "note"}}, harness.agent);
    auto const first = harness.get("/audit", harness.officer);
    CHECK(contains(first, "The newest 100 entries of 114"));
    CHECK_FALSE(contains(first, "Request came in</strong>"));
    auto const next = first.body.find("rel=\"next\" href=\"");
    REQUIRE(next != std::string::npos);
    CHECK(contains(first, "before=15"));
    auto const second = harness.get("/audit?before=15", harness.officer);
    CHECK(contains(second, "14 entries, the oldest"));
    CHECK(contains(second, "Request came in</strong>"));
    CHECK(contains(second, "rel=\"first\""));
}

TEST_CASE("an intact chain is said to be intact, with its length and its end", "[pages][audit]") {
    DeskHarness harness;
    harness.worked_request(RequestType::access);
    harness.tell_of_everybody();
    auto const head = harness.read([](storage::Snapshot& snapshot) { return snapshot.audit_head(); });
    auto const answer = harness.post_form("/audit/verification", {}, harness.officer);
    CHECK(answer.status == 200);
    CHECK(contains(answer, "Intact: 6 entries, head " + core::to_hex(head.hash).substr(0, 8)));
}

TEST_CASE("a chain that was compared with no end kept elsewhere is said to be so", "[pages][audit]") {
    DeskHarness harness;
    harness.worked_request(RequestType::access);
    harness.tell_of_everybody();
    constexpr auto words = "an older copy of the whole database in its place would not be found";
    auto const verified = [&] { return harness.post_form("/audit/verification", {}, harness.officer); };
    CHECK(contains(verified(), words));
    auto const& folder = harness.services().configuration.storage.folder;
    app::note_audit_head(folder, harness.clock().now(),
                         harness.read([](storage::Snapshot& snapshot) { return snapshot.audit_head(); }));
    auto const answer = verified();
    CHECK(contains(answer, "Intact: "));
    CHECK_FALSE(contains(answer, words));
}

TEST_CASE("a chain that is being verified already is not verified twice at once", "[pages][audit]") {
    DeskHarness harness;
    auto turn = harness.services().limits.audit_verification.take();
    CHECK(harness.post_form("/audit/verification", {}, harness.officer).status == 503);
    turn.reset();
    CHECK(harness.post_form("/audit/verification", {}, harness.officer).status == 200);
}

TEST_CASE("a request that was changed past the chain is named", "[pages][audit]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.tell_of_everybody();
    storage::sqlite::Connection somebody(harness.temporary_store().path(), storage::sqlite::OpenAs::writer, 1);
    somebody.script("UPDATE requests SET version = 9");
    auto const answer = harness.post_form("/audit/verification", {}, harness.officer);
    CHECK(contains(answer, "request " + request.reference.text() + ": version 9 in the table, 4 in the chain"));
}

TEST_CASE("a changed entry is found and named", "[pages][audit]") {
    DeskHarness harness;
    harness.worked_request(RequestType::access);
    sqlite3* database{};
    REQUIRE(sqlite3_open(harness.temporary_store().path().c_str(), &database) == SQLITE_OK);
    sqlite3_busy_timeout(database, 5000);
    std::string trigger;
    auto const drop = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema WHERE type = 'trigger' AND "
                      "tbl_name = 'audit'";
    sqlite3_exec(
        database, drop,
        [](void* into, int, char** values, char**) {
            if (values[0]) *static_cast<std::string*>(into) = values[0];
            return 0;
        },
        &trigger, nullptr);
    REQUIRE(sqlite3_exec(database, trigger.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, "UPDATE audit SET action = 'request.denied' WHERE sequence = 3", nullptr, nullptr,
                         nullptr) == SQLITE_OK);
    sqlite3_close(database);

    auto const answer = harness.post_form("/audit/verification", {}, harness.officer);
    CHECK(answer.status == 200);
    CHECK(contains(answer, "The chain is broken"));
    CHECK(contains(answer, "2 entries hold. Entry 3 does not"));
    CHECK(harness.logged().contains("audit.broken"));
}

TEST_CASE("the ledger is for officers and administrators, and its address holds codes only", "[pages][audit]") {
    DeskHarness harness;
    auto admin = harness.sign_in_as(core::Role::admin);
    CHECK(harness.get("/audit", harness.agent).status == 403);
    CHECK(harness.get("/audit", admin).status == 200);
    CHECK(harness.post_form("/audit/verification", {}, harness.agent).status == 403);
    for (auto const* bad :
         {"actor=nobody", "action=request.nothing", "before=x", "q=Ines", "actor=staff-1&actor=staff-2"}) {
        INFO(bad);
        CHECK(harness.get("/audit?" + std::string(bad), harness.officer).status == 400);
    }
    auto tokenless = harness.officer;
    tokenless.form_token = "guessed";
    CHECK(harness.post_form("/audit/verification", {}, tokenless).status == 403);
}

TEST_CASE("a reference or a day that is mistyped is named, and nothing is shown for it", "[pages][audit]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const says = [&](std::string const& query, std::string_view words) {
        INFO(query);
        auto const page = harness.get("/audit?" + query, harness.officer);
        CHECK(page.status == 422);
        CHECK(contains(page, words));
        CHECK_FALSE(contains(page, "Request came in</strong>"));
        CHECK_FALSE(contains(page, "Download as CSV"));
    };
    says("reference=nonsense", "This is no reference of ours.");
    says("reference=" + harness.services().store.references().encode(core::RequestId{77}).text(),
         "No request has this reference.");
    says("from=2026-02-30", "Enter a day");
    says("from=2026-02-02&to=2026-02-01", "The last day lies before the first.");
    CHECK(contains(harness.get("/audit?reference=nonsense", harness.officer), "value=\"nonsense\""));
    CHECK(harness.get("/audit?reference=" + request.reference.text(), harness.officer).status == 200);
}

TEST_CASE("the ledger is narrowed to days, both included, and counts what it shows", "[pages][audit]") {
    DeskHarness harness; // 30 January
    harness.worked_request(RequestType::access);
    harness.advance(std::chrono::days{2}); // 1 February
    auto officer = harness.sign_in_as(core::Role::officer);
    harness.open_request(RequestType::deletion, "tom@example.com");
    auto const range = [&](std::string const& query, std::string_view words) {
        INFO(query);
        CHECK(contains(harness.get("/audit?" + query, officer), words));
    };
    range("from=2026-01-30&to=2026-01-30", "4 entries fit");
    range("from=2026-01-31", "2 entries fit");
    range("to=2026-01-31", "4 entries fit");
    range("from=2026-01-31&to=2026-01-31", "No entry fits");
    range("from=2026-02-01&to=2026-02-01&action=request.verified", "1 entry fits");
    range("", "6 entries");
}

TEST_CASE("a day that came twice, since the clock was set back, is shown whole and without the days between",
          "[pages][audit]") {
    DeskHarness harness;
    harness.worked_request(RequestType::access); // 30 January: entries 1 to 4
    harness.advance(std::chrono::days{2});
    harness.open_request(RequestType::deletion, "tom@example.com"); // 1 February: 5 and 6
    harness.clock().set(at_time("2026-01-30T10:00:00Z"));
    harness.open_request(RequestType::deletion, "ann@example.com"); // 30 January once more: 7 and 8
    harness.clock().set(at_time("2026-02-02T09:00:00Z"));
    auto officer = harness.sign_in_as(core::Role::officer);
    harness.open_request(RequestType::deletion, "mia@example.com"); // 2 February: 9 and 10
    auto const numbers = [&](std::string const& query) {
        auto const page = harness.get("/audit?" + query, officer);
        std::string found;
        std::string_view const mark = "data-label=\"No.\">";
        for (auto at = page.body.find(mark); at != page.body.npos; at = page.body.find(mark, at + 1)) {
            auto const from = at + mark.size();
            found += (found.empty() ? "" : " ") + page.body.substr(from, page.body.find('<', from) - from);
        }
        return found;
    };
    CHECK(numbers("from=2026-01-30&to=2026-01-30") == "8 7 4 3 2 1");
    CHECK(numbers("to=2026-01-31") == "8 7 4 3 2 1");
    CHECK(numbers("from=2026-01-31") == "10 9 6 5");
    CHECK(numbers("from=2026-02-01&to=2026-02-01") == "6 5");
    CHECK(numbers("to=2026-01-30&action=request.verified") == "8 4 2");
    CHECK(numbers("to=2026-01-30&before=7") == "4 3 2 1");

    auto const file = harness.get("/audit.csv?from=2026-01-30&to=2026-01-30", officer);
    CHECK(file.status == 200);
    for (auto const* row : {"\r\n8,", "\r\n7,", "\r\n4,", "\r\n1,"})
        CHECK(contains(file, row));
    for (auto const* row : {"\r\n5,", "\r\n6,", "\r\n9,", "\r\n10,"})
        CHECK_FALSE(contains(file, row));
}

TEST_CASE("what the filters leave can be taken as a file, and that leaves an entry", "[pages][audit]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const page = harness.get("/audit?action=request.assigned", harness.officer);
    CHECK(contains(page, "href=\"/audit.csv?action=request.assigned\""));
    auto const file = harness.get("/audit.csv?action=request.assigned", harness.officer);
    CHECK(file.status == 200);
    CHECK(header(file, "Content-Disposition").contains("audit-2026-01-30.csv"));
    auto const entry = harness.ledger("request.assigned").front();
    CHECK(file.body.starts_with("sequence,at,recorded_at,who,actor,action,what,detail,reference,details,previous,"
                                "hash\r\n" +
                                std::to_string(entry.sequence.value) + ",2026-01-30T09:00:00.000Z,"));
    CHECK(contains(file,
                   ",Staff agent1,staff-" + std::to_string(harness.agent.id.value) + ",request.assigned,Assigned,"));
    CHECK(contains(file, request.reference.text()));
    CHECK(contains(file, core::to_hex(entry.hash)));
    REQUIRE(harness.ledger("audit.exported").size() == 1);
    CHECK(harness.ledger("audit.exported").front().actor == harness.officer.actor());
    auto const mistyped = harness.get("/audit.csv?reference=nonsense", harness.officer);
    CHECK(mistyped.status == 422);
    CHECK(contains(mistyped, "This is no reference of ours."));
    CHECK(harness.get("/audit.csv", harness.agent).status == 403);
}

TEST_CASE("a part of the ledger that cannot be written down is not handed out", "[pages][audit]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    storage::sqlite::Connection somebody(harness.temporary_store().path(), storage::sqlite::OpenAs::writer, 1);
    somebody.script("CREATE TRIGGER nothing_more BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END");
    auto const refused = harness.get("/audit.csv", harness.officer);
    CHECK(refused.status == 500);
    CHECK_FALSE(contains(refused, request.reference.text()));
    CHECK(harness.post_form("/audit/verification", {}, harness.officer).status == 500);
}

TEST_CASE("more entries than a file may hold are refused", "[pages][audit]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.report_rows", "3"}}});
    harness.worked_request(RequestType::access);
    CHECK(harness.get("/audit.csv", harness.officer).status == 422);
    CHECK(harness.get("/audit.csv?action=request.verified", harness.officer).status == 200);
}

TEST_CASE("verifying leaves an entry of who asked and what they were told", "[pages][audit]") {
    DeskHarness harness;
    harness.worked_request(RequestType::access);
    harness.tell_of_everybody();
    auto const page = harness.post_form("/audit/verification", {}, harness.officer);
    CHECK(contains(page, "Intact: 6 entries"));
    auto const entries = harness.ledger("audit.verified");
    REQUIRE(entries.size() == 1);
    CHECK(entries.front().actor == harness.officer.actor());
    CHECK(contains(harness.get("/audit?action=audit.verified", harness.officer), "intact · 6 entries"));
}

TEST_CASE("to an administrator, who sees no cases, a reference is no link", "[pages][audit]") {
    DeskHarness harness;
    auto admin = harness.sign_in_as(core::Role::admin);
    auto const request = harness.worked_request(RequestType::access);
    CHECK(contains(harness.get("/audit", harness.officer), "href=\"" + path_of(request)));
    auto const page = harness.get("/audit", admin);
    CHECK(contains(page, request.reference.text()));
    CHECK_FALSE(contains(page, "href=\"" + path_of(request)));
    CHECK_FALSE(contains(page, "href=\"/desk\""));
}

TEST_CASE("the ledger says who typed a command on the server", "[pages][audit]") {
    DeskHarness harness;
    harness.write([&](storage::Transaction& transaction) {
        auto const stamp = harness.services().stamp(core::Actor::system());
        return transaction.commit(core::Decision::record(stamp, "staff.changed",
                                                         {{"staff", std::to_string(harness.agent.id.value)},
                                                          {"role", "officer"},
                                                          {"renamed", "yes"},
                                                          {"shell_user", "deploy"}}),
                                  stamp.at);
    });
    auto const page = harness.get("/audit", harness.officer);
    CHECK(contains(page, "Habeas, at the command line by deploy"));
    CHECK(contains(page, "Staff member changed"));
    CHECK(contains(page, "has another name"));
    CHECK_FALSE(contains(page, "shell user"));
}
