#pragma once
#include "app/configuration.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace habeas::app {

enum class Demo { fill_new_database, leave_empty };

struct ApplicationOptions {
    LoadedConfiguration configuration;
    Demo demo{Demo::leave_empty};
    std::optional<std::string> clock_file; ///< tests step the time with it
};

/// The whole service: the one place that wires everything. Made whole or not at all; throws std::runtime_error with a
/// sentence for the operator.
class Application {
  public:
    explicit Application(ApplicationOptions options);
    ~Application();
    Application(Application const&) = delete;
    Application& operator=(Application const&) = delete;

    void start();
    /// Stops accepting, finishes what is in flight, stops the jobs, closes the database. Safe to call twice.
    void stop();
    /// Opens the log file anew, after it was moved away.
    void reopen_log();

    /// Reads the TLS certificate and its key anew, after they were renewed. One that cannot be used is logged, and that
    /// of before stays. Nothing without TLS.
    void reload_certificate();

    std::uint16_t port() const;
    /// What the operator is told once it runs: addresses and, with a fresh demo, how to sign in.
    std::string greeting() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace habeas::app
