#include "core/reference.hpp"
#include "core/request.hpp"
#include "storage/sqlite/columns.hpp"
#include "storage/sqlite/told_requests.hpp"

#include <algorithm>
#include <limits>

#include <fmt/core.h>

// What was told, against the rows.
namespace habeas::storage::sqlite {

/// A row of `clocks`.
struct ClockRow {
    std::int64_t name{};
    std::int64_t days{};
    std::int64_t started_on{};
    std::optional<std::int64_t> stopped_on;
    std::optional<std::int64_t> extension_days;
    std::optional<std::int64_t> extension_asked_on;
    std::optional<std::int64_t> extension_effective_on;
    std::optional<std::int64_t> extension_dropped_on;

    /// In a changed row the sum may be beyond any number.
    std::optional<std::int64_t> original_due_on() const {
        std::int64_t due{};
        return __builtin_add_overflow(started_on, days, &due) ? std::nullopt : std::optional{due};
    }
};

/// Keeps the first difference of a row, without the row's name; what comes after it is not looked at.
class RowCheck {
  public:
    std::optional<std::string> const& found() const { return found_; }

    void number(std::string_view what, std::int64_t stored, std::int64_t told) {
        if (!found_ && stored != told) find(what, std::to_string(stored), std::to_string(told));
    }
    template <class Word>
    void word(std::string_view what, std::int64_t stored, std::int64_t told) {
        if (!found_ && stored != told) find(what, word_of<Word>(stored), word_of<Word>(told));
    }
    void day(std::string_view what, std::optional<std::int64_t> stored, ToldDay told) {
        if (!found_ && !told.allows(stored)) find(what, ToldDay::words_of(stored), told.words());
    }
    void text(std::string_view what, std::string_view stored, std::string_view told) {
        if (!found_ && stored != told) find(what, stored, told);
    }
    void truth(std::string_view what, bool stored, bool told) {
        text(what, stored ? "yes" : "no", told ? "yes" : "no");
    }

  private:
    template <class Word>
    static std::string_view word_of(std::int64_t number) {
        auto const word = core::code(static_cast<Word>(number));
        if (number == no_word) return "none";
        return word.empty() ? "unknown" : word;
    }
    void find(std::string_view what, std::string_view stored, std::string_view told) {
        found_ = fmt::format("{} {} in the table, {} in the chain", what, stored, told);
    }
    std::optional<std::string> found_;
};

namespace {

constexpr std::int64_t no_request = std::numeric_limits<std::int64_t>::max();

std::string name_of(std::int64_t request, Vault const* vault) {
    if (!vault) return fmt::format("request number {}", request);
    return "request " + core::ReferenceCodec{vault->reference_key()}.encode(core::RequestId{request}).text();
}

std::optional<std::int64_t> optional_integer(Query const& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.integer(column);
}

/// The clocks of every request, handed out beside the requests in the same order.
class ClockRows {
  public:
    explicit ClockRows(Connection& connection)
        : row_(connection.query(R"(
            SELECT request_id, name, days, started_on, stopped_on,
                   extension_days, extension_asked_on, extension_effective_on, extension_dropped_on
            FROM clocks
            ORDER BY request_id, position)")) {
        step();
    }

    /// The request of the next clock; beyond every request after the last one.
    std::int64_t request() const { return request_; }

    void take(std::int64_t request, std::vector<ClockRow>& clocks) {
        clocks.clear();
        for (; request_ == request; step())
            clocks.push_back({row_.integer(1), row_.integer(2), row_.integer(3), optional_integer(row_, 4),
                              optional_integer(row_, 5), optional_integer(row_, 6), optional_integer(row_, 7),
                              optional_integer(row_, 8)});
    }

  private:
    void step() { request_ = row_.next() ? row_.integer(0) : no_request; }
    Query row_;
    std::int64_t request_{};
};

std::string names_of_clock(core::ClockName name) {
    return fmt::format("({})", core::code(name));
}

std::string names_of(std::vector<ClockRow> const& clocks) {
    std::string names;
    for (auto const& clock : clocks)
        names += names_of_clock(static_cast<core::ClockName>(clock.name));
    return names;
}

std::string or_none(std::string names) {
    return names.empty() ? "none" : names;
}

std::optional<std::int64_t> earliest_due_day(std::vector<ClockRow> const& clocks) {
    std::optional<std::int64_t> earliest;
    for (auto const& clock : clocks)
        if (clock.name != number(core::ClockName::appeal) && (!earliest || clock.original_due_on() < earliest))
            earliest = clock.original_due_on();
    return earliest;
}

/// A changed day may be beyond any order: then its place is not this one.
std::int64_t place_in_order(std::int64_t day, std::int64_t id) {
    bool const has_place = day > -no_due_day && day <= no_due_day;
    return has_place ? queue_key(day, id) : std::numeric_limits<std::int64_t>::min();
}

/// The due day that counts is found by the same function that the program uses.
std::optional<std::int64_t> day_that_counts(std::vector<ClockRow> const& clocks) {
    core::SubjectRequest request;
    for (auto const& row : clocks) {
        core::DeadlineClock clock;
        clock.started_on = day(row.started_on);
        clock.days = static_cast<int>(row.days);
        if (row.stopped_on) clock.stopped_on = day(*row.stopped_on);
        if (row.extension_effective_on)
            clock.extension = core::Extension{static_cast<int>(row.extension_days.value_or(0)), core::Day{},
                                              day(*row.extension_effective_on)};
        request.clocks.push_back(std::move(clock));
    }
    return number(request.due_on());
}

} // namespace

std::optional<std::string> ToldRequests::difference(Connection& connection, Vault const* vault) const {
    ClockRows clock_rows{connection};
    std::vector<ClockRow> clocks;
    auto row = connection.query(R"(
        SELECT id, version, status, is_closed, type, channel, relationship, received_on, receipt_order, evidence,
               assignee, verified_by, approval_asked_by, approved_by, decided_by, closed_on, appealed, first_status,
               first_closed_on, appeal_withdrawn, due_on, due_order, extended, first_approved_by
        FROM requests NOT INDEXED
        ORDER BY id)");
    auto told = requests_.begin();
    for (; row.next(); ++told) {
        auto const id = row.integer(0);
        if (told == requests_.end() || told->id > id) return not_told(name_of(id, vault));
        if (told->id < id) return not_stored(name_of(told->id, vault));
        if (clock_rows.request() < id) return not_told("a clock of " + name_of(clock_rows.request(), vault));
        clock_rows.take(id, clocks);
        if (auto found = row_difference(row, clocks, *told)) return name_of(id, vault) + ": " + *found;
    }
    if (told != requests_.end()) return not_stored(name_of(told->id, vault));
    if (clock_rows.request() != no_request) return not_told("a clock of " + name_of(clock_rows.request(), vault));
    return std::nullopt;
}

/// The columns are those of the query above.
std::optional<std::string> ToldRequests::row_difference(Query const& row, std::vector<ClockRow> const& clocks,
                                                        Request const& told) const {
    RowCheck check;
    check.number("version", row.integer(1), told.version);
    check.word<core::Status>("status", row.integer(2), told.status);
    if (!told.is_submitted) return check.found();
    check.word<core::RequestType>("type", row.integer(4), told.type);
    check.word<core::Channel>("channel", row.integer(5), told.channel);
    check.word<core::Relationship>("relationship", row.integer(6), told.relationship);
    check.day("day of receipt", row.integer(7), told.received_on);
    check.number("place by receipt", row.integer(8), place_in_order(row.integer(7), told.id));
    check.word<core::Evidence>("evidence", row.integer(9), told.evidence);
    check.number("assignee", row.integer(10), told.assignee);
    check_actor(check, "address compared by", row, 11, told.verified_by, told.may_lack_verifier);
    check_actor(check, "approval asked for by", row, 12, told.approval_asked_by, told.may_lack_approval);
    check_actor(check, "approved by", row, 13, told.approved_by, told.may_lack_approval);
    check_actor(check, "decided by", row, 14, told.decided_by);
    check_end(check, row, told);
    check_clocks(check, clocks, told);
    if (!check.found()) check_due_day(check, row, clocks);
    return check.found();
}

void ToldRequests::check_actor(RowCheck& check, std::string_view what, Query const& row, int column, ActorNumber told,
                               bool may_be_missing) const {
    if (told == anybody || (may_be_missing && row.is_null(column))) return;
    check.text(what, row.is_null(column) ? actors_[nobody] : row.text(column), actors_[told]);
}

void ToldRequests::check_end(RowCheck& check, Query const& row, Request const& told) const {
    check.truth("closed", row.integer(3) != 0, core::is_closed(static_cast<core::Status>(told.status)));
    auto const appeal = told.is_appealed ? appeals_.at(told.id) : Appeal{};
    auto const stands = !told.is_appealed || appeal.is_withdrawn;
    check.day("day of the end", optional_integer(row, 15), stands ? told.ended_on : appeal.ended_on);
    check.truth("complaint", row.integer(16) != 0, told.is_appealed);
    check.word<core::Status>("first end", optional_integer(row, 17).value_or(no_word), appeal.first_status);
    check.day("day of the first end", optional_integer(row, 18), told.is_appealed ? told.ended_on : ToldDay{});
    check_actor(check, "first answer approved by", row, 23, appeal.approved_by, appeal.may_lack_approval);
    check.truth("complaint taken back", row.integer(19) != 0, appeal.is_withdrawn);
}

void ToldRequests::check_clocks(RowCheck& check, std::vector<ClockRow> const& clocks, Request const& told) const {
    std::string names;
    if (told.has_clock) names += names_of_clock(core::ClockName::respond);
    if (told.is_acknowledged) names += names_of_clock(core::ClockName::acknowledge);
    if (told.is_appealed) names += names_of_clock(core::ClockName::appeal);
    check.text("clocks", or_none(names_of(clocks)), or_none(names));
    if (check.found()) return;
    for (auto const& clock : clocks)
        check_clock(check, clock, told);
    if (told.is_acknowledged) check.day("earliest due day", earliest_due_day(clocks), told.due_on);
}

void ToldRequests::check_clock(RowCheck& check, ClockRow const& clock, Request const& told) const {
    auto const late = delivered_.find(told.id);
    auto const delivered = late == delivered_.end() ? Delivered{} : late->second;
    auto const acknowledgement = told.is_acknowledged ? acknowledgements_.at(told.id) : Acknowledgement{};
    switch (static_cast<core::ClockName>(clock.name)) {
    case core::ClockName::respond:
        check.day("first day of the answer", clock.started_on, told.received_on);
        check.day("due day of the answer", clock.original_due_on(),
                  told.is_acknowledged ? acknowledgement.respond_due_on : told.due_on);
        check.day("day of the answer", clock.stopped_on, delivered.first.or_else(told.ended_on));
        check_extension(check, clock, told);
        return;
    case core::ClockName::acknowledge: {
        auto const acknowledged_on = acknowledgement.acknowledged_on;
        check.day("first day of the acknowledgement", clock.started_on, told.received_on);
        check.day("due day of the acknowledgement", clock.original_due_on(), acknowledgement.due_on);
        check.day("day of the acknowledgement", clock.stopped_on, acknowledged_on.or_else(told.ended_on));
        check.day("extension of the acknowledgement", clock.extension_effective_on, {});
        return;
    }
    case core::ClockName::appeal: {
        auto const& appeal = appeals_.at(told.id);
        check.day("first day of the complaint", clock.started_on, appeal.started_on);
        check.day("due day of the complaint", clock.original_due_on(), appeal.due_on);
        check.day("day of the second answer", clock.stopped_on, delivered.second.or_else(appeal.ended_on));
        check.day("extension of the complaint", clock.extension_effective_on, {});
        return;
    }
    }
}

void ToldRequests::check_extension(RowCheck& check, ClockRow const& clock, Request const& told) const {
    auto const extension = told.is_extended ? extensions_.at(told.id) : Extension{};
    if (!extension.is_forgotten) {
        check.number("days of the extension", clock.extension_days.value_or(0), extension.days);
        check.day("day on which the extension was asked for", clock.extension_asked_on, extension.asked_on);
    }
    check.day("first day of the extension", clock.extension_effective_on, extension.effective_on);
    check.day("day on which the extension was dropped", clock.extension_dropped_on, extension.dropped_on);
}

/// What the queue reads is worked out from the clocks, which have been found to be as the chain tells.
void ToldRequests::check_due_day(RowCheck& check, Query const& row, std::vector<ClockRow> const& clocks) {
    auto const due_on = day_that_counts(clocks).value_or(no_due_day);
    auto const extended = [](ClockRow const& clock) { return clock.extension_effective_on.has_value(); };
    check.day("due day", row.integer(20), ToldDay::of(day(due_on)));
    check.number("place by due day", row.integer(21), queue_key(due_on, row.integer(0)));
    check.truth("extended", row.integer(22) != 0, std::ranges::any_of(clocks, extended));
}

} // namespace habeas::storage::sqlite
