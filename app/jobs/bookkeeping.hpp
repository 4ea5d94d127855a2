#pragma once
#include "storage/store.hpp"

#include <utility>

namespace habeas::app::jobs {

/// A write that nobody needs to account for: a letter claimed, a job run.
template <class Work>
void keep_books(storage::Store& store, core::Instant at, Work work) {
    store.write([&](storage::Transaction& transaction) {
        work(transaction);
        // Without a request in it there is nothing that could conflict.
        (void)transaction.commit(core::Decision::bookkeeping(), at);
    });
}

} // namespace habeas::app::jobs
