#pragma once
#include "core/decision.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::storage {

/// The right to say what became of a letter. It ends where the claim ran out and somebody else has claimed the letter
/// since: then the newer claim speaks, and what the older one says is not heard.
struct LetterClaim {
    core::LetterId letter{};
    std::int64_t token{};
};

/// A letter as it waits in the outbox or as it was sent.
struct OutboxLetter {
    core::LetterId id{};
    std::optional<core::RequestId> request;
    core::LetterKind kind{};
    core::Addressee to;
    std::vector<std::pair<std::string, std::string>> facts;
    core::LetterState state{};
    int attempts{};
    core::Instant created_at{};
    core::Instant next_try_at{};
    std::optional<core::Instant> sent_at; ///< handed over, or posted on paper
    std::int64_t claim_token{};           ///< of the claim it was read with
    std::string last_error;               ///< code-like words for staff ("connection refused"); never an address
    std::string message_id;   ///< stable from the first attempt on, so that a repeated delivery can be recognised
    std::string sent_subject; ///< as rendered, once sent
    std::string sent_text;    ///< the plain part, a paragraph a line, once sent
    bool damaged{};           ///< the facts or what was sent do not open

    LetterClaim claim() const { return {id, claim_token}; }
    /// What the letter was given to tell under this name, or empty. Lives as long as the letter.
    std::string_view fact(std::string_view name) const;
};

/// What counts against the letters that an address may get in an hour.
enum class Mailing { link_asked_for, letter_handed_over };

class OutboxReads {
  public:
    virtual ~OutboxReads() = default;
    virtual std::vector<OutboxLetter> letters_of(core::RequestId request) = 0;
    virtual std::vector<OutboxLetter> letters_in(core::LetterState state, int limit) = 0;
    virtual std::optional<OutboxLetter> letter(core::LetterId id) = 0;
    virtual std::int64_t count_letters(core::LetterState state) = 0; ///< dead, print and owed are few; counted by index
    /// Finished requests whose answer has not reached the requester: its letter is owed, under way, given up or waits
    /// to be posted. Ascending by id, at most `limit`.
    virtual std::vector<core::RequestId> requests_with_undelivered_answers(int limit) = 0;
    /// When this was noted of the address, later than `after`; ascending.
    virtual std::vector<core::Instant> mailings(core::EmailAddress const& address, Mailing what,
                                                core::Instant after) = 0;
};

class OutboxWrites {
  public:
    virtual ~OutboxWrites() = default;
    /// Claims letters that are owed and due, or whose claim ran out (or lies further ahead than any claim made now: the
    /// clock was set back): state sending, lease until `lease_until`.
    virtual std::vector<OutboxLetter> claim_letters(core::Instant now, core::Instant lease_until, int limit) = 0;

    // What became of a claimed letter. False, and nothing is changed, where the claim is no longer held.
    virtual bool letter_sent(LetterClaim claim, core::Instant at, std::string const& subject,
                             std::string const& text) = 0;
    /// Not delivered: tried again at `next_try`, or dead when there is none. Counts an attempt.
    virtual bool letter_failed(LetterClaim claim, std::string const& error, std::optional<core::Instant> next_try) = 0;
    /// Not tried at all, because it may not go before `until`: no attempt.
    virtual bool letter_put_off(LetterClaim claim, std::string const& why, core::Instant until) = 0;
    /// Overtaken: it goes to nobody any more.
    virtual bool letter_dropped(LetterClaim claim, std::string const& why) = 0;
    virtual bool letter_to_print(LetterClaim claim, std::string const& subject, std::string const& text) = 0;
    /// Gives a claim back untouched (clean shutdown).
    virtual bool release_letter(LetterClaim claim) = 0;

    virtual void note_mailing(core::EmailAddress const& address, Mailing what, core::Instant at) = 0;
    /// Whatever was noted at or before `until`, of anybody, and what lies later than `now` (the clock was set back):
    /// which addresses were written to is kept for no longer than it counts.
    virtual void forget_mailings(core::Instant until, core::Instant now) = 0;

    /// A printed letter was posted; false where it does not wait for that.
    virtual bool letter_posted(core::LetterId id, core::Instant at) = 0;
    /// A printed letter goes to nobody any more; false where it does not wait to be posted.
    virtual bool drop_printed_letter(core::LetterId id, std::string const& why) = 0;
    /// Staff try a dead letter again.
    virtual bool revive_letter(core::LetterId id, core::Instant now) = 0;
};

} // namespace habeas::storage
