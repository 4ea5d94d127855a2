#pragma once
#include "app/mail/letter_writer.hpp"
#include "core/time.hpp"

#include <string>

namespace habeas::app::mail {

/// Who letters come from.
struct Sender {
    std::string name;     ///< may be empty
    std::string address;  ///< also the envelope's sender, to whom bounces go
    std::string reply_to; ///< may be empty: answers go to `address`
};

/// The letter as a message (RFC 5322, multipart/alternative of flowed text (RFC 3676) and HTML, UTF-8,
/// quoted-printable, CRLF lines of at most 998 bytes), with Date, Message-ID, Auto-Submitted (RFC 3834) and the
/// references that keep all letters about a request in one thread. The same letter at the same moment is the same
/// bytes.
///
/// Throws std::invalid_argument where a header would hold CR, LF or NUL, or where the letter has no address: our
/// writer makes no such letter, so one that comes is refused, not mended.
std::string compose_message(ComposedLetter const& letter, Sender const& sender, core::Instant at);

} // namespace habeas::app::mail
