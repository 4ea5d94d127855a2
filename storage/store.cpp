#include "storage/store.hpp"

#include <future>

namespace habeas::storage {

namespace {

template <class Job, class Work>
void do_and_wait(Store& store, Work work) {
    // Shared: the thread that tells may still be inside set_value() when the one that waits has gone on.
    auto const finished = std::make_shared<std::promise<void>>();
    auto outcome = finished->get_future();
    auto const tell = [finished](std::exception_ptr failure) {
        if (failure)
            finished->set_exception(std::move(failure));
        else
            finished->set_value();
    };
    if (store.offer(Job{std::move(work), tell}) == Offered::full)
        throw StoreUnavailable("The store takes no more work just now.");
    outcome.get();
}

} // namespace

void Store::write(std::move_only_function<void(Transaction&)> work) {
    do_and_wait<WriteJob>(*this, std::move(work));
}

void Store::read(std::move_only_function<void(Snapshot&)> work) {
    do_and_wait<ReadJob>(*this, std::move(work));
}

} // namespace habeas::storage
