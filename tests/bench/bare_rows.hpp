#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace habeas::bench {

/// What a bare loop writes for one row: SQL alone. `:number` counts up, `:content` is bytes that look random.
struct BareRows {
    std::string setup; ///< tables and indexes, and what the inserts take their values from
    std::vector<std::string> inserts;
    std::size_t content_bytes{};
};

/// One blob of so many bytes in one table without an index.
BareRows plain_rows(std::size_t bytes);

/// What one create leaves behind: the newest request of the sample, with its rows in every table it has rows in, under
/// the schema of the sample with its indexes, keys and checks. Each copy has its own numbers and random search terms.
BareRows rows_of_a_create(std::string const& sample_database);

} // namespace habeas::bench
