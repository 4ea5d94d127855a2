#include "app/pages/letter_words.hpp"

#include <algorithm>
#include <utility>

namespace habeas::app::pages {

namespace {

constexpr std::pair<std::string_view, std::string_view> reasons[] = {
    {"host_not_found", "The mail server's name is not known: look at the mail settings."},
    {"connection_refused", "The mail server took no connection."},
    {"connection_lost", "The connection to the mail server broke off."},
    {"timed_out", "The mail server did not answer in time."},
    {"sign_in_refused", "The mail server refused our sign-in: look at the mail settings."},
    {"not_let_through", "The mail server does not let us send this: look at its rules for relaying and senders."},
    {"no_starttls", "The mail server offers no encryption."},
    {"certificate_not_trusted", "The mail server's certificate is not trusted."},
    {"tls_failed", "No encrypted connection to the mail server came about."},
    {"interrupted", "Delivery was interrupted."},
    {"address_not_usable", "The address cannot be used for mail."},
    {"header_refused", "The letter could not be put into a mail."},
    {"not_composed", "The letter could not be composed."},
    {"gave_up", "It was tried too often without an end."},
    {"hourly_budget", "This address has had its letters of this hour; it goes later."},
    {"no_longer_needed", "What it would say has been overtaken."},
    {"extension_too_late", "The due day had passed, so nothing could be extended any more."},
    {"member_left", "The member of staff has left."},
    {"request_erased", "The request is no longer there."},
};

bool is_mail_answer(std::string_view code) {
    return code.size() == 3 && std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::string delivery_words(std::string_view code) {
    for (auto const& [known, words] : reasons)
        if (known == code) return std::string(words);
    if (is_mail_answer(code) && code.front() == '5')
        return "The mail server refused it for good (" + std::string(code) + "): most often the mailbox is unknown.";
    if (is_mail_answer(code)) return "The mail server could not take it (" + std::string(code) + ").";
    return std::string(code);
}

} // namespace habeas::app::pages
