#pragma once
#include "core/request.hpp"

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace habeas::core {

/// The day a report speaks of, and the first instant after it: what happened then or later was not known.
struct AsOf {
    Day day{};
    Instant end{};
};

/// What the deadline report knows of the first answer to one request, as it stood at the end of a day: no personal
/// data. Due day, extension and answer are those of the respond clock, so an appeal never changes how the answer
/// counts.
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
    std::optional<Day> closed_on;   ///< the day of the first answer, whatever came afterwards
    std::optional<Status> ended_as; ///< how it was answered; with closed_on
    std::optional<StaffId> assignee;
};

/// The same of one complaint about an answer: its own clock, its own day of receipt.
struct ComplaintFacts {
    RequestId id{};
    Reference reference;
    RequestType type{};
    Status status{}; ///< of the request
    Channel channel{};
    Day received_on{};
    Day due_on{};
    std::optional<Day> closed_on; ///< decided or withdrawn
    bool withdrawn{};
    std::optional<StaffId> assignee;
};

/// How one request, or one complaint, stands on the day the report speaks of.
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

/// How the answer ended that a row of the report is about; nothing while there is none. What became of the request
/// since stands in `status`.
std::optional<Status> outcome_of(DeadlineFacts const& facts, Day as_of);
std::optional<Status> outcome_of(ComplaintFacts const& facts, Day as_of);

/// As of the end of `as_of`: what was closed after it counts as still open.
Standing standing_of(DeadlineFacts const& facts, Day as_of);
Standing standing_of(ComplaintFacts const& facts, Day as_of);

struct DeadlineFigures {
    int received{};
    int answered_in_time{};
    int answered_late{};
    int open_in_time{};
    int open_overdue{};
    int needed_no_answer{}; ///< with the four before it this makes `received`
    int extended{};
    int fulfilled{}, partially_fulfilled{}, denied{}, withdrawn{}, redirected{}, expired{};
    std::optional<double> mean_days; ///< receipt to answer, answered ones
    std::optional<double> median_days;
    /// answered_in_time / (answered + open_overdue), in percent with one decimal; nothing where that is 0/0.
    std::optional<double> on_time_percent;
    friend bool operator==(DeadlineFigures const&, DeadlineFigures const&) = default;
};

/// How often each number of days occurred.
using DayCounts = std::map<std::int64_t, std::int64_t>;
/// Nothing where nothing was counted.
std::optional<double> median_of(DayCounts const& counts);

/// Takes one request after the other, so that figures over a million need not hold them.
class FigureCounter {
  public:
    explicit FigureCounter(Day as_of)
        : as_of_(as_of) {}
    void add(DeadlineFacts const& facts);
    DeadlineFigures figures() const;

  private:
    Day as_of_;
    DeadlineFigures counted_;
    DayCounts days_to_answer_;
};

/// The figures over these requests. Those that were never confirmed or were withdrawn (`expired`, `withdrawn`) are
/// counted as received but not as answered.
DeadlineFigures figures_of(std::vector<DeadlineFacts> const& facts, Day as_of);

struct ComplaintFigures {
    int received{};
    int decided_in_time{};
    int decided_late{};
    int open_in_time{};
    int open_overdue{};
    int withdrawn{};
    friend bool operator==(ComplaintFigures const&, ComplaintFigures const&) = default;
};

ComplaintFigures figures_of(std::vector<ComplaintFacts> const& facts, Day as_of);

} // namespace habeas::core
