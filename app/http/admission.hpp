#pragma once
#include "app/http/proxies.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace habeas::app::http {

/// How many connections there are, at all and from each source, over all event loops.
class Admission {
  public:
    Admission(std::size_t total, std::size_t per_source)
        : total_limit_{total}
        , per_source_limit_{per_source} {}

    /// One place, given back when it goes out of scope. The admission must outlive it.
    class Place {
      public:
        Place() = default;
        Place(Admission& admission, std::string source)
            : admission_{&admission}
            , source_{std::move(source)} {}
        Place(Place&& other) noexcept
            : admission_{std::exchange(other.admission_, nullptr)}
            , source_{std::move(other.source_)} {}
        Place& operator=(Place&&) = delete;
        ~Place() {
            if (admission_ != nullptr) admission_->leave(source_);
        }
        explicit operator bool() const { return admission_ != nullptr; }

      private:
        Admission* admission_ = nullptr;
        std::string source_;
    };

    /// A place for a connection, or an empty one when a limit is reached. An empty source is not limited by itself.
    Place enter(std::string source);

    std::size_t count() const { return count_; }

    /// Waits until nobody is left; false when that has not happened in time.
    bool wait_until_empty(std::chrono::steady_clock::time_point until);

  private:
    void leave(std::string const& source);

    std::size_t total_limit_;
    std::size_t per_source_limit_;
    std::atomic<std::size_t> count_ = 0;
    std::mutex mutex_;
    std::condition_variable emptied_;
    std::unordered_map<std::string, std::size_t> by_source_;
};

/// The limit on connections that leaves descriptors for the database, mail and log: at most the process's limit of
/// open files less a quarter.
std::size_t affordable_connections(std::size_t wanted);

} // namespace habeas::app::http
