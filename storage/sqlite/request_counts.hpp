#pragma once
#include "storage/sqlite/database.hpp"

#include <array>

namespace habeas::storage::sqlite {

QueueCounts read_counts(Database& database);
std::int64_t count_workable_due(Database& database, std::optional<core::Day> from, core::Day until);
std::int64_t count_unanswered_due(Database& database, core::Day until);
std::int64_t count_open_of(Database& database, core::StaffId assignee);

/// Where a request is counted.
struct CountedAs {
    core::Status status{};
    core::RequestType type{};
    bool assigned{};
};

/// Changes to the counters, gathered in memory and written once before the commit that makes them true.
class PendingCounts {
  public:
    void enter(CountedAs place) { ++changes_[index(place)]; }
    void leave(CountedAs place) { --changes_[index(place)]; }
    void write(Database& database);

  private:
    static constexpr std::size_t statuses = 11, types = 4;
    static std::size_t index(CountedAs place);
    std::array<std::int64_t, statuses * types * 2> changes_{};
};

} // namespace habeas::storage::sqlite
