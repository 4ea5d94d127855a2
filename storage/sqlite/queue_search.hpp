#pragma once
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/queue_filter.hpp"

namespace habeas::storage::sqlite {

/// The terms a request is found by: its addresses and the words of its names, as keyed hashes; sorted, each once.
std::vector<std::int64_t> lookup_terms(Vault const& vault, core::Folding const& fold, core::Subject const& subject,
                                       core::Requester const& requester);

/// Like queue_keys(), among the requests that `search` means: a reference, an address, or all words of a name.
/// Words that very many people share find the newest thousand of them.
std::vector<QueueKey> search_keys(Database& database, std::string_view search, QueueFilter const& filter);

} // namespace habeas::storage::sqlite
