#include "tests/bench/options.hpp"

#include <cstdlib>
#include <filesystem>

#include <CLI/CLI.hpp>

namespace habeas::bench {

Options read_options(int argc, char** argv) {
    Options options;
    options.binary = HABEAS_BINARY;
    options.folder = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "habeas_bench_data";
    double seconds = 5;
    bool quick = false;
    std::string only;

    CLI::App program{"Measures habeas against bare loops on the same machine, as ratios in one run."};
    program.add_flag("--quick", quick, "A short run that shows the benchmark works: small counts, no million");
    program.add_option("--seconds", seconds, "For each row of the tables")->check(CLI::Range(0.1, 600.0));
    program.add_option("--rows", options.requests, "Requests in the database for the queue page, ascending")
        ->delimiter(',')
        ->check(CLI::PositiveNumber);
    program.add_option("--connections", options.connections, "Connections for the creates")
        ->delimiter(',')
        ->check(CLI::Range(1, 100));
    program.add_option("--only", only, "Measure this alone")->check(CLI::IsMember({"creates", "pages"}));
    program.add_option("--binary", options.binary, "The habeas to measure")->check(CLI::ExistingFile);
    program.add_option("--folder", options.folder, "Made for the databases, removed at the end; decides the disk");
    try {
        program.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        std::exit(program.exit(error) == 0 ? 0 : 2);
    }
    if (quick) {
        seconds = std::min(seconds, 0.5);
        options.connections = {1, 32};
        options.requests = {1'000, 10'000};
        options.count_calls = false;
    }
    options.time = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
    options.creates = only != "pages";
    options.pages = only != "creates";
    std::ranges::sort(options.requests);
    return options;
}

} // namespace habeas::bench
