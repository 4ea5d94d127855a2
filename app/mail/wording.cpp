#include "app/mail/wording.hpp"

#include "app/mail/plain_text.hpp"

#include <algorithm>

namespace habeas::app::mail {

std::string_view asks(core::RequestType type) {
    switch (type) {
    case core::RequestType::access:
        return "to see personal data";
    case core::RequestType::correction:
        return "to correct personal data";
    case core::RequestType::deletion:
        return "to delete personal data";
    case core::RequestType::unsubscribe:
        return "to send no more marketing e-mail";
    }
    return "about personal data";
}

std::string_view you_asked(core::RequestType type, core::RequesterKind requester) {
    if (requester != core::RequesterKind::self) return asks(type);
    switch (type) {
    case core::RequestType::access:
        return "to see your personal data";
    case core::RequestType::correction:
        return "to correct your personal data";
    case core::RequestType::deletion:
        return "to delete your personal data";
    case core::RequestType::unsubscribe:
        return "to send you no more marketing e-mail";
    }
    return "about your personal data";
}

std::string_view standing_words(core::Status status) {
    switch (status) {
    case core::Status::unverified:
        return "We start to work on your request once you have confirmed your e-mail address.";
    case core::Status::open:
        return "Someone will take up your request soon.";
    case core::Status::in_progress:
    case core::Status::awaiting_approval:
        return "We go on working on your request.";
    case core::Status::awaiting_requester:
        return "We cannot go on until we hear from you.";
    case core::Status::fulfilled:
    case core::Status::partially_fulfilled:
    case core::Status::denied:
    case core::Status::withdrawn:
    case core::Status::redirected:
    case core::Status::expired:
        return {};
    }
    return {};
}

std::string_view words_fact(core::LetterKind kind) {
    switch (kind) {
    case core::LetterKind::information_wanted:
        return "question";
    case core::LetterKind::extended:
    case core::LetterKind::return_noted:
        return "reason";
    case core::LetterKind::fulfilled:
    case core::LetterKind::partially_fulfilled:
        return "answer";
    case core::LetterKind::denied:
    case core::LetterKind::redirected:
        return "explanation";
    case core::LetterKind::withdrawn: // only there where staff withdrew it
        return "reason";
    case core::LetterKind::message:
        return "message";
    case core::LetterKind::confirm_address:
    case core::LetterKind::confirm_reminder:
    case core::LetterKind::received:
    case core::LetterKind::information_noted:
    case core::LetterKind::expired:
    case core::LetterKind::unsubscribed:
    case core::LetterKind::appeal_received:
    case core::LetterKind::status_link:
    case core::LetterKind::deadline_reminder:
    case core::LetterKind::deadline_escalation:
    case core::LetterKind::approval_wanted:
    case core::LetterKind::message_noted:
    case core::LetterKind::assignment_noted:
    case core::LetterKind::approval_noted:
    case core::LetterKind::appeal_noted:
    case core::LetterKind::asked_for_you:
    case core::LetterKind::password_changed:
        return {};
    }
    return {};
}

std::string plain_word(std::string_view code) {
    std::string word{code};
    std::ranges::replace(word, '_', ' ');
    return word;
}

std::string field_words(std::string_view field) {
    auto const dot = field.find('.');
    if (dot == field.npos) return plain_word(one_line(field, 100));
    return plain_word(one_line(field.substr(0, dot), 100)) + ": " + plain_word(one_line(field.substr(dot + 1), 100));
}

} // namespace habeas::app::mail
