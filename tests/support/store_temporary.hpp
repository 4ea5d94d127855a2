#pragma once
#include "app/name_folding.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <cstring>
#include <filesystem>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

#include <stdlib.h>

namespace habeas::testing {

/// A folder of its own that goes when it goes out of scope.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        auto pattern = (std::filesystem::temp_directory_path() / "habeas-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder can be made");
        path_ = pattern;
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path const& path() const { return path_; }
    std::string file(std::string const& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

/// Bytes that look random and are the same in every run. Thread-safe.
class FixedRandom {
  public:
    explicit FixedRandom(std::uint64_t seed = 1)
        : state_(std::make_shared<State>(seed)) {}

    void operator()(std::span<std::byte> bytes) const {
        std::scoped_lock const lock(state_->mutex);
        for (auto& byte : bytes)
            byte = static_cast<std::byte>(state_->generator());
    }

  private:
    struct State {
        explicit State(std::uint64_t seed)
            : generator(seed) {}
        std::mutex mutex;
        std::mt19937_64 generator;
    };
    std::shared_ptr<State> state_;
};

/// The master key all tests share.
inline core::Key test_master_key() {
    core::Key key{};
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<std::byte>(i * 7 + 1);
    return key;
}

inline core::Day day_in_utc(core::Instant at) {
    return core::Day{std::chrono::floor<std::chrono::days>(at).time_since_epoch()};
}

inline storage::sqlite::SqliteOptions test_store_options(std::string path) {
    return {.path = std::move(path),
            .master_key = test_master_key(),
            .random = FixedRandom{},
            .fold = app::fold_name,
            .day_of = day_in_utc};
}

/// A real, empty store in a folder of its own. Moves the work's result out: `auto row = store.read([](auto& s) { … });`
class TemporaryStore {
  public:
    TemporaryStore() {
        core::start_crypto();
        open();
    }

    storage::Store& store() { return *store_; }
    storage::Store& operator*() { return *store_; }
    storage::Store* operator->() { return store_.get(); }
    std::string path() const { return folder_.file("habeas.db"); }
    std::filesystem::path const& folder() const { return folder_.path(); }

    /// Closes and opens again: only what was durable is left.
    void reopen() {
        close();
        open();
    }
    void close() { store_.reset(); }
    void open() {
        auto options = test_store_options(path());
        options.random = FixedRandom{++openings_}; // a restarted program draws other bytes, too
        store_ = storage::sqlite::open_store(std::move(options));
    }

  private:
    TemporaryFolder folder_;
    std::uint64_t openings_{};
    std::unique_ptr<storage::Store> store_;
};

/// Runs work in a transaction, or on a snapshot, and returns what it returns.
template <class Work>
auto in_transaction(storage::Store& store, Work work) {
    using Value = std::invoke_result_t<Work&, storage::Transaction&>;
    if constexpr (std::is_void_v<Value>) {
        store.write([&](storage::Transaction& transaction) { work(transaction); });
    } else {
        std::optional<Value> value;
        store.write([&](storage::Transaction& transaction) { value.emplace(work(transaction)); });
        return std::move(*value);
    }
}

template <class Work>
auto from_snapshot(storage::Store& store, Work work) {
    std::optional<std::invoke_result_t<Work&, storage::Snapshot&>> value;
    store.read([&](storage::Snapshot& snapshot) { value.emplace(work(snapshot)); });
    return std::move(*value);
}

inline std::optional<core::SubjectRequest> find(storage::Store& store, core::RequestId id) {
    return from_snapshot(store, [&](storage::Snapshot& snapshot) { return snapshot.find(id); });
}

} // namespace habeas::testing
