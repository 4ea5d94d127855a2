#include "app/deadline_csv.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

constexpr auto heading =
    "reference,type,channel,status,received_on,due_on,extended,closed_on,days,standing,assignee,about,outcome\r\n";

core::DeadlineFacts open_since(core::Day received) {
    core::start_crypto();
    core::DeadlineFacts facts;
    facts.id = core::RequestId{1};
    facts.reference = core::ReferenceCodec({}).encode(facts.id);
    facts.type = core::RequestType::access;
    facts.status = core::Status::in_progress;
    facts.channel = core::Channel::web_form;
    facts.received_on = received;
    facts.due_on = received + std::chrono::days{30};
    return facts;
}

std::string row_of(core::DeadlineFacts const& facts, core::Day as_of,
                   std::map<core::StaffId, std::string> const& names = {}) {
    auto const text = app::deadline_csv({{facts}, {}, names}, as_of);
    REQUIRE(text.starts_with(heading));
    auto const row = text.substr(std::string_view(heading).size());
    REQUIRE(row.starts_with(facts.reference.text() + ","));
    return row.substr(facts.reference.text().size() + 1);
}

} // namespace

TEST_CASE("the deadline table of no requests is its heading", "[app][report]") {
    CHECK(app::deadline_csv({}, march(1)) == heading);
}

TEST_CASE("an open request is in time on its due day and overdue on the next", "[app][report]") {
    auto const facts = open_since(march(1)); // due 31 March
    CHECK(row_of(facts, march(31)) ==
          "access,web_form,in_progress,2026-03-01,2026-03-31,no,,30,open_in_time,,request,\r\n");
    CHECK(row_of(facts, march(31) + std::chrono::days{1}) ==
          "access,web_form,in_progress,2026-03-01,2026-03-31,no,,31,open_overdue,,request,\r\n");
}

TEST_CASE("an answered request counts its days to the answer and not to today", "[app][report]") {
    auto facts = open_since(march(1));
    facts.status = core::Status::fulfilled;
    facts.ended_as = core::Status::fulfilled;
    facts.closed_on = march(11);
    CHECK(row_of(facts, march(31)) ==
          "access,web_form,fulfilled,2026-03-01,2026-03-31,no,2026-03-11,10,answered_in_time,,request,fulfilled\r\n");
    facts.closed_on = facts.due_on + std::chrono::days{1};
    CHECK(row_of(facts, march(31) + std::chrono::days{9}) ==
          "access,web_form,fulfilled,2026-03-01,2026-03-31,no,2026-04-01,31,answered_late,,request,fulfilled\r\n");
}

TEST_CASE("a request closed after the day of the report stands in it as open", "[app][report]") {
    auto facts = open_since(march(1));
    facts.status = core::Status::fulfilled;
    facts.ended_as = core::Status::fulfilled;
    facts.closed_on = march(11);
    auto const row = row_of(facts, march(10));
    CHECK(row.find("2026-03-11") == std::string::npos);
    CHECK(row.ends_with(",no,,9,open_in_time,,request,\r\n"));
}

TEST_CASE("the deadline table names the assignee without letting the name run as a formula", "[app][report]") {
    auto facts = open_since(march(1));
    facts.extended = true;
    facts.assignee = core::StaffId{4};
    CHECK(row_of(facts, march(2), {{core::StaffId{4}, "=Mira, P."}})
              .ends_with(",yes,,1,open_in_time,\"'=Mira, P.\",request,\r\n"));
    CHECK(row_of(facts, march(2), {{core::StaffId{5}, "Jonas"}}).ends_with(",yes,,1,open_in_time,,request,\r\n"));
}

TEST_CASE("a complaint has a row of its own, behind the requests, with its own clock", "[app][report]") {
    auto const request = open_since(march(1));
    core::ComplaintFacts complaint;
    complaint.reference = request.reference;
    complaint.type = core::RequestType::deletion;
    complaint.status = core::Status::in_progress;
    complaint.received_on = march(20);
    complaint.due_on = march(20) + std::chrono::days{30};
    auto const rows = [&](core::Day as_of) {
        auto const text = app::deadline_csv({{request}, {complaint}, {}}, as_of);
        return text.substr(text.rfind(request.reference.text()) + request.reference.text().size());
    };
    CHECK(rows(march(21)) == ",deletion,web_form,in_progress,2026-03-20,2026-04-19,no,,1,open_in_time,,complaint,\r\n");
    complaint.closed_on = march(25);
    complaint.status = core::Status::denied;
    CHECK(rows(march(31)) ==
          ",deletion,web_form,denied,2026-03-20,2026-04-19,no,2026-03-25,5,answered_in_time,,complaint,denied\r\n");
    complaint.withdrawn = true;
    CHECK(rows(march(31)).ends_with(",needed_no_answer,,complaint,withdrawn\r\n"));
}

TEST_CASE("a row keeps the outcome of its own answer, whatever has become of the request since", "[app][report]") {
    auto facts = open_since(march(1));
    facts.closed_on = march(11);
    facts.ended_as = core::Status::denied;
    facts.status = core::Status::in_progress; // a complaint has opened it again
    CHECK(row_of(facts, march(31)) ==
          "access,web_form,in_progress,2026-03-01,2026-03-31,no,2026-03-11,10,answered_in_time,,request,denied\r\n");
}

TEST_CASE("the file of a report is named by its period and its day", "[app][report]") {
    CHECK(app::deadline_file_name({march(1), march(30), march(31)}) ==
          "deadlines_2026-03-01_2026-03-30_as-of-2026-03-31.csv");
}
