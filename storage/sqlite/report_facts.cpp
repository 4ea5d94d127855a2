#include "storage/sqlite/report_facts.hpp"

#include "core/audit.hpp"
#include "storage/sqlite/columns.hpp"

#include <algorithm>
#include <charconv>

// What reports read: clocks as they stood at the end of a day.
namespace habeas::storage::sqlite {

namespace {

/// What a request's trail tells of the moment a report speaks of.
struct AsItStood {
    core::Status status{};
    std::optional<core::StaffId> assignee;
};

std::optional<core::StaffId> staff_or_nobody(std::int64_t number) {
    return number == 0 ? std::nullopt : std::optional{core::StaffId{number}};
}

/// Takes what this entry says where a later one has not said it.
void take(std::string_view details, std::optional<core::Status>& status, std::optional<std::int64_t>& assignee) {
    for (auto const& [name, value] : core::parse_details(details)) {
        if (name == "to" && !status) status = core::parse<core::Status>(value);
        if (name != "assignee" || assignee) continue;
        std::int64_t number{};
        std::from_chars(value.data(), value.data() + value.size(), number);
        assignee = number;
    }
}

/// What was entered here after it had been received stands, on the days between, as it was entered.
std::optional<core::Status> first_status(Database& database, core::RequestId id) {
    auto row = database.connection.query(R"(
        SELECT details
        FROM audit INDEXED BY audit_of_request
        WHERE request_id = ?1
        ORDER BY sequence
        LIMIT 1)",
                                         id.value);
    std::optional<core::Status> status;
    std::optional<std::int64_t> nobody;
    if (row.next()) take(row.text(0), status, nobody);
    return status;
}

/// Every change of a request has an entry that names the status it came to, and every assignment who it went to: the
/// last by then is how it stood.
AsItStood stood_at(Database& database, core::RequestId id, core::Status now, core::Instant end) {
    auto row = database.connection.query(R"(
        SELECT details
        FROM audit INDEXED BY audit_of_request
        WHERE request_id = ?1
          AND at < ?2
        ORDER BY sequence DESC)",
                                         id.value, number(end));
    std::optional<core::Status> status;
    std::optional<std::int64_t> assignee;
    while ((!status || !assignee) && row.next())
        take(row.text(0), status, assignee);
    if (!status) status = first_status(database, id);
    return {status.value_or(now), staff_or_nobody(assignee.value_or(0))};
}

AsItStood as_it_stood(Database& database, core::RequestId id, AsItStood const& now, core::Instant updated_at,
                      core::AsOf const& as_of) {
    return updated_at < as_of.end ? now : stood_at(database, id, now.status, as_of.end);
}

std::optional<core::Day> if_by(std::optional<core::Day> day, core::AsOf const& as_of) {
    return day && *day <= as_of.day ? day : std::nullopt;
}

/// The clock in four columns: started_on, days, extension_days, extension_effective_on.
core::DeadlineClock clock_as_of(Query const& row, int column, core::AsOf const& as_of) {
    core::DeadlineClock clock;
    clock.started_on = day(row.integer(column));
    clock.days = static_cast<int>(row.integer(column + 1));
    if (auto const effective_on = if_by(optional_day(row, column + 3), as_of))
        clock.extension = core::Extension{static_cast<int>(row.integer(column + 2)), *effective_on, effective_on};
    return clock;
}

core::DeadlineFacts read_facts(Database& database, Query const& row, core::AsOf const& as_of) {
    core::RequestId const id{row.integer(0)};
    AsItStood const now{enumerator<core::Status>(row, 2), staff_or_nobody(row.integer(13))};
    auto const then = as_it_stood(database, id, now, instant(row.integer(6)), as_of);
    auto const clock = clock_as_of(row, 7, as_of);
    core::DeadlineFacts facts{.id = id,
                              .reference = database.references.encode(id),
                              .type = enumerator<core::RequestType>(row, 1),
                              .status = then.status,
                              .channel = enumerator<core::Channel>(row, 3),
                              .received_at = instant(row.integer(4)),
                              .received_on = day(row.integer(5)),
                              .due_on = clock.due_on(),
                              .extended = clock.extension.has_value(),
                              .closed_on = if_by(optional_day(row, 11), as_of),
                              .ended_as = std::nullopt,
                              .assignee = then.assignee};
    if (facts.closed_on) facts.ended_as = row.is_null(12) ? now.status : enumerator<core::Status>(row, 12);
    return facts;
}

core::ComplaintFacts read_complaint(Database& database, Query const& row, core::AsOf const& as_of) {
    core::RequestId const id{row.integer(0)};
    AsItStood const now{enumerator<core::Status>(row, 2), staff_or_nobody(row.integer(11))};
    auto const then = as_it_stood(database, id, now, instant(row.integer(4)), as_of);
    auto const clock = clock_as_of(row, 5, as_of);
    core::ComplaintFacts facts{.id = id,
                               .reference = database.references.encode(id),
                               .type = enumerator<core::RequestType>(row, 1),
                               .status = then.status,
                               .channel = enumerator<core::Channel>(row, 3),
                               .received_on = clock.started_on,
                               .due_on = clock.due_on(),
                               .closed_on = if_by(optional_day(row, 9), as_of),
                               .withdrawn = false,
                               .assignee = then.assignee};
    facts.withdrawn = facts.closed_on && row.integer(10) != 0;
    return facts;
}

/// 202603 for March 2026, as the counters have it.
std::int64_t month_number(std::chrono::year_month month) {
    return std::int64_t{static_cast<int>(month.year())} * 100 + static_cast<unsigned>(month.month());
}

} // namespace

void each_deadline_fact(Database& database, core::Day from, core::Day until, core::AsOf const& as_of,
                        std::function<void(core::DeadlineFacts const&)> const& see) {
    auto row = database.connection.query(R"(
        SELECT id, type, status, channel, received_at, received_on, updated_at,
               clocks.started_on, clocks.days, clocks.extension_days, clocks.extension_effective_on, clocks.stopped_on,
               first_status, assignee
        FROM requests INDEXED BY requests_by_receipt
        JOIN clocks ON clocks.request_id = requests.id AND clocks.name = 0
        WHERE is_closed IN (0, 1)
          AND receipt_order BETWEEN ?1 AND ?2)",
                                         start_of(from), end_of(until));
    while (row.next())
        see(read_facts(database, row, as_of));
}

std::vector<core::DeadlineFacts> deadline_facts(Database& database, core::Day from, core::Day until,
                                                core::AsOf const& as_of) {
    std::vector<core::DeadlineFacts> facts;
    each_deadline_fact(database, from, until, as_of,
                       [&facts](core::DeadlineFacts const& each) { facts.push_back(each); });
    std::ranges::sort(facts, {}, &core::DeadlineFacts::id);
    return facts;
}

std::vector<AnswerCount> answer_counts(Database& database, std::chrono::year_month from,
                                       std::chrono::year_month until) {
    auto row = database.connection.query(R"(
        SELECT month, days, is_late, answers
        FROM answer_counts
        WHERE month BETWEEN ?1 AND ?2)",
                                         month_number(from), month_number(until));
    std::vector<AnswerCount> counts;
    while (row.next()) {
        auto const month = row.integer(0);
        counts.push_back(
            {std::chrono::year{static_cast<int>(month / 100)} / std::chrono::month{static_cast<unsigned>(month % 100)},
             row.integer(1), row.integer(2) != 0, row.integer(3)});
    }
    return counts;
}

std::map<core::RequestType, std::int64_t> received_counts(Database& database, core::Day from, core::Day until) {
    auto row = database.connection.query(R"(
        SELECT type, requests
        FROM received_counts
        WHERE received_on BETWEEN ?1 AND ?2)",
                                         number(from), number(until));
    std::map<core::RequestType, std::int64_t> counts;
    while (row.next())
        counts[enumerator<core::RequestType>(row, 0)] += row.integer(1);
    return counts;
}

std::vector<core::ComplaintFacts> complaint_facts(Database& database, core::Day from, core::Day until,
                                                  core::AsOf const& as_of) {
    auto row = database.connection.query(R"(
        SELECT id, type, status, channel, updated_at,
               clocks.started_on, clocks.days, clocks.extension_days, clocks.extension_effective_on, clocks.stopped_on,
               appeal_withdrawn, assignee
        FROM clocks INDEXED BY clocks_of_appeals
        JOIN requests ON requests.id = clocks.request_id
        WHERE clocks.name = 2
          AND clocks.started_on BETWEEN ?1 AND ?2)",
                                         number(from), number(until));
    std::vector<core::ComplaintFacts> facts;
    while (row.next())
        facts.push_back(read_complaint(database, row, as_of));
    std::ranges::sort(facts, {}, &core::ComplaintFacts::id);
    return facts;
}

} // namespace habeas::storage::sqlite
