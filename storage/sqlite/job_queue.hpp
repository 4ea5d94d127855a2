#pragma once
#include "storage/store.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace habeas::storage::sqlite {

/// A bounded queue between the threads that offer jobs and those that do them.
template <class Job>
class JobQueue {
  public:
    explicit JobQueue(std::size_t limit)
        : limit_(limit) {}

    Offered offer(Job&& job) {
        {
            std::scoped_lock const lock(mutex_);
            if (closed_ || jobs_.size() >= limit_) return Offered::full;
            jobs_.push_back(std::move(job));
        }
        changed_.notify_one();
        return Offered::taken;
    }

    /// What is there, up to `most`, waiting at most `patience` for the first. Empty when nothing came, or when the
    /// queue is closed and done.
    std::vector<Job> take(std::size_t most, std::optional<std::chrono::milliseconds> patience = std::nullopt) {
        std::unique_lock lock(mutex_);
        auto const something = [&] { return closed_ || !jobs_.empty(); };
        if (patience)
            changed_.wait_for(lock, *patience, something);
        else
            changed_.wait(lock, something);
        auto const end = jobs_.begin() + std::min(std::ssize(jobs_), static_cast<std::ptrdiff_t>(most));
        std::vector<Job> taken(std::make_move_iterator(jobs_.begin()), std::make_move_iterator(end));
        jobs_.erase(jobs_.begin(), end);
        return taken;
    }

    void close() {
        {
            std::scoped_lock const lock(mutex_);
            closed_ = true;
        }
        changed_.notify_all();
    }

    bool is_done() const {
        std::scoped_lock const lock(mutex_);
        return closed_ && jobs_.empty();
    }

    std::size_t size() const {
        std::scoped_lock const lock(mutex_);
        return jobs_.size();
    }

  private:
    std::size_t const limit_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    bool closed_{};
};

} // namespace habeas::storage::sqlite
