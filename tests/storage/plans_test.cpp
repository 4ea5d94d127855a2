#include "storage/sqlite/queue_search.hpp"
#include "storage/sqlite/queue_streams.hpp"
#include "storage/sqlite/reads.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

using namespace habeas;
using namespace habeas::testing;
using namespace habeas::storage::sqlite;

namespace {

/// How the engine says it would run a statement.
std::string plan_of(std::string const& path, std::string_view statement) {
    sqlite3* handle{};
    REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    sqlite3_stmt* plan{};
    auto const text = "EXPLAIN QUERY PLAN " + std::string{statement};
    REQUIRE(sqlite3_prepare_v2(handle, text.c_str(), -1, &plan, nullptr) == SQLITE_OK);
    std::string lines;
    while (sqlite3_step(plan) == SQLITE_ROW)
        lines += std::string{reinterpret_cast<char const*>(sqlite3_column_text(plan, 3))} + "\n";
    sqlite3_finalize(plan);
    sqlite3_close(handle);
    return lines;
}

struct Prober {
    Prober()
        : connection(store.path(), OpenAs::reader, 1) {}

    TemporaryStore store;
    Connection connection;
    Chance chance{FixedRandom{}};
    Vault vault = Vault::unlock(test_master_key(), Vault::new_root(test_master_key(), chance)).value();
    core::ReferenceCodec references{vault.reference_key()};
    core::Folding fold = app::fold_name;
    Database database{connection, vault, references, fold};
};

} // namespace

TEST_CASE("every way through the queue reads one range of a covering index and sorts nothing", "[storage][plans]") {
    Prober prober;
    for (auto const by_due_day : {true, false})
        for (auto const direction : {Direction::ascending, Direction::descending})
            for (auto const statuses : {open_statuses, all_statuses})
                for (auto const assignee_until : {std::int64_t{0}, std::numeric_limits<std::int64_t>::max()}) {
                    QueueFilter filter;
                    filter.statuses = statuses;
                    filter.assignee_until = assignee_until;
                    filter.by_due_day = by_due_day;
                    filter.direction = direction;
                    filter.rows = 51;
                    queue_keys(prober.database, filter);
                }
    auto const statements = prober.connection.statements();
    int queue_statements = 0;
    for (auto const statement : statements) {
        if (!statement.contains("INDEXED BY")) continue;
        ++queue_statements;
        auto const plan = plan_of(prober.store.path(), statement);
        INFO(statement << "\n" << plan);
        CHECK(plan.starts_with("SEARCH requests USING COVERING INDEX"));
        CHECK((plan.contains("due_order>? AND due_order<?") || plan.contains("receipt_order>") ||
               plan.contains("receipt_order<")));
        CHECK_FALSE(plan.contains("TEMP B-TREE"));
    }
    CHECK(queue_statements == 8);
}

TEST_CASE("a search walks through the rarest word and asks for each other word, and for the request, by its key",
          "[storage][plans]") {
    Prober prober;
    search_keys(prober.database, "ann example net", filter_of({}));
    int searches = 0;
    for (auto const statement : prober.connection.statements()) {
        if (!statement.contains("AS rarest")) continue;
        ++searches;
        auto const plan = plan_of(prober.store.path(), statement);
        INFO(statement << "\n" << plan);
        CHECK(plan.starts_with("SEARCH rarest USING PRIMARY KEY (term=?)\n"
                               "CORRELATED SCALAR SUBQUERY"));
        CHECK(plan.contains("SEARCH lookup_terms USING PRIMARY KEY (term=? AND request_id=?)"));
        CHECK(plan.contains("SEARCH requests USING INTEGER PRIMARY KEY (rowid=?)"));
        CHECK_FALSE(plan.contains("SCAN"));
        CHECK_FALSE(plan.contains("TEMP B-TREE"));
    }
    CHECK(searches == 1);
}

TEST_CASE("no question of a page scans a table or sorts with a table of its own", "[storage][plans]") {
    Prober prober;
    SqliteSnapshot snapshot{prober.database};
    core::Day const today = march(2);
    snapshot.find(core::RequestId{1});
    snapshot.messages(core::RequestId{1});
    snapshot.requests_of(address("ann@example.net"), 5);
    snapshot.count_workable_due(std::nullopt, today);
    snapshot.count_open_of(core::StaffId{1});
    snapshot.count_unanswered_due(today);
    core::AsOf const as_of{today, noon(today)};
    snapshot.deadline_facts(today, today, as_of);
    snapshot.complaint_facts(today, today, as_of);
    snapshot.received_counts(today, today);
    snapshot.answer_counts(std::chrono::year{2026} / std::chrono::March, std::chrono::year{2026} / std::chrono::March);
    snapshot.is_suppressed(address("ann@example.net"), core::Topic::events);
    storage::QueueQuery query;
    query.search = "ann example";
    snapshot.queue(query);
    snapshot.letters_of(core::RequestId{1});
    snapshot.letter(core::LetterId{1});
    snapshot.mailings(address("ann@example.net"), storage::Mailing::link_asked_for, noon(today));
    snapshot.letters_in(core::LetterState::dead, 10);
    snapshot.count_letters(core::LetterState::owed);
    snapshot.staff_member(core::StaffId{1});
    snapshot.staff_by_login("a");
    snapshot.session(core::Digest{});
    snapshot.token_by_digest(core::Digest{});
    snapshot.idempotency(core::TokenId{1}, core::Digest{});
    for (auto const before : {std::optional<core::AuditSequence>{}, std::optional{core::AuditSequence{9}}}) {
        storage::AuditQuery audit;
        audit.before = before;
        audit.request = core::RequestId{1};
        snapshot.audit(audit);
        audit.request.reset();
        audit.actor = agent();
        snapshot.audit(audit);
        audit.actor.reset();
        audit.action = "request.";
        snapshot.audit(audit);
        audit.recorded_from = noon(today);
        snapshot.audit(audit);
    }
    CHECK(prober.connection.statements().size() > 15);
    for (auto const statement : prober.connection.statements()) {
        auto const plan = plan_of(prober.store.path(), statement);
        INFO(statement << "\n" << plan);
        CHECK_FALSE(plan.contains("SCAN requests"));
        CHECK_FALSE(plan.contains("SCAN audit"));
        CHECK_FALSE(plan.contains("SCAN letters"));
        CHECK_FALSE(plan.contains("SCAN mailings"));
        CHECK_FALSE(plan.contains("TEMP B-TREE"));
    }
}
