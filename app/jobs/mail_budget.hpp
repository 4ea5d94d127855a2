#pragma once
#include "core/personal.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

namespace habeas::app::jobs {

/// How many letters an address may get in an hour ("3 mails an hour per address", requirement 57): nobody's mailbox can
/// be flooded through our forms. Kept in memory, so it starts anew with the program. For one thread.
class MailBudget {
  public:
    explicit MailBudget(int letters_an_hour, std::size_t most_addresses = 100'000);

    /// Nothing: a letter may go now. Else when the next one may.
    std::optional<core::Instant> wait_until(core::EmailAddress const& address, core::Instant now);
    void spend(core::EmailAddress const& address, core::Instant now);

  private:
    void forget_before(core::Instant hour_ago);

    std::size_t letters_an_hour_;
    std::size_t most_addresses_;
    std::unordered_map<std::string, std::deque<core::Instant>> sent_;
};

} // namespace habeas::app::jobs
