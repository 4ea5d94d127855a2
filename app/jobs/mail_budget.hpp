#pragma once
#include "core/time.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace habeas::app::jobs {

/// How many letters an address may get in an hour ("3 mails an hour per address", requirement 57): nobody's mailbox can
/// be flooded through our forms. The last of them is kept for a link that confirms, so that letters somebody else
/// causes cannot keep a person from confirming their own request. What was sent lies in the store
/// (storage::Mailing::letter_handed_over), so that neither a restart nor a second process gives an address more.
class MailBudget {
  public:
    static constexpr std::chrono::hours window{1};

    explicit MailBudget(int letters_an_hour);

    enum class Letter { confirms, other };

    /// Nothing: a letter may go now. Else when the next one may. `sent` are the times of those before, ascending.
    std::optional<core::Instant> wait_until(std::vector<core::Instant> sent, Letter letter, core::Instant now) const;

  private:
    std::size_t allowed(Letter letter) const;

    std::size_t letters_an_hour_;
};

} // namespace habeas::app::jobs
