#include "tests/storage/contract/contract.hpp"
#include "tests/support/store_requests.hpp"

#include <atomic>
#include <future>
#include <latch>
#include <thread>

#include <catch2/catch.hpp>

namespace habeas::testing::contract {

namespace {

/// Keeps the writer busy until it is let go, so that what is offered meanwhile becomes one batch.
class Gate {
  public:
    explicit Gate(storage::Store& store) {
        auto const wait = [latches = latches_](storage::Transaction&) {
            latches->reached.count_down();
            latches->go.wait();
        };
        REQUIRE(store.offer(storage::WriteJob{wait, [](std::exception_ptr) {}}) == storage::Offered::taken);
        latches_->reached.wait();
    }
    ~Gate() { open(); }
    Gate(Gate const&) = delete;
    Gate& operator=(Gate const&) = delete;
    void open() {
        if (!latches_->go.try_wait()) latches_->go.count_down();
    }

  private:
    struct Latches {
        std::latch reached{1}, go{1};
    };
    /// Shared with the writer, which may still be leaving the latch when the gate is gone.
    std::shared_ptr<Latches> latches_ = std::make_shared<Latches>();
};

struct Answer {
    std::shared_ptr<std::promise<std::exception_ptr>> promise = std::make_shared<std::promise<std::exception_ptr>>();
    std::future<std::exception_ptr> future{promise->get_future()};
};

storage::WriteJob creating(storage::Store& store, std::string name, Answer& answer, bool fails = false) {
    return {[&store, name, fails](storage::Transaction& transaction) {
                submit_in(transaction, new_request(core::RequestType::access, name, name + "@example.net"),
                          store.references());
                if (fails) throw std::runtime_error("this one fails");
            },
            [promise = answer.promise](std::exception_ptr failure) { promise->set_value(std::move(failure)); }};
}

std::int64_t open_requests(storage::Store& store) {
    return from_snapshot(store, [](auto& snapshot) { return snapshot.counts().open; });
}

void check_batch(storage::Store& store) {
    Answer good, bad, better;
    auto const before = store.figures();
    {
        Gate const gate{store};
        REQUIRE(store.offer(creating(store, "good", good)) == storage::Offered::taken);
        REQUIRE(store.offer(creating(store, "bad", bad, true)) == storage::Offered::taken);
        REQUIRE(store.offer(creating(store, "better", better)) == storage::Offered::taken);
    }
    CHECK_FALSE(good.future.get());
    CHECK(bad.future.get());
    CHECK_FALSE(better.future.get());
    CHECK(store.figures().batches == before.batches + 1); // the gate's own batch wrote nothing
    CHECK(store.figures().failed_jobs == before.failed_jobs + 1);
    CHECK(open_requests(store) == 2);
    CHECK(from_snapshot(store, [](auto& snapshot) { return snapshot.verify_audit(); }).entries == 2);
}

void check_full_queue(storage::Store& store) {
    Answer first, second, third;
    {
        Gate const gate{store};
        CHECK(store.offer(creating(store, "first", first)) == storage::Offered::taken);
        CHECK(store.offer(creating(store, "second", second)) == storage::Offered::taken);
        CHECK(store.figures().queued == 2);
        CHECK(store.offer(creating(store, "third", third)) == storage::Offered::full);
        CHECK_THROWS_AS(store.write([](storage::Transaction&) {}), storage::StoreUnavailable);
    }
    CHECK_FALSE(first.future.get());
    CHECK_FALSE(second.future.get());
    CHECK(open_requests(store) == 2);
}

void check_many_threads(storage::Store& store) {
    constexpr int writers = 4, each = 20;
    std::atomic<int> most_seen{};
    {
        std::vector<std::jthread> threads;
        for (int writer = 0; writer < writers; ++writer)
            threads.emplace_back([&store, &most_seen, writer] {
                for (int i = 0; i < each; ++i) {
                    auto const name = "p" + std::to_string(writer * each + i);
                    submit(store, new_request(core::RequestType::access, name, name + "@example.net"));
                    most_seen = std::max<int>(most_seen, static_cast<int>(open_requests(store)));
                }
            });
    }
    CHECK(most_seen <= writers * each);
    CHECK(open_requests(store) == writers * each);
    auto const found = from_snapshot(store, [](auto& snapshot) { return snapshot.verify_audit(); });
    CHECK(found.intact);
    CHECK(found.entries == writers * each);
}

} // namespace

void engine(StoreFactory const& factory) {
    auto const open = factory();

    SECTION("jobs that gather are committed as one batch, and a failing one is undone alone") {
        check_batch(*open({}));
    }
    SECTION("a full queue takes no more, and goes on when it has room") {
        check_full_queue(*open({.queue_limit = 2, .batch_limit = 1}));
    }
    SECTION("work that leaves without commit never happened") {
        auto const store = open({});
        auto const revision = store->revision();
        store->write([&](storage::Transaction& transaction) {
            transaction.lease_job("outbox", noon(march(2)), noon(march(3)));
        });
        CHECK(from_snapshot(*store, [](auto& snapshot) { return snapshot.jobs(); }).empty());
        CHECK(store->revision() == revision);
    }
    SECTION("the revision grows with a change and not with reading") {
        auto const store = open({});
        auto const before = store->revision();
        submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
        auto const after = store->revision();
        CHECK(after > before);
        open_requests(*store);
        CHECK(store->revision() == after);
    }
    SECTION("an exception in a question comes back to who asked, and the next question is answered") {
        auto const store = open({});
        CHECK_THROWS_WITH(store->read([](storage::Snapshot&) { throw std::runtime_error("not this one"); }),
                          "not this one");
        CHECK(open_requests(*store) == 0);
    }
    SECTION("a snapshot does not move while it is read") {
        auto const store = open({});
        store->read([&](storage::Snapshot& snapshot) {
            CHECK(snapshot.counts().open == 0);
            submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
            CHECK(snapshot.counts().open == 0);
        });
        CHECK(open_requests(*store) == 1);
    }
    SECTION("closing finishes what was taken and takes nothing more") {
        auto store = open({});
        Answer answer;
        {
            Gate gate{*store};
            REQUIRE(store->offer(creating(*store, "last", answer)) == storage::Offered::taken);
            std::jthread const closing([&] { store->close(); });
            gate.open();
        }
        CHECK_FALSE(answer.future.get());
        CHECK(store->offer(storage::WriteJob{[](auto&) {}, [](auto) {}}) == storage::Offered::full);
        CHECK(store->offer(storage::ReadJob{[](auto&) {}, [](auto) {}}) == storage::Offered::full);
        CHECK_FALSE(store->ready());
        store.reset();
        store = open({});
        CHECK(store->ready());
        CHECK(open_requests(*store) == 1);
    }
    SECTION("several threads write and read at once") {
        check_many_threads(*open({}));
    }
}

} // namespace habeas::testing::contract
