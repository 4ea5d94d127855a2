#include "storage/sqlite/audit_times.hpp"

#include <algorithm>
#include <limits>

namespace habeas::storage::sqlite {

namespace {

/// Small enough that reading the blocks at both ends of some days costs no more than a page; of a million entries there
/// are a thousand blocks.
constexpr std::int64_t block_entries = 1'024;

/// The sequences of a block are those between `block * block_entries` and the next multiple, that one included.
Moments moments_of(Connection& connection, std::int64_t block) {
    auto const after = block * block_entries;
    auto row = connection.query(R"(
        SELECT min(recorded_at), max(recorded_at)
        FROM audit
        WHERE sequence > ?1
          AND sequence <= ?2)",
                                after, after + block_entries);
    if (!row.next() || row.is_null(0)) return {}; // somebody took them all away
    // In a damaged row there can be anything.
    constexpr auto last_but_one = std::numeric_limits<std::int64_t>::max() - 1;
    return {row.integer(0), std::min(row.integer(1), last_but_one) + 1};
}

std::int64_t newest_sequence(Connection& connection) {
    auto row = connection.query("SELECT max(sequence) FROM audit");
    return row.next() && !row.is_null(0) ? row.integer(0) : 0;
}

bool overlap(Moments const& one, Moments const& other) {
    return one.from < other.until && other.from < one.until;
}

/// Neighbouring blocks are read as one.
void add_block(std::vector<Stretch>& stretches, std::int64_t block) {
    auto const after = block * block_entries;
    auto const before = after + block_entries + 1;
    if (!stretches.empty() && stretches.back().before == after + 1)
        stretches.back().before = before;
    else
        stretches.push_back({after, before});
}

} // namespace

std::vector<Stretch> AuditTimes::stretches(Connection& connection, Moments const& wanted) {
    auto const newest = newest_sequence(connection);
    std::vector<Stretch> found;
    std::scoped_lock const lock(mutex_);
    learn_full_blocks(connection, newest);
    for (std::int64_t block = 0; block * block_entries < newest; ++block) {
        bool const is_full = block < std::ssize(full_blocks_);
        auto const moments = is_full ? full_blocks_[static_cast<std::size_t>(block)] : moments_of(connection, block);
        if (overlap(moments, wanted)) add_block(found, block);
    }
    return found;
}

void AuditTimes::learn_full_blocks(Connection& connection, std::int64_t newest) {
    for (auto block = std::ssize(full_blocks_); (block + 1) * block_entries <= newest; ++block)
        full_blocks_.push_back(moments_of(connection, block));
}

} // namespace habeas::storage::sqlite
