#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace habeas::bench {

/// What is measured, and for how long.
struct Options {
    std::string binary;                                            ///< the `habeas` to measure
    std::string folder;                                            ///< made anew, removed at the end; decides the disk
    std::chrono::milliseconds time{5'000};                         ///< for each row of the tables
    std::vector<int> connections{1, 8, 32, 64};                    ///< of the creates
    std::vector<std::int64_t> requests{1'000, 100'000, 1'000'000}; ///< in the database, for the queue page; ascending
    bool creates{true};
    bool pages{true};
    bool count_calls{true}; ///< a pass under strace, where it is installed
};

/// Ends the program where --help is asked for (0) or the command line is wrong (2).
Options read_options(int argc, char** argv);

} // namespace habeas::bench
