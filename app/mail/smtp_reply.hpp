#pragma once
#include <string>
#include <string_view>

namespace habeas::app::mail {

/// What a mail server answered, without its words, because they quote addresses.
struct SmtpReply {
    int code{};           ///< "550" (RFC 5321 §4.2); 0 where there was none
    std::string enhanced; ///< "5.1.1" (RFC 2034, RFC 3463); empty where the server does not say

    /// Whether nobody but this letter's recipient or content is refused, so that trying again is of no use. Servers
    /// tell at the recipient, too, that they do not relay for us, do not like our address or our sender: that is for
    /// the operator to mend.
    bool is_letters_fault() const;
};

/// Reads one line of an answer; code 0 where it is not the last line of one.
SmtpReply read_smtp_reply(std::string_view line);

} // namespace habeas::app::mail
