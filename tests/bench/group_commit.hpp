#pragma once
#include <chrono>
#include <cstddef>
#include <string>

namespace habeas::bench {

struct GroupCommit {
    double rows_a_second{};
    double processor_milliseconds{}; ///< a row
};

/// The bare loop every durable create is held against: SQLite alone, WAL and synchronous=FULL, one table of rows of
/// this many bytes, so many a commit, nothing else. The file is made anew and removed.
GroupCommit bare_group_commit(std::string const& path, int rows_a_commit, std::size_t row_bytes,
                              std::chrono::milliseconds time);

} // namespace habeas::bench
