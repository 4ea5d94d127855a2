#pragma once
#include "tests/bench/child_process.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::bench {

/// The real `habeas serve` on a data folder of its own, as an operator runs it, with limits that let a benchmark
/// through and the log in a file.
class Service {
  public:
    /// The folder may be there already, with a database in it.
    Service(std::string binary, std::string folder);

    std::string const& folder() const { return folder_; }
    std::string database() const { return folder_ + "/habeas.sqlite3"; }

    /// `habeas --data FOLDER words…`; what it printed.
    std::string command(std::vector<std::string> words) const;

    /// From exec to the first answer 200 of a page, in seconds.
    struct Started {
        double healthz{};
        double sign_in{}; ///< a page of templates that reads the database's ground; asked for after the other
    };
    Started start();
    void stop();

    pid_t pid() const { return process_.pid(); }
    std::uint16_t port() const { return port_; }
    /// What every request of ours begins with after its first line.
    std::string host_line() const { return "Host: 127.0.0.1:" + std::to_string(port_) + "\r\n"; }

    /// A counter of /metrics, such as `habeas_store_batches_total`.
    double metric(std::string_view name) const;

  private:
    std::string binary_;
    std::string folder_;
    std::uint16_t port_;
    Environment environment_;
    ChildProcess process_;
};

} // namespace habeas::bench
