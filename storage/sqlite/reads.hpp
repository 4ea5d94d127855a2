#pragma once
#include "storage/sqlite/access.hpp"
#include "storage/sqlite/audit_trail.hpp"
#include "storage/sqlite/jobs.hpp"
#include "storage/sqlite/outbox.hpp"
#include "storage/sqlite/queue.hpp"
#include "storage/sqlite/report_facts.hpp"
#include "storage/sqlite/request_counts.hpp"
#include "storage/sqlite/requests.hpp"
#include "storage/sqlite/staff.hpp"

namespace habeas::storage::sqlite {

/// The reading half of a port on a connection: each question goes to the function of its folder mate. Snapshot and
/// Transaction are two ports that share it.
template <class Port>
class Reads : public Port {
  public:
    explicit Reads(Database& database)
        : database_(database) {}

    std::optional<core::SubjectRequest> find(core::RequestId id) override { return find_request(database_, id); }
    QueuePage queue(QueueQuery const& query) override { return read_queue(database_, query); }
    QueueCounts counts() override { return read_counts(database_); }
    std::int64_t count_workable_due(std::optional<core::Day> from, core::Day until) override {
        return sqlite::count_workable_due(database_, from, until);
    }
    std::int64_t count_unanswered_due(core::Day until) override {
        return sqlite::count_unanswered_due(database_, until);
    }
    std::int64_t count_open_of(core::StaffId assignee) override { return sqlite::count_open_of(database_, assignee); }
    std::vector<MessageRow> messages(core::RequestId id) override { return messages_of(database_, id); }
    std::vector<QueueRow> requests_of(core::EmailAddress const& address, int limit) override {
        return sqlite::requests_of(database_, address, limit);
    }
    std::vector<core::DeadlineFacts> deadline_facts(core::Day from, core::Day until, core::AsOf const& as_of) override {
        return sqlite::deadline_facts(database_, from, until, as_of);
    }
    void each_deadline_fact(core::Day from, core::Day until, core::AsOf const& as_of,
                            std::function<void(core::DeadlineFacts const&)> const& see) override {
        sqlite::each_deadline_fact(database_, from, until, as_of, see);
    }
    std::vector<AnswerCount> answer_counts(std::chrono::year_month from, std::chrono::year_month until) override {
        return sqlite::answer_counts(database_, from, until);
    }
    std::map<core::RequestType, std::int64_t> received_counts(core::Day from, core::Day until) override {
        return sqlite::received_counts(database_, from, until);
    }
    std::vector<core::ComplaintFacts> complaint_facts(core::Day from, core::Day until,
                                                      core::AsOf const& as_of) override {
        return sqlite::complaint_facts(database_, from, until, as_of);
    }
    std::vector<core::RequestId> needing_attention(core::Day today, core::RequestId after, int limit) override {
        return sqlite::needing_attention(database_, today, after, limit);
    }
    bool is_suppressed(core::EmailAddress const& address, core::Topic topic) override {
        return sqlite::is_suppressed(database_, address, topic);
    }

    std::vector<core::AuditRecord> audit(AuditQuery const& query) override { return read_audit(database_, query); }
    AuditHead audit_head() override {
        auto const stored = read_head(database_.connection);
        return stored ? stored->head : AuditHead{};
    }
    Verification verify_audit(std::vector<AuditHead> const& kept) override {
        return verify_chain(database_.connection, &database_.vault, kept);
    }
    std::optional<core::FreeText> unseal_text(core::AuditRecord const& record) override {
        return unseal_audit_text(database_, record);
    }

    std::vector<OutboxLetter> letters_of(core::RequestId request) override {
        return sqlite::letters_of(database_, request);
    }
    std::vector<OutboxLetter> letters_in(core::LetterState state, int limit) override {
        return sqlite::letters_in(database_, state, limit);
    }
    std::optional<OutboxLetter> letter(core::LetterId id) override { return find_letter(database_, id); }
    std::int64_t count_letters(core::LetterState state) override { return sqlite::count_letters(database_, state); }
    std::vector<core::RequestId> requests_with_undelivered_answers(int limit) override {
        return sqlite::requests_with_undelivered_answers(database_, limit);
    }
    std::vector<core::Instant> mailings(core::EmailAddress const& address, Mailing what, core::Instant after) override {
        return sqlite::mailings(database_, address, what, after);
    }

    std::vector<StaffMember> staff() override { return all_staff(database_); }
    std::optional<StaffMember> staff_member(core::StaffId id) override { return sqlite::staff_member(database_, id); }
    std::optional<StaffMember> staff_by_login(std::string const& login) override {
        return sqlite::staff_by_login(database_, login);
    }
    std::optional<SignInFailures> sign_in_failures(std::optional<core::StaffId> whose) override {
        return find_sign_in_failures(database_, whose);
    }
    std::vector<SignInFailures> all_sign_in_failures() override { return sqlite::all_sign_in_failures(database_); }
    std::optional<Session> session(core::Digest const& token_digest) override {
        return find_session(database_, token_digest);
    }
    std::vector<Session> sessions_of(core::StaffId staff) override { return sqlite::sessions_of(database_, staff); }
    std::vector<ApiToken> tokens() override { return all_tokens(database_); }
    std::optional<ApiToken> token_by_digest(core::Digest const& token_digest) override {
        return sqlite::token_by_digest(database_, token_digest);
    }
    std::optional<IdempotencyRecord> idempotency(core::TokenId token, core::Digest const& key_digest) override {
        return find_idempotency(database_, token, key_digest);
    }

    std::vector<JobState> jobs() override { return all_jobs(database_); }

  protected:
    Database& database_;
};

using SqliteSnapshot = Reads<Snapshot>;

} // namespace habeas::storage::sqlite
