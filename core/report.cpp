#include "core/report.hpp"

#include <algorithm>
#include <cmath>

namespace habeas::core {

namespace {

bool was_closed_by(std::optional<Day> closed_on, Day as_of) {
    return closed_on && *closed_on <= as_of;
}

enum class Wanted { answer, nothing };

Standing standing(std::optional<Day> closed_on, Day due_on, Wanted wanted, Day as_of) {
    if (!was_closed_by(closed_on, as_of)) return as_of <= due_on ? Standing::open_in_time : Standing::open_overdue;
    if (wanted == Wanted::nothing) return Standing::needed_no_answer;
    return *closed_on <= due_on ? Standing::answered_in_time : Standing::answered_late;
}

/// Never confirmed, or taken back: nobody was waiting for an answer any more.
bool needed_no_answer(Status status) {
    return status == Status::expired || status == Status::withdrawn;
}

void count_ending(DeadlineFigures& figures, Status status) {
    switch (status) {
    case Status::unverified:
    case Status::open:
    case Status::in_progress:
    case Status::awaiting_requester:
    case Status::awaiting_approval:
        return;
    case Status::fulfilled:
        ++figures.fulfilled;
        return;
    case Status::partially_fulfilled:
        ++figures.partially_fulfilled;
        return;
    case Status::denied:
        ++figures.denied;
        return;
    case Status::withdrawn:
        ++figures.withdrawn;
        return;
    case Status::redirected:
        ++figures.redirected;
        return;
    case Status::expired:
        ++figures.expired;
        return;
    }
}

void count_standing(DeadlineFigures& figures, Standing standing) {
    switch (standing) {
    case Standing::answered_in_time:
        ++figures.answered_in_time;
        return;
    case Standing::answered_late:
        ++figures.answered_late;
        return;
    case Standing::open_in_time:
        ++figures.open_in_time;
        return;
    case Standing::open_overdue:
        ++figures.open_overdue;
        return;
    case Standing::needed_no_answer:
        ++figures.needed_no_answer;
        return;
    }
}

std::int64_t total(DayCounts const& counts) {
    std::int64_t all = 0;
    for (auto const& [days, often] : counts)
        all += often;
    return all;
}

/// The number of days that stands at this place when all are put in a row.
std::int64_t at_place(DayCounts const& counts, std::int64_t place) {
    for (auto const& [days, often] : counts) {
        if (place < often) return days;
        place -= often;
    }
    return 0;
}

std::optional<double> mean_of(DayCounts const& counts) {
    if (counts.empty()) return std::nullopt;
    std::int64_t sum = 0;
    for (auto const& [days, often] : counts)
        sum += days * often;
    return static_cast<double>(sum) / static_cast<double>(total(counts));
}

} // namespace

std::optional<Status> outcome_of(DeadlineFacts const& facts, Day as_of) {
    return was_closed_by(facts.closed_on, as_of) ? facts.ended_as : std::nullopt;
}

std::optional<Status> outcome_of(ComplaintFacts const& facts, Day as_of) {
    if (!was_closed_by(facts.closed_on, as_of)) return std::nullopt;
    return facts.withdrawn ? Status::withdrawn : facts.status;
}

Standing standing_of(DeadlineFacts const& facts, Day as_of) {
    auto const unwanted = facts.ended_as && needed_no_answer(*facts.ended_as);
    return standing(facts.closed_on, facts.due_on, unwanted ? Wanted::nothing : Wanted::answer, as_of);
}

Standing standing_of(ComplaintFacts const& facts, Day as_of) {
    return standing(facts.closed_on, facts.due_on, facts.withdrawn ? Wanted::nothing : Wanted::answer, as_of);
}

std::optional<double> median_of(DayCounts const& counts) {
    auto const all = total(counts);
    if (all == 0) return std::nullopt;
    auto const upper = static_cast<double>(at_place(counts, all / 2));
    return all % 2 == 1 ? upper : (static_cast<double>(at_place(counts, all / 2 - 1)) + upper) / 2;
}

void FigureCounter::add(DeadlineFacts const& facts) {
    ++counted_.received;
    if (facts.extended) ++counted_.extended;
    bool const is_closed_now = was_closed_by(facts.closed_on, as_of_);
    if (is_closed_now && facts.ended_as) count_ending(counted_, *facts.ended_as);
    auto const standing = standing_of(facts, as_of_);
    count_standing(counted_, standing);
    if (is_closed_now && standing != Standing::needed_no_answer)
        ++days_to_answer_[(*facts.closed_on - facts.received_on).count()];
}

DeadlineFigures FigureCounter::figures() const {
    auto figures = counted_;
    figures.mean_days = mean_of(days_to_answer_);
    figures.median_days = median_of(days_to_answer_);
    auto const settled = figures.answered_in_time + figures.answered_late + figures.open_overdue;
    if (settled > 0) figures.on_time_percent = std::round(1000.0 * figures.answered_in_time / settled) / 10.0;
    return figures;
}

DeadlineFigures figures_of(std::vector<DeadlineFacts> const& facts, Day as_of) {
    FigureCounter counter(as_of);
    for (auto const& each : facts)
        counter.add(each);
    return counter.figures();
}

ComplaintFigures figures_of(std::vector<ComplaintFacts> const& facts, Day as_of) {
    ComplaintFigures figures;
    for (auto const& each : facts) {
        ++figures.received;
        switch (standing_of(each, as_of)) {
        case Standing::answered_in_time:
            ++figures.decided_in_time;
            break;
        case Standing::answered_late:
            ++figures.decided_late;
            break;
        case Standing::open_in_time:
            ++figures.open_in_time;
            break;
        case Standing::open_overdue:
            ++figures.open_overdue;
            break;
        case Standing::needed_no_answer:
            ++figures.withdrawn;
            break;
        }
    }
    return figures;
}

} // namespace habeas::core
