#include "app/jobs/mail_budget.hpp"
#include "tests/support/requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using namespace std::chrono_literals;
using app::jobs::MailBudget;

namespace {

auto const now = at_noon(usual_day());
auto const ines = mailbox("ines@example.com");

} // namespace

TEST_CASE("the last letter of an hour is kept for a link that confirms", "[jobs][mail_budget]") {
    MailBudget budget(3);
    budget.spend(ines, now);
    CHECK_FALSE(budget.wait_until(ines, MailBudget::Letter::other, now + 1min));
    budget.spend(ines, now + 1min);
    CHECK(budget.wait_until(ines, MailBudget::Letter::other, now + 2min) == now + 1h);
    CHECK_FALSE(budget.wait_until(ines, MailBudget::Letter::confirms, now + 2min));
    budget.spend(ines, now + 2min);
    CHECK(budget.wait_until(ines, MailBudget::Letter::confirms, now + 3min) == now + 1h);
    CHECK(budget.wait_until(ines, MailBudget::Letter::other, now + 3min) == now + 1h + 1min);
    CHECK(budget.wait_until(ines, MailBudget::Letter::confirms, now + 1h - 1ms) == now + 1h);
    CHECK_FALSE(budget.wait_until(ines, MailBudget::Letter::confirms, now + 1h));
}

TEST_CASE("where one letter an hour is allowed, any may be it", "[jobs][mail_budget]") {
    MailBudget budget(1);
    CHECK_FALSE(budget.wait_until(ines, MailBudget::Letter::other, now));
    budget.spend(ines, now);
    CHECK(budget.wait_until(ines, MailBudget::Letter::confirms, now) == now + 1h);
}

TEST_CASE("an address that got nothing for an hour is forgotten", "[jobs][mail_budget]") {
    MailBudget budget(3);
    budget.spend(ines, now);
    CHECK(budget.addresses() == 1);
    CHECK_FALSE(budget.wait_until(ines, MailBudget::Letter::other, now + 1h));
    CHECK(budget.addresses() == 0);
    // Nothing is left behind that the next cleaning could stumble over.
    for (int i = 0; i < 5; ++i)
        budget.spend(mailbox("person" + std::to_string(i) + "@example.com"), now + 2h);
    CHECK(budget.addresses() == 5);
}

TEST_CASE("the record never grows beyond its bound: who has been quiet the longest goes first", "[jobs][mail_budget]") {
    MailBudget budget(1, 3);
    for (int i = 0; i < 10; ++i)
        budget.spend(mailbox("person" + std::to_string(i) + "@example.com"), now + i * 1min);
    CHECK(budget.addresses() == 3);
    auto const waits = [&](int person) {
        return budget
            .wait_until(mailbox("person" + std::to_string(person) + "@example.com"), MailBudget::Letter::other,
                        now + 10min)
            .has_value();
    };
    CHECK_FALSE(waits(6));
    CHECK(waits(7));
    CHECK(waits(9));
    // What is old goes before anybody who still counts.
    budget.spend(mailbox("late@example.com"), now + 3h);
    CHECK(budget.addresses() == 1);
}

TEST_CASE("letters of before the clock was set back count no more", "[jobs][mail_budget]") {
    MailBudget budget(1);
    budget.spend(ines, now + 5h);
    CHECK_FALSE(budget.wait_until(ines, MailBudget::Letter::other, now));
    CHECK(budget.addresses() == 0);
}
