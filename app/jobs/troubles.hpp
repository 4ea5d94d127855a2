#pragma once
#include "app/log.hpp"
#include "core/time.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace habeas::app::jobs {

/// What fails again and again. A failure that lasts is told once when it begins and once when it ends; a log that
/// repeats it every second hides everything else.
class Troubles {
  public:
    explicit Troubles(Log log)
        : log_(std::move(log)) {}

    void failed(std::string_view job, std::string_view what);
    void worked(std::string_view job);

  private:
    Log log_;
    std::map<std::string, int, std::less<>> failures_; ///< of those that fail now: how often they did
};

/// A pause that grows with every failure, from a second to a minute.
class Pause {
  public:
    void grow(core::Instant now);
    void end() { length_ = {}; }
    /// A clock that was set back does not make it longer.
    bool holds(core::Instant now) const { return now < until_ && until_ - now <= length_; }

  private:
    static constexpr std::chrono::seconds shortest{1}, longest{60};
    std::chrono::seconds length_{};
    core::Instant until_{};
};

} // namespace habeas::app::jobs
