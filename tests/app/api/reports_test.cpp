#include "tests/app/api/api_world.hpp"

using namespace habeas;
using namespace habeas::testing;

namespace {

/// Six requests of the year and one of the year before, as they stand on 20 February.
struct ReportWorld : ApiWorld {
    ReportWorld()
        : ApiWorld(AppHarness::Options{.settings = {}, .now = "2026-02-20T09:00:00Z"}) {
        add("2025-12-31");                                                                // another year
        add("2026-01-05");                                                                // overdue since 5 February
        add("2026-02-01");                                                                // in time
        ending(add("2026-01-10"), "denial", R"({"reason":"other","explanation":"No."})"); // late
        ending(add("2026-02-10"), "redirection", R"({"organisation":"Example Ltd"})");    // in time
        step(add("2026-02-11"), "withdrawal", R"({"reason":"By phone."})");
        create(R"({"type":"unsubscribe","subject":{"email":"ines@example.com"}})"); // has no deadline
    }

    Reply add(std::string const& day) {
        auto body = access_body();
        body.insert(body.size() - 1, R"(,"received_at":")" + day + R"(T10:00:00Z")");
        return create(body);
    }

    void ending(Reply const& made, std::string const& verb, std::string const& body) {
        auto reply = step(confirm(made), "verification", R"({"evidence":"matched"})");
        if (assignee == core::StaffId{}) assignee = harness.add_staff(core::Role::agent, "=cmd@company.example");
        reply = step(reply, "assignment", R"({"login":"=cmd@company.example"})");
        REQUIRE(step(reply, verb, body).status() == 200);
    }

    core::StaffId assignee{};
};

/// The rows of a CSV file without quotes in it.
std::vector<std::vector<std::string>> csv_rows(std::string const& text) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        REQUIRE(line.ends_with('\r'));
        line.pop_back();
        auto& row = rows.emplace_back();
        std::istringstream cells(line + ",");
        for (std::string cell; std::getline(cells, cell, ',');)
            row.push_back(cell);
    }
    return rows;
}

constexpr auto deadlines = "/api/v1/reports/deadlines";

} // namespace

TEST_CASE("The deadline report speaks of this year up to today") {
    ReportWorld world;
    auto const report = world.get(deadlines, world.reporter);
    CHECK(report.outcome() == "200");
    CHECK(report.text("from") == "2026-01-01");
    CHECK(report.text("to") == "2026-02-20");
    CHECK(report.text("as_of") == "2026-02-20");
    CHECK(report.text("figures.received") == "5");
    CHECK(report.text("figures.answered_in_time") == "1");
    CHECK(report.text("figures.answered_late") == "1");
    CHECK(report.text("figures.open_in_time") == "1");
    CHECK(report.text("figures.open_overdue") == "1");
    CHECK(report.text("figures.needed_no_answer") == "1");
    CHECK(report.text("figures.withdrawn") == "1");
    CHECK(report.text("figures.denied") == "1");
    CHECK(report.text("figures.redirected") == "1");
    CHECK(report.at("figures.mean_days").to_number<double>() == Approx((41 + 10) / 2.0));
    CHECK(report.at("figures.on_time_percent").to_number<double>() == Approx(33.3));
    CHECK(report.at("requests").as_array().size() == 5);
    CHECK_FALSE(report.raw.body.contains("Ines"));
    CHECK_FALSE(report.raw.body.contains("example.com"));
}

TEST_CASE("The figures are the sums of the rows that stand in the table, on any day asked for") {
    ReportWorld world;
    auto const query = GENERATE(as<std::string>{}, "", "?as_of=2026-02-05", "?as_of=2026-02-15", "?as_of=2026-02-20",
                                "?from=2025-01-01", "?from=2026-02-01&to=2026-02-10");
    auto const report = world.get(deadlines + query, world.reporter);
    auto const file = world.get(deadlines + query, world.reporter, {{"Accept", "text/csv"}});
    CHECK(header(file.raw, "Content-Type") == "text/csv; charset=utf-8");
    CHECK(header(file.raw, "Content-Disposition") == "attachment; filename=\"deadlines_" + report.text("from") + "_" +
                                                         report.text("to") + "_as-of-" + report.text("as_of") +
                                                         ".csv\"");
    auto rows = csv_rows(file.raw.body);
    REQUIRE(rows.front() == std::vector<std::string>{"reference", "type", "channel", "status", "received_on", "due_on",
                                                     "extended", "closed_on", "days", "standing", "assignee", "about",
                                                     "outcome"});
    rows.erase(rows.begin());
    REQUIRE(std::ssize(rows) == report.at("figures.received").as_int64());
    REQUIRE(rows.size() == report.at("requests").as_array().size());

    std::map<std::string, int> standing, outcome;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        auto const& row = rows[index];
        auto const place = "requests." + std::to_string(index) + ".";
        CHECK(row.at(0) == report.text(place + "reference"));
        CHECK(row.at(3) == report.text(place + "status"));
        CHECK(row.at(4) == report.text(place + "received_on"));
        CHECK(row.at(5) == report.text(place + "due_on"));
        CHECK((row.at(6) == "yes") == (report.text(place + "extended") == "true"));
        CHECK((row.at(7).empty() ? "null" : row.at(7)) == report.text(place + "closed_on"));
        CHECK((row.at(8).empty() ? "null" : row.at(8)) == report.text(place + "days"));
        CHECK(row.at(9) == report.text(place + "standing"));
        CHECK((row.at(10).empty() ? "null" : row.at(10)) == report.text(place + "assignee"));
        CHECK((row.at(12).empty() ? "null" : row.at(12)) == report.text(place + "outcome"));
        ++standing[row.at(9)];
        ++outcome[row.at(12)];
    }
    INFO(query << file.raw.body << report.raw.body);
    for (auto const* name : {"answered_in_time", "answered_late", "open_in_time", "open_overdue", "needed_no_answer"})
        CHECK(report.at("figures." + std::string(name)).as_int64() == standing[name]);
    for (auto const* name : {"fulfilled", "partially_fulfilled", "denied", "withdrawn", "redirected", "expired"})
        CHECK(report.at("figures." + std::string(name)).as_int64() == outcome[name]);
}

TEST_CASE("Anybody can count the figures again from the rows, also after a complaint was decided otherwise") {
    ReportWorld world;
    auto const denied = world.get("/api/v1/requests?status=denied").text("requests.0.reference");
    auto appealed = world.step(world.get("/api/v1/requests/" + denied), "appeal", R"({"complaint":"Not so."})");
    appealed = world.step(appealed, "assignment", R"({"assignee":2})");
    REQUIRE(world.step(appealed, "redirection", R"({"organisation":"Example Ltd"})", world.officer).status() == 200);
    world.harness.advance(std::chrono::days{3});

    auto const report = world.get(deadlines, world.reporter);
    std::map<std::string, std::int64_t> counted;
    std::vector<std::int64_t> days;
    for (auto const& row : csv_rows(world.get(deadlines, world.reporter, {{"Accept", "text/csv"}}).raw.body)) {
        if (row.at(11) != "request") continue;
        ++counted["received"];
        ++counted[row.at(9)];
        if (!row.at(12).empty()) ++counted[row.at(12)];
        if (row.at(6) == "yes") ++counted["extended"];
        if (row.at(9).starts_with("answered_")) days.push_back(std::stoll(row.at(8)));
    }
    for (auto const* name :
         {"received", "answered_in_time", "answered_late", "open_in_time", "open_overdue", "needed_no_answer",
          "extended", "fulfilled", "partially_fulfilled", "denied", "withdrawn", "redirected", "expired"}) {
        INFO(name);
        CHECK(report.at("figures." + std::string(name)).as_int64() == counted[name]);
    }
    CHECK(counted["denied"] == 1); // the first answer, though the complaint was redirected
    REQUIRE(days.size() == 2);
    auto const half = static_cast<double>(days[0] + days[1]) / 2;
    CHECK(report.at("figures.mean_days").to_number<double>() == Approx(half));
    CHECK(report.at("figures.median_days").to_number<double>() == Approx(half));
    CHECK(report.text("complaints.0.outcome") == "redirected");
    CHECK(report.text("complaint_figures.decided_in_time") == "1");
}

TEST_CASE("A complaint stands beside the requests and leaves the first answer as it was") {
    ReportWorld world;
    auto const before = world.get(deadlines, world.reporter);
    auto const denied = world.get("/api/v1/requests?status=denied").text("requests.0.reference");
    auto const seen = world.get("/api/v1/requests/" + denied);
    REQUIRE(world.step(seen, "appeal", R"({"complaint":"Not so."})").status() == 200);
    auto const after = world.get(deadlines, world.reporter);
    CHECK(after.text("figures") == before.text("figures"));
    CHECK(before.text("complaint_figures.received") == "0");
    CHECK(after.text("complaint_figures") == R"({"received":1,"decided_in_time":0,"decided_late":0,"open_in_time":1,)"
                                             R"("open_overdue":0,"withdrawn":0})");
    REQUIRE(after.at("complaints").as_array().size() == 1);
    CHECK(after.text("complaints.0.reference") == denied);
    CHECK(after.text("complaints.0.received_on") == "2026-02-20");
    CHECK(after.text("complaints.0.due_on") == "2026-03-22");
    CHECK(after.text("complaints.0.closed_on") == "null");
    CHECK(after.text("complaints.0.standing") == "open_in_time");
    auto const file = world.get(deadlines, world.reporter, {{"Accept", "text/csv"}});
    auto const rows = csv_rows(file.raw.body);
    CHECK(rows.back().at(0) == denied);
    CHECK(rows.back().at(11) == "complaint");
    CHECK(rows.at(rows.size() - 2).at(11) == "request");
}

TEST_CASE("A spreadsheet runs nothing of the table") {
    ReportWorld world;
    auto const file = world.get(deadlines, world.reporter, {{"Accept", "text/csv"}});
    CHECK(file.raw.body.contains(",'") == false); // the name begins with "Staff"
    world.harness.write([&](storage::Transaction& transaction) {
        auto member = transaction.staff_member(world.assignee).value();
        member.name = "=cmd";
        transaction.update_staff(member);
        REQUIRE(transaction.commit(core::Decision::bookkeeping(), world.harness.clock().now()));
    });
    auto const changed = world.get(deadlines, world.reporter, {{"Accept", "text/csv"}});
    CHECK_FALSE(changed.raw.body.contains(",=cmd"));
}

TEST_CASE("A period is two days in their order, each asked for once") {
    ReportWorld world;
    auto const [query, fields] = GENERATE(table<std::string, std::string>({
        {"?from=2026-02-30", "from"},
        {"?to=", "to"},
        {"?as_of=tomorrow", "as_of"},
        {"?as_of=2026-02-20", "(none)"}, // today
        {"?as_of=2026-02-21", "as_of"},  // nobody knows it yet
        {"?from=2026-02-02&to=2026-02-01", "from"},
        {"?until=2026-02-01&from=x", "from until"},
        {"?to=2026-02-01&to=2026-02-02", "to"},
        {"?from=2026-02-02&to=2026-02-02", "(none)"},
    }));
    INFO(query);
    CHECK(world.get(deadlines + query, world.reporter).fields() == fields);
}

TEST_CASE("The report is JSON unless CSV is asked for, and nothing else") {
    ReportWorld world;
    auto const type = [&](std::string const& accept) {
        return header(world.get(deadlines, world.reporter, {{"Accept", accept}}).raw, "Content-Type");
    };
    CHECK(type("*/*") == "application/json; charset=utf-8");
    CHECK(type("application/json") == "application/json; charset=utf-8");
    CHECK(type("text/csv;q=0, application/json") == "application/json; charset=utf-8");
    CHECK(type("text/csv") == "text/csv; charset=utf-8");
    CHECK(type("text/*") == "text/csv; charset=utf-8");
    CHECK(type("text/csv, application/json;q=0.9") == "text/csv; charset=utf-8");
    CHECK(type("text/csv, */*;q=0.1") == "text/csv; charset=utf-8");
    CHECK(type("text/csv;q=0.5, application/json") == "application/json; charset=utf-8");
    CHECK(type("application/json, text/csv") == "application/json; charset=utf-8"); // all the same to them
    CHECK(type("text/html") == "application/problem+json; charset=utf-8");
    auto const neither = world.get(deadlines, world.reporter, {{"Accept", "text/html"}});
    CHECK(neither.outcome() == "406 not_acceptable");
    // What is kept of one form must not be given to somebody who asked for the other (RFC 9110 §12.5.5).
    for (auto const& reply : {neither, world.get(deadlines, world.reporter),
                              world.get(deadlines, world.reporter, {{"Accept", "text/csv"}})})
        CHECK(header(reply.raw, "Vary") == "Accept");
}

TEST_CASE("Who took a report is in the trail") {
    ReportWorld world;
    world.get(std::string(deadlines) + "?from=2026-02-01&to=2026-02-10", world.reporter);
    auto const trail = world.get("/api/v1/audit?limit=1000", world.auditor);
    auto const& last = trail.at("entries").as_array().back();
    CHECK(last.at("action").as_string() == "report.exported");
    CHECK(last.at("actor").at("id").as_int64() == world.reporter.id.value);
    CHECK(last.at("details").at("from").as_string() == "2026-02-01");
    CHECK(last.at("details").at("until").as_string() == "2026-02-10");
    CHECK(last.at("details").at("rows").as_string() == "2");
}

TEST_CASE("A report with more rows than the deployment allows is refused in every form, and not audited") {
    ApiWorld world({.settings = {{"limits.report_rows", "1"}}});
    world.create(access_body());
    for (auto const* accept : {"application/json", "text/csv"})
        CHECK(world.get(deadlines, world.reporter, {{"Accept", accept}}).outcome() == "200");
    world.create(access_body("other@example.com"));
    for (auto const* accept : {"application/json", "text/csv"}) {
        auto const refused = world.get(deadlines, world.reporter, {{"Accept", accept}});
        CHECK(refused.outcome() == "422 invalid");
        CHECK(refused.fields() == "from to");
    }
    auto const trail = world.get("/api/v1/audit?limit=1000", world.auditor);
    CHECK(std::ranges::count(trail.at("entries").as_array(), json::value("report.exported"),
                             [](json::value const& entry) { return entry.at("action"); }) == 2);
}
