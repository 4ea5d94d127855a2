#include "app/system_clock.hpp"

#include "app/company_calendar.hpp"
#include "core/whole_number.hpp"

#include <fstream>
#include <stdexcept>
#include <string>

namespace habeas::app {

core::Instant SystemClock::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

SteppedClock::SteppedClock(std::filesystem::path file)
    : file_(std::move(file)) {
    auto const first = read(file_);
    if (!first) throw std::runtime_error("the clock file holds neither an instant nor an offset in seconds");
    reading_ = *first;
}

core::Instant SteppedClock::now() const {
    std::lock_guard const lock(mutex_);
    refresh();
    return reading_.standing ? *reading_.standing : machine_.now() + reading_.offset;
}

void SteppedClock::refresh() const {
    std::error_code missing;
    auto const changed_at = std::filesystem::last_write_time(file_, missing);
    if (missing || changed_at == changed_at_) return;
    auto const again = read(file_);
    if (!again) return; // being written just now: the time of change is not kept, so the next call tries again
    reading_ = *again;
    changed_at_ = changed_at;
}

std::optional<SteppedClock::Reading> SteppedClock::read(std::filesystem::path const& file) {
    std::ifstream stream(file);
    std::string word;
    if (!(stream >> word)) return std::nullopt;
    if (auto const instant = parse_rfc3339(word)) return Reading{.standing = instant, .offset = {}};

    auto const seconds = core::whole_number(word.substr(word.front() == '+' ? 1 : 0));
    if (!seconds) return std::nullopt;
    return Reading{.standing = std::nullopt, .offset = std::chrono::seconds(*seconds)};
}

std::unique_ptr<core::Clock> make_clock(std::optional<std::filesystem::path> const& clock_file) {
    if (clock_file) return std::make_unique<SteppedClock>(*clock_file);
    return std::make_unique<SystemClock>();
}

} // namespace habeas::app
