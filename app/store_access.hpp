#pragma once
#include "app/http/await_result.hpp"
#include "storage/store.hpp"

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/awaitable.hpp>

// The one hop from a handler to a store thread and back. `work` is taken by value and runs there with a transaction or
// a snapshot; what it returns comes back after the commit is durable. Exceptions come through; a full queue is
// StoreUnavailable, which ends as 503.
//
//     auto work = write_store(services.store, [&desk, target, stamp](storage::Transaction& transaction) {…});
//     auto withdrawn = co_await std::move(work);
namespace habeas::app {

namespace detail {

template <class Job, class Access, class Work>
auto run_on_store(storage::Store& store, Work work) {
    using Answer = std::invoke_result_t<Work&, Access&>;
    auto start = [&store, work = std::move(work)](http::Completion<Answer> done) mutable {
        auto answer = std::make_shared<std::optional<Answer>>();
        Job job{[answer, work = std::move(work)](Access& access) mutable { answer->emplace(work(access)); },
                [answer, done = std::move(done)](std::exception_ptr failure) mutable {
                    if (failure) return done(std::move(failure));
                    done(std::move(**answer));
                }};
        if (store.offer(std::move(job)) == storage::Offered::full)
            throw storage::StoreUnavailable("the store's queue is full");
    };
    return http::await_result<Answer>(std::move(start));
}

} // namespace detail

template <class Work>
auto write_store(storage::Store& store, Work work) {
    return detail::run_on_store<storage::WriteJob, storage::Transaction>(store, std::move(work));
}

template <class Work>
auto read_store(storage::Store& store, Work work) {
    return detail::run_on_store<storage::ReadJob, storage::Snapshot>(store, std::move(work));
}

/// An entry of the trail that belongs to no change. It is durable when this comes back without an error: what it tells
/// of, such as a copy that leaves, has to wait for that.
inline auto write_entry(storage::Store& store, core::Decision entry, core::Instant at) {
    return write_store(store, [entry = std::move(entry), at](storage::Transaction& transaction) {
        return transaction.commit(entry, at);
    });
}

/// A write that may be slow but is nobody's answer: runs when it can, and is dropped where the queue is full.
template <class Work>
storage::Offered write_later(storage::Store& store, Work work) {
    return store.offer(storage::WriteJob{std::move(work), [](std::exception_ptr) {}});
}

} // namespace habeas::app
