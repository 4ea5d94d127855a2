#pragma once
#include "core/request.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace habeas::core {

/// What the deadline report knows of one request: no personal data.
struct DeadlineFacts {
    RequestId id{};
    Reference reference;
    RequestType type{};
    Status status{};
    Channel channel{};
    Instant received_at{};
    Day received_on{};
    Day due_on{};
    bool extended{};
    std::optional<Day> closed_on;
    std::optional<StaffId> assignee;
};

/// How one request stands on the day the report speaks of.
/// `needed_no_answer`: withdrawn, or never confirmed: received, but nobody was waiting for an answer.
enum class Standing { answered_in_time, answered_late, open_in_time, open_overdue, needed_no_answer };
template <>
struct Words<Standing> {
    static constexpr std::pair<Standing, std::string_view> list[] = {
        {Standing::answered_in_time, "answered_in_time"}, {Standing::answered_late, "answered_late"},
        {Standing::open_in_time, "open_in_time"},         {Standing::open_overdue, "open_overdue"},
        {Standing::needed_no_answer, "needed_no_answer"},
    };
};

/// As of the end of `as_of`: what was closed after it counts as still open.
Standing standing_of(DeadlineFacts const& facts, Day as_of);

struct DeadlineFigures {
    int received{};
    int answered_in_time{};
    int answered_late{};
    int open_in_time{};
    int open_overdue{};
    int extended{};
    int fulfilled{}, partially_fulfilled{}, denied{}, withdrawn{}, redirected{}, expired{};
    std::optional<double> mean_days; ///< receipt to answer, answered ones
    std::optional<double> median_days;
    /// answered_in_time / (answered + open_overdue), in percent with one decimal; nothing where that is 0/0.
    std::optional<double> on_time_percent;
    friend bool operator==(DeadlineFigures const&, DeadlineFigures const&) = default;
};

/// The figures over these requests. Those that were never confirmed or were withdrawn (`expired`, `withdrawn`) are
/// counted as received but not as answered.
DeadlineFigures figures_of(std::vector<DeadlineFacts> const& facts, Day as_of);

} // namespace habeas::core
