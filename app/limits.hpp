#pragma once
#include "app/configuration.hpp"
#include "app/drafts.hpp"
#include "app/http/rate_limit.hpp"

#include <atomic>
#include <chrono>
#include <memory>

namespace habeas::app {

/// Work that is done once at a time: whoever finds it taken comes again later.
class OneAtATime {
  public:
    /// Held while it lives; nothing where somebody else holds it.
    std::shared_ptr<void> take() {
        if (taken_.exchange(true)) return nullptr;
        return {this, [](OneAtATime* self) { self->taken_ = false; }};
    }

  private:
    std::atomic<bool> taken_{};
};

/// The rate limits of the program, one bucket set each. Made from the section `limits` of the configuration.
struct Limits {
    explicit Limits(LimitSettings const& settings)
        : requests_hour(per(settings.requests_per_source_hour, std::chrono::hours(1), settings))
        , requests_day(per(settings.requests_per_source_day, std::chrono::hours(24), settings))
        , requests_address(per(settings.requests_per_address_day, std::chrono::hours(24), settings))
        , sign_in_account(per(settings.sign_in_tries_per_account_hour, std::chrono::hours(1), settings))
        , sign_in_login(within(settings.sign_in_tries_per_login_hour, std::chrono::hours(1), settings))
        , sign_in_total(within(settings.sign_in_tries_total_hour, std::chrono::hours(1), settings))
        , sign_in_source(per(settings.sign_in_tries_per_source_hour, std::chrono::hours(1), settings))
        , status_lookups(per(settings.status_lookups_per_source_hour, std::chrono::hours(1), settings))
        , unsubscribes(per(settings.mails_per_address_hour, std::chrono::hours(1), settings))
        , api_calls({static_cast<double>(settings.api_requests_per_token_burst),
                     static_cast<double>(settings.api_requests_per_token_second), std::chrono::seconds(1)},
                    static_cast<std::size_t>(settings.rate_limit_entries)) {}

    http::RateLimiter requests_hour;    ///< new requests, by source
    http::RateLimiter requests_day;     ///< new requests, by source
    http::RateLimiter requests_address; ///< new requests, by source and address
    http::RateLimiter sign_in_account;  ///< by source and login, or by known device; by login when changing a password
    http::RateLimiter sign_in_login;    ///< by login, over all sources that are no known devices
    http::RateLimiter sign_in_total;    ///< of everybody who is no known device
    http::RateLimiter sign_in_source;   ///< by source
    http::RateLimiter status_lookups;   ///< status page and new links, by source
    http::RateLimiter unsubscribes;     ///< by source and address
    http::RateLimiter api_calls;        ///< by token
    OneAtATime audit_verification;      ///< a walk along the whole chain keeps a reader busy: never all of them

  private:
    static http::RateLimiter per(int count, std::chrono::nanoseconds period, LimitSettings const& settings) {
        auto const many = static_cast<double>(count);
        return http::RateLimiter({many, many, period}, static_cast<std::size_t>(settings.rate_limit_entries));
    }
    /// Never more than `count` in any such period: half of them at once, the other half while the period goes by.
    static http::RateLimiter within(int count, std::chrono::nanoseconds period, LimitSettings const& settings) {
        auto const half = static_cast<double>(count) / 2;
        return http::RateLimiter({half, half, period}, static_cast<std::size_t>(settings.rate_limit_entries));
    }
};

inline DraftLimits draft_limits(LimitSettings const& settings) {
    return {settings.drafts, settings.draft_bytes, settings.draft_minutes};
}

/// Where RateLimiter's time comes from.
inline http::RateLimiter::Time steady_now() {
    return std::chrono::steady_clock::now();
}

} // namespace habeas::app
