#pragma once
#include "core/decision.hpp"
#include "core/reference.hpp"
#include "storage/audit.hpp"
#include "storage/jobs.hpp"
#include "storage/outbox.hpp"
#include "storage/requests.hpp"
#include "storage/staff.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>

namespace habeas::storage {

/// A consistent view of the data at one moment. Used on the thread it is given on, never kept.
class Snapshot : public RequestReads, public AuditReads, public OutboxReads, public StaffReads, public JobReads {};

/// One unit of work. Whatever is written through it happens only if `commit` was called before it ends; a transaction
/// that leaves without commit never happened. Reads see its own writes.
class Transaction : public Snapshot, public OutboxWrites, public StaffWrites, public JobWrites {
  public:
    /// Writes a little that means nothing: where the commit succeeds there was room for it.
    virtual void prove_writable() = 0;

    /// The number the next new request will have; taken for good when a decision that creates it is committed.
    virtual core::RequestId next_request_id() = 0;

    /// Stores the request after (checked against version - 1: a mismatch is conflict), its messages, reminder marks,
    /// suppressions, letters owed, and links its audit entries into the chain. `recorded_at` is the time of writing.
    /// May be called several times in one transaction (bulk actions). A reminder mark that exists already is conflict:
    /// somebody else was faster.
    virtual core::Result<void> commit(core::Decision const& decision, core::Instant recorded_at) = 0;
};

/// Work for the writer thread. `work` runs inside its own savepoint; an exception, or leaving without commit, undoes it
/// alone. `done` is called once, on the writer thread, only after the batch is durable on disk (or has failed: then
/// with the exception).
struct WriteJob {
    std::move_only_function<void(Transaction&)> work;
    std::move_only_function<void(std::exception_ptr)> done;
};

struct ReadJob {
    std::move_only_function<void(Snapshot&)> work;
    std::move_only_function<void(std::exception_ptr)> done;
};

enum class Offered { taken, full };

/// Thrown to `done` where the disk is full, read-only or broken, or the data was moved away: 503 to the client,
/// readiness false, retried by later work.
class StoreUnavailable : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Thrown where what is stored about somebody does not open any more: it was changed from outside, or the disk has lost
/// some of it. Pages of many rows mark the row instead (`damaged`).
class DamagedRecord : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The engine: one writer that commits in groups, a few readers. Thread-safe.
class Store {
  public:
    virtual ~Store() = default;
    /// `full` when the bounded queue is full: the job was not taken and nothing will be called.
    virtual Offered offer(WriteJob&& job) = 0;
    virtual Offered offer(ReadJob&& job) = 0;

    /// The same, for threads that may wait (commands, jobs, tests). Exceptions come through.
    void write(std::move_only_function<void(Transaction&)> work);
    void read(std::move_only_function<void(Snapshot&)> work);

    virtual core::ReferenceCodec const& references() const = 0;
    /// Writable, migrated, the last commit succeeded, and the data still lies where the store found it.
    virtual bool ready() const = 0;
    /// Grows with every commit of a batch that changed something; for caching pages.
    virtual std::uint64_t revision() const = 0;
    /// Counters for /metrics: batches committed, jobs done, queue length now.
    struct Figures {
        std::uint64_t batches{}, jobs{}, failed_jobs{};
        std::size_t queued{};
    };
    virtual Figures figures() const = 0;
    /// A consistent copy of the database into a new file, while running.
    virtual void backup_to(std::string const& path) = 0;
    /// Finishes what was taken, then closes. Later offers are `full`.
    virtual void close() = 0;
};

} // namespace habeas::storage
