#include "app/jobs/mail_budget.hpp"

#include <algorithm>
#include <chrono>

namespace habeas::app::jobs {

namespace {

constexpr auto window = std::chrono::hours{1};

/// What lies in the future was sent before the clock was set back: it counts no more.
bool counts(core::Instant sent_at, core::Instant now) {
    return sent_at > now - window && sent_at <= now;
}

} // namespace

MailBudget::MailBudget(int letters_an_hour, std::size_t most_addresses)
    : letters_an_hour_(static_cast<std::size_t>(std::max(1, letters_an_hour)))
    , most_addresses_(std::max<std::size_t>(1, most_addresses)) {}

std::optional<core::Instant> MailBudget::wait_until(core::EmailAddress const& address, Letter letter,
                                                    core::Instant now) {
    auto const known = sent_.find(address.lookup_key());
    if (known == sent_.end()) return std::nullopt;
    auto& times = known->second;
    std::erase_if(times, [now](core::Instant at) { return !counts(at, now); });
    if (times.empty()) {
        sent_.erase(known);
        return std::nullopt;
    }
    auto const most = allowed(letter);
    if (times.size() < most) return std::nullopt;
    return times[times.size() - most] + window;
}

std::size_t MailBudget::allowed(Letter letter) const {
    return letter == Letter::confirms ? letters_an_hour_ : std::max<std::size_t>(1, letters_an_hour_ - 1);
}

void MailBudget::spend(core::EmailAddress const& address, core::Instant now) {
    auto const key = address.lookup_key();
    if (!sent_.contains(key) && sent_.size() >= most_addresses_) make_room(now);
    sent_[key].push_back(now);
}

void MailBudget::make_room(core::Instant now) {
    std::erase_if(sent_, [now](auto const& entry) { return !counts(entry.second.back(), now); });
    if (sent_.size() < most_addresses_) return;
    sent_.erase(std::ranges::min_element(sent_, {}, [](auto const& entry) { return entry.second.back(); }));
}

} // namespace habeas::app::jobs
