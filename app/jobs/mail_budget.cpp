#include "app/jobs/mail_budget.hpp"

#include <algorithm>

namespace habeas::app::jobs {

MailBudget::MailBudget(int letters_an_hour)
    : letters_an_hour_(static_cast<std::size_t>(std::max(1, letters_an_hour))) {}

std::optional<core::Instant> MailBudget::wait_until(std::vector<core::Instant> sent, Letter letter,
                                                    core::Instant now) const {
    // What lies in the future was sent before the clock was set back: it counts no more.
    std::erase_if(sent, [now](core::Instant at) { return at <= now - window || at > now; });
    auto const most = allowed(letter);
    if (sent.size() < most) return std::nullopt;
    return sent[sent.size() - most] + window;
}

std::size_t MailBudget::allowed(Letter letter) const {
    return letter == Letter::confirms ? letters_an_hour_ : std::max<std::size_t>(1, letters_an_hour_ - 1);
}

} // namespace habeas::app::jobs
