#pragma once
#include "app/company_calendar.hpp"
#include "app/desk.hpp"
#include "app/passwords.hpp"
#include "app/random.hpp"
#include "storage/store.hpp"

#include <functional>
#include <string>
#include <vector>

namespace habeas::app {

/// Somebody who can sign in to the demo.
struct DemoAccount {
    std::string role;
    std::string login;
    std::string password;
};

/// Fills a new database with an invented company's staff and with requests in every state, lived through by the same
/// verbs that people use, with stamps in the past up to `now`. The addresses are those set aside for examples: no
/// letter can reach anybody. Passwords are random; they are also kept in `demo-accounts.txt` in the data folder (0600),
/// so that a later start can say them again.
/// `deliver` sends what is owed at that moment of the story, so that letters carry the days they belong to.
std::vector<DemoAccount> fill_demo(storage::Store& store, Desk const& desk, Passwords const& passwords, Random& random,
                                   CompanyCalendar const& calendar, core::Instant now, std::string const& folder,
                                   std::function<void(core::Stamp const&)> const& deliver);

/// The accounts of an earlier fill; none where the folder has no demo.
std::vector<DemoAccount> read_demo_accounts(std::string const& folder);

} // namespace habeas::app
