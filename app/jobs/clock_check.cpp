#include "app/jobs/clock_check.hpp"

#include <utility>

#include <fmt/core.h>

namespace habeas::app::jobs {

namespace {

using std::chrono::seconds;

/// When the newest entry of the chain was written: the wall clock cannot honestly be before it.
std::optional<core::Instant> newest_entry_at(storage::Store& store) {
    std::optional<core::Instant> newest;
    store.read([&](storage::Snapshot& snapshot) {
        storage::AuditQuery query;
        query.after = core::AuditSequence{snapshot.audit_head().entries - 1};
        auto const last = snapshot.audit(query);
        if (!last.empty()) newest = last.front().recorded_at;
    });
    return newest;
}

} // namespace

ClockCheck::ClockCheck(storage::Store& store, std::chrono::seconds allowed, Steady steady, Log log)
    : store_(store)
    , allowed_(allowed)
    , steady_(std::move(steady))
    , log_(std::move(log))
    , written_before_(newest_entry_at(store)) {}

std::string ClockCheck::run(Moment const& moment) {
    auto const stamp = moment();
    auto const now = Reading{stamp.at, steady_()};
    auto const before = std::exchange(last_, now);
    if (!before) return compare_with_chain(stamp);
    auto const jumped = std::chrono::duration_cast<seconds>((now.wall - before->wall) - (now.steady - before->steady));
    if (std::chrono::abs(jumped) <= allowed_) return "steady";
    return record(stamp, jumped);
}

/// No steady clock runs on while the program does not: forward it may have slept, backward somebody set the clock.
std::string ClockCheck::compare_with_chain(core::Stamp const& stamp) {
    if (!written_before_ || *written_before_ - stamp.at <= allowed_) return "watching";
    return record(stamp, std::chrono::duration_cast<seconds>(stamp.at - *written_before_));
}

std::string ClockCheck::record(core::Stamp const& stamp, seconds jumped) {
    log_.warning("clock.jumped", {{"seconds", jumped.count()}});
    store_.write([&](storage::Transaction& transaction) {
        auto const entry = core::Decision::record(stamp, "clock.jumped", {{"seconds", std::to_string(jumped.count())}});
        (void)transaction.commit(entry, stamp.at);
    });
    return fmt::format("jumped by {} seconds", jumped.count());
}

} // namespace habeas::app::jobs
