#pragma once
#include "core/actor.hpp"
#include "core/crypto.hpp"
#include "storage/sqlite/connection.hpp"

#include <algorithm>
#include <optional>

// How the domain's small values stand in columns: the migrations' comment is the table.
namespace habeas::storage::sqlite {

/// Stands in requests.due_on where no clock ever ran: 9999-12-31.
constexpr std::int64_t no_due_day = 2'932'896;

template <class Enum>
constexpr std::int64_t number(Enum value) {
    return static_cast<std::int64_t>(value);
}

inline std::int64_t number(core::Instant instant) {
    return instant.time_since_epoch().count();
}
constexpr std::int64_t number(core::Day day) {
    return day.time_since_epoch().count();
}

template <class Value>
std::optional<std::int64_t> number(std::optional<Value> const& value) {
    if (!value) return std::nullopt;
    return number(*value);
}

/// A row's place in an order by day: the day and the row's number in one value, as requests.due_order and
/// requests.receipt_order hold it.
using QueueKey = std::int64_t;
constexpr int row_bits = 35;
constexpr QueueKey queue_key(std::int64_t day, std::int64_t id) {
    return day * (std::int64_t{1} << row_bits) + id;
}
constexpr core::RequestId id_of(QueueKey key) {
    return {key & ((std::int64_t{1} << row_bits) - 1)};
}

/// Less than every key of the day. Days beyond any calendar of ours, which would not fit, count as its ends.
constexpr QueueKey start_of(core::Day day) {
    return queue_key(std::clamp<std::int64_t>(number(day), -no_due_day, no_due_day + 1), 0);
}

/// The greatest key a row of the day can have.
constexpr QueueKey end_of(core::Day day) {
    return start_of(day) + ((std::int64_t{1} << row_bits) - 1);
}

inline core::Instant instant(std::int64_t milliseconds) {
    return core::Instant{std::chrono::milliseconds{milliseconds}};
}
inline core::Day day(std::int64_t days) {
    return core::Day{std::chrono::days{days}};
}

inline std::optional<core::Instant> optional_instant(Query const& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return instant(row.integer(column));
}
inline std::optional<core::Day> optional_day(Query const& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return day(row.integer(column));
}

template <class Enum>
Enum enumerator(Query const& row, int column) {
    return static_cast<Enum>(row.integer(column));
}

/// All zero where the blob has another length: no digest of anything.
inline core::Digest digest(Query const& row, int column) {
    core::Digest result{};
    auto const bytes = row.blob(column);
    if (bytes.size() == result.size()) std::ranges::copy(bytes, result.begin());
    return result;
}

inline core::Bytes bytes(Query const& row, int column) {
    auto const blob = row.blob(column);
    return {blob.begin(), blob.end()};
}

/// An actor in three adjacent columns: kind, id, role.
inline core::Actor actor(Query const& row, int column) {
    return {enumerator<core::ActorKind>(row, column), row.integer(column + 1), enumerator<core::Role>(row, column + 2)};
}

} // namespace habeas::storage::sqlite
