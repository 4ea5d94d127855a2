#pragma once
#include "storage/sqlite/audit_times.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/file_place.hpp"
#include "storage/sqlite/job_queue.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "storage/sqlite/vault.hpp"

#include <thread>

namespace habeas::storage::sqlite {

/// A few threads that answer questions, each on its own read-only connection and each job inside one snapshot. All are
/// open from the start: they keep the journal's index in place while the writer has to open its own connection anew.
class Readers {
  public:
    Readers(SqliteOptions const& options, Vault const& vault, core::ReferenceCodec const& references,
            FilePlace const& place);
    ~Readers();

    Offered offer(ReadJob&& job) { return queue_.offer(std::move(job)); }
    void close();

  private:
    std::unique_ptr<Connection> open() const;
    void work(std::unique_ptr<Connection> connection);

    SqliteOptions const& options_;
    Vault const& vault_;
    core::ReferenceCodec const& references_;
    FilePlace const& place_; ///< the writer decides which file is the right one
    AuditTimes audit_times_; ///< of all: the chain is one
    JobQueue<ReadJob> queue_;
    std::vector<std::thread> threads_;
};

} // namespace habeas::storage::sqlite
