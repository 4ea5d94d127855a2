#include "storage/sqlite/root_key.hpp"

#include "storage/sqlite/ledger.hpp"

namespace habeas::storage::sqlite {

namespace {

/// Both in one transaction: a database has a root key exactly when its chain has begun.
void begin(Connection& connection, core::Key const& master, Chance& chance) {
    if (read_head(connection)) throw std::runtime_error("The database has lost its root key. Restore a backup.");
    connection.run("INSERT INTO meta (name, value) VALUES ('root_key', ?1)", Vault::new_root(master, chance));
    auto const vault = unlock(connection, master);
    core::ReferenceCodec const references{vault.reference_key()};
    core::Folding const no_names;
    Database database{connection, vault, references, no_names};
    Ledger::begin().write(database);
}

} // namespace

std::optional<core::Bytes> sealed_root(Connection& connection) {
    auto row = connection.query("SELECT value FROM meta WHERE name = 'root_key'");
    if (!row.next()) return std::nullopt;
    auto const blob = row.blob(0);
    return core::Bytes{blob.begin(), blob.end()};
}

Vault unlock(Connection& connection, core::Key const& master) {
    auto const root = sealed_root(connection);
    if (!root) throw std::runtime_error("The database has lost its root key. Restore a backup.");
    auto vault = Vault::unlock(master, *root);
    if (!vault) throw std::runtime_error("The master key does not open this database: it was made with another one.");
    return std::move(*vault);
}

Vault unlock_or_begin(Connection& connection, core::Key const& master,
                      std::function<void(std::span<std::byte>)> const& random) {
    in_own_transaction(connection, [&] {
        if (sealed_root(connection)) return; // two processes may start at once
        Chance chance{random};
        begin(connection, master, chance);
    });
    return unlock(connection, master);
}

} // namespace habeas::storage::sqlite
