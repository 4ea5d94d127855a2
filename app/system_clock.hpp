#pragma once
#include "core/time.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>

namespace habeas::app {

/// The machine's clock, to the millisecond. The only place of the program that reads it.
class SystemClock final : public core::Clock {
  public:
    core::Instant now() const override;
};

/// A clock that a test steps from outside while the program runs (`--clock-file PATH`). The file holds either an
/// RFC 3339 instant, at which time then stands still, or an offset in seconds to the machine's time ("+3888000").
/// It is read again whenever it changes; while it is missing or half-written the last good reading stays.
/// Thread-safe.
class SteppedClock final : public core::Clock {
  public:
    /// Throws std::runtime_error where the file does not hold a time now.
    explicit SteppedClock(std::filesystem::path file);
    core::Instant now() const override;

  private:
    struct Reading {
        std::optional<core::Instant> standing;
        std::chrono::seconds offset{};
    };
    static std::optional<Reading> read(std::filesystem::path const& file);
    void refresh() const;

    std::filesystem::path file_;
    SystemClock machine_;
    mutable std::mutex mutex_;
    mutable Reading reading_;
    mutable std::filesystem::file_time_type changed_at_{};
};

/// The stepped clock where a file is named, else the machine's.
std::unique_ptr<core::Clock> make_clock(std::optional<std::filesystem::path> const& clock_file);

} // namespace habeas::app
