#include "storage/store.hpp"

#include <exception>
#include <future>
#include <utility>

namespace habeas::storage {

namespace {

/// What the store's thread leaves for the one that waits.
struct Outcome {
    std::promise<void> told;
    std::exception_ptr failure;
};

template <class Job, class Work>
void do_and_wait(Store& store, Work work) {
    // Shared: the thread that tells may still be inside set_value() when the one that waits has gone on.
    auto const outcome = std::make_shared<Outcome>();
    auto told = outcome->told.get_future();
    // Handed over whole, which set_exception() does not do: an exception is freed by the thread that reads it.
    auto const tell = [outcome](std::exception_ptr failure) {
        outcome->failure = std::move(failure);
        outcome->told.set_value();
    };
    if (store.offer(Job{std::move(work), tell}) == Offered::full)
        throw StoreUnavailable("The store takes no more work just now.");
    told.get();
    if (auto failure = std::exchange(outcome->failure, nullptr)) std::rethrow_exception(std::move(failure));
}

} // namespace

void Store::write(std::move_only_function<void(Transaction&)> work) {
    do_and_wait<WriteJob>(*this, std::move(work));
}

void Store::read(std::move_only_function<void(Snapshot&)> work) {
    do_and_wait<ReadJob>(*this, std::move(work));
}

} // namespace habeas::storage
