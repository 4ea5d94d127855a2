#include "tests/bench/creates.hpp"
#include "tests/bench/desk_page.hpp"
#include "tests/bench/options.hpp"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <thread>

#include <fmt/core.h>

int main(int argc, char** argv) {
    using namespace habeas::bench;
    auto const options = read_options(argc, argv);
    std::filesystem::remove_all(options.folder);
    std::filesystem::create_directories(options.folder);
    int status = 0;
    try {
        fmt::print("{} processors, {} ms a row, client and server on the same machine\n",
                   std::thread::hardware_concurrency(), options.time.count());
        Aims aims;
        if (options.creates) measure_creates(options, aims);
        if (options.pages) measure_desk_page(options, aims);
        aims.print();
    } catch (std::exception const& error) {
        fmt::print(stderr, "habeas_bench: {}\n", error.what());
        status = 1;
    }
    if (status == 0) std::filesystem::remove_all(options.folder);
    return status;
}
