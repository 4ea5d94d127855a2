#include "storage/sqlite/audit_trail.hpp"

#include "storage/sqlite/audit_rows.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

namespace habeas::storage::sqlite {

namespace {

/// The sequences a page may come from, and how many: one range whichever way it is read.
struct Range {
    std::int64_t after{};
    std::int64_t before{};
    bool descending{};
    std::int64_t limit{};
    std::optional<std::int64_t> recorded_from, recorded_until;
};

Range range_of(AuditQuery const& query) {
    return {.after = query.after.value,
            .before = query.before ? query.before->value : std::numeric_limits<std::int64_t>::max(),
            .descending = query.before.has_value(),
            .limit = std::max(query.limit, 1),
            .recorded_from = number(query.recorded_from),
            .recorded_until = number(query.recorded_until)};
}

/// The half-open range of action names a query means: one name, or all that begin with `request.`.
struct Actions {
    std::string from;
    std::string until;
};

Actions actions_of(std::string const& action) {
    if (!action.ends_with('.')) return {action, action + '\0'};
    auto until = action;
    ++until.back(); // '.' + 1: beyond every name with the prefix
    return {action, until};
}

bool matches(core::AuditRecord const& record, AuditQuery const& query) {
    if (query.request && record.request != query.request) return false;
    if (query.actor && !record.actor.same_actor(*query.actor)) return false;
    if (query.recorded_from && record.recorded_at < *query.recorded_from) return false;
    if (query.recorded_until && record.recorded_at >= *query.recorded_until) return false;
    if (!query.action) return true;
    return query.action->ends_with('.') ? record.action.starts_with(*query.action) : record.action == *query.action;
}

using Sequences = std::vector<std::int64_t>;

void append(Sequences& sequences, Query&& row) {
    while (row.next())
        sequences.push_back(row.integer(0));
}

/// An action's entries, from the index alone where no days are asked for: the moment is looked up only then.
void append_action(Connection& connection, std::string_view action, Range const& range, Sequences& sequences) {
    if (range.descending)
        append(sequences, connection.query(R"(
            SELECT sequence
            FROM audit INDEXED BY audit_by_action
            WHERE action = ?1
              AND sequence > ?2
              AND sequence < ?3
              AND (?4 IS NULL OR recorded_at >= ?4)
              AND (?5 IS NULL OR recorded_at < ?5)
            ORDER BY sequence DESC
            LIMIT ?6)",
                                           action, range.after, range.before, range.recorded_from, range.recorded_until,
                                           range.limit));
    else
        append(sequences, connection.query(R"(
            SELECT sequence
            FROM audit INDEXED BY audit_by_action
            WHERE action = ?1
              AND sequence > ?2
              AND sequence < ?3
              AND (?4 IS NULL OR recorded_at >= ?4)
              AND (?5 IS NULL OR recorded_at < ?5)
            ORDER BY sequence
            LIMIT ?6)",
                                           action, range.after, range.before, range.recorded_from, range.recorded_until,
                                           range.limit));
}

std::vector<std::string> known_actions(Connection& connection, Actions const& wanted) {
    std::vector<std::string> names;
    for (auto from = wanted.from;;) {
        auto row =
            connection.query("SELECT min(action) FROM audit WHERE action >= ?1 AND action < ?2", from, wanted.until);
        if (!row.next() || row.is_null(0)) return names;
        names.emplace_back(row.text(0));
        from = names.back() + '\0';
    }
}

/// Few names exist, so a prefix is read name by name and merged: no sorting of a million entries.
Sequences sequences_of_actions(Connection& connection, std::string const& action, Range const& range) {
    Sequences sequences;
    for (auto const& name : known_actions(connection, actions_of(action)))
        append_action(connection, name, range, sequences);
    if (range.descending)
        std::ranges::sort(sequences, std::ranges::greater{});
    else
        std::ranges::sort(sequences);
    if (std::ssize(sequences) > range.limit) sequences.resize(static_cast<std::size_t>(range.limit));
    return sequences;
}

std::optional<core::AuditRecord> record_at(Connection& connection, std::int64_t sequence) {
    auto row = connection.query(R"(
        SELECT sequence, at, recorded_at, actor_kind, actor_id, actor_role, action, request_id, details, sealed_text,
               previous, hash
        FROM audit
        WHERE sequence = ?1)",
                                sequence);
    if (!row.next()) return std::nullopt;
    return audit_record(row);
}

/// Reads sequences from the narrowest index the query names; what that index does not know is matched afterwards.
Query sequences_for(Connection& connection, AuditQuery const& query, Range const& range) {
    auto const page = range.descending;
    if (query.request)
        return page ? connection.query(R"(
            SELECT sequence
            FROM audit INDEXED BY audit_of_request
            WHERE request_id = ?1 AND sequence < ?2 AND sequence > ?3
            ORDER BY sequence DESC)",
                                       query.request->value, range.before, range.after)
                    : connection.query(R"(
            SELECT sequence
            FROM audit INDEXED BY audit_of_request
            WHERE request_id = ?1 AND sequence < ?2 AND sequence > ?3
            ORDER BY sequence)",
                                       query.request->value, range.before, range.after);
    auto const has_index =
        query.actor && (query.actor->kind == core::ActorKind::staff || query.actor->kind == core::ActorKind::token);
    if (has_index)
        return page ? connection.query(R"(
            SELECT sequence
            FROM audit
            WHERE actor_kind IN (1, 2) AND actor_kind = ?1 AND actor_id = ?2 AND sequence < ?3
              AND sequence > ?4
            ORDER BY sequence DESC)",
                                       number(query.actor->kind), query.actor->id, range.before, range.after)
                    : connection.query(R"(
            SELECT sequence
            FROM audit
            WHERE actor_kind IN (1, 2) AND actor_kind = ?1 AND actor_id = ?2 AND sequence < ?3
              AND sequence > ?4
            ORDER BY sequence)",
                                       number(query.actor->kind), query.actor->id, range.before, range.after);
    return page ? connection.query(
                      "SELECT sequence FROM audit WHERE sequence < ?1 AND sequence > ?2 ORDER BY sequence DESC",
                      range.before, range.after)
                : connection.query("SELECT sequence FROM audit WHERE sequence < ?1 AND sequence > ?2 ORDER BY sequence",
                                   range.before, range.after);
}

std::vector<core::AuditRecord> read_range(Connection& connection, AuditQuery const& query, Range const& range) {
    std::vector<core::AuditRecord> records;
    if (query.action && !query.request && !query.actor) {
        for (auto const sequence : sequences_of_actions(connection, *query.action, range))
            if (auto record = record_at(connection, sequence)) records.push_back(std::move(*record));
        return records;
    }
    auto row = sequences_for(connection, query, range);
    while (std::ssize(records) < range.limit && row.next()) {
        auto record = record_at(connection, row.integer(0));
        if (record && matches(*record, query)) records.push_back(std::move(*record));
    }
    return records;
}

/// Where entries of the days asked for can be, in the order they are read in.
std::vector<Stretch> stretches_of(Database& database, Range const& range) {
    AuditTimes read_anew;
    auto& times = database.audit_times ? *database.audit_times : read_anew;
    using Limits = std::numeric_limits<std::int64_t>;
    auto stretches = times.stretches(database.connection, {.from = range.recorded_from.value_or(Limits::min()),
                                                           .until = range.recorded_until.value_or(Limits::max())});
    if (range.descending) std::ranges::reverse(stretches);
    return stretches;
}

} // namespace

std::vector<core::AuditRecord> read_audit(Database& database, AuditQuery const& query) {
    auto& connection = database.connection;
    auto const whole = range_of(query);
    if (!whole.recorded_from && !whole.recorded_until) return read_range(connection, query, whole);
    std::vector<core::AuditRecord> records;
    for (auto const& stretch : stretches_of(database, whole)) {
        auto range = whole;
        range.after = std::max(whole.after, stretch.after);
        range.before = std::min(whole.before, stretch.before);
        range.limit = whole.limit - std::ssize(records);
        if (range.limit == 0) break;
        std::ranges::move(read_range(connection, query, range), std::back_inserter(records));
    }
    return records;
}

std::optional<core::FreeText> unseal_audit_text(Database& database, core::AuditRecord const& record) {
    if (record.sealed_text.empty()) return std::nullopt;
    auto const key = key_for(database, record.request);
    if (!key) return std::nullopt;
    auto const text = unseal(*key, Place{"audit.text", record.sequence.value}, record.sealed_text);
    return core::FreeText{std::string{core::as_text(text)}};
}

std::optional<StoredHead> read_head(Connection& connection) {
    auto row = connection.query("SELECT entries, hash, seal FROM audit_head WHERE id = 1");
    if (!row.next()) return std::nullopt;
    return StoredHead{{row.integer(0), digest(row, 1)}, digest(row, 2)};
}

} // namespace habeas::storage::sqlite
