#include "app/jobs/mail_budget.hpp"
#include "tests/support/requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using namespace std::chrono_literals;
using app::jobs::MailBudget;

namespace {

auto const now = at_noon(usual_day());

} // namespace

TEST_CASE("the last letter of an hour is kept for a link that confirms", "[jobs][mail_budget]") {
    MailBudget const budget(3);
    CHECK_FALSE(budget.wait_until({now}, MailBudget::Letter::other, now + 1min));
    CHECK(budget.wait_until({now, now + 1min}, MailBudget::Letter::other, now + 2min) == now + 1h);
    CHECK_FALSE(budget.wait_until({now, now + 1min}, MailBudget::Letter::confirms, now + 2min));
    std::vector<core::Instant> const three{now, now + 1min, now + 2min};
    CHECK(budget.wait_until(three, MailBudget::Letter::confirms, now + 3min) == now + 1h);
    CHECK(budget.wait_until(three, MailBudget::Letter::other, now + 3min) == now + 1h + 1min);
    CHECK(budget.wait_until(three, MailBudget::Letter::confirms, now + 1h - 1ms) == now + 1h);
    CHECK_FALSE(budget.wait_until(three, MailBudget::Letter::confirms, now + 1h));
}

TEST_CASE("where one letter an hour is allowed, any may be it", "[jobs][mail_budget]") {
    MailBudget const budget(1);
    CHECK_FALSE(budget.wait_until({}, MailBudget::Letter::other, now));
    CHECK(budget.wait_until({now}, MailBudget::Letter::confirms, now) == now + 1h);
    CHECK_FALSE(budget.wait_until({now}, MailBudget::Letter::other, now + 1h));
}

TEST_CASE("letters of before the clock was set back count no more", "[jobs][mail_budget]") {
    CHECK_FALSE(MailBudget(1).wait_until({now + 5h}, MailBudget::Letter::other, now));
}
