#include "app/pages/sign_in_toll.hpp"

namespace habeas::app::pages {

namespace {

/// The emptier the bucket, the more a try takes out of it: the first mistakes cost little, then each wait is longer
/// than the one before. Nobody is locked out for good (security requirement 5).
double growing_cost(http::RateLimiter const& bucket, std::string const& key, int full_size) {
    auto const full = static_cast<double>(full_size);
    auto const now = steady_now();
    if (bucket.peek(key, now, full / 2).allowed) return 1;
    return bucket.peek(key, now, full / 4).allowed ? 2 : 4;
}

} // namespace

SignInToll::SignInToll(Limits& limits, LimitSettings const& settings, SignInTry const& attempt) {
    auto const own = attempt.device ? "device " + *attempt.device : attempt.source + " " + attempt.login;
    if (!attempt.device) take(limits.sign_in_source, attempt.source);
    take(limits.sign_in_account, own,
         growing_cost(limits.sign_in_account, own, settings.sign_in_tries_per_account_hour));
    if (!attempt.device) take(limits.sign_in_login, attempt.login);
    if (!attempt.device) take(limits.sign_in_total, "everybody");
    if (wait_) give_back();
}

void SignInToll::take(http::RateLimiter& from, std::string key, double cost) {
    if (wait_) return;
    auto const verdict = from.take(key, steady_now(), cost);
    if (verdict.allowed)
        taken_.push_back({&from, std::move(key), cost});
    else
        wait_ = verdict.retry_after;
}

void SignInToll::give_back() {
    for (auto const& [from, key, cost] : taken_)
        from->give_back(key, steady_now(), cost);
    taken_.clear();
}

} // namespace habeas::app::pages
