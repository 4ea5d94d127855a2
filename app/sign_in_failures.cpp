#include "app/sign_in_failures.hpp"

#include "app/company_calendar.hpp"

namespace habeas::app {

namespace {

using storage::SignInFailures;

constexpr std::chrono::hours window{1};

/// Set back, the clock makes an hour of the future: that one is over too.
bool is_over(SignInFailures const& hour, core::Instant now) {
    return now - hour.began_at >= window || hour.began_at > now;
}

core::Decision folded(SignInFailures const& hour, core::Stamp const& stamp) {
    std::vector<std::pair<std::string, std::string>> details{{"failures", std::to_string(hour.unnoted)},
                                                             {"since", rfc3339(hour.began_at)}};
    if (hour.whose) details.emplace_back("staff", std::to_string(hour.whose->value));
    return core::Decision::record(stamp, "staff.sign_ins_failed", std::move(details));
}

core::Decision noted(std::optional<core::StaffId> whose, core::Stamp const& stamp) {
    if (!whose) return core::Decision::record(stamp, "staff.sign_in_failed");
    return core::Decision::record(stamp, "staff.sign_in_failed", {{"staff", std::to_string(whose->value)}});
}

} // namespace

void note_failed_sign_in(storage::Transaction& transaction, core::Stamp const& stamp,
                         std::optional<core::StaffId> whose, int noted_an_hour) {
    auto hour = transaction.sign_in_failures(whose).value_or(SignInFailures{whose, stamp.at, 0, 0});
    if (is_over(hour, stamp.at)) {
        if (hour.unnoted > 0) (void)transaction.commit(folded(hour, stamp), stamp.at);
        hour = {whose, stamp.at, 0, 0};
    }
    ++hour.failures;
    auto const notes_it = hour.failures <= noted_an_hour;
    if (!notes_it) ++hour.unnoted;
    transaction.keep_sign_in_failures(hour);
    (void)transaction.commit(notes_it ? noted(whose, stamp) : core::Decision::bookkeeping(), stamp.at);
}

void fold_failed_sign_ins(storage::Transaction& transaction, core::Stamp const& stamp) {
    for (auto const& hour : transaction.all_sign_in_failures()) {
        if (!is_over(hour, stamp.at)) continue;
        if (hour.unnoted > 0) (void)transaction.commit(folded(hour, stamp), stamp.at);
        transaction.forget_sign_in_failures(hour.whose);
    }
    (void)transaction.commit(core::Decision::bookkeeping(), stamp.at);
}

} // namespace habeas::app
