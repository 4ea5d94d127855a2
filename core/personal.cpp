#include "core/personal.hpp"

#include "core/letter_case.hpp"

#include <algorithm>

namespace habeas::core {

namespace {

constexpr std::size_t longest_address = 254; // RFC 5321 4.5.3.1.3, without the angle brackets
constexpr std::size_t longest_local_part = 64;
constexpr std::size_t longest_label = 63;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// RFC 5322 dot-atom: words of these characters, joined by single dots.
bool is_local_part(std::string_view text) {
    if (text.empty() || text.size() > longest_local_part) return false;
    if (text.starts_with('.') || text.ends_with('.') || text.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(text, [](char c) {
        return is_letter(c) || is_digit(c) ||
               std::string_view{"!#$%&'*+-/=?^_`{|}~."}.find(c) != std::string_view::npos;
    });
}

bool is_label(std::string_view text) {
    if (text.empty() || text.size() > longest_label || text.starts_with('-') || text.ends_with('-')) return false;
    return std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_domain(std::string_view text) {
    std::size_t labels{};
    std::string_view last;
    for (std::size_t start = 0; start <= text.size();) {
        auto const dot = std::min(text.find('.', start), text.size());
        last = text.substr(start, dot - start);
        if (!is_label(last)) return false;
        ++labels;
        start = dot + 1;
    }
    return labels >= 2 && !std::ranges::all_of(last, is_digit);
}

Result<EmailAddress> refused(std::string message) {
    return fail(ErrorCode::invalid, std::move(message), "e-mail address");
}

} // namespace

// "CR, LF, NUL, <> and > 254 bytes refused in addresses" (security requirement 28)
Result<EmailAddress> EmailAddress::parse(std::string_view text) {
    if (text.empty()) return refused("Enter an e-mail address.");
    if (text.size() > longest_address) return refused("This e-mail address is too long.");
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        return refused(
            "We cannot write to addresses with accents, umlauts or other letters outside A to Z. Enter another "
            "e-mail address.");
    auto const at = text.find('@');
    if (at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos ||
        !is_local_part(text.substr(0, at)) || !is_domain(text.substr(at + 1)))
        return refused("Enter an e-mail address in the form name@example.com.");
    return EmailAddress{std::string{text.substr(0, at + 1)} + lower_case(text.substr(at + 1))};
}

std::string EmailAddress::lookup_key() const {
    return lower_case(text_);
}

std::vector<std::string> lookup_words(PersonName const& name, Folding const& fold) {
    auto const text = fold(name.reveal());
    std::vector<std::string> words;
    std::string whole;
    for (std::size_t start = 0; (start = text.find_first_not_of(" \t\n,", start)) != std::string::npos;) {
        auto const end = std::min(text.find_first_of(" \t\n,", start), text.size());
        auto word = text.substr(start, end - start);
        start = end;
        whole += (whole.empty() ? "" : " ") + word;
        if (words.size() < most_lookup_words && std::ranges::find(words, word) == words.end())
            words.push_back(std::move(word));
    }
    if (!whole.empty() && std::ranges::find(words, whole) == words.end()) words.push_back(std::move(whole));
    return words;
}

} // namespace habeas::core
