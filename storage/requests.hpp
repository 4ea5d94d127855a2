#pragma once
#include "core/audit.hpp"
#include "core/decision.hpp"
#include "core/report.hpp"
#include "core/request.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::storage {

/// Where a row of the queue stands in the order that was asked for; a page goes on after one. Whoever holds its text
/// need not understand it; it is safe in a URL.
struct QueuePlace {
    std::int64_t key{};

    std::string text() const;
    /// Nothing where the text was not made by text().
    static std::optional<QueuePlace> parse(std::string_view text);
    friend bool operator==(QueuePlace const&, QueuePlace const&) = default;
};

/// One row of the queue: what a table of fifty shows, read without opening the whole request.
struct QueueRow {
    core::RequestId id{};
    core::Reference reference;
    core::RequestType type{};
    core::Status status{};
    core::Channel channel{};
    core::PersonName subject_name;
    core::Instant received_at{};
    core::Day received_on{};
    std::optional<core::Day> due_on;
    std::optional<core::StaffId> assignee;
    std::int64_t version{};
    bool unread{};
    bool appealed{};
    bool damaged{}; ///< the name does not open
    QueuePlace place{};
};

enum class QueueOrder { due_first, due_last, received_newest, received_oldest };

enum class AssigneeFilter { anyone, nobody, somebody_named };

/// A page of requests. Filters are joined by "and"; an empty list means any. Keyset paging by `after`.
struct QueueQuery {
    std::vector<core::Status> statuses; ///< empty: every status that is not closed, unless `closed_too`
    bool closed_too{};
    std::vector<core::RequestType> types;
    std::optional<core::Channel> channel;
    AssigneeFilter assignee{AssigneeFilter::anyone};
    core::StaffId assignee_id{};                  ///< for somebody_named
    std::optional<core::Day> due_from, due_until; ///< both inclusive; what was never due is in no range
    std::optional<core::Day> not_overdue_on;      ///< leaves out what is still open and was due before this day
    std::optional<std::string> search;            ///< a reference, or e-mail addresses and words of a name
    QueueOrder order{QueueOrder::due_first};
    std::optional<QueuePlace> after; ///< QueuePage::next of the page before
    int limit{50};
};

/// A search is for a person, not for a list: beyond this, a word more finds sooner than leafing.
constexpr int most_search_matches = 1'000;

struct QueuePage {
    std::vector<QueueRow> rows;
    std::optional<QueuePlace> next; ///< nothing on the last page
    /// The search fits more than most_search_matches requests: its pages show the newest so many, and not the others.
    bool more_matches{};
};

/// Numbers for tabs and dashboards, kept up to date in the transactions that change them.
struct QueueCounts {
    std::map<core::Status, std::int64_t> by_status;
    std::map<core::RequestType, std::int64_t> open_by_type;
    std::int64_t open{};
    std::int64_t unassigned_open{};
    std::int64_t workable{}; ///< open and confirmed: what somebody can do something about
    std::int64_t unassigned_workable{};
};

/// How many first answers of a month took so many days, in time or late. What needed no answer is not counted.
struct AnswerCount {
    std::chrono::year_month month;
    std::int64_t days{};
    bool late{};
    std::int64_t answers{};
};

struct MessageRow {
    core::MessageId id{};
    core::MessageKind kind{};
    core::Actor author;
    core::Instant at{};
    core::FreeText body;
    bool damaged{}; ///< the body does not open
};

class RequestReads {
  public:
    virtual ~RequestReads() = default;
    /// Throws DamagedRecord naming the reference where what was asked or answered does not open.
    virtual std::optional<core::SubjectRequest> find(core::RequestId id) = 0;
    virtual QueuePage queue(QueueQuery const& query) = 0;
    virtual QueueCounts counts() = 0;
    /// Open and confirmed requests due from..until (both inclusive), and open requests this member works on: kept up
    /// to date in the transactions that change them, as `counts` are.
    virtual std::int64_t count_workable_due(std::optional<core::Day> from, core::Day until) = 0;
    virtual std::int64_t count_open_of(core::StaffId assignee) = 0;
    /// Of those due until then, the ones that wait for their first answer: what a complaint opened again does not.
    virtual std::int64_t count_unanswered_due(core::Day until) = 0;
    virtual std::vector<MessageRow> messages(core::RequestId id) = 0;
    /// Every request whose subject or requester has this address, also closed ones, the newest first. They stand in no
    /// queue, so their places mean nothing.
    virtual std::vector<QueueRow> requests_of(core::EmailAddress const& address, int limit) = 0;
    /// Every request with a respond clock that was received from..until (both inclusive), ascending by id, as it stood
    /// at the end of a day: an extension counts from the day it came into force; status and assignee of a request that
    /// was changed since are read out of the audit trail.
    virtual std::vector<core::DeadlineFacts> deadline_facts(core::Day from, core::Day until,
                                                            core::AsOf const& as_of) = 0;
    /// The same, one after the other and in no order: for figures over more than one wants to hold.
    virtual void each_deadline_fact(core::Day from, core::Day until, core::AsOf const& as_of,
                                    std::function<void(core::DeadlineFacts const&)> const& see) = 0;
    /// First answers by the month they were given in (both inclusive), and requests received from..until by type: kept
    /// up to date in the transactions that change them.
    virtual std::vector<AnswerCount> answer_counts(std::chrono::year_month from, std::chrono::year_month until) = 0;
    virtual std::map<core::RequestType, std::int64_t> received_counts(core::Day from, core::Day until) = 0;
    /// Every complaint that came in from..until (both inclusive), ascending by the request's id, as it stood then.
    virtual std::vector<core::ComplaintFacts> complaint_facts(core::Day from, core::Day until,
                                                              core::AsOf const& as_of) = 0;
    /// Requests whose attention_on has come, ascending by id, after the given one: dealing with one moves its day, so
    /// only the id can say where to go on.
    virtual std::vector<core::RequestId> needing_attention(core::Day today, core::RequestId after, int limit) = 0;
    virtual bool is_suppressed(core::EmailAddress const& address, core::Topic topic) = 0;
};

} // namespace habeas::storage
