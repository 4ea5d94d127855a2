#pragma once
#include "core/personal.hpp"

#include <string>

namespace habeas::app::mail {

/// A message on its way out.
struct Dispatch {
    std::string envelope_from;
    core::EmailAddress to;
    std::string message_id; ///< without angle brackets
    std::string message;    ///< whole, with CRLF line ends
};

/// What became of it.
struct Handed {
    enum class Result {
        over,      ///< the other side has taken responsibility for it
        try_later, ///< not now: nobody there, busy, or our own account is refused
        refused,   ///< this letter will never be taken (a 5xx answer to its recipient or its content)
    } result{};
    /// A code for staff and logs, such as "451", "550", "connection_refused"; never an address or a server's words.
    std::string code;
    /// Nobody could be reached at all: more letters of this batch would fare the same.
    bool unreachable{};
};

/// The mail port. Used by one thread at a time, except `interrupt`.
class Carrier {
  public:
    virtual ~Carrier() = default;

    /// Hands one message over. Blocks, within the limits the carrier was made with. Never throws for what the network
    /// or the other side does.
    virtual Handed deliver(Dispatch const& dispatch) = 0;

    /// No more for now: what was kept open between letters is closed.
    virtual void rest() {}

    /// From any thread: a delivery under way ends soon as try_later, unless the message itself is already being sent
    /// (cutting it off there could deliver it twice). Later deliveries end at once.
    virtual void interrupt() {}
};

} // namespace habeas::app::mail
