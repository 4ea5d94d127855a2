#pragma once
#include "storage/sqlite/file_place.hpp"
#include "storage/sqlite/job_queue.hpp"
#include "storage/sqlite/ledger.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <atomic>
#include <thread>

namespace habeas::storage::sqlite {

/// The one thread that writes. It takes whatever has gathered while the last batch went to the disk, runs each job in
/// its own savepoint, commits once, and only then tells the jobs. No timer: a lone job waits for nobody.
///
/// A batch that cannot be committed fails all its jobs with StoreUnavailable; the connection is not trusted again but
/// opened anew. While that lasts the thread tries a small write of its own every second, so that readiness comes back
/// without a visitor having to be refused. A batch whose file was moved, replaced or deleted meanwhile fails likewise,
/// until the file is back: itself, or a copy that holds everything that was acknowledged.
class Writer {
  public:
    Writer(SqliteOptions const& options, Vault const& vault, core::ReferenceCodec const& references, FilePlace& place);
    ~Writer();

    Offered offer(WriteJob&& job) { return queue_.offer(std::move(job)); }
    void close();

    bool is_ready() const { return ready_ && place_.holds() && journal_.holds(); }
    std::uint64_t revision() const { return revision_; }
    Store::Figures figures() const;

  private:
    using Outcomes = std::vector<std::exception_ptr>;
    void work();
    void run(std::vector<WriteJob>& batch);
    void commit_batch(std::vector<WriteJob>& batch, Outcomes& outcomes);
    bool run_job(WriteJob& job, Database& database, Ledger& ledger, std::exception_ptr& outcome);
    Connection& connection();
    void refuse_another_database() const;
    void let_go();

    SqliteOptions const& options_;
    Vault const& vault_;
    core::ReferenceCodec const& references_;
    FilePlace& place_;
    FilePlace journal_; ///< the journal of the open connection, once it has written
    Chance chance_;
    std::optional<core::Bytes> root_;       ///< of the database that was opened first
    std::optional<AuditHead> acknowledged_; ///< the end of the chain after the last commit of ours that moved it
    std::unique_ptr<Connection> connection_;
    JobQueue<WriteJob> queue_;
    std::atomic<bool> ready_{true};
    std::atomic<std::uint64_t> revision_{}, batches_{}, jobs_{}, failed_jobs_{};
    std::thread thread_;
};

} // namespace habeas::storage::sqlite
