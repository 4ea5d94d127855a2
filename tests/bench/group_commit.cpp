#include "tests/bench/group_commit.hpp"

#include "tests/bench/child_process.hpp"

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include <sqlite3.h>
#include <unistd.h>

namespace habeas::bench {

namespace {

using Clock = std::chrono::steady_clock;

/// One connection with the settings of the store, and the statements of the loop.
class BareDatabase {
  public:
    explicit BareDatabase(std::string const& path) {
        check(sqlite3_open(path.c_str(), &handle_));
        check(sqlite3_exec(handle_,
                           "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;"
                           "CREATE TABLE bare (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;",
                           nullptr, nullptr, nullptr));
        begin_ = prepare("BEGIN IMMEDIATE");
        insert_ = prepare("INSERT INTO bare (content) VALUES (?1)");
        commit_ = prepare("COMMIT");
    }
    BareDatabase(BareDatabase const&) = delete;
    BareDatabase& operator=(BareDatabase const&) = delete;
    ~BareDatabase() {
        for (auto* const statement : {begin_, insert_, commit_})
            sqlite3_finalize(statement);
        sqlite3_close(handle_);
    }

    void commit_group(int rows, std::vector<std::uint8_t> const& content) {
        run(begin_);
        for (int row = 0; row < rows; ++row) {
            sqlite3_bind_blob64(insert_, 1, content.data(), content.size(), SQLITE_STATIC);
            run(insert_);
        }
        run(commit_);
    }

  private:
    void check(int result) {
        if (result != SQLITE_OK && result != SQLITE_DONE)
            throw std::runtime_error(std::string("the bare loop: ") + sqlite3_errmsg(handle_));
    }
    sqlite3_stmt* prepare(char const* text) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(handle_, text, -1, &statement, nullptr));
        return statement;
    }
    void run(sqlite3_stmt* statement) {
        check(sqlite3_step(statement));
        sqlite3_reset(statement);
    }

    sqlite3* handle_{};
    sqlite3_stmt* begin_{};
    sqlite3_stmt* insert_{};
    sqlite3_stmt* commit_{};
};

void remove_database(std::string const& path) {
    for (auto const* const suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(path + suffix);
}

} // namespace

GroupCommit bare_group_commit(std::string const& path, int rows_a_commit, std::size_t row_bytes,
                              std::chrono::milliseconds time) {
    remove_database(path);
    // Sealed rows look random, so the file system must not find these compressible.
    std::vector<std::uint8_t> content(row_bytes);
    std::uint64_t state = 88172645463325252;
    for (auto& byte : content) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        byte = static_cast<std::uint8_t>(state);
    }
    GroupCommit measured;
    {
        BareDatabase database(path);
        auto const processor = processor_seconds(::getpid());
        auto const start = Clock::now();
        auto const end = start + time;
        std::int64_t rows = 0;
        for (; Clock::now() < end; rows += rows_a_commit)
            database.commit_group(rows_a_commit, content);
        auto const count = static_cast<double>(rows);
        measured.rows_a_second = count / std::chrono::duration<double>(Clock::now() - start).count();
        measured.processor_milliseconds = (processor_seconds(::getpid()) - processor) * 1000 / count;
    }
    remove_database(path);
    return measured;
}

} // namespace habeas::bench
