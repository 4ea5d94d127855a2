#pragma once
#include "storage/sqlite/decisions.hpp"
#include "storage/sqlite/reads.hpp"

namespace habeas::storage::sqlite {

/// One job's view of the batch it runs in. The writer wraps it into a savepoint and asks afterwards whether it was
/// committed.
class SqliteTransaction final : public Reads<Transaction> {
  public:
    SqliteTransaction(Database& database, Ledger& ledger, Chance& chance)
        : Reads(database)
        , ledger_(ledger)
        , chance_(chance) {}

    bool was_committed() const { return committed_; }

    void prove_writable() override { sqlite::prove_writable(database_.connection); }
    core::RequestId next_request_id() override { return ledger_.next_request(); }
    core::Result<void> commit(core::Decision const& decision, core::Instant recorded_at) override {
        auto stored = store_decision(database_, ledger_, chance_, decision, recorded_at);
        if (stored) committed_ = true;
        return stored;
    }

    // What the ledger still holds in memory must be in the tables before they are asked.
    QueueCounts counts() override {
        ledger_.write(database_);
        return Reads::counts();
    }
    AuditHead audit_head() override {
        ledger_.write(database_);
        return Reads::audit_head();
    }
    Verification verify_audit(std::vector<AuditHead> const& kept) override {
        ledger_.write(database_);
        return Reads::verify_audit(kept);
    }

    std::vector<OutboxLetter> claim_letters(core::Instant now, core::Instant lease_until, int limit) override {
        return sqlite::claim_letters(database_, chance_, now, lease_until, limit);
    }
    bool letter_sent(LetterClaim claim, core::Instant at, std::string const& subject,
                     std::string const& text) override {
        return sqlite::letter_sent(database_, chance_, claim, at, subject, text);
    }
    bool letter_failed(LetterClaim claim, std::string const& error, std::optional<core::Instant> next_try) override {
        return sqlite::letter_failed(database_, claim, error, next_try);
    }
    bool letter_put_off(LetterClaim claim, std::string const& why, core::Instant until) override {
        return sqlite::letter_put_off(database_, claim, why, until);
    }
    bool letter_dropped(LetterClaim claim, std::string const& why) override {
        return sqlite::letter_dropped(database_, claim, why);
    }
    bool letter_to_print(LetterClaim claim, std::string const& subject, std::string const& text) override {
        return sqlite::letter_to_print(database_, chance_, claim, subject, text);
    }
    bool release_letter(LetterClaim claim) override { return sqlite::release_letter(database_, claim); }
    void note_mailing(core::EmailAddress const& address, Mailing what, core::Instant at) override {
        sqlite::note_mailing(database_, address, what, at);
    }
    void forget_mailings(core::Instant until, core::Instant now) override {
        sqlite::forget_mailings(database_, until, now);
    }
    bool letter_posted(core::LetterId id, core::Instant at) override {
        return sqlite::letter_posted(database_, id, at);
    }
    bool drop_printed_letter(core::LetterId id, std::string const& why) override {
        return sqlite::drop_printed_letter(database_, id, why);
    }
    bool revive_letter(core::LetterId id, core::Instant now) override {
        return sqlite::revive_letter(database_, id, now);
    }

    core::Result<core::StaffId> add_staff(StaffMember const& member) override {
        return sqlite::add_staff(database_, member);
    }
    void update_staff(StaffMember const& member) override { sqlite::update_staff(database_, member); }
    void keep_sign_in_failures(SignInFailures const& failures) override {
        sqlite::keep_sign_in_failures(database_, failures);
    }
    void forget_sign_in_failures(std::optional<core::StaffId> whose) override {
        sqlite::forget_sign_in_failures(database_, whose);
    }
    void open_session(Session const& session) override { sqlite::open_session(database_, session); }
    void touch_session(core::Digest const& token_digest, core::Instant seen_at) override {
        sqlite::touch_session(database_, token_digest, seen_at);
    }
    void end_session(core::Digest const& token_digest) override { sqlite::end_session(database_, token_digest); }
    void end_sessions_of(core::StaffId staff, std::optional<core::Digest> except) override {
        sqlite::end_sessions_of(database_, staff, except);
    }
    void end_sessions_before(core::Instant expired) override { sqlite::end_sessions_before(database_, expired); }
    core::Result<core::TokenId> add_token(ApiToken const& token) override {
        return sqlite::add_token(database_, token);
    }
    bool revoke_token(std::string const& name, core::Instant at) override {
        return sqlite::revoke_token(database_, name, at);
    }
    void touch_token(core::TokenId id, core::Instant at) override { sqlite::touch_token(database_, id, at); }
    void remember_idempotency(core::TokenId token, core::Digest const& key_digest, IdempotencyRecord const& record,
                              core::Instant at) override {
        sqlite::remember_idempotency(database_, chance_, token, key_digest, record, at);
    }
    void forget_idempotency_before(core::Instant at) override { sqlite::forget_idempotency_before(database_, at); }

    std::optional<std::int64_t> lease_job(std::string const& name, core::Instant now, core::Instant until) override {
        return sqlite::lease_job(database_, chance_, name, now, until);
    }
    bool finish_job(std::string const& name, std::int64_t lease, core::Instant at, std::string const& result) override {
        return sqlite::finish_job(database_, name, lease, at, result);
    }

  private:
    Ledger& ledger_;
    Chance& chance_;
    bool committed_{};
};

} // namespace habeas::storage::sqlite
