#include "app/deadline_period.hpp"
#include "tests/support/decisions.hpp"
#include "tests/support/requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::app;
using namespace habeas::testing;

namespace {

core::Day const today = on_day(2026, 3, 15);

std::string wrong_in(TypedPeriod const& typed) {
    auto const period = read_period(typed, today);
    return period ? "nothing" : fields_of(period.error().fields);
}

} // namespace

TEST_CASE("a report speaks of this year up to today where nobody says", "[app][report]") {
    CHECK(read_period({}, today).value() == DeadlinePeriod{on_day(2026, 1, 1), today, today});
    CHECK(year_to_date(today) == read_period({}, today).value());
}

TEST_CASE("a period begins with the year in which it ends", "[app][report]") {
    auto const last_year = read_period({{}, "2025-06-30", {}}, today).value();
    CHECK(last_year == DeadlinePeriod{on_day(2025, 1, 1), on_day(2025, 6, 30), today});
}

TEST_CASE("what came in after the day a report speaks of does not count", "[app][report]") {
    CHECK(read_period({{}, {}, "2026-02-01"}, today).value().until() == on_day(2026, 2, 1));
    CHECK(read_period({{}, "2026-02-01", {}}, today).value().until() == on_day(2026, 2, 1));
}

TEST_CASE("every day that is none is named, and an order that is none", "[app][report]") {
    CHECK(wrong_in({"x", "2026-02-30", ""}) == "to from as_of");
    CHECK(wrong_in({"2026-02-02", "2026-02-01", {}}) == "from");
    CHECK(wrong_in({"2026-02-02", "2026-02-02", {}}) == "nothing");
    CHECK(wrong_in({"2026-03-16", {}, {}}) == "from");
}

TEST_CASE("a report speaks of today or a day before, and never of one to come", "[app][report]") {
    CHECK(wrong_in({{}, {}, "2026-03-15"}) == "nothing");
    CHECK(wrong_in({{}, {}, "2026-03-16"}) == "as_of");
    CHECK(wrong_in({"2026-03-02", "2026-03-01", "2026-03-16"}) == "from as_of");
}

TEST_CASE("a report has at most the rows that the deployment allows", "[app][report]") {
    CHECK(check_rows(3, 3));
    auto const refused = check_rows(4, 3);
    REQUIRE_FALSE(refused);
    CHECK(fields_of(refused.error().fields) == "from to");
}

TEST_CASE("the entry of an export says which period, as of when and how much", "[app][report]") {
    auto const decision = exported({on_day(2026, 1, 1), on_day(2026, 2, 1), today}, 7, by(an_officer(), today));
    CHECK(actions_of(decision) == "report.exported");
    CHECK(detail(decision, "from") == "2026-01-01");
    CHECK(detail(decision, "until") == "2026-02-01");
    CHECK(detail(decision, "as_of") == "2026-03-15");
    CHECK(detail(decision, "rows") == "7");
}
