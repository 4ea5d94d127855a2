#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace habeas::bench {

using Environment = std::vector<std::pair<std::string, std::string>>;

/// A process of ours that ends with us, however we end.
class ChildProcess {
  public:
    ChildProcess() = default;
    ChildProcess(ChildProcess&& other) noexcept
        : pid_(std::exchange(other.pid_, 0)) {}
    ChildProcess& operator=(ChildProcess&& other) noexcept {
        end();
        pid_ = std::exchange(other.pid_, 0);
        return *this;
    }
    ~ChildProcess() { end(); }

    /// Runs a program; what it prints goes to `output` (a file, overwritten).
    static ChildProcess program(std::vector<std::string> const& words, Environment const& environment,
                                std::string const& output);

    /// Runs a function in a copy of this process, which must have no other thread.
    static ChildProcess function(std::function<void()> const& run);

    pid_t pid() const { return pid_; }
    bool runs() const { return pid_ > 0; }
    /// Asks it to end with this signal and waits until it has.
    void end(int signal = 15);

  private:
    explicit ChildProcess(pid_t pid)
        : pid_(pid) {}
    pid_t pid_{};
};

/// What a program printed. Throws std::runtime_error with its words where it fails.
std::string output_of(std::vector<std::string> const& words, Environment const& environment,
                      std::string const& scratch_file);

/// Seconds of processor time a process has used so far, in steps of 10 ms.
double processor_seconds(pid_t pid);

/// What it holds in memory now, in MiB: VmRSS, the mapped parts of files included.
double resident_mib(pid_t pid);

/// What the machine has done so far, in processor seconds, apart from this process and its ended children.
double others_processor_seconds();

} // namespace habeas::bench
