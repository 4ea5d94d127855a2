#pragma once
#include "tests/bench/options.hpp"
#include "tests/bench/table.hpp"

namespace habeas::bench {

/// Durable creates over HTTP, by the web form and by the API, against the bare group-commit loop.
void measure_creates(Options const& options, Aims& aims);

} // namespace habeas::bench
