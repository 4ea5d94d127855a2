#include "desk_pages.hpp"
#include "storage/sqlite/connection.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::RequestType;

namespace {

/// Two requests of January: one answered in time, one open and by 15 March overdue.
struct Reported : DeskHarness {
    core::SubjectRequest answered = worked_request(RequestType::access);
    core::SubjectRequest open = open_request(RequestType::deletion, "tom@example.com", "Tom Becker");

    Reported() {
        act(answered, "denial", {{"reason", "no_data_found"}, {"explanation", "Nothing."}}, agent);
        advance(std::chrono::days{44}); // 15 March 2026
        officer = sign_in_as(core::Role::officer);
    }
};

} // namespace

TEST_CASE("the report shows figures, exceptions first, and every request with its stored due day",
          "[pages][deadline_report]") {
    Reported harness;
    auto const page = harness.get("/reports/deadlines", harness.officer);
    REQUIRE(page.status == 200);
    CHECK(contains(page, "1 January 2026 to 15 March 2026"));
    CHECK(contains(page, "<b>2</b><span>received"));
    CHECK(contains(page, "<b>50.0 %</b><span>in time"));
    CHECK(contains(page, "<b>1</b><span>answered in time"));
    CHECK(contains(page, "<b>1</b><span>open, overdue"));
    CHECK(contains(page, "14 days overdue"));
    CHECK(contains(page, "1 March 2026"));
    auto const exceptions = page.body.find("<h2>Exceptions</h2>");
    auto const all = page.body.find("<h2>All requests");
    auto const overdue = page.body.find(harness.open.reference.text());
    CHECK((exceptions < overdue && overdue < all));
    CHECK(page.body.find(harness.answered.reference.text()) > all);
    CHECK_FALSE(contains(page, "Tom Becker"));
}

TEST_CASE("the CSV holds the same requests, byte for byte, and leaves an audit entry", "[pages][deadline_report]") {
    Reported harness;
    auto const answer =
        harness.get("/reports/deadlines.csv?from=2026-01-01&to=2026-01-31&as_of=2026-03-15", harness.officer);
    CHECK(answer.status == 200);
    CHECK(header(answer, "Content-Type").starts_with("text/csv"));
    CHECK(header(answer, "Content-Disposition").contains("deadlines_2026-01-01_2026-01-31_as-of-2026-03-15.csv"));
    CHECK(
        answer.body ==
        "reference,type,channel,status,received_on,due_on,extended,closed_on,days,standing,assignee,about,outcome\r\n" +
            harness.answered.reference.text() +
            ",access,web_form,denied,2026-01-30,2026-03-01,no,2026-01-30,0,answered_in_time,Staff "
            "agent1,request,denied\r\n" +
            harness.open.reference.text() +
            ",deletion,web_form,open,2026-01-30,2026-03-01,no,,44,open_overdue,,request,\r\n");
    auto const entry = harness.ledger("report.exported").front();
    CHECK(entry.actor == harness.officer.actor());
    CHECK(entry.details.contains("rows=2"));
    CHECK(harness.logged().contains("report.exported"));
}

TEST_CASE("a past day shows requests as they stood at its end", "[pages][deadline_report]") {
    Reported harness; // the one was denied and the other opened on 30 January
    auto agent = harness.sign_in_as(core::Role::agent);
    REQUIRE(harness.act(harness.open, "assignment", {{"take", "1"}}, agent).status == 303);
    auto const row = [&](std::string const& as_of) {
        return harness.get("/reports/deadlines.csv?as_of=" + as_of, harness.officer);
    };
    CHECK(contains(row("2026-03-14"), ",deletion,web_form,open,"));
    CHECK(contains(row("2026-03-15"), ",deletion,web_form,in_progress,"));
}

TEST_CASE("a complaint has a table of its own and leaves the answer where it was", "[pages][deadline_report]") {
    Reported harness;
    auto const csv = [&](std::string const& as_of) {
        return harness.get("/reports/deadlines.csv?as_of=" + as_of, harness.officer).body;
    };
    auto const day_before = csv("2026-03-14");
    CHECK_FALSE(contains(harness.get("/reports/deadlines", harness.officer), "Complaints of the period"));
    auto agent = harness.sign_in_as(core::Role::agent);
    REQUIRE(harness.act(harness.answered, "appeal", {{"complaint", "Look again."}}, agent).status == 303);
    auto const page = harness.get("/reports/deadlines", harness.officer);
    CHECK(contains(page, "Complaints of the period"));
    CHECK(contains(page, "1 received: 0 decided in time, 0 decided late, 1 open in time"));
    CHECK(contains(page, "<b>1</b><span>answered in time"));
    CHECK(contains(page, "<td data-label=\"Answer\">Denied</td>")); // the answer, though the request is open again
    CHECK(csv("2026-03-14") == day_before);
    CHECK(csv("2026-03-15")
              .contains(harness.answered.reference.text() +
                        ",access,web_form,open,2026-03-15,2026-04-14,no,,0,open_in_time,,complaint"));
}

TEST_CASE("the stored due day does not move with the day of the export", "[pages][deadline_report]") {
    Reported harness;
    for (auto const* as_of : {"2026-02-01", "2026-03-01", "2026-03-15"}) {
        INFO(as_of);
        auto const answer = harness.get(
            "/reports/deadlines.csv?from=2026-01-01&to=2026-12-31&as_of=" + std::string(as_of), harness.officer);
        CHECK(contains(answer, harness.open.reference.text() + ",deletion,web_form,open,2026-01-30,2026-03-01,"));
    }
    auto const in_time = harness.get("/reports/deadlines.csv?as_of=2026-03-01", harness.officer);
    CHECK(contains(in_time, "open_in_time"));
    auto const day_after = harness.get("/reports/deadlines.csv?as_of=2026-03-02", harness.officer);
    CHECK(contains(day_after, "open_overdue"));
}

TEST_CASE("a name that a spreadsheet would run is disarmed", "[pages][deadline_report]") {
    DeskHarness harness;
    auto const id = harness.write([&](storage::Transaction& transaction) {
        storage::StaffMember member;
        member.login = "formula@company.example";
        member.name = "=HYPERLINK(\"http://evil\")";
        member.role = core::Role::agent;
        member.password_hash = "none";
        auto const added = transaction.add_staff(member).value();
        (void)transaction.commit(core::Decision::bookkeeping(), harness.clock().now());
        return added;
    });
    auto const request = harness.open_request(RequestType::access);
    harness.act(request, "assignment", {{"assignee", std::to_string(id.value)}}, harness.agent);
    auto const answer = harness.get("/reports/deadlines.csv", harness.officer);
    CHECK(contains(answer, ",\"'=HYPERLINK(\"\"http://evil\"\")\",request,\r\n"));
}

TEST_CASE("days that make no period are told beside their fields", "[pages][deadline_report]") {
    Reported harness;
    auto const backwards = harness.get("/reports/deadlines?from=2026-03-01&to=2026-02-01", harness.officer);
    CHECK(backwards.status == 422);
    CHECK(contains(backwards, "The period ends before it begins."));
    CHECK(harness.get("/reports/deadlines?from=2026-02-30", harness.officer).status == 422);
    CHECK(harness.get("/reports/deadlines?as_of=2099-01-01", harness.officer).status == 422);
    CHECK(harness.get("/reports/deadlines?order=name", harness.officer).status == 422);
    auto const file = harness.get("/reports/deadlines.csv?from=2026-02-30", harness.officer);
    CHECK(file.status == 422);
    CHECK(contains(file, "Write the day as 2026-03-01."));
    CHECK(harness.ledger("report.exported").empty());
}

TEST_CASE("a period with more requests than an export may hold is refused before it is audited",
          "[pages][deadline_report]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.report_rows", "1"}}});
    harness.open_request(RequestType::access, "one@example.com");
    CHECK(harness.get("/reports/deadlines.csv", harness.officer).status == 200);
    harness.open_request(RequestType::access, "two@example.com");
    CHECK(harness.get("/reports/deadlines.csv", harness.officer).status == 422);
    CHECK(harness.ledger("report.exported").size() == 1);
}

TEST_CASE("reports are for officers and administrators", "[pages][deadline_report]") {
    DeskHarness harness;
    auto admin = harness.sign_in_as(core::Role::admin);
    for (auto const* url : {"/reports", "/reports/deadlines", "/reports/deadlines.csv"}) {
        INFO(url);
        CHECK(harness.get(url, harness.agent).status == 403);
        CHECK(harness.get(url, harness.officer).status == 200);
        CHECK(harness.get(url, admin).status == 200);
    }
}

TEST_CASE("an empty period says so", "[pages][deadline_report]") {
    DeskHarness harness;
    auto const page = harness.get("/reports/deadlines?from=2020-01-01&to=2020-12-31", harness.officer);
    CHECK(contains(page, "No request was received in this period"));
}

TEST_CASE("days that cannot be read stay as they were typed, and no figures of other days are shown",
          "[pages][deadline_report]") {
    Reported harness;
    auto const page = harness.get("/reports/deadlines?from=2026-03-01&to=2026-02-01", harness.officer);
    CHECK(page.status == 422);
    CHECK(contains(page, "name=\"from\" type=\"date\" value=\"2026-03-01\""));
    CHECK(contains(page, "name=\"to\" type=\"date\" value=\"2026-02-01\""));
    CHECK(contains(page, "Nothing you typed was lost."));
    CHECK_FALSE(contains(page, "<ul class=\"stats\">"));
    CHECK_FALSE(contains(page, "Download as CSV"));
    CHECK_FALSE(contains(page, harness.open.reference.text()));
}

TEST_CASE("exceptions stand in the order of their urgency, and all requests in that of their receipt",
          "[pages][deadline_report]") {
    DeskHarness harness; // 30 January: due on 1 March
    auto const first = harness.open_request(RequestType::access, "one@example.com");
    auto const late = harness.worked_request(RequestType::access);
    harness.advance(std::chrono::days{2}); // due on 3 March
    auto const second = harness.open_request(RequestType::access, "two@example.com");
    harness.advance(std::chrono::days{30}); // 3 March
    auto agent = harness.sign_in_as(core::Role::agent);
    harness.act(late, "denial", {{"reason", "no_data_found"}, {"explanation", "Nothing."}}, agent);
    auto officer = harness.sign_in_as(core::Role::officer);
    auto const page = harness.get("/reports/deadlines", officer);
    CHECK(contains(page, "Overdue, due within 3 days, or answered late"));
    auto const all = page.body.find("<h2>All requests");
    auto const exceptions = page.body.substr(0, all);
    auto const place = [](std::string const& text, core::SubjectRequest const& request) {
        return text.find(request.reference.text());
    };
    CHECK(place(exceptions, first) < place(exceptions, second)); // overdue before due today
    CHECK(place(exceptions, second) < place(exceptions, late));  // answered late: nothing can be done any more
    REQUIRE(place(exceptions, late) != std::string::npos);
    auto const rows = page.body.substr(page.body.find("<tbody>", all));
    CHECK(place(rows, first) < place(rows, late));
    CHECK(place(rows, late) < place(rows, second));
}

TEST_CASE("unsubscribe requests have a figure of their own and count in no other", "[pages][deadline_report]") {
    Reported harness;
    harness.add_request(RequestType::unsubscribe, "kim@example.com");
    auto const page = harness.get("/reports/deadlines", harness.officer);
    CHECK(contains(page, "<b>1</b><span>unsubscribe requests"));
    CHECK(contains(page, "<b>2</b><span>received"));
    CHECK(contains(harness.get("/reports/deadlines?to=2026-01-31", harness.officer),
                   "<b>0</b><span>unsubscribe requests"));
}

TEST_CASE("a report that cannot be written down is not handed out", "[pages][deadline_report]") {
    Reported harness;
    REQUIRE(contains(harness.get("/reports/deadlines.csv", harness.officer), harness.open.reference.text()));
    storage::sqlite::Connection somebody(harness.temporary_store().path(), storage::sqlite::OpenAs::writer, 1);
    somebody.script("CREATE TRIGGER nothing_more BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END");
    auto const refused = harness.get("/reports/deadlines.csv", harness.officer);
    CHECK(refused.status == 500);
    CHECK_FALSE(contains(refused, harness.open.reference.text()));
    CHECK(harness.ledger("report.exported").size() == 1);
}
