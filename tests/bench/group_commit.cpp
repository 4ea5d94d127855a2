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

// More than the log holds before it is checkpointed and written over (4,000 pages of 4 KiB). A log that still grows
// takes several times as long to sync as one that is overwritten, and the service's log has grown within its warm-up.
constexpr int warm_up_groups = 60;
constexpr int warm_up_rows = 500;

// Sealed rows look random, so the file system must not find these compressible.
std::vector<std::uint8_t> random_bytes(std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    std::uint64_t state = 88172645463325252;
    for (auto& byte : bytes) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        byte = static_cast<std::uint8_t>(state);
    }
    return bytes;
}

void remove_database(std::string const& path) {
    for (auto const* const suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(path + suffix);
}

} // namespace

/// One connection with the settings of the store, and the statements of the loop.
class BareLoop::Database {
  public:
    Database(std::string const& path, BareRows const& rows)
        : content_(random_bytes(rows.content_bytes)) {
        check(sqlite3_open(path.c_str(), &handle_));
        script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;");
        script(rows.setup);
        begin_ = prepare("BEGIN IMMEDIATE");
        commit_ = prepare("COMMIT");
        for (auto const& insert : rows.inserts)
            inserts_.push_back(prepare(insert));
    }
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;
    ~Database() {
        sqlite3_finalize(begin_);
        sqlite3_finalize(commit_);
        for (auto* const statement : inserts_)
            sqlite3_finalize(statement);
        sqlite3_close(handle_);
    }

    void commit_group(int rows) {
        run(begin_);
        for (int row = 0; row < rows; ++row)
            insert(++number_);
        run(commit_);
    }

  private:
    void insert(std::int64_t number) {
        for (auto* const statement : inserts_) {
            sqlite3_bind_int64(statement, 1, number); // :number comes first wherever it stands
            if (sqlite3_bind_parameter_count(statement) > 1)
                sqlite3_bind_blob64(statement, 2, content_.data(), content_.size(), SQLITE_STATIC);
            run(statement);
        }
    }
    void check(int result) {
        if (result != SQLITE_OK && result != SQLITE_DONE)
            throw std::runtime_error(std::string("the bare loop: ") + sqlite3_errmsg(handle_));
    }
    void script(std::string const& text) { check(sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr)); }
    sqlite3_stmt* prepare(std::string const& text) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(handle_, text.c_str(), -1, &statement, nullptr));
        return statement;
    }
    void run(sqlite3_stmt* statement) {
        check(sqlite3_step(statement));
        sqlite3_reset(statement);
    }

    std::vector<std::uint8_t> content_;
    std::int64_t number_{};
    sqlite3* handle_{};
    sqlite3_stmt* begin_{};
    sqlite3_stmt* commit_{};
    std::vector<sqlite3_stmt*> inserts_;
};

BareLoop::BareLoop(std::string path, BareRows const& rows)
    : path_(std::move(path)) {
    remove_database(path_);
    database_ = std::make_unique<Database>(path_, rows);
    for (int group = 0; group < warm_up_groups; ++group)
        database_->commit_group(warm_up_rows);
}

BareLoop::~BareLoop() {
    database_.reset();
    remove_database(path_);
}

Written BareLoop::run(int rows_a_commit, std::chrono::milliseconds time) {
    auto const processor = processor_seconds(::getpid());
    auto const start = Clock::now();
    auto const end = start + time;
    Written written;
    for (; Clock::now() < end; written.rows += rows_a_commit)
        database_->commit_group(rows_a_commit);
    written.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    written.processor_seconds = processor_seconds(::getpid()) - processor;
    return written;
}

} // namespace habeas::bench
