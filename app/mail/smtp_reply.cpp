#include "app/mail/smtp_reply.hpp"

#include <algorithm>

namespace habeas::app::mail {

namespace {

constexpr std::size_t code_length = 3;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The "5.1.1" at the beginning of what follows the code: of the same class as the code, each part of at most three
/// digits (RFC 2034 §4).
std::string_view enhanced_at(std::string_view text, char reply_class) {
    auto const end = std::min(text.find_first_not_of("0123456789."), text.size());
    auto const status = text.substr(0, end);
    auto const dots = std::ranges::count(status, '.');
    auto const is_whole = status.size() >= 5 && status.size() <= 9 && dots == 2 && status[0] == reply_class &&
                          status[1] == '.' && is_digit(status.back()) && status.find("..") == status.npos;
    return is_whole ? status : std::string_view{};
}

} // namespace

SmtpReply read_smtp_reply(std::string_view line) {
    if (line.size() < code_length || !std::ranges::all_of(line.substr(0, code_length), is_digit)) return {};
    auto const rest = line.substr(code_length);
    if (rest.starts_with('-')) return {}; // more lines follow
    SmtpReply reply;
    for (auto const digit : line.substr(0, code_length))
        reply.code = reply.code * 10 + (digit - '0');
    if (rest.starts_with(' ')) reply.enhanced = enhanced_at(rest.substr(1), line.front());
    return reply;
}

bool SmtpReply::is_letters_fault() const {
    if (code < 500 || code > 599) return false;
    // Sign-in and encryption wanted, or refused (RFC 4954 §6).
    if (code == 530 || code == 534 || code == 535 || code == 538) return false;
    if (enhanced.empty()) return true;
    // RFC 3463: 5.1.7 and 5.1.8 are about the sender's address, 5.3 is about the server (but 5.3.4, a message too big),
    // 5.4 about the network, 5.5 about the conversation, 5.7 about what this sender may do.
    if (enhanced == "5.1.7" || enhanced == "5.1.8") return false;
    auto const about = enhanced[2];
    return about == '0' || about == '1' || about == '2' || about == '6' || enhanced == "5.3.4";
}

} // namespace habeas::app::mail
