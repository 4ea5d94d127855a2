#include "app/pages/month_chart.hpp"
#include "desk_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::RequestType;

TEST_CASE("a desk where all is well says so", "[pages][reports]") {
    DeskHarness harness;
    auto const page = harness.get("/reports", harness.officer);
    CHECK(page.status == 200);
    CHECK(contains(page, "Nothing is overdue"));
    CHECK(contains(page, "No request was finished yet"));
}

TEST_CASE("each exception leads to exactly the requests it counts", "[pages][reports]") {
    DeskHarness harness;
    auto const early = harness.open_request(RequestType::access, "one@example.com"); // due on 1 March
    harness.advance(std::chrono::days{4});
    auto officer = harness.sign_in_as(core::Role::officer);
    auto const late = harness.open_request(RequestType::access, "two@example.com"); // due on 5 March
    harness.advance(std::chrono::days{27});                                         // 2 March
    officer = harness.sign_in_as(core::Role::officer);

    auto const page = harness.get("/reports", officer);
    CHECK_FALSE(contains(page, "Nothing is overdue"));
    CHECK(contains(page, "href=\"/desk?view=overdue\"><b>1</b>"));
    CHECK(contains(page, "href=\"/desk?due_from=2026-03-02&amp;due_until=2026-03-05\"><b>1</b>"));
    auto const soon = harness.get("/desk?due_from=2026-03-02&due_until=2026-03-05", officer);
    CHECK(contains(soon, path_of(late)));
    CHECK_FALSE(contains(soon, path_of(early)));
    CHECK(contains(harness.get("/desk?view=overdue", officer), path_of(early)));
}

TEST_CASE("letters that cannot be delivered are an exception", "[pages][reports]") {
    DeskHarness harness;
    harness.open_request(RequestType::access);
    harness.write([&](storage::Transaction& transaction) {
        auto const now = harness.clock().now();
        auto const letters = transaction.claim_letters(now, now + std::chrono::minutes{1}, 1);
        transaction.letter_failed(letters.front().claim(), "connection_refused", std::nullopt);
        (void)transaction.commit(core::Decision::bookkeeping(), now);
    });
    auto const page = harness.get("/reports", harness.officer);
    CHECK(contains(page, "href=\"/settings#letters\"><b>1</b>"));
}

TEST_CASE("the on-time rate is drawn month by month and written as a table", "[pages][reports]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.act(request, "denial", {{"reason", "no_data_found"}, {"explanation", "Nothing."}}, harness.agent);
    auto const page = harness.get("/reports", harness.officer);
    CHECK(contains(page, "<svg class=\"chart\""));
    CHECK(contains(page, "Answers by month from Feb 2025 to Jan 2026: 1 in time, 0 late."));
    CHECK(contains(page, "<th scope=\"row\">Jan 2026</th><td class=\"number\">1</td>"));
    CHECK(contains(page, "100.0 %"));
}

TEST_CASE("an overdue complaint is overdue, and its request was answered when it was", "[pages][reports]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.act(request, "denial", {{"reason", "no_data_found"}, {"explanation", "Nothing."}}, harness.agent);
    harness.act(request, "appeal", {{"complaint", "You have my invoices."}}, harness.agent);
    harness.advance(std::chrono::days{31});
    auto officer = harness.sign_in_as(core::Role::officer);
    auto const page = harness.get("/reports", officer);
    INFO(page.body);
    CHECK(contains(page, "href=\"/desk?view=overdue\"><b>1</b>"));
    CHECK(contains(page, "100.0 %"));
    CHECK(contains(page, "1 of 1 that were answered or are overdue."));
}

TEST_CASE("the chart shows the last twelve months, each with its answers in time and late", "[pages][reports]") {
    using namespace std::chrono;
    core::Day const today = local_days{2026y / March / 11};
    auto const months = app::pages::months_of({{2026y / March, 30, false, 4},
                                               {2026y / March, 2, false, 1},
                                               {2026y / March, 31, true, 2},
                                               {2025y / March, 1, false, 9}},
                                              today);
    REQUIRE(months.size() == 12);
    CHECK(months.back().month == 2026y / March);
    CHECK(months.front().month == 2025y / April);
    CHECK(months.back().in_time == 5);
    CHECK(months.back().late == 2);
    CHECK(months.front().in_time == 0);
}

TEST_CASE("administrators see the numbers and no way to cases", "[pages][reports]") {
    DeskHarness harness;
    auto admin = harness.sign_in_as(core::Role::admin);
    auto const page = harness.get("/reports", admin);
    CHECK(page.status == 200);
    CHECK_FALSE(contains(page, "/desk?"));
}

TEST_CASE("the chart's axis counts whole requests", "[pages][reports]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.act(request, "denial", {{"reason", "no_data_found"}, {"explanation", "Nothing."}}, harness.agent);
    auto const page = harness.get("/reports", harness.officer);
    for (auto const* label : {">0</text>", ">2</text>", ">4</text>"})
        CHECK(contains(page, label));
    CHECK_FALSE(contains(page, "2.5"));
}
