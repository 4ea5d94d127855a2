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
