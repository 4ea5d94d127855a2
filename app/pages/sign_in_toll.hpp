#pragma once
#include "app/limits.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace habeas::app::pages {

/// Who tries to sign in, as the limits count them.
struct SignInTry {
    std::string source;                ///< http::source_key of where it comes from
    std::string login;                 ///< lower case
    std::optional<std::string> device; ///< where this login has signed in from this browser before
};

/// What one try takes out of the buckets. It is taken before the password is checked, so that tries at the same time
/// count too, and given back where the password was right: only failures are counted.
///
/// A known device has a bucket of its own and empties no other. So nobody can lock a member out of the browser they
/// work with: neither from elsewhere, nor from behind the same address (security requirement 5).
class SignInToll {
  public:
    /// Takes nothing where any of the buckets is empty.
    SignInToll(Limits& limits, LimitSettings const& settings, SignInTry const& attempt);

    /// How long this try has to wait; nothing where it may go on.
    std::optional<std::chrono::seconds> wait() const { return wait_; }
    void give_back();

  private:
    struct Taken {
        http::RateLimiter* from;
        std::string key;
        double cost;
    };
    void take(http::RateLimiter& from, std::string key, double cost = 1);

    std::vector<Taken> taken_;
    std::optional<std::chrono::seconds> wait_;
};

} // namespace habeas::app::pages
