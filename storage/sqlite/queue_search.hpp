#pragma once
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/queue_filter.hpp"

namespace habeas::storage::sqlite {

/// The terms a request is found by: its addresses and the words of its names, as keyed hashes; sorted, each once.
std::vector<std::int64_t> lookup_terms(Vault const& vault, core::Folding const& fold, core::Subject const& subject,
                                       core::Requester const& requester);

struct SearchKeys {
    std::vector<QueueKey> keys;
    bool more_matches{}; ///< older ones, which no page will show
};

/// Like queue_keys(), among the requests that `search` means: a reference, or all of several addresses and words of
/// names. Of more than most_search_matches requests that fit, the newest so many.
SearchKeys search_keys(Database& database, std::string_view search, QueueFilter const& filter);

} // namespace habeas::storage::sqlite
