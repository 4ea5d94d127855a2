#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace habeas::app::http {

/// The address a limit counts: an IPv4 address whole, an IPv6 address by its /64, for one visitor has all of it.
/// `2001:db8:1:2::/64`; IPv4 mapped into IPv6 counts as IPv4; text that is no address is given back as it is.
std::string source_key(std::string_view address);

/// `burst` at once, then `refill` more in each `period`.
struct RateLimit {
    double burst = 1;
    double refill = 1;
    std::chrono::nanoseconds period = std::chrono::seconds{1};
};

/// Token buckets by key, in bounded memory: beyond `max_keys` the key longest unused is forgotten. Thread-safe;
/// sharded, so that event loops seldom meet at one lock.
class RateLimiter {
  public:
    using Time = std::chrono::steady_clock::time_point;

    struct Verdict {
        bool allowed = true;
        std::chrono::seconds retry_after{0}; ///< when refused: whole seconds, at least 1, for Retry-After
    };

    explicit RateLimiter(RateLimit limit, std::size_t max_keys = 100'000);

    /// Takes `cost` tokens from the key's bucket if they are there; a refused try takes none.
    Verdict take(std::string_view key, Time now, double cost = 1);

    /// Puts tokens back that `take` has taken: what they were taken for turned out not to count.
    void give_back(std::string_view key, Time now, double tokens = 1);

    /// As take, but leaves the bucket as it is.
    Verdict peek(std::string_view key, Time now, double cost = 1) const;

    std::size_t size() const;

  private:
    struct Bucket {
        std::uint64_t key;
        double tokens;
        Time filled_at;
    };
    struct Shard {
        mutable std::mutex mutex;
        std::list<Bucket> by_use; ///< longest unused first
        std::unordered_map<std::uint64_t, std::list<Bucket>::iterator> by_key;
    };
    static constexpr std::size_t shard_count = 16;

    double tokens_at(Bucket const& bucket, Time now) const;
    Verdict verdict(double tokens, double cost) const;
    std::uint64_t hashed(std::string_view key) const;

    RateLimit limit_;
    std::size_t keys_per_shard_;
    std::array<unsigned char, 16> secret_;
    std::array<Shard, shard_count> shards_;
};

} // namespace habeas::app::http
