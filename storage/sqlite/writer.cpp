#include "storage/sqlite/writer.hpp"

#include "storage/sqlite/transaction.hpp"

namespace habeas::storage::sqlite {

namespace {

constexpr std::chrono::milliseconds probe_interval{1'000};

/// What every job of a failed batch hears, whatever broke: nothing of it happened, and it may be tried again.
std::exception_ptr as_unavailable(std::exception_ptr const& reason) {
    try {
        std::rethrow_exception(reason);
    } catch (StoreUnavailable const&) {
        return reason;
    } catch (std::exception const& other) {
        return std::make_exception_ptr(StoreUnavailable(other.what()));
    }
}

} // namespace

Writer::Writer(SqliteOptions const& options, Vault const& vault, core::ReferenceCodec const& references)
    : options_(options)
    , vault_(vault)
    , references_(references)
    , chance_(options.random)
    , queue_(options.queue_limit) {
    connection();
    thread_ = std::thread([this] { work(); });
}

Writer::~Writer() {
    close();
}

void Writer::close() {
    queue_.close();
    if (thread_.joinable()) thread_.join();
    connection_.reset();
    ready_ = false;
}

Store::Figures Writer::figures() const {
    return {.batches = batches_, .jobs = jobs_, .failed_jobs = failed_jobs_, .queued = queue_.size()};
}

void Writer::work() {
    while (!queue_.is_done()) {
        auto batch = queue_.take(options_.batch_limit, ready_ ? std::nullopt : std::optional{probe_interval});
        if (!batch.empty() || (!ready_ && !queue_.is_done())) run(batch);
    }
}

void Writer::run(std::vector<WriteJob>& batch) {
    Outcomes outcomes(batch.size());
    try {
        commit_batch(batch, outcomes);
        ready_ = true;
    } catch (...) {
        ready_ = false;
        std::ranges::fill(outcomes, as_unavailable(std::current_exception()));
        connection_.reset(); // closing undoes what the batch had begun
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
        ++(outcomes[i] ? failed_jobs_ : jobs_);
        batch[i].done(std::move(outcomes[i]));
    }
}

void Writer::commit_batch(std::vector<WriteJob>& batch, Outcomes& outcomes) {
    Database database{connection(), vault_, references_};
    auto const changes_before = database.connection.total_changes();
    database.connection.run("BEGIN IMMEDIATE");
    auto ledger = Ledger::read(database);
    bool anything = batch.empty();
    for (std::size_t i = 0; i < batch.size(); ++i)
        anything |= run_job(batch[i], database, ledger, outcomes[i]);
    if (batch.empty())
        database.connection.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('probe', randomblob(16))");
    if (!anything) return database.connection.run("ROLLBACK");
    ledger.write(database);
    database.connection.run("COMMIT");
    ++batches_;
    if (database.connection.total_changes() != changes_before) ++revision_;
}

bool Writer::run_job(WriteJob& job, Database& database, Ledger& ledger, std::exception_ptr& outcome) {
    auto const before = ledger;
    auto committed = false;
    database.connection.run("SAVEPOINT job");
    try {
        SqliteTransaction transaction{database, ledger, chance_};
        job.work(transaction);
        committed = transaction.was_committed();
    } catch (StoreUnavailable const&) {
        throw; // the disk, not this job: nothing in this batch can be trusted to reach it
    } catch (...) {
        outcome = std::current_exception();
    }
    if (!database.connection.in_transaction()) throw StoreUnavailable("The database ended the transaction by itself.");
    if (!committed || outcome) {
        committed = false;
        database.connection.run("ROLLBACK TO job");
        ledger = before;
    }
    database.connection.run("RELEASE job");
    return committed;
}

Connection& Writer::connection() {
    if (!connection_) connection_ = std::make_unique<Connection>(options_.path, OpenAs::writer, options_.cache_mib);
    return *connection_;
}

} // namespace habeas::storage::sqlite
