#include "storage/sqlite/writer.hpp"

#include "storage/sqlite/columns.hpp"
#include "storage/sqlite/root_key.hpp"
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

Writer::Writer(SqliteOptions const& options, Vault const& vault, core::ReferenceCodec const& references,
               FilePlace& place)
    : options_(options)
    , vault_(vault)
    , references_(references)
    , place_(place)
    , journal_(options.path + "-wal")
    , chance_(options.random)
    , queue_(options.queue_limit) {
    root_ = sealed_root(connection());
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
        let_go();
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
        ++(outcomes[i] ? failed_jobs_ : jobs_);
        batch[i].done(std::move(outcomes[i]));
    }
}

void Writer::commit_batch(std::vector<WriteJob>& batch, Outcomes& outcomes) {
    Database database{connection(), vault_, references_, options_.fold};
    place_.demand();
    journal_.demand();
    auto const changes_before = database.connection.total_changes();
    database.connection.run("BEGIN IMMEDIATE");
    if (!journal_.is_asked_for()) journal_.accept(journal_.look());
    auto ledger = Ledger::read(database);
    auto const before = ledger.head();
    bool anything = batch.empty();
    for (std::size_t i = 0; i < batch.size(); ++i)
        anything |= run_job(batch[i], database, ledger, outcomes[i]);
    if (batch.empty()) prove_writable(database.connection);
    if (!anything) return database.connection.run("ROLLBACK");
    ledger.write(database);
    database.connection.run("COMMIT");
    // What went into a file that lies elsewhere by now is not to be acknowledged.
    place_.demand();
    journal_.demand();
    if (ledger.head().entries != before.entries) acknowledged_ = ledger.head();
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
    if (connection_) return *connection_;
    auto const file = place_.look();
    if (root_) refuse_another_database();
    auto opened = std::make_unique<Connection>(options_.path, OpenAs::existing_writer, options_.cache_mib);
    place_.accept(file); // refused where it was exchanged while it was being opened
    connection_ = std::move(opened);
    return *connection_;
}

/// A file that was put back may be a copy. It is taken where it is the same database and has lost nothing: an older
/// copy would lose what was acknowledged, and only a restart, that is a person, may accept that. Looked at before it is
/// opened for writing, which would change another program's file.
void Writer::refuse_another_database() const {
    std::optional<core::Digest> hash;
    try {
        Connection found{options_.path, OpenAs::auditor, 1};
        if (sealed_root(found) != root_) throw StoreUnavailable("Another database lies in the place of ours.");
        if (!acknowledged_) return;
        auto row = found.query("SELECT hash FROM audit WHERE sequence = ?1", acknowledged_->entries);
        if (row.next()) hash = digest(row, 0);
    } catch (EngineError const& not_ours) {
        throw StoreUnavailable(not_ours.what());
    }
    if (hash != acknowledged_->hash)
        throw StoreUnavailable("The database in place is an older copy of ours. Restart the service to go on with it.");
}

/// Closing undoes what the batch had begun. But where the journal alone is gone, the open connection holds the last of
/// it: kept open, it writes it back into the database when the service stops.
void Writer::let_go() {
    if (connection_ && place_.holds() && !journal_.holds()) {
        try {
            if (connection_->in_transaction()) connection_->run("ROLLBACK");
            return;
        } catch (std::exception const&) {
            // Then it is of no use either.
        }
    }
    connection_.reset();
    journal_.forget();
}

} // namespace habeas::storage::sqlite
