#pragma once
#include "storage/sqlite/columns.hpp"

#include <limits>

namespace habeas::storage::sqlite {

enum class Direction { ascending, descending };

/// A query as numbers that a statement can compare: sets as bits, ranges with both ends, the start of the page.
struct QueueFilter {
    std::int64_t statuses{}; ///< bit n: the status of number n
    std::int64_t types{};
    std::int64_t channels{};
    std::int64_t assignee_from{}, assignee_until{};
    QueueKey due_from{}, due_until{}; ///< both inclusive
    QueueKey open_due_from{};         ///< the same, for what is still open
    bool by_due_day{};                ///< else by day of receipt
    Direction direction{};
    QueueKey after{}; ///< rows strictly beyond it, in the direction
    std::int64_t rows{};

    bool is_one_assignee() const { return assignee_from == assignee_until; }
};

QueueFilter filter_of(QueueQuery const& query);

/// The filter for the range of what is still open.
QueueFilter open_part(QueueFilter filter);

constexpr std::int64_t open_statuses = 0b0000'0001'1111;
constexpr std::int64_t all_statuses = 0b0111'1111'1111;

/// Puts keys of several ranges into the filter's order and keeps its number of rows.
void order_and_cut(std::vector<QueueKey>& keys, QueueFilter const& filter);

} // namespace habeas::storage::sqlite
