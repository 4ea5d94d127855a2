#pragma once
#include "tests/bench/bare_rows.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace habeas::bench {

/// Rows written and what they took.
struct Written {
    std::int64_t rows{};
    double seconds{};
    double processor_seconds{};

    void add(Written const& other) {
        rows += other.rows;
        seconds += other.seconds;
        processor_seconds += other.processor_seconds;
    }
    double rate() const { return static_cast<double>(rows) / seconds; }
    double processor_milliseconds() const { return processor_seconds * 1000 / static_cast<double>(rows); }
};

/// The bare loop every durable create is held against: SQLite alone, WAL and synchronous=FULL, the same rows
/// again and again, nothing else. The file is made anew, and removed with its owner.
class BareLoop {
  public:
    BareLoop(std::string path, BareRows const& rows);
    BareLoop(BareLoop const&) = delete;
    BareLoop& operator=(BareLoop const&) = delete;
    ~BareLoop();

    /// So many rows a commit, for so long.
    Written run(int rows_a_commit, std::chrono::milliseconds time);

  private:
    class Database;
    std::string path_;
    std::unique_ptr<Database> database_;
};

} // namespace habeas::bench
