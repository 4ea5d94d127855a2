#pragma once
#include "app/jobs/attention_job.hpp"
#include "app/jobs/clock_check.hpp"
#include "app/jobs/outbox_job.hpp"
#include "app/jobs/troubles.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>

namespace habeas::app::jobs {

/// How often the recurring work is done, and within which limits.
struct SchedulerOptions {
    std::chrono::seconds letters_every{15}; ///< at the latest; a commit that owes letters wakes the scheduler
    std::chrono::seconds attention_every{300};
    std::chrono::seconds cleaning_every{3600};
    std::chrono::seconds clock_every{60};
    std::chrono::seconds lease{900}; ///< of a job; after a crash nobody runs it before
    int attention_batch{50};         ///< requests a write
    std::chrono::seconds clock_jump{300};
    std::chrono::hours idempotency{24}; ///< how long an Idempotency-Key is remembered
    std::chrono::milliseconds tick{1000};
    /// Writes down the end of the audit chain outside the database, once a day; nothing where that is nobody's wish.
    std::function<void()> note_audit_head;
    /// Where the clock check's time comes from; tests step it.
    ClockCheck::Steady steady{[] { return std::chrono::steady_clock::now(); }};
};

/// One kind of recurring work: the table in scheduler.cpp is all there is, and what the settings page shows.
struct JobDescription {
    std::string_view name; ///< JobState::name
    std::string_view what; ///< in words for staff
};
std::span<JobDescription const> job_descriptions();

/// Does all recurring work, on one thread of its own. A job that is due is leased first, so that of several processes
/// one does it; how it went is kept in its JobState. What a job throws is logged and noted; the next turn tries again.
/// Where the store takes no work, nothing can be leased or noted: then it waits, longer each time, up to a minute.
class Scheduler {
  public:
    /// All must outlive the scheduler.
    Scheduler(storage::Store& store, Desk const& desk, OutboxJob& outbox, mail::Carrier& carrier, Moment moment,
              SchedulerOptions options, Log log);
    ~Scheduler();
    Scheduler(Scheduler const&) = delete;
    Scheduler& operator=(Scheduler const&) = delete;

    void start();
    /// Ends the running step soon, gives claims back, joins. Call before the store is closed. Safe to call twice.
    void stop();
    /// From any thread: letters may be owed; deliver them now. Cheap.
    void wake();

    /// Does whatever is due now, on the calling thread: what the thread does at every tick. Not while it is started.
    void run_due();

  private:
    struct Job;
    static std::span<Job const> jobs();
    friend std::span<JobDescription const> job_descriptions();

    void work();
    bool is_due(Job const& job, std::span<storage::JobState const> states, core::Instant now,
                bool letters_wanted) const;
    void run_turn(core::Instant now);
    void run(Job const& job);
    std::optional<std::int64_t> take_lease(Job const& job, core::Instant now);

    std::string deliver_letters();
    std::string attend_requests();
    std::string end_sessions();
    std::string forget_keys();
    std::string check_clock();
    std::string note_audit_head();

    storage::Store& store_;
    OutboxJob& outbox_;
    mail::Carrier& carrier_;
    AttentionJob attention_;
    ClockCheck clock_check_;
    Moment moment_;
    SchedulerOptions options_;
    Troubles troubles_;
    Pause pause_;

    std::uint64_t seen_revision_{};
    bool letters_owed_{}; ///< wanted, and not looked after yet
    std::atomic<bool> stopping_{};
    std::atomic<bool> letters_wanted_{true};
    std::mutex mutex_;
    std::condition_variable signal_;
    std::thread thread_;
};

} // namespace habeas::app::jobs
