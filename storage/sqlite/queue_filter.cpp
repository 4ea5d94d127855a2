#include "storage/sqlite/queue_filter.hpp"

namespace habeas::storage::sqlite {

namespace {

constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr auto most = std::numeric_limits<std::int64_t>::max();

static_assert(number(core::Status::fulfilled) == 5 && number(core::Status::expired) == 10);

template <class Enum>
std::int64_t bit(Enum value) {
    return std::int64_t{1} << number(value);
}

template <class Enum>
std::int64_t bits(std::vector<Enum> const& values, std::int64_t if_none) {
    if (values.empty()) return if_none;
    std::int64_t set = 0;
    for (auto const value : values)
        set |= bit(value);
    return set;
}

void set_assignee(QueueFilter& filter, QueueQuery const& query) {
    switch (query.assignee) {
    case AssigneeFilter::anyone:
        filter.assignee_from = 0;
        filter.assignee_until = most;
        return;
    case AssigneeFilter::nobody:
        filter.assignee_from = filter.assignee_until = 0;
        return;
    case AssigneeFilter::somebody_named:
        filter.assignee_from = filter.assignee_until = query.assignee_id.value;
        return;
    }
}

/// A range of due days is part of the start of the page where the order is by due day: one range over the index.
void set_start(QueueFilter& filter, std::optional<QueuePlace> const& after) {
    auto const ascending = filter.direction == Direction::ascending;
    filter.after = ascending ? least : most;
    if (filter.by_due_day && ascending && filter.due_from != least) filter.after = filter.due_from - 1;
    if (filter.by_due_day && !ascending && filter.due_until != most) filter.after = filter.due_until + 1;
    if (after) filter.after = ascending ? std::max(filter.after, after->key) : std::min(filter.after, after->key);
}

} // namespace

QueueFilter filter_of(QueueQuery const& query) {
    QueueFilter filter;
    filter.statuses = bits(query.statuses, query.closed_too ? all_statuses : open_statuses);
    filter.types = bits(query.types, most);
    filter.channels = query.channel ? bit(*query.channel) : most;
    set_assignee(filter, query);
    filter.due_from = query.due_from ? start_of(*query.due_from) : least;
    // What was never due stands behind every day: a range without an end must not reach it.
    auto const last = query.due_from || query.due_until ? queue_key(no_due_day, 0) - 1 : most;
    filter.due_until = query.due_until ? std::min(end_of(*query.due_until), last) : last;
    filter.open_due_from = query.not_overdue_on ? start_of(*query.not_overdue_on) : least;
    filter.by_due_day = query.order == QueueOrder::due_first || query.order == QueueOrder::due_last;
    filter.direction = query.order == QueueOrder::due_first || query.order == QueueOrder::received_oldest
                           ? Direction::ascending
                           : Direction::descending;
    set_start(filter, query.after);
    filter.rows = std::max(query.limit, 1) + 1; // one more tells whether there is a next page
    return filter;
}

QueueFilter open_part(QueueFilter filter) {
    filter.due_from = std::max(filter.due_from, filter.open_due_from);
    auto const starts_there = filter.by_due_day && filter.direction == Direction::ascending && filter.due_from != least;
    if (starts_there) filter.after = std::max(filter.after, filter.due_from - 1);
    return filter;
}

void order_and_cut(std::vector<QueueKey>& keys, QueueFilter const& filter) {
    if (filter.direction == Direction::ascending)
        std::ranges::sort(keys);
    else
        std::ranges::sort(keys, std::ranges::greater{});
    if (std::ssize(keys) > filter.rows) keys.resize(static_cast<std::size_t>(filter.rows));
}

} // namespace habeas::storage::sqlite
