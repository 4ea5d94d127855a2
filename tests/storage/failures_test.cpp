#include "storage/sqlite/connection.hpp"
#include "tests/support/no_room.hpp"
#include "tests/support/store_requests.hpp"

#include <fstream>
#include <thread>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using habeas::storage::sqlite::Connection;
using habeas::storage::sqlite::OpenAs;

namespace {

core::SubjectRequest submit_somebody(storage::Store& store, std::string const& name) {
    return submit(store, new_request(core::RequestType::access, name, name + "@example.net"));
}

std::int64_t open_requests(storage::Store& store) {
    return from_snapshot(store, [](auto& snapshot) { return snapshot.counts().open; });
}

} // namespace

TEST_CASE("what was acknowledged is there after a crash", "[storage][failures]") {
    TemporaryStore store;
    auto const request = submit_somebody(*store, "ann");
    // The files as a crash leaves them: copied while the store is open, with nothing written back from the journal.
    TemporaryFolder const after_crash;
    for (auto const* const suffix : {"", "-wal"})
        std::filesystem::copy_file(store.path() + suffix, after_crash.file(std::string{"habeas.db"} + suffix));
    auto const found = storage::sqlite::verify_audit_file(after_crash.file("habeas.db"), test_master_key());
    CHECK(found.intact);
    CHECK(found.entries == 1);
    auto const recovered = storage::sqlite::open_store(test_store_options(after_crash.file("habeas.db")));
    CHECK(find(*recovered, request.id) == request);
    CHECK(submit_somebody(*recovered, "ben").id > request.id);
    CHECK(from_snapshot(*recovered, [](auto& snapshot) { return snapshot.verify_audit(); }).intact);
}

TEST_CASE("a commit that finds no room fails its jobs, and the store comes back when there is room",
          "[storage][failures]") {
    TemporaryStore store;
    submit_somebody(*store, "ann");
    {
        NoRoom const full{512};
        CHECK_THROWS_AS(submit_somebody(*store, "ben"), storage::StoreUnavailable);
        CHECK_FALSE(store->ready());
        CHECK(open_requests(*store) == 1); // reading goes on
        CHECK_THROWS_AS(submit_somebody(*store, "ben"), storage::StoreUnavailable);
    }
    auto const later = submit_somebody(*store, "cy");
    CHECK(store->ready());
    CHECK(find(*store, later.id));
    CHECK(open_requests(*store) == 2);
    auto const found = from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); });
    CHECK(found.intact);
    CHECK(found.entries == 2);
}

TEST_CASE("a database that cannot be written is not opened to fail at every write", "[storage][failures]") {
    TemporaryStore store;
    submit_somebody(*store, "ann");
    store.close();
    NoRoom const full{512};
    CHECK_THROWS_AS(store.open(), storage::StoreUnavailable);
}

TEST_CASE("readiness comes back by itself, without a visitor being refused first", "[storage][failures]") {
    TemporaryStore store;
    submit_somebody(*store, "ann");
    {
        NoRoom const full{512};
        CHECK_THROWS_AS(submit_somebody(*store, "ben"), storage::StoreUnavailable);
    }
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!store->ready() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    CHECK(store->ready());
}

TEST_CASE("a mistake in a job is that job's alone and does not touch readiness", "[storage][failures]") {
    TemporaryStore store;
    CHECK_THROWS_AS(store->write([](storage::Transaction& transaction) {
        // A session of nobody: the engine refuses it.
        transaction.open_session({core::Digest{}, core::StaffId{99}, noon(march(2)), noon(march(2)), noon(march(3))});
    }),
                    storage::sqlite::EngineError);
    CHECK(store->ready());
    CHECK(submit_somebody(*store, "ann").version == 1);
}

TEST_CASE("two stores on one file take turns without losing a number or an entry", "[storage][failures]") {
    TemporaryStore first;
    auto const second = storage::sqlite::open_store(test_store_options(first.path()));
    constexpr int each = 15;
    auto const write_some = [](storage::Store& store, std::string const& name) {
        for (int i = 0; i < each; ++i)
            submit_somebody(store, name + std::to_string(i));
    };
    {
        std::jthread const one([&] { write_some(*first, "one"); });
        std::jthread const two([&] { write_some(*second, "two"); });
    }
    for (auto* const store : {&*first, second.get()}) {
        CHECK(open_requests(*store) == 2 * each);
        auto const found = from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); });
        CHECK(found.intact);
        CHECK(found.entries == 2 * each);
    }
    auto const by_first = submit_somebody(*first, "last");
    CHECK(find(*second, by_first.id) == by_first);
    CHECK(first->references().encode(by_first.id) == second->references().encode(by_first.id));
}

TEST_CASE("of two processes that saw the same version one wins and the other hears of a conflict",
          "[storage][failures]") {
    TemporaryStore first;
    auto const second = storage::sqlite::open_store(test_store_options(first.path()));
    auto const request = submit_somebody(*first, "ann");
    auto const decide = [&] {
        return core::verify(request, core::Evidence::address_confirmed, requester_on(march(3)), {}).value();
    };
    auto const commit = [&](storage::Store& store) {
        return in_transaction(store, [&](auto& transaction) { return transaction.commit(decide(), noon(march(3))); });
    };
    CHECK(commit(*first));
    auto const late = commit(*second);
    REQUIRE_FALSE(late);
    CHECK(late.error().code == core::ErrorCode::conflict);
}

TEST_CASE("a backup made while others write is a whole database of one moment, its owner's alone",
          "[storage][failures]") {
    TemporaryStore store;
    submit_somebody(*store, "ann");
    auto const copy = (store.folder() / "copy.db").string();
    {
        std::jthread const writing([&] {
            for (int i = 0; i < 20; ++i)
                submit_somebody(*store, "writer" + std::to_string(i));
        });
        store->backup_to(copy);
    }
    CHECK(std::filesystem::status(copy).permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    auto const found = storage::sqlite::verify_audit_file(copy, test_master_key());
    CHECK(found.intact);
    CHECK(found.entries >= 1);
    auto const restored = storage::sqlite::open_store(test_store_options(copy));
    CHECK(open_requests(*restored) == found.entries);
    CHECK(submit_somebody(*restored, "later").id.value == found.entries + 1);
}

TEST_CASE("a backup never overwrites a file, and a failed one leaves none", "[storage][failures]") {
    TemporaryStore store;
    auto const copy = (store.folder() / "copy.db").string();
    store->backup_to(copy);
    CHECK_THROWS_AS(store->backup_to(copy), storage::StoreUnavailable);
    CHECK(storage::sqlite::state_of(copy).schema_version >= 1);
    CHECK_THROWS_AS(store->backup_to((store.folder() / "none" / "copy.db").string()), storage::StoreUnavailable);
    auto const cut = (store.folder() / "cut.db").string();
    {
        NoRoom const full{4096};
        CHECK_THROWS(store->backup_to(cut));
    }
    CHECK_FALSE(std::filesystem::exists(cut));
}

namespace {

/// The database's files, which somebody moves about while the store is open.
class Files {
  public:
    explicit Files(std::string path)
        : path_(std::move(path)) {}

    void move_away() const { move(path_, elsewhere()); }
    void move_back() const { move(elsewhere(), path_); }
    void remove() const {
        for (auto const* const suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(path_ + suffix);
    }
    /// The content of now under other inodes, as a restored backup is.
    void exchange_for_copies() const {
        move_away();
        for (auto const* const suffix : {"", "-wal"})
            std::filesystem::copy_file(elsewhere() + suffix, path_ + suffix);
    }
    std::string elsewhere() const { return path_ + ".elsewhere"; }

  private:
    static void move(std::string const& from, std::string const& to) {
        for (auto const* const suffix : {"", "-wal", "-shm"})
            if (std::filesystem::exists(from + suffix)) std::filesystem::rename(from + suffix, to + suffix);
    }
    std::string path_;
};

void check_unavailable(storage::Store& store) {
    CHECK_FALSE(store.ready());
    CHECK_THROWS_AS(submit_somebody(store, "ben"), storage::StoreUnavailable);
    CHECK_THROWS_AS(open_requests(store), storage::StoreUnavailable);
    CHECK_THROWS_AS(open_requests(store), storage::StoreUnavailable); // by the other reader, too
    CHECK_FALSE(store.ready());
}

} // namespace

TEST_CASE("while the file lies elsewhere nothing is acknowledged, and all goes on when it is back",
          "[storage][failures]") {
    TemporaryStore store;
    auto const ann = submit_somebody(*store, "ann");
    Files const files{store.path()};
    files.move_away();
    check_unavailable(*store);
    CHECK_THROWS_AS(store->backup_to(store.path() + ".backup"), storage::StoreUnavailable);
    CHECK_FALSE(std::filesystem::exists(store.path())); // none is made in its place
    files.move_back();
    auto const cy = submit_somebody(*store, "cy");
    CHECK(store->ready());
    store.reopen();
    CHECK(find(*store, ann.id) == ann);
    CHECK(find(*store, cy.id) == cy);
    CHECK(open_requests(*store) == 2);
}

TEST_CASE("a file that is moved while a batch is written fails the batch", "[storage][failures]") {
    TemporaryStore store;
    submit_somebody(*store, "ann");
    Files const files{store.path()};
    auto const move_and_submit = [&](storage::Transaction& transaction) {
        files.move_away();
        submit_in(transaction, new_request(core::RequestType::access, "Ben", "ben@example.net"), store->references());
    };
    CHECK_THROWS_AS(store->write(move_and_submit), storage::StoreUnavailable);
    CHECK_FALSE(store->ready());
}

TEST_CASE("a deleted file is missed, and none is made in its place", "[storage][failures]") {
    TemporaryStore store;
    submit_somebody(*store, "ann");
    Files{store.path()}.remove();
    check_unavailable(*store);
    CHECK_FALSE(std::filesystem::exists(store.path()));
}

TEST_CASE("what is put in the place of the file is not written to", "[storage][failures]") {
    TemporaryStore store;
    TemporaryFolder const other_folder;
    submit_somebody(*store, "ann");
    Files const files{store.path()};
    SECTION("an empty file") {
        files.move_away();
        std::ofstream{store.path()};
        check_unavailable(*store);
        CHECK(std::filesystem::file_size(store.path()) == 0);
    }
    SECTION("another database") {
        auto const other = other_folder.file("other.db");
        auto options = test_store_options(other);
        options.random = FixedRandom{99};
        storage::sqlite::open_store(std::move(options))->close();
        files.move_away();
        std::filesystem::copy_file(other, store.path());
        check_unavailable(*store);
    }
    SECTION("an older copy of it") {
        auto const copy = other_folder.file("copy.db");
        store->backup_to(copy);
        submit_somebody(*store, "amy");
        files.move_away();
        std::filesystem::copy_file(copy, store.path());
        check_unavailable(*store);
    }
    files.remove();
    files.move_back();
    submit_somebody(*store, "cy");
    CHECK(store->ready());
}

TEST_CASE("a copy that holds all that was acknowledged takes the file's place", "[storage][failures]") {
    TemporaryStore store;
    auto const ann = submit_somebody(*store, "ann");
    Files{store.path()}.exchange_for_copies();
    CHECK_THROWS_AS(submit_somebody(*store, "ben"), storage::StoreUnavailable);
    auto const cy = submit_somebody(*store, "cy");
    CHECK(store->ready());
    CHECK(find(*store, ann.id) == ann);
    store.reopen();
    CHECK(find(*store, cy.id) == cy);
}

TEST_CASE("a journal that is deleted alone stops the acknowledging, and stopping saves what was in it",
          "[storage][failures]") {
    TemporaryStore store;
    auto const ann = submit_somebody(*store, "ann");
    std::filesystem::remove(store.path() + "-wal");
    CHECK_FALSE(store->ready());
    CHECK_THROWS_AS(submit_somebody(*store, "ben"), storage::StoreUnavailable);
    CHECK_THROWS_AS(submit_somebody(*store, "cy"), storage::StoreUnavailable);
    CHECK(open_requests(*store) == 1);
    store.reopen();
    CHECK(find(*store, ann.id) == ann);
    CHECK(from_snapshot(*store, [](auto& snapshot) { return snapshot.verify_audit(); }).intact);
}
