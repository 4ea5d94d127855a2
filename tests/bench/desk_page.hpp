#pragma once
#include "tests/bench/options.hpp"
#include "tests/bench/table.hpp"

namespace habeas::bench {

/// The queue page of somebody signed in, memory and time to the first answer, by the number of requests in the
/// database.
void measure_desk_page(Options const& options, Aims& aims);

} // namespace habeas::bench
