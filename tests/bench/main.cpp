#include "tests/bench/child_process.hpp"
#include "tests/bench/creates.hpp"
#include "tests/bench/desk_page.hpp"
#include "tests/bench/options.hpp"

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <thread>

#include <fmt/core.h>

namespace {

using Clock = std::chrono::steady_clock;

/// Ratios are robust, but not against a machine that is busy otherwise: a loop that waits for its turn on a processor
/// looks slow, and what is held against it looks fast.
void print_disturbance(double seconds, Clock::duration time) {
    constexpr double too_much = 0.1;
    auto const whole = std::chrono::duration<double>(time).count() * std::thread::hardware_concurrency();
    auto const share = seconds / whole;
    fmt::print("\nOther programs used {:.0f} % of the processors meanwhile{}\n", share * 100,
               share > too_much ? ": the shares above say little, run it again on a quiet machine" : "");
}

} // namespace

int main(int argc, char** argv) {
    using namespace habeas::bench;
    auto const options = read_options(argc, argv);
    std::filesystem::remove_all(options.folder);
    std::filesystem::create_directories(options.folder);
    int status = 0;
    try {
        fmt::print("{} processors, {} ms a row, client and server on the same machine\n",
                   std::thread::hardware_concurrency(), options.time.count());
        auto const start = Clock::now();
        auto const others = others_processor_seconds();
        Aims aims;
        if (options.creates) measure_creates(options, aims);
        if (options.pages) measure_desk_page(options, aims);
        aims.print();
        print_disturbance(others_processor_seconds() - others, Clock::now() - start);
    } catch (std::exception const& error) {
        fmt::print(stderr, "habeas_bench: {}\n", error.what());
        status = 1;
    }
    if (status == 0) std::filesystem::remove_all(options.folder);
    return status;
}
