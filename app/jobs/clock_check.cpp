#include "app/jobs/clock_check.hpp"

#include <utility>

#include <fmt/core.h>

namespace habeas::app::jobs {

ClockCheck::ClockCheck(storage::Store& store, std::chrono::seconds allowed, Steady steady, Log log)
    : store_(store)
    , allowed_(allowed)
    , steady_(std::move(steady))
    , log_(std::move(log)) {}

std::string ClockCheck::run(Moment const& moment) {
    auto const stamp = moment();
    auto const now = Reading{stamp.at, steady_()};
    auto const before = std::exchange(last_, now);
    if (!before) return "watching";
    using std::chrono::seconds;
    auto const jumped = std::chrono::duration_cast<seconds>((now.wall - before->wall) - (now.steady - before->steady));
    if (std::chrono::abs(jumped) <= allowed_) return "steady";

    log_.warning("clock.jumped", {{"seconds", jumped.count()}});
    store_.write([&](storage::Transaction& transaction) {
        auto const entry = core::Decision::record(stamp, "clock.jumped", {{"seconds", std::to_string(jumped.count())}});
        (void)transaction.commit(entry, stamp.at);
    });
    return fmt::format("jumped by {} seconds", jumped.count());
}

} // namespace habeas::app::jobs
