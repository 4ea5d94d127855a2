#include "storage/sqlite/catching_up.hpp"

#include "core/letter_case.hpp"
#include "storage/sqlite/columns.hpp"
#include "storage/sqlite/request_rows.hpp"

#include <array>

namespace habeas::storage::sqlite {

namespace {

constexpr int requests_a_batch = 1'000;

/// What has to be done to each request, from the one named in `sequences` on.
struct Chore {
    std::string_view name;
    void (*deal_with)(Database&, SqliteOptions const&, core::RequestId);
};

/// How words of names were looked up before migration 0008.
std::string folded_before(std::string_view name) {
    return core::lower_case(name);
}

void fold_names(Database& database, SqliteOptions const&, core::RequestId id) {
    make_terms_anew(database, id, folded_before);
}

void record_day(Database& database, SqliteOptions const& options, core::RequestId id) {
    auto row = database.connection.query("SELECT recorded_at FROM requests WHERE id = ?1", id.value);
    if (!row.next()) return;
    database.connection.run("UPDATE requests SET recorded_on = ?2 WHERE id = ?1", id.value,
                            number(options.day_of(instant(row.integer(0)))));
}

constexpr std::array chores{Chore{"names_to_fold", fold_names}, Chore{"days_to_record", record_day}};

/// The first request not dealt with yet; nothing where all are.
std::optional<std::int64_t> next_request(Connection& connection, Chore const& chore) {
    auto row = connection.query("SELECT next FROM sequences WHERE name = ?1", chore.name);
    if (!row.next()) return std::nullopt;
    return row.integer(0);
}

std::vector<core::RequestId> batch_from(Connection& connection, std::int64_t first) {
    auto row = connection.query("SELECT id FROM requests WHERE id >= ?1 ORDER BY id LIMIT ?2", first, requests_a_batch);
    std::vector<core::RequestId> batch;
    while (row.next())
        batch.push_back(core::RequestId{row.integer(0)});
    return batch;
}

/// The open end of a database and what was done to it.
struct CatchingUp {
    Database& database;
    SqliteOptions const& options;
    CaughtUp tally;

    /// One damaged request must not keep the service from starting: it stays as it was.
    void deal_with(Chore const& chore, core::RequestId id) {
        ++tally.requests;
        try {
            chore.deal_with(database, options, id);
        } catch (DamagedRecord const&) {
            ++tally.unreadable;
        }
    }

    /// False where nothing was left. The place is read inside the transaction: two processes may start at once.
    bool do_batch(Chore const& chore) {
        auto& connection = database.connection;
        auto const first = next_request(connection, chore);
        if (!first) return false;
        auto const batch = batch_from(connection, *first);
        for (auto const id : batch)
            deal_with(chore, id);
        if (batch.size() < requests_a_batch)
            connection.run("DELETE FROM sequences WHERE name = ?1", chore.name);
        else
            connection.run("UPDATE sequences SET next = ?2 WHERE name = ?1", chore.name, batch.back().value + 1);
        return true;
    }

    void do_all(Chore const& chore) {
        bool goes_on = next_request(database.connection, chore).has_value();
        while (goes_on)
            in_own_transaction(database.connection, [&] { goes_on = do_batch(chore); });
    }
};

} // namespace

std::optional<CaughtUp> catch_up(Database& database, SqliteOptions const& options) {
    CatchingUp work{database, options, {}};
    for (auto const& chore : chores)
        work.do_all(chore);
    return work.tally.requests > 0 ? std::optional{work.tally} : std::nullopt;
}

} // namespace habeas::storage::sqlite
