#include "storage/sqlite/connection.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using habeas::storage::sqlite::Connection;
using habeas::storage::sqlite::OpenAs;

namespace {

core::FreeText const words{"Some words."};

template <class Decide>
void then(storage::Store& store, core::RequestId id, Decide decide) {
    auto const changed =
        change(store, id, [&](auto const& before) { return core::Result<core::Decision>{decide(before)}; });
    if (!changed) throw std::runtime_error("the verb refuses: " + changed.error().message);
}

core::RequestId begun(storage::Store& store, core::NewRequest const& asked) {
    auto const id = submit(store, asked).id;
    confirm(store, id, march(3));
    assign(store, id, core::StaffId{1}, march(4));
    return id;
}

core::NewRequest access_by(std::string const& name) {
    return new_request(core::RequestType::access, name, name + "@example.net");
}

void deny(storage::Store& store, core::RequestId id, core::Stamp const& stamp) {
    then(store, id,
         [&](auto const& before) { return core::deny(before, {core::DenialReason::other, words}, stamp, {}); });
}

void complain(storage::Store& store, core::RequestId id, core::Day on) {
    then(store, id, [&](auto const& before) { return core::appeal(before, words, requester_on(on), {}); });
}

void extend(storage::Store& store, core::RequestId id) {
    then(store, id, [](auto const& before) { return core::extend(before, words, stamp_of(agent(), march(8)), {}); });
}

/// A deletion by two people, after a third had compared the address.
core::RequestId tell_of_a_deletion(storage::Store& store, std::string const& name) {
    auto const id = begun(store, new_request(core::RequestType::deletion, name, name + "@example.net"));
    then(store, id, [](auto const& before) {
        return core::verify(before, core::Evidence::matched, stamp_of(agent(3), march(5)), {});
    });
    then(store, id, [](auto const& before) {
        return core::submit_for_approval(before, everything_done(before), words, stamp_of(agent(), march(6)), {}, {});
    });
    then(store, id, [](auto const& before) { return core::approve(before, words, stamp_of(officer(), march(7)), {}); });
    then(store, id, [](auto const& before) {
        return core::fulfil_as_approved(before, core::verified(before).value(), stamp_of(agent(), march(9)), {});
    });
    return id;
}

/// 4: a customer's, who is to hear that it came in, and has heard so.
void tell_of_an_acknowledgement(storage::Store& store) {
    auto asked = access_by("dora");
    asked.requester = {core::RequesterKind::organisation_admin, core::PersonName{"Tomas Reiter"},
                       address("tomas@example.org")};
    asked.organisation = core::OrganisationName{"Birch Bakery"};
    asked.relationship = core::Relationship::end_user;
    asked.categories = {"customer_data"};
    auto const id = begun(store, asked);
    then(store, id, [](auto const& before) {
        return core::letter_delivered(before, core::LetterKind::received, system_on(march(5)), {});
    });
}

void tell_the_story(storage::Store& store) {
    tell_of_a_deletion(store, "ann");                          // 1
    auto const complained_of = begun(store, access_by("ben")); // 2
    deny(store, complained_of, stamp_of(agent(), march(9)));
    complain(store, complained_of, march(12));
    auto const extended = begun(store, access_by("cleo")); // 3
    extend(store, extended);
    then(store, extended, [](auto const& before) {
        return core::letter_delivered(before, core::LetterKind::extended, system_on(march(9)), {});
    });
    tell_of_an_acknowledgement(store);
    submit(store, new_request(core::RequestType::unsubscribe, "", "eve@example.net")); // 5
    auto const answered_twice = begun(store, access_by("finn"));                       // 6
    deny(store, answered_twice, stamp_of(agent(), march(9)));
    complain(store, answered_twice, march(12));
    assign(store, answered_twice, core::StaffId{2}, march(13));
    deny(store, answered_twice, stamp_of(officer(), march(20)));
    auto const dropped = begun(store, access_by("gil")); // 7
    extend(store, dropped);
    then(store, dropped, [](auto const& before) {
        return core::letter_failed(before, core::LetterKind::extended, "550", system_on(march(10)), {});
    });
    auto const taken_back = begun(store, access_by("hope")); // 8
    deny(store, taken_back, stamp_of(agent(), march(9)));
    complain(store, taken_back, march(12));
    then(store, taken_back,
         [](auto const& before) { return core::withdraw(before, words, requester_on(march(13)), {}); });
    complain(store, tell_of_a_deletion(store, "ivy"), march(12)); // 9
}

/// The story, told once: every test gets a copy of the file, in the hands of somebody who knows SQL.
class ToldFile {
  public:
    ToldFile() {
        static TemporaryStore made;
        static bool const is_told = [] {
            tell_the_story(*made);
            made.close();
            return true;
        }();
        if (is_told) std::filesystem::copy_file(made.path(), path());
    }
    std::string path() const { return folder_.file("habeas.db"); }
    void tamper(std::string const& statement) const {
        Connection connection{path(), OpenAs::writer, 1};
        connection.script("PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF");
        connection.script(statement.c_str());
    }
    /// What is wrong; nothing where it is intact.
    std::string what() const { return storage::sqlite::verify_audit_file(path(), std::nullopt).what; }

  private:
    TemporaryFolder folder_;
};

struct Change {
    char const* statement;
    std::string_view what;
};

void check_each(std::initializer_list<Change> changes) {
    for (auto const& change : changes) {
        ToldFile const file;
        file.tamper(change.statement);
        INFO(change.statement);
        CHECK(file.what() == change.what);
    }
}

} // namespace

TEST_CASE("a story of every kind of change verifies as intact", "[storage][told]") {
    ToldFile const file;
    CHECK(file.what().empty());
    auto const found = storage::sqlite::verify_audit_file(file.path(), test_master_key());
    CHECK(found.what.empty());
    CHECK(found.intact);
}

TEST_CASE("a column of a request that was changed past the chain is found and named", "[storage][told]") {
    check_each({
        {"UPDATE requests SET type = 0 WHERE id = 1",
         "request number 1: type access in the table, deletion in the chain"},
        {"UPDATE requests SET channel = 3 WHERE id = 1",
         "request number 1: channel postal_mail in the table, web_form in the chain"},
        {"UPDATE requests SET relationship = 0 WHERE id = 1",
         "request number 1: relationship visitor in the table, customer in the chain"},
        {"UPDATE requests SET received_on = received_on + 1 WHERE id = 1",
         "request number 1: day of receipt 2026-03-03 in the table, 2026-03-02 in the chain"},
        {"UPDATE requests SET receipt_order = 7 WHERE id = 1",
         "request number 1: place by receipt 7 in the table, 704855672881153 in the chain"},
        {"UPDATE requests SET evidence = 1 WHERE id = 1",
         "request number 1: evidence address_confirmed in the table, matched in the chain"},
        {"UPDATE requests SET evidence = 2 WHERE id = 2",
         "request number 2: evidence matched in the table, address_confirmed in the chain"},
        {"UPDATE requests SET assignee = 2 WHERE id = 1", "request number 1: assignee 2 in the table, 1 in the chain"},
        {"UPDATE requests SET assignee = 1 WHERE id = 2", "request number 2: assignee 1 in the table, 0 in the chain"},
        {"UPDATE requests SET verified_by = 'staff:4:agent' WHERE id = 1",
         "request number 1: address compared by staff:4:agent in the table, staff:3:agent in the chain"},
        {"UPDATE requests SET verified_by = NULL WHERE id = 1",
         "request number 1: address compared by nobody in the table, staff:3:agent in the chain"},
        {"UPDATE requests SET approval_asked_by = 'staff:9:agent' WHERE id = 1",
         "request number 1: approval asked for by staff:9:agent in the table, staff:1:agent in the chain"},
        {"UPDATE requests SET approved_by = 'staff:1:officer' WHERE id = 1",
         "request number 1: approved by staff:1:officer in the table, staff:2:officer in the chain"},
        {"UPDATE requests SET approved_by = 'staff:1:officer' WHERE id = 3",
         "request number 3: approved by staff:1:officer in the table, nobody in the chain"},
        {"UPDATE requests SET decided_by = 'staff:2:officer' WHERE id = 1",
         "request number 1: decided by staff:2:officer in the table, staff:1:agent in the chain"},
        {"UPDATE requests SET decided_by = 'requester:0:requester' WHERE id = 5",
         "request number 5: decided by requester:0:requester in the table, system:0:system in the chain"},
        {"UPDATE requests SET is_closed = 0 WHERE id = 1",
         "request number 1: closed no in the table, yes in the chain"},
        {"UPDATE requests SET closed_on = closed_on - 1 WHERE id = 1",
         "request number 1: day of the end 2026-03-08 in the table, 2026-03-09 in the chain"},
        {"UPDATE requests SET closed_on = NULL WHERE id = 6",
         "request number 6: day of the end none in the table, 2026-03-20 in the chain"},
        {"UPDATE requests SET closed_on = closed_on + 1 WHERE id = 8",
         "request number 8: day of the end 2026-03-10 in the table, 2026-03-09 in the chain"},
        {"UPDATE requests SET appealed = 0 WHERE id = 2",
         "request number 2: complaint no in the table, yes in the chain"},
        {"UPDATE requests SET first_status = 5 WHERE id = 2",
         "request number 2: first end fulfilled in the table, denied in the chain"},
        {"UPDATE requests SET first_status = 5 WHERE id = 1",
         "request number 1: first end fulfilled in the table, none in the chain"},
        {"UPDATE requests SET first_closed_on = first_closed_on - 1 WHERE id = 2",
         "request number 2: day of the first end 2026-03-08 in the table, 2026-03-09 in the chain"},
        {"UPDATE requests SET first_approved_by = 'staff:4:officer' WHERE id = 9",
         "request number 9: first answer approved by staff:4:officer in the table, staff:2:officer in the chain"},
        {"UPDATE requests SET first_approved_by = NULL WHERE id = 9",
         "request number 9: first answer approved by nobody in the table, staff:2:officer in the chain"},
        {"UPDATE requests SET first_approved_by = 'staff:2:officer' WHERE id = 2",
         "request number 2: first answer approved by staff:2:officer in the table, nobody in the chain"},
        {"UPDATE requests SET first_approved_by = 'staff:2:officer' WHERE id = 1",
         "request number 1: first answer approved by staff:2:officer in the table, nobody in the chain"},
        {"UPDATE requests SET appeal_withdrawn = 1 WHERE id = 2",
         "request number 2: complaint taken back yes in the table, no in the chain"},
        {"UPDATE requests SET due_on = due_on + 1 WHERE id = 1",
         "request number 1: due day 2026-04-02 in the table, 2026-04-01 in the chain"},
        {"UPDATE requests SET due_on = 30000 WHERE id = 5",
         "request number 5: due day 2052-02-20 in the table, 9999-12-31 in the chain"},
        {"UPDATE requests SET due_order = 7 WHERE id = 1",
         "request number 1: place by due day 7 in the table, 705886465032193 in the chain"},
        {"UPDATE requests SET extended = 0 WHERE id = 3",
         "request number 3: extended no in the table, yes in the chain"},
    });
}

TEST_CASE("a clock that was changed past the chain is found and named", "[storage][told]") {
    check_each({
        // As somebody would who wants a late answer to be in time.
        {"UPDATE clocks SET started_on = started_on + 20, days = days + 40 WHERE request_id = 1",
         "request number 1: first day of the answer 2026-03-22 in the table, 2026-03-02 in the chain"},
        {"UPDATE clocks SET started_on = started_on + 1, days = days - 1 WHERE request_id = 1",
         "request number 1: first day of the answer 2026-03-03 in the table, 2026-03-02 in the chain"},
        {"UPDATE clocks SET days = days + 1 WHERE request_id = 1",
         "request number 1: due day of the answer 2026-04-02 in the table, 2026-04-01 in the chain"},
        {"UPDATE clocks SET days = 9223372036854775807 WHERE request_id = 1",
         "request number 1: due day of the answer none in the table, 2026-04-01 in the chain"},
        {"UPDATE clocks SET stopped_on = stopped_on - 1 WHERE request_id = 1",
         "request number 1: day of the answer 2026-03-08 in the table, 2026-03-09 in the chain"},
        {"UPDATE clocks SET stopped_on = 20520 WHERE request_id = 3",
         "request number 3: day of the answer 2026-03-08 in the table, none in the chain"},
        {"UPDATE clocks SET extension_days = extension_days + 1 WHERE request_id = 3",
         "request number 3: days of the extension 31 in the table, 30 in the chain"},
        {"UPDATE clocks SET extension_asked_on = extension_asked_on - 1 WHERE request_id = 3",
         "request number 3: day on which the extension was asked for 2026-03-07 in the table, 2026-03-08 in the chain"},
        {"UPDATE clocks SET extension_effective_on = extension_effective_on - 1 WHERE request_id = 3",
         "request number 3: first day of the extension 2026-03-08 in the table, 2026-03-09 in the chain"},
        {"UPDATE clocks SET extension_days = 30, extension_effective_on = 20520 WHERE request_id = 1",
         "request number 1: days of the extension 30 in the table, 0 in the chain"},
        {"UPDATE clocks SET extension_effective_on = extension_dropped_on, extension_dropped_on = NULL"
         " WHERE request_id = 7",
         "request number 7: first day of the extension 2026-03-10 in the table, none in the chain"},
        {"UPDATE clocks SET extension_dropped_on = extension_dropped_on + 1 WHERE request_id = 7",
         "request number 7: day on which the extension was dropped 2026-03-11 in the table, 2026-03-10 in the chain"},
        {"UPDATE clocks SET started_on = started_on + 1 WHERE request_id = 2 AND name = 2",
         "request number 2: first day of the complaint 2026-03-13 in the table, 2026-03-12 in the chain"},
        {"UPDATE clocks SET days = days + 1 WHERE request_id = 2 AND name = 2",
         "request number 2: due day of the complaint 2026-04-12 in the table, 2026-04-11 in the chain"},
        {"UPDATE clocks SET stopped_on = stopped_on - 1 WHERE request_id = 6 AND name = 2",
         "request number 6: day of the second answer 2026-03-19 in the table, 2026-03-20 in the chain"},
        {"UPDATE clocks SET extension_effective_on = 20520 WHERE request_id = 6 AND name = 2",
         "request number 6: extension of the complaint 2026-03-08 in the table, none in the chain"},
        {"UPDATE clocks SET days = days + 1 WHERE request_id = 4 AND name = 0",
         "request number 4: due day of the answer 2026-04-02 in the table, 2026-04-01 in the chain"},
        {"UPDATE clocks SET started_on = started_on + 1 WHERE request_id = 4 AND name = 1",
         "request number 4: first day of the acknowledgement 2026-03-03 in the table, 2026-03-02 in the chain"},
        {"UPDATE clocks SET days = days + 1 WHERE request_id = 4 AND name = 1",
         "request number 4: due day of the acknowledgement 2026-04-02 in the table, 2026-04-01 in the chain"},
        {"UPDATE clocks SET stopped_on = stopped_on - 1 WHERE request_id = 4 AND name = 1",
         "request number 4: day of the acknowledgement 2026-03-04 in the table, 2026-03-05 in the chain"},
        {"UPDATE clocks SET extension_effective_on = 20520 WHERE request_id = 4 AND name = 1",
         "request number 4: extension of the acknowledgement 2026-03-08 in the table, none in the chain"},
        {"UPDATE clocks SET name = 1 WHERE request_id = 1",
         "request number 1: clocks (acknowledge) in the table, (respond) in the chain"},
        {"DELETE FROM clocks WHERE request_id = 2 AND name = 2",
         "request number 2: clocks (respond) in the table, (respond)(appeal) in the chain"},
        {"INSERT INTO clocks (request_id, position, name, rule, days, started_on) VALUES (5, 0, 0, 'r', 30, 20514)",
         "request number 5: clocks (respond) in the table, none in the chain"},
        {"INSERT INTO clocks (request_id, position, name, rule, days, started_on) VALUES (0, 0, 0, 'r', 30, 20514)",
         "a clock of request number 0: in the table, but no entry of the chain tells of it"},
        {"INSERT INTO clocks (request_id, position, name, rule, days, started_on) VALUES (99, 0, 0, 'r', 30, 20514)",
         "a clock of request number 99: in the table, but no entry of the chain tells of it"},
    });
}

namespace {

/// A request as a program of before would have left it: the rows as they are given, and entries without what only
/// later ones say.
class OldFile {
  public:
    OldFile() { submit(*store_, access_by("ann")); }
    void entry(std::string const& action, std::vector<std::pair<std::string, std::string>> details,
               core::Stamp const& stamp) {
        ++version_;
        details.insert(details.begin(), {"version", std::to_string(version_)});
        store_->write([&](storage::Transaction& transaction) {
            REQUIRE(transaction.commit(core::Decision::record(stamp, action, details, core::RequestId{1}), stamp.at));
        });
        rows(("UPDATE requests SET version = " + std::to_string(version_)).c_str());
    }
    void rows(char const* statement) {
        Connection connection{store_.path(), OpenAs::existing_writer, 1};
        connection.script(statement);
        connection.script("DELETE FROM request_counts;"
                          "INSERT INTO request_counts (status, type, assigned, requests)"
                          "  SELECT status, type, assignee <> 0, count(*) FROM requests GROUP BY 1, 2, 3");
    }
    std::string what() {
        return from_snapshot(*store_, [](auto& snapshot) { return snapshot.verify_audit(); }).what;
    }

  private:
    TemporaryStore store_;
    int version_{1};
};

} // namespace

TEST_CASE("an entry of before, which names no day, tells of the days that its moment has on earth", "[storage][told]") {
    auto const reference = [](std::string const& what) { return what.substr(what.find(':') + 2); };
    OldFile file;
    file.entry("request.denied", {{"from", "in_progress"}, {"to", "denied"}, {"reason", "other"}},
               stamp_of(agent(), march(9)));
    file.rows("UPDATE requests SET status = 7, is_closed = 1, decided_by = 'staff:1:agent'");
    for (auto const* day : {"20520", "20521", "20522"}) {
        file.rows((std::string{"UPDATE requests SET closed_on = "} + day).c_str());
        file.rows((std::string{"UPDATE clocks SET stopped_on = "} + day).c_str());
        CHECK(file.what().empty());
    }
    for (auto const* day : {"20519", "20523", "NULL"}) {
        file.rows((std::string{"UPDATE clocks SET stopped_on = "} + day).c_str());
        CHECK(reference(file.what()).ends_with("in the table, about 2026-03-09 in the chain"));
    }
}

TEST_CASE("an extension of before verifies, and an end of it that left no trace", "[storage][told]") {
    OldFile file;
    file.entry("request.extended", {{"from", "in_progress"}, {"to", "in_progress"}, {"days", "30"}},
               stamp_of(agent(), march(8)));
    file.rows("UPDATE requests SET status = 2; UPDATE clocks SET extension_days = 30, extension_asked_on = 20520");
    CHECK(file.what().empty());
    SECTION("in force on a day that the entry does not name") {
        file.entry("request.extension_in_force", {{"to", "in_progress"}}, system_on(march(9)));
        CHECK(file.what().contains("first day of the extension none in the table, some day in the chain"));
        file.rows("UPDATE clocks SET extension_effective_on = 20510;"
                  "UPDATE requests SET extended = 1, due_on = 20574, due_order = 20574 * 34359738368 + 1");
        CHECK(file.what().empty());
    }
    SECTION("dropped") {
        file.entry("request.extension_dropped", {{"to", "in_progress"}}, system_on(march(9)));
        file.rows("UPDATE clocks SET extension_days = NULL, extension_asked_on = NULL");
        CHECK(file.what().empty());
        file.rows("UPDATE clocks SET extension_effective_on = 20520");
        CHECK(file.what().contains("first day of the extension 2026-03-08 in the table, none in the chain"));
    }
}

TEST_CASE("whoever compared an address or approved before their names were kept may be missing", "[storage][told]") {
    OldFile file;
    file.rows("UPDATE requests SET status = 2, evidence = 2");
    file.entry("request.verified", {{"to", "in_progress"}, {"evidence", "matched"}}, stamp_of(agent(), march(3)));
    CHECK(file.what().empty());
    file.rows("UPDATE requests SET verified_by = 'staff:9:agent'"); // missing, but not another's
    CHECK(file.what().contains("address compared by staff:9:agent in the table, staff:1:agent in the chain"));
    file.rows("UPDATE requests SET verified_by = NULL");
    file.entry("request.approval_asked", {{"to", "in_progress"}}, stamp_of(agent(), march(4)));
    CHECK(file.what().contains("approval asked for by nobody in the table, staff:1:agent in the chain"));
    file.entry("request.approved", {{"to", "in_progress"}}, stamp_of(officer(), march(5)));
    CHECK(file.what().empty());
    file.rows("UPDATE requests SET approved_by = 'staff:1:officer'");
    CHECK(file.what().contains("approved by staff:1:officer in the table, staff:2:officer in the chain"));
    file.rows("UPDATE requests SET approved_by = NULL");
    // From here on entries say more, and so must the table.
    file.entry("request.approval_asked", {{"to", "in_progress"}, {"complete", "whole"}}, stamp_of(agent(), march(6)));
    file.entry("request.sent_back", {{"to", "in_progress"}}, stamp_of(officer(), march(6)));
    file.entry("request.verified", {{"to", "in_progress"}, {"evidence", "matched"}}, stamp_of(agent(), march(7)));
    CHECK(file.what().contains("address compared by nobody in the table, staff:1:agent in the chain"));
}

TEST_CASE("an approval of the first answer that was taken away before may be missing after the complaint",
          "[storage][told]") {
    OldFile file;
    file.entry("request.approved", {{"to", "in_progress"}}, stamp_of(officer(), march(5)));
    file.entry("request.denied", {{"from", "in_progress"}, {"to", "denied"}, {"day", "2026-03-09"}},
               stamp_of(agent(), march(9)));
    file.entry("request.appealed",
               {{"from", "denied"}, {"to", "open"}, {"received_on", "2026-03-12"}, {"due_on", "2026-04-11"}},
               requester_on(march(12)));
    file.rows(R"(
        UPDATE clocks SET stopped_on = 20521;
        INSERT INTO clocks (request_id, position, name, rule, days, started_on) VALUES (1, 1, 2, 'r', 30, 20524);
        UPDATE requests
        SET status = 1, decided_by = 'staff:1:agent', appealed = 1, first_status = 7, first_closed_on = 20521,
            due_on = 20554, due_order = 20554 * 34359738368 + 1)");
    CHECK(file.what().empty());
    file.rows("UPDATE requests SET first_approved_by = 'staff:2:officer'");
    CHECK(file.what().empty());
    file.rows("UPDATE requests SET first_approved_by = 'staff:9:officer'"); // missing, but not another's
    CHECK(file.what().contains("first answer approved by staff:9:officer in the table, staff:2:officer in the chain"));
}

TEST_CASE("of two clocks whose days no entry tells apart, the earlier one is told", "[storage][told]") {
    OldFile file;
    file.entry("request.submitted",
               {{"to", "unverified"},
                {"type", "access"},
                {"channel", "web_form"},
                {"relationship", "customer"},
                {"received_on", "2026-03-02"},
                {"respond_rule", "r"},
                {"acknowledge_rule", "a"},
                {"due_on", "2026-04-01"}},
               requester_on(march(2)));
    file.rows(
        "INSERT INTO clocks (request_id, position, name, rule, days, started_on) VALUES (1, 1, 1, 'a', 40, 20514)");
    CHECK(file.what().empty());
    file.rows("UPDATE clocks SET days = 31 WHERE name = 0");
    CHECK(file.what().contains("earliest due day 2026-04-02 in the table, 2026-04-01 in the chain"));
}
