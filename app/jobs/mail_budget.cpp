#include "app/jobs/mail_budget.hpp"

#include <algorithm>
#include <chrono>

namespace habeas::app::jobs {

namespace {
constexpr auto window = std::chrono::hours{1};
}

MailBudget::MailBudget(int letters_an_hour, std::size_t most_addresses)
    : letters_an_hour_(static_cast<std::size_t>(std::max(1, letters_an_hour)))
    , most_addresses_(most_addresses) {}

std::optional<core::Instant> MailBudget::wait_until(core::EmailAddress const& address, core::Instant now) {
    auto const known = sent_.find(address.lookup_key());
    if (known == sent_.end()) return std::nullopt;
    auto& times = known->second;
    // What lies in the future was sent before the clock was set back: it counts no more.
    std::erase_if(times, [now](core::Instant at) { return at <= now - window || at > now; });
    if (times.size() < letters_an_hour_) return std::nullopt;
    return times[times.size() - letters_an_hour_] + window;
}

void MailBudget::spend(core::EmailAddress const& address, core::Instant now) {
    if (sent_.size() >= most_addresses_) forget_before(now - window);
    sent_[address.lookup_key()].push_back(now);
}

void MailBudget::forget_before(core::Instant hour_ago) {
    std::erase_if(sent_, [hour_ago](auto const& entry) { return entry.second.back() <= hour_ago; });
}

} // namespace habeas::app::jobs
