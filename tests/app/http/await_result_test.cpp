#include "app/http/await_result.hpp"

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

using namespace habeas::app::http;

namespace {

/// Something without a default constructor, as most values of the domain are.
class Found {
  public:
    explicit Found(int value)
        : value_{value} {}
    int value() const { return value_; }

  private:
    int value_;
};

struct Outcomes {
    std::optional<int> value;
    std::string failure;
    std::thread::id resumed_on;
};

boost::asio::awaitable<void> ask(std::move_only_function<void(Completion<Found>)> start, Outcomes& outcomes) {
    try {
        auto work = await_result<Found>(std::move(start));
        auto const found = co_await std::move(work);
        outcomes.value = found.value();
    } catch (std::exception const& exception) {
        outcomes.failure = exception.what();
    }
    outcomes.resumed_on = std::this_thread::get_id();
}

Outcomes run(std::move_only_function<void(Completion<Found>)> start) {
    boost::asio::io_context loop{1};
    Outcomes outcomes;
    boost::asio::co_spawn(loop, ask(std::move(start), outcomes), [](std::exception_ptr) {});
    loop.run();
    return outcomes;
}

} // namespace

TEST_CASE("a coroutine gets a foreign thread's value on its own thread", "[http][await]") {
    std::thread foreign;
    auto const outcomes = run([&](Completion<Found> done) {
        foreign = std::thread{[done = std::move(done)]() mutable { done(Found{42}); }};
    });
    foreign.join();
    CHECK(outcomes.value == 42);
    CHECK(outcomes.resumed_on == std::this_thread::get_id());
}

TEST_CASE("a foreign thread's exception is thrown where it was awaited", "[http][await]") {
    std::thread foreign;
    auto const outcomes = run([&](Completion<Found> done) {
        foreign = std::thread{
            [done = std::move(done)]() mutable { done(std::make_exception_ptr(std::runtime_error{"disk full"})); }};
    });
    foreign.join();
    CHECK(outcomes.failure == "disk full");
}

TEST_CASE("work done at once is taken too", "[http][await]") {
    CHECK(run([](Completion<Found> done) { done(Found{7}); }).value == 7);
}

TEST_CASE("work that is dropped is an exception, not a wait for ever", "[http][await]") {
    CHECK(run([](Completion<Found> done) { done = nullptr; }).failure == "the work was dropped");
}

TEST_CASE("work that cannot begin says why", "[http][await]") {
    CHECK(run([](Completion<Found>) { throw std::runtime_error{"queue is full"}; }).failure == "queue is full");
}

TEST_CASE("a thousand hops at once all come back", "[http][await]") {
    boost::asio::io_context loop{1};
    std::vector<Outcomes> outcomes(1000);
    std::vector<Completion<Found>> waiting;
    for (auto& outcome : outcomes) {
        boost::asio::co_spawn(loop, ask([&](Completion<Found> done) { waiting.push_back(std::move(done)); }, outcome),
                              [](std::exception_ptr) {});
    }
    loop.poll();
    REQUIRE(waiting.size() == outcomes.size());
    std::thread foreign{[&] {
        for (auto& done : waiting) {
            done(Found{1});
        }
    }};
    loop.run();
    foreign.join();
    CHECK(std::ranges::all_of(outcomes, [](Outcomes const& outcome) { return outcome.value == 1; }));
}
