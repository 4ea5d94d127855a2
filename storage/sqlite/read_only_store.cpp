#include "storage/sqlite/backup.hpp"
#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/reads.hpp"
#include "storage/sqlite/root_key.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <mutex>

namespace habeas::storage::sqlite {

namespace {

/// Answers questions on the thread that asks, one after the other; whatever would change something fails.
class ReadOnlyStore final : public Store {
  public:
    explicit ReadOnlyStore(SqliteOptions options)
        : options_(std::move(options))
        , connection_(options_.path, OpenAs::auditor, options_.cache_mib)
        , vault_(unlock(connection_, options_.master_key))
        , references_(vault_.reference_key()) {}

    Offered offer(WriteJob&& job) override {
        job.done(std::make_exception_ptr(StoreUnavailable("The database can only be read.")));
        return Offered::taken;
    }
    Offered offer(ReadJob&& job) override {
        std::exception_ptr outcome;
        {
            std::scoped_lock const lock(mutex_);
            try {
                answer(job);
            } catch (...) {
                outcome = std::current_exception();
            }
            if (connection_.in_transaction()) connection_.script("ROLLBACK");
        }
        job.done(std::move(outcome));
        return Offered::taken;
    }
    core::ReferenceCodec const& references() const override { return references_; }
    bool ready() const override { return false; }
    std::uint64_t revision() const override { return 0; }
    Figures figures() const override { return {}; }
    void backup_to(std::string const& path) override { backup(options_.path, path); }
    void close() override {}

  private:
    void answer(ReadJob& job) {
        Database database{connection_, vault_, references_, options_.fold};
        connection_.script("BEGIN"); // one moment for all that is asked
        SqliteSnapshot snapshot{database};
        job.work(snapshot);
    }

    SqliteOptions const options_;
    std::mutex mutex_;
    Connection connection_;
    Vault const vault_;
    core::ReferenceCodec const references_;
};

} // namespace

std::unique_ptr<Store> open_to_read(SqliteOptions options) {
    {
        Connection before{options.path, OpenAs::auditor, 1};
        refuse_foreign_or_newer(before, options.path);
        if (schema_of(before) < newest_schema())
            throw std::runtime_error("The database " + options.path +
                                     " was written by an older version of this program, and cannot be brought up to "
                                     "date because it cannot be written.");
    }
    return std::make_unique<ReadOnlyStore>(std::move(options));
}

} // namespace habeas::storage::sqlite
