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
/// be flooded through our forms. The last of them is kept for a link that confirms, so that letters somebody else
/// causes cannot keep a person from confirming their own request. Kept in memory, so it starts anew with the program.
/// For one thread.
class MailBudget {
  public:
    /// Of `most_addresses` and no more a record is kept: one more address takes the place of the one that has been
    /// quiet the longest.
    explicit MailBudget(int letters_an_hour, std::size_t most_addresses = 100'000);

    enum class Letter { confirms, other };

    /// Nothing: a letter may go now. Else when the next one may.
    std::optional<core::Instant> wait_until(core::EmailAddress const& address, Letter letter, core::Instant now);
    void spend(core::EmailAddress const& address, core::Instant now);

    std::size_t addresses() const { return sent_.size(); }

  private:
    std::size_t allowed(Letter letter) const;
    void make_room(core::Instant now);

    std::size_t letters_an_hour_;
    std::size_t most_addresses_;
    /// Never with an empty list: an address without letters in the last hour is forgotten.
    std::unordered_map<std::string, std::deque<core::Instant>> sent_;
};

} // namespace habeas::app::jobs
