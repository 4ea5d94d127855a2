#include "storage/sqlite/readers.hpp"

#include "storage/sqlite/reads.hpp"

namespace habeas::storage::sqlite {

namespace {

/// Ends the snapshot whatever happens: a forgotten one would keep the journal growing.
class ReadTransaction {
  public:
    explicit ReadTransaction(Connection& connection)
        : connection_(connection) {
        connection_.run("BEGIN");
    }
    ReadTransaction(ReadTransaction const&) = delete;
    ReadTransaction& operator=(ReadTransaction const&) = delete;
    ~ReadTransaction() {
        if (!connection_.in_transaction()) return;
        try {
            connection_.run("ROLLBACK");
        } catch (std::exception const&) {
            // Nothing was written; a connection that cannot even let go is replaced after its next failure.
        }
    }

  private:
    Connection& connection_;
};

} // namespace

Readers::Readers(SqliteOptions const& options, Vault const& vault, core::ReferenceCodec const& references,
                 FilePlace const& place)
    : options_(options)
    , vault_(vault)
    , references_(references)
    , place_(place)
    , queue_(options.queue_limit) {
    std::vector<std::unique_ptr<Connection>> connections;
    for (int i = 0; i < std::max(options.readers, 1); ++i)
        connections.push_back(open());
    // Only now: what cannot be opened must not leave a thread behind.
    for (auto& connection : connections)
        threads_.emplace_back([this, own = std::move(connection)]() mutable { work(std::move(own)); });
}

Readers::~Readers() {
    close();
}

void Readers::close() {
    queue_.close();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

std::unique_ptr<Connection> Readers::open() const {
    return std::make_unique<Connection>(options_.path, OpenAs::reader, options_.cache_mib);
}

void Readers::work(std::unique_ptr<Connection> connection) {
    while (!queue_.is_done()) {
        for (auto& job : queue_.take(1)) {
            std::exception_ptr outcome;
            bool broken = false;
            try {
                place_.demand();
                if (!connection) {
                    connection = open();
                    place_.demand(); // not exchanged meanwhile
                }
                Database database{*connection, vault_, references_, options_.fold, &audit_times_};
                ReadTransaction const snapshot_of{*connection};
                SqliteSnapshot snapshot{database};
                job.work(snapshot);
            } catch (StoreUnavailable const&) {
                outcome = std::current_exception();
                broken = true;
            } catch (...) {
                outcome = std::current_exception();
            }
            if (broken) connection.reset();
            job.done(std::move(outcome));
        }
    }
}

} // namespace habeas::storage::sqlite
