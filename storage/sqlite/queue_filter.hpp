#pragma once
#include "storage/sqlite/columns.hpp"

#include <limits>

namespace habeas::storage::sqlite {

/// Where a page ended: the day the order is by, and the row.
struct QueueKey {
    std::int64_t day{};
    std::int64_t id{};
    friend auto operator<=>(QueueKey const&, QueueKey const&) = default;
};

enum class Direction { ascending, descending };

/// A query as numbers that a statement can compare: sets as bits, ranges with both ends, the start of the page.
struct QueueFilter {
    std::int64_t statuses{}; ///< bit n: the status of number n
    std::int64_t types{};
    std::int64_t channels{};
    std::int64_t assignee_from{}, assignee_until{};
    std::int64_t due_from{}, due_until{};
    bool by_due_day{}; ///< else by day of receipt
    Direction direction{};
    QueueKey after{}; ///< rows strictly beyond it, in the direction
    std::int64_t rows{};

    bool is_one_assignee() const { return assignee_from == assignee_until; }
};

QueueFilter filter_of(QueueQuery const& query);

constexpr std::int64_t open_statuses = 0b0000'0001'1111;
constexpr std::int64_t all_statuses = 0b0111'1111'1111;

/// Puts keys of several ranges into the filter's order and keeps its number of rows.
void order_and_cut(std::vector<QueueKey>& keys, QueueFilter const& filter);

/// The opaque end of a page.
std::string page_end(QueueKey const& key);

} // namespace habeas::storage::sqlite
