#pragma once
#include "core/decision.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace habeas::storage {

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
    std::optional<core::Instant> sent_at;
    std::string last_error;   ///< code-like words for staff ("connection refused"); never an address
    std::string message_id;   ///< stable from the first attempt on, so that a repeated delivery can be recognised
    std::string sent_subject; ///< as rendered, once sent
    std::string sent_text;    ///< the plain part as sent, once sent
};

class OutboxReads {
  public:
    virtual ~OutboxReads() = default;
    virtual std::vector<OutboxLetter> letters_of(core::RequestId request) = 0;
    virtual std::vector<OutboxLetter> letters_in(core::LetterState state, int limit) = 0;
    virtual std::optional<OutboxLetter> letter(core::LetterId id) = 0;
    virtual std::int64_t count_letters(core::LetterState state) = 0; ///< dead, print and owed are few; counted by index
};

class OutboxWrites {
  public:
    virtual ~OutboxWrites() = default;
    /// Claims letters that are owed and due (or whose claim ran out): state sending, lease until `lease_until`.
    virtual std::vector<OutboxLetter> claim_letters(core::Instant now, core::Instant lease_until, int limit) = 0;
    virtual void letter_sent(core::LetterId id, core::Instant at, std::string const& subject,
                             std::string const& text) = 0;
    /// Not delivered: tried again at `next_try`, or dead when there is none.
    virtual void letter_failed(core::LetterId id, std::string const& error, std::optional<core::Instant> next_try) = 0;
    virtual void letter_to_print(core::LetterId id, std::string const& subject, std::string const& text) = 0;
    /// Staff try a dead letter again.
    virtual bool revive_letter(core::LetterId id, core::Instant now) = 0;
    /// Gives a claim back untouched (clean shutdown).
    virtual void release_letter(core::LetterId id) = 0;
};

} // namespace habeas::storage
