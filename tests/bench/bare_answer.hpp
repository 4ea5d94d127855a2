#pragma once
#include "tests/bench/child_process.hpp"

#include <cstddef>
#include <cstdint>

namespace habeas::bench {

/// What a page is held against: Beast alone, two event loops, which reads a request and writes this many bytes.
struct BareServer {
    ChildProcess process;
    std::uint16_t port{};
};
BareServer bare_answer_server(std::size_t body_bytes);

} // namespace habeas::bench
