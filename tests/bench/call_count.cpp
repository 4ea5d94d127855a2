#include "tests/bench/call_count.hpp"

#include "tests/bench/child_process.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include <fmt/core.h>

namespace habeas::bench {

namespace {

bool is_traced(pid_t pid) {
    std::ifstream file(fmt::format("/proc/{}/status", pid));
    std::string word;
    while (file >> word)
        if (int tracer = 0; word == "TracerPid:" && file >> tracer) return tracer != 0;
    return false;
}

/// The column "calls" of strace -c, summed: % time, seconds, usecs/call, calls, (errors,) syscall.
std::int64_t calls_in(std::string const& path) {
    std::ifstream file(path);
    std::int64_t sum = 0;
    for (std::string line; std::getline(file, line);) {
        if (!line.ends_with("sync")) continue;
        std::istringstream columns(line);
        double share = 0, seconds = 0, each = 0;
        std::int64_t calls = 0;
        if (columns >> share >> seconds >> each >> calls) sum += calls;
    }
    return sum;
}

} // namespace

std::optional<std::int64_t> count_syncs(pid_t pid, std::string const& scratch_file, std::function<void()> const& work) {
    auto const counts = scratch_file + ".counts";
    auto strace = ChildProcess::program(
        {"strace", "-c", "-f", "-e", "trace=fdatasync,fsync", "-o", counts, "-p", std::to_string(pid)}, {},
        scratch_file);
    for (int tries = 0; tries < 200 && !is_traced(pid); ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (!is_traced(pid)) return std::nullopt;
    work();
    strace.end(SIGINT);
    return calls_in(counts);
}

} // namespace habeas::bench
