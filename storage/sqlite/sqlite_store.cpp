#include "storage/sqlite/sqlite_store.hpp"

#include "storage/sqlite/audit_trail.hpp"
#include "storage/sqlite/backup.hpp"
#include "storage/sqlite/catching_up.hpp"
#include "storage/sqlite/decisions.hpp"
#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/readers.hpp"
#include "storage/sqlite/root_key.hpp"
#include "storage/sqlite/start_check.hpp"
#include "storage/sqlite/writer.hpp"

#include <filesystem>

namespace habeas::storage::sqlite {

namespace {

class SqliteStore final : public Store {
  public:
    SqliteStore(SqliteOptions options, Vault const& vault)
        : options_(std::move(options))
        , vault_(vault)
        , references_(vault.reference_key())
        , place_(options_.path)
        , writer_(options_, vault_, references_, place_)
        , readers_(options_, vault_, references_, place_) {}

    Offered offer(WriteJob&& job) override { return writer_.offer(std::move(job)); }
    Offered offer(ReadJob&& job) override { return readers_.offer(std::move(job)); }
    core::ReferenceCodec const& references() const override { return references_; }
    bool ready() const override { return writer_.is_ready(); }
    std::uint64_t revision() const override { return writer_.revision(); }
    Figures figures() const override { return writer_.figures(); }
    void backup_to(std::string const& path) override {
        place_.demand();
        backup(options_.path, path);
    }
    void close() override {
        readers_.close(); // first: the last to close the file, the writer, tidies the journal away
        writer_.close();
    }

  private:
    SqliteOptions const options_;
    Vault const vault_;
    core::ReferenceCodec const references_;
    FilePlace place_;
    Writer writer_;
    Readers readers_;
};

constexpr int small_cache_mib = 2;

Vault migrated_and_unlocked(Connection& connection, SqliteOptions const& options) {
    if (options.older_schema != OlderSchema::migrate) return unlock(connection, options.master_key);
    migrate(connection);
    return unlock_or_begin(connection, options.master_key, options.random);
}

void catch_up(Connection& connection, Vault const& vault, SqliteOptions const& options) {
    core::ReferenceCodec const references{vault.reference_key()};
    Database database{connection, vault, references, options.fold};
    auto const done = catch_up(database, options);
    if (done && options.caught_up) options.caught_up(*done);
}

} // namespace

std::unique_ptr<Store> open_store(SqliteOptions options) {
    // Looked at before it is opened for writing: that alone would change another program's file.
    if (std::filesystem::exists(options.path)) {
        Connection before{options.path, OpenAs::auditor, small_cache_mib};
        refuse_foreign_or_newer(before, options.path);
        if (options.older_schema == OlderSchema::refuse) refuse_older(before, options.path);
    }
    Connection connection{options.path, OpenAs::writer, small_cache_mib};
    auto const vault = migrated_and_unlocked(connection, options);
    refuse_damaged(connection, vault, options.start_check);
    // A file that can only be read opens all the same, and every write would fail later, one by one.
    prove_writable(connection);
    if (options.older_schema == OlderSchema::migrate) catch_up(connection, vault, options);
    return std::make_unique<SqliteStore>(std::move(options), vault);
}

Verification verify_audit_file(std::string const& path, std::optional<core::Key> const& master_key,
                               std::vector<AuditHead> const& kept) {
    Connection connection{path, OpenAs::auditor, small_cache_mib};
    refuse_foreign_or_newer(connection, path);
    if (schema_of(connection) == 0) throw std::runtime_error(path + " is empty: there is no audit chain in it.");
    refuse_older(connection, path); // the tables are compared, and those of before are others
    connection.run("BEGIN");        // one moment for chain, end and tables, though the service may be writing
    if (!master_key) return verify_chain(connection, nullptr, kept);
    auto const vault = unlock(connection, *master_key);
    return verify_chain(connection, &vault, kept);
}

AuditHead audit_head_of(std::string const& path) {
    Connection connection{path, OpenAs::auditor, small_cache_mib};
    refuse_foreign_or_newer(connection, path);
    auto const stored = schema_of(connection) == 0 ? std::nullopt : read_head(connection);
    return stored ? stored->head : AuditHead{};
}

FileState state_of(std::string const& path) {
    FileState state{.exists = std::filesystem::exists(path), .schema_version = 0, .newest_schema = newest_schema()};
    if (!state.exists) return state;
    Connection connection{path, OpenAs::auditor, small_cache_mib};
    state.schema_version = schema_of(connection);
    return state;
}

} // namespace habeas::storage::sqlite
