#include "app/jobs/scheduler.hpp"

#include "app/jobs/bookkeeping.hpp"
#include "app/sign_in_failures.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace habeas::app::jobs {

enum class RunsOn { schedule, schedule_and_commits };

struct Scheduler::Job {
    JobDescription description;
    std::chrono::seconds (*every)(SchedulerOptions const&);
    RunsOn runs_on;
    std::string (Scheduler::*run)();
};

/// Attention comes before delivery: the letters it owes leave in the same turn.
std::span<Scheduler::Job const> Scheduler::jobs() {
    using Options = SchedulerOptions;
    static constexpr Job table[] = {
        {{"check_clock", "See whether somebody has set the clock"},
         [](Options const& options) { return options.clock_every; },
         RunsOn::schedule,
         &Scheduler::check_clock},
        {{"attend_requests", "Remind before and after deadlines, close unconfirmed requests"},
         [](Options const& options) { return options.attention_every; },
         RunsOn::schedule,
         &Scheduler::attend_requests},
        {{"deliver_letters", "Deliver the letters that are owed"},
         [](Options const& options) { return options.letters_every; },
         RunsOn::schedule_and_commits,
         &Scheduler::deliver_letters},
        {{"end_sessions", "End staff sessions that have run out"},
         [](Options const& options) { return options.cleaning_every; },
         RunsOn::schedule,
         &Scheduler::end_sessions},
        {{"forget_idempotency_keys", "Forget old idempotency keys of the API, and who was written to"},
         [](Options const& options) { return options.cleaning_every; },
         RunsOn::schedule,
         &Scheduler::forget_keys},
        {{"note_audit_head", "Write down the end of the audit chain outside the database"},
         [](Options const&) { return std::chrono::seconds(std::chrono::days(1)); },
         RunsOn::schedule,
         &Scheduler::note_audit_head},
    };
    return table;
}

std::span<JobDescription const> job_descriptions() {
    static auto const descriptions = [] {
        std::vector<JobDescription> all;
        for (auto const& job : Scheduler::jobs())
            all.push_back(job.description);
        return all;
    }();
    return descriptions;
}

Scheduler::Scheduler(storage::Store& store, Desk const& desk, OutboxJob& outbox, mail::Carrier& carrier, Moment moment,
                     SchedulerOptions options, Log log)
    : store_(store)
    , outbox_(outbox)
    , carrier_(carrier)
    , attention_(store, desk, options.attention_batch, log)
    , clock_check_(store, options.clock_jump, options.steady, log)
    , moment_(std::move(moment))
    , options_(std::move(options))
    , troubles_(std::move(log)) {}

Scheduler::~Scheduler() {
    stop();
}

void Scheduler::start() {
    thread_ = std::thread([this] { work(); });
}

void Scheduler::stop() {
    stopping_ = true;
    carrier_.interrupt();
    {
        std::scoped_lock const lock(mutex_);
        signal_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

void Scheduler::wake() {
    letters_wanted_ = true;
    std::scoped_lock const lock(mutex_);
    signal_.notify_all();
}

void Scheduler::work() {
    while (!stopping_) {
        run_due();
        std::unique_lock lock(mutex_);
        signal_.wait_for(lock, options_.tick, [this] { return stopping_ || letters_wanted_; });
    }
}

void Scheduler::run_due() {
    letters_owed_ = letters_wanted_.exchange(false) || letters_owed_;
    auto const now = moment_().at;
    if (pause_.holds(now)) return;
    try {
        run_turn(now);
        pause_.end();
        troubles_.worked("scheduler");
    } catch (std::exception const& problem) {
        pause_.grow(now);
        troubles_.failed("scheduler", problem.what());
    }
}

void Scheduler::run_turn(core::Instant now) {
    auto const revision = store_.revision();
    auto const letters_wanted = letters_owed_ || revision != seen_revision_;
    std::vector<storage::JobState> states;
    store_.read([&](storage::Snapshot& snapshot) { states = snapshot.jobs(); });
    auto ran = false;
    for (auto const& job : jobs()) {
        if (stopping_) return;
        auto const letters_due = letters_wanted || (ran && job.runs_on == RunsOn::schedule_and_commits);
        if (!is_due(job, states, now, letters_due)) continue;
        run(job);
        ran = true;
    }
    letters_owed_ = false;
    // Our own bookkeeping is no reason to look again; a commit that falls in between waits for the next schedule.
    seen_revision_ = ran ? store_.revision() : revision;
}

bool Scheduler::is_due(Job const& job, std::span<storage::JobState const> states, core::Instant now,
                       bool letters_wanted) const {
    auto const state = std::ranges::find(states, job.description.name, &storage::JobState::name);
    auto const is_known = state != states.end();
    // While another process has the job, asking for it at every commit would only cost writes.
    // One that lies further ahead than a lease is long was made before the clock was set back: it holds nobody up.
    auto const is_leased = is_known && state->leased_until && *state->leased_until > now;
    if (is_leased && *state->leased_until <= now + options_.lease) return false;
    if (job.runs_on == RunsOn::schedule_and_commits && letters_wanted && outbox_.has_work()) return true;
    if (!is_known || !state->started_at) return true;
    // After the clock was set back the last start lies in the future: the work is done again, which does no harm.
    return *state->started_at > now || now - *state->started_at >= job.every(options_);
}

void Scheduler::run(Job const& job) {
    auto const name = std::string{job.description.name};
    auto const lease = take_lease(job, moment_().at);
    if (!lease) return;
    std::string result;
    try {
        result = (this->*job.run)();
        troubles_.worked(name);
    } catch (std::exception const& problem) {
        troubles_.failed(name, problem.what());
        result = "failed";
    }
    auto const at = moment_().at;
    keep_books(store_, at,
               [&](storage::Transaction& transaction) { transaction.finish_job(name, *lease, at, result); });
}

std::optional<std::int64_t> Scheduler::take_lease(Job const& job, core::Instant now) {
    std::optional<std::int64_t> leased;
    keep_books(store_, now, [&](storage::Transaction& transaction) {
        leased = transaction.lease_job(std::string{job.description.name}, now, now + options_.lease);
    });
    return leased;
}

std::string Scheduler::deliver_letters() {
    return outbox_.run(moment_, [this] { return stopping_.load(); });
}

std::string Scheduler::attend_requests() {
    return attention_.run(moment_, [this] { return stopping_.load(); });
}

std::string Scheduler::end_sessions() {
    auto const now = moment_();
    store_.write([&now](storage::Transaction& transaction) {
        transaction.end_sessions_before(now.at);
        fold_failed_sign_ins(transaction, now);
    });
    return "done";
}

std::string Scheduler::forget_keys() {
    auto const now = moment_().at;
    keep_books(store_, now, [&](storage::Transaction& transaction) {
        transaction.forget_idempotency_before(now - options_.idempotency);
        transaction.forget_mailings(now - MailBudget::window, now);
    });
    return "done";
}

std::string Scheduler::check_clock() {
    return clock_check_.run(moment_);
}

std::string Scheduler::note_audit_head() {
    if (!options_.note_audit_head) return "nothing to do";
    options_.note_audit_head();
    return "done";
}

} // namespace habeas::app::jobs
