#pragma once
#include "storage/sqlite/ledger.hpp"

namespace habeas::storage::sqlite {

/// Stores everything a decision changes (see storage::Transaction::commit). Every mistake of a person is found before
/// the first row is written, so that a refused decision leaves nothing behind.
core::Result<void> store_decision(Database& database, Ledger& ledger, Chance& chance, core::Decision const& decision,
                                  core::Instant recorded_at);

/// A write that means nothing, different each time.
void prove_writable(Connection& connection);

} // namespace habeas::storage::sqlite
