#pragma once
#include <cstdint>
#include <string>

namespace habeas::bench {

/// Brings a data folder to this many requests, by the verbs of core and through the storage port, so that they are what
/// the service would have made: 70 in 100 closed (fulfilled, redirected, withdrawn, denied, expired), the others
/// unverified, open, in progress, waiting and awaiting approval, received in the last 45 days, given to four people.
/// Afterwards all letters count as sent and nothing asks for the scheduler's attention before tomorrow, as on a day on
/// which all is up to date.
void seed(std::string const& folder, std::int64_t requests);

} // namespace habeas::bench
