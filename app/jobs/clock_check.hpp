#pragma once
#include "app/jobs/moment.hpp"
#include "app/log.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace habeas::app::jobs {

/// Compares the wall clock with the steady one, and at its start with the newest entry of the chain, so that nobody
/// sets the clock back while the program stands still and goes unseen. "jump > 5 min is logged as an audit event; time
/// never moves a state backwards": deadlines are days of the wall clock, so whoever sets it must be seen.
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

    std::string compare_with_chain(core::Stamp const& stamp);
    std::string record(core::Stamp const& stamp, std::chrono::seconds jumped);

    storage::Store& store_;
    std::chrono::seconds allowed_;
    Steady steady_;
    Log log_;
    std::optional<core::Instant> written_before_; ///< when the program found the chain
    std::optional<Reading> last_;
};

} // namespace habeas::app::jobs
