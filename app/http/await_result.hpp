#pragma once
#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>
#include <variant>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace habeas::app::http {

/// What a foreign thread hands back: a value, or the exception that stood in its way.
template <class T>
class Outcome {
  public:
    Outcome(T value)
        : state_{std::in_place_index<0>, std::move(value)} {}
    Outcome(std::exception_ptr error)
        : state_{std::in_place_index<1>, std::move(error)} {}

    T take() && {
        if (auto* error = std::get_if<1>(&state_)) std::rethrow_exception(*error);
        return std::get<0>(std::move(state_));
    }

  private:
    std::variant<T, std::exception_ptr> state_;
};

/// Called once, from any thread, also before `start` has returned. Dropped uncalled, it counts as
/// std::runtime_error("the work was dropped"), so that no coroutine waits for ever.
template <class T>
using Completion = std::move_only_function<void(Outcome<T>)>;

namespace detail {

/// A suspended coroutine, resumed by posting to its own event loop, which is kept running meanwhile.
template <class T, class Resume>
class Resumption {
  public:
    explicit Resumption(Resume resume)
        : executor_{boost::asio::get_associated_executor(resume)}
        , work_{executor_}
        , resume_{std::move(resume)} {}
    Resumption(Resumption const&) = delete;
    Resumption& operator=(Resumption const&) = delete;
    ~Resumption() { complete(Outcome<T>{std::make_exception_ptr(std::runtime_error{"the work was dropped"})}); }

    /// The first call counts.
    void complete(Outcome<T> outcome) {
        if (called_.test_and_set()) return;
        auto carried = std::make_unique<Outcome<T>>(std::move(outcome));
        boost::asio::post(executor_, [resume = std::move(resume_), carried = std::move(carried)]() mutable {
            std::move(resume)(std::move(carried));
        });
        work_.reset(); // the completion may be kept by its caller for longer; the loop need not
    }

  private:
    using Executor = boost::asio::associated_executor_t<Resume>;
    Executor executor_;
    boost::asio::executor_work_guard<Executor> work_;
    Resume resume_;
    std::atomic_flag called_;
};

} // namespace detail

/// Hops to a foreign thread and comes back: `start` hands the completion to that thread (a queue, a pool); once it
/// is called the coroutine goes on, on its own event loop. Throws what `start` throws or the outcome carries.
/// T needs no default constructor. The event loop must outlive the completion: Server::stop() waits for it.
///
///     auto work = await_result<Found>([&](Completion<Found> done) { store.enqueue(std::move(done)); });
///     auto found = co_await std::move(work);
template <class T>
boost::asio::awaitable<T> await_result(std::move_only_function<void(Completion<T>)> start) {
    using Carried = std::unique_ptr<Outcome<T>>;
    auto initiate = [](auto resume, std::move_only_function<void(Completion<T>)>* begin) {
        auto waiting = std::make_shared<detail::Resumption<T, decltype(resume)>>(std::move(resume));
        try {
            (*begin)([waiting](Outcome<T> outcome) { waiting->complete(std::move(outcome)); });
        } catch (...) {
            waiting->complete(Outcome<T>{std::current_exception()});
        }
    };
    auto suspended = boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void(Carried)>(
        initiate, boost::asio::use_awaitable, &start);
    auto outcome = co_await std::move(suspended);
    co_return std::move(*outcome).take();
}

} // namespace habeas::app::http
