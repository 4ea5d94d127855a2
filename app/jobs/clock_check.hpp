#pragma once
#include "app/jobs/moment.hpp"
#include "app/log.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace habeas::app::jobs {

/// Compares the wall clock with the steady one. "jump > 5 min is logged as an audit event; time never moves a state
/// backwards": deadlines are days of the wall clock, so whoever sets it must be seen.
class ClockCheck {
  public:
    using Steady = std::function<std::chrono::steady_clock::time_point()>;

    ClockCheck(storage::Store& store, std::chrono::seconds allowed, Steady steady, Log log);
    std::string run(Moment const& moment);

  private:
    struct Reading {
        core::Instant wall;
        std::chrono::steady_clock::time_point steady;
    };

    storage::Store& store_;
    std::chrono::seconds allowed_;
    Steady steady_;
    Log log_;
    std::optional<Reading> last_;
};

} // namespace habeas::app::jobs
