#pragma once
#include "storage/sqlite/connection.hpp"

#include <mutex>
#include <vector>

namespace habeas::storage::sqlite {

/// Moments as the tables hold them, the last one not among them.
struct Moments {
    std::int64_t from{};
    std::int64_t until{};
};

/// A part of the chain: the sequences between two, neither of them in it.
struct Stretch {
    std::int64_t after{};
    std::int64_t before{};
};

/// When the entries of the chain were recorded, block by block. The sequence says in which order they were written, and
/// nothing of their days: whoever sets the clock back puts entries of an earlier day behind those of a later one, and
/// two writings that wait for each other differ by milliseconds. There is no index over the moments. So the earliest
/// and the latest of each full block is kept in memory: the first question reads every entry's moment once, each later
/// one those of the newest entries alone.
///
/// The chain is only ever added to, so what was read stays true, for snapshots of before as well. For several threads.
class AuditTimes {
  public:
    /// Where entries of these moments can be, ascending. In no other place is one; in these there are others too.
    std::vector<Stretch> stretches(Connection& connection, Moments const& wanted);

  private:
    void learn_full_blocks(Connection& connection, std::int64_t newest);

    std::mutex mutex_;
    std::vector<Moments> full_blocks_;
};

} // namespace habeas::storage::sqlite
