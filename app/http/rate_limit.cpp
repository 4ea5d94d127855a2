#include "app/http/rate_limit.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include <boost/asio/ip/address.hpp>
#include <openssl/rand.h>
#include <openssl/sha.h>

namespace habeas::app::http {

std::string source_key(std::string_view text) {
    boost::system::error_code failed;
    auto address = boost::asio::ip::make_address(std::string{text}, failed);
    if (failed) return std::string{text};
    if (address.is_v4()) return address.to_string();
    auto const v6 = address.to_v6();
    if (v6.is_v4_mapped()) return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6).to_string();
    auto bytes = v6.to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
    return boost::asio::ip::make_address_v6(bytes).to_string() + "/64";
}

RateLimiter::RateLimiter(RateLimit limit, std::size_t max_keys)
    : limit_{limit}
    , keys_per_shard_{std::max<std::size_t>(1, max_keys / shard_count)} {
    if (RAND_bytes(secret_.data(), static_cast<int>(secret_.size())) != 1) throw std::runtime_error{"no randomness"};
}

RateLimiter::Verdict RateLimiter::take(std::string_view key, Time now, double cost) {
    auto const id = hashed(key);
    auto& shard = shards_[id % shard_count];
    std::scoped_lock const lock{shard.mutex};
    auto known = shard.by_key.find(id);
    if (known == shard.by_key.end()) {
        if (shard.by_use.size() >= keys_per_shard_) {
            shard.by_key.erase(shard.by_use.front().key);
            shard.by_use.pop_front();
        }
        shard.by_use.push_back({id, limit_.burst, now});
        known = shard.by_key.emplace(id, std::prev(shard.by_use.end())).first;
    }
    auto const bucket = known->second;
    shard.by_use.splice(shard.by_use.end(), shard.by_use, bucket);
    bucket->tokens = tokens_at(*bucket, now);
    bucket->filled_at = std::max(bucket->filled_at, now);
    auto const answer = verdict(bucket->tokens, cost);
    if (answer.allowed) bucket->tokens -= cost;
    return answer;
}

void RateLimiter::give_back(std::string_view key, Time now, double tokens) {
    auto const id = hashed(key);
    auto& shard = shards_[id % shard_count];
    std::scoped_lock const lock{shard.mutex};
    auto const known = shard.by_key.find(id);
    if (known == shard.by_key.end()) return; // forgotten meanwhile, which gave back all
    auto const bucket = known->second;
    bucket->tokens = std::min(limit_.burst, tokens_at(*bucket, now) + tokens);
    bucket->filled_at = std::max(bucket->filled_at, now);
}

RateLimiter::Verdict RateLimiter::peek(std::string_view key, Time now, double cost) const {
    auto const id = hashed(key);
    auto const& shard = shards_[id % shard_count];
    std::scoped_lock const lock{shard.mutex};
    auto const known = shard.by_key.find(id);
    return verdict(known == shard.by_key.end() ? limit_.burst : tokens_at(*known->second, now), cost);
}

std::size_t RateLimiter::size() const {
    std::size_t keys = 0;
    for (auto const& shard : shards_) {
        std::scoped_lock const lock{shard.mutex};
        keys += shard.by_use.size();
    }
    return keys;
}

double RateLimiter::tokens_at(Bucket const& bucket, Time now) const {
    if (now <= bucket.filled_at) return bucket.tokens;
    auto const periods =
        std::chrono::duration<double>(now - bucket.filled_at) / std::chrono::duration<double>(limit_.period);
    return std::min(limit_.burst, bucket.tokens + periods * limit_.refill);
}

RateLimiter::Verdict RateLimiter::verdict(double tokens, double cost) const {
    // Refilling in parts of a second leaves sums such as 0.9999999: as good as one.
    constexpr double rounding = 1e-6;
    if (tokens + rounding >= cost) return {};
    auto const seconds = (cost - tokens) / limit_.refill * std::chrono::duration<double>(limit_.period).count();
    return {false, std::chrono::seconds{std::max(1L, std::lround(std::ceil(seconds - rounding)))}};
}

std::uint64_t RateLimiter::hashed(std::string_view key) const {
    // Keyed and strong, so that nobody can choose an address that shares the bucket of another.
    std::string text{reinterpret_cast<char const*>(secret_.data()), secret_.size()};
    text.append(key);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest.data());
    std::uint64_t hash = 0;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
}

} // namespace habeas::app::http
