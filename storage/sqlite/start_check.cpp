#include "storage/sqlite/start_check.hpp"

#include "storage/sqlite/audit_trail.hpp"
#include "storage/sqlite/soundness.hpp"

#include <fmt/core.h>

namespace habeas::storage::sqlite {

namespace {

std::int64_t mebibytes(Connection& connection) {
    auto row = connection.query("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()");
    return row.next() ? row.integer(0) / 1'048'576 : 0;
}

/// The tables without which nothing works at all, and which stay small however many requests come.
std::optional<std::string> finding_in_small_tables(Connection& connection) {
    if (auto found = first_finding(connection.query("PRAGMA quick_check('meta')"))) return found;
    if (auto found = first_finding(connection.query("PRAGMA quick_check('audit_head')"))) return found;
    if (auto found = first_finding(connection.query("PRAGMA quick_check('sequences')"))) return found;
    if (auto found = first_finding(connection.query("PRAGMA quick_check('request_counts')"))) return found;
    if (auto found = first_finding(connection.query("PRAGMA quick_check('staff')"))) return found;
    return first_finding(connection.query("PRAGMA quick_check('api_tokens')"));
}

/// 64 MiB are looked through in about a tenth of a second of work; a million requests would take several seconds.
std::optional<std::string> finding(Connection& connection, StartCheck const& check) {
    try {
        return mebibytes(connection) <= check.whole_up_to_mib ? first_finding(connection.query("PRAGMA quick_check(1)"))
                                                              : finding_in_small_tables(connection);
    } catch (EngineError const& broken) {
        return broken.what();
    }
}

} // namespace

void refuse_damaged(Connection& connection, Vault const& vault, StartCheck const& check) {
    if (check.whole_up_to_mib > 0)
        if (auto const found = finding(connection, check))
            throw std::runtime_error(fmt::format(
                "The database is damaged ({}). Restore a backup, or look with `habeas audit verify`.", *found));
    if (check.audit_entries == 0) return;
    auto const tail = verify_tail(connection, vault, check.audit_entries);
    if (!tail.intact)
        throw std::runtime_error(fmt::format("The audit chain does not hold: {}. Look with `habeas audit verify`, and "
                                             "restore a backup.",
                                             tail.what));
}

} // namespace habeas::storage::sqlite
