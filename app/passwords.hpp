#pragma once
#include "app/random.hpp"
#include "core/crypto.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace habeas::app {

struct PasswordCost {
    std::size_t memory_kib{19456};
    unsigned passes{2};
};

/// Staff passwords: argon2id with a pepper that is not in the database. Hashing takes tens of milliseconds, so it has a
/// small pool of its own with a bounded queue; the event loops never hash.
class Passwords {
  public:
    Passwords(core::Key const& master_key, PasswordCost cost, Random& random, unsigned threads = 1,
              std::size_t queue_limit = 64);
    ~Passwords();
    Passwords(Passwords const&) = delete;
    Passwords& operator=(Passwords const&) = delete;

    /// `argon2id$memory$passes$salt$hash`, everything needed to check it later with other settings. Blocks.
    std::string hash(std::string_view password) const;
    /// Blocks; constant time in the password. A hash that cannot be read matches nothing.
    bool matches(std::string_view password, std::string_view hash) const;
    /// Made with weaker settings than today's: hash again at the next sign-in.
    bool outdated(std::string_view hash) const;
    /// The hash to check against where there is no such account, so that both cases take the same time.
    std::string const& decoy() const { return decoy_; }

    /// Runs `work` on the pool; false when its queue is full.
    bool offer(std::move_only_function<void()> work);

  private:
    void run();

    core::Key pepper_;
    PasswordCost cost_;
    Random& random_;
    std::string decoy_;
    std::size_t queue_limit_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::move_only_function<void()>> queue_;
    bool stopping_{};
    std::vector<std::thread> threads_;
};

/// Twenty characters somebody can read out, for a first sign-in.
std::string random_password(Random& random);

} // namespace habeas::app
