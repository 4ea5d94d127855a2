#include "core/text_rules.hpp"

#include <algorithm>

namespace habeas::core {

namespace {

/// How many bytes the UTF-8 sequence at the front has; 0 where it is none (overlong forms, surrogates and numbers
/// beyond Unicode included).
std::size_t sequence_length(std::string_view text) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const follows = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
    if (byte(0) < 0x80) return 1;
    if (byte(0) >= 0xC2 && byte(0) <= 0xDF) return follows(1) ? 2 : 0;
    if (byte(0) >= 0xE0 && byte(0) <= 0xEF) {
        if (!follows(1) || !follows(2)) return 0;
        bool const overlong = byte(0) == 0xE0 && byte(1) < 0xA0;
        bool const surrogate = byte(0) == 0xED && byte(1) >= 0xA0;
        return overlong || surrogate ? 0 : 3;
    }
    if (byte(0) >= 0xF0 && byte(0) <= 0xF4) {
        if (!follows(1) || !follows(2) || !follows(3)) return 0;
        bool const overlong = byte(0) == 0xF0 && byte(1) < 0x90;
        bool const beyond = byte(0) == 0xF4 && byte(1) >= 0x90;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

/// The characters of a text, or nothing where it is not UTF-8.
std::optional<std::size_t> count_characters(std::string_view text) {
    std::size_t count{};
    for (; !text.empty(); ++count) {
        auto const length = sequence_length(text);
        if (length == 0) return std::nullopt;
        text.remove_prefix(length);
    }
    return count;
}

/// U+202A to U+202E and U+2066 to U+2069 turn the direction of what follows, so that a line reads as another one
/// ("txt.exe" for "exe.txt"); U+2028 and U+2029 end a line.
bool turns_or_ends_line(std::string_view text) {
    if (text.size() < 3 || !text.starts_with("\xE2")) return false;
    auto const second = static_cast<unsigned char>(text[1]);
    auto const third = static_cast<unsigned char>(text[2]);
    return (second == 0x80 && third >= 0xA8 && third <= 0xAE) || (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

bool has_control_character(std::string_view text, Lines lines) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if (lines == Lines::many) {
            if (byte == '\n' || byte == '\t') continue;
            // Browsers send line ends as CR LF.
            if (byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        }
        if (byte < 0x20 || byte == 0x7F) return true;
        if (lines == Lines::one && turns_or_ends_line(text.substr(i))) return true;
        // U+0080 to U+009F, the second set of control characters.
        if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
    }
    return false;
}

std::string with_separator(std::size_t number) {
    auto digits = std::to_string(number);
    if (digits.size() > 3) digits.insert(digits.size() - 3, ",");
    return digits;
}

} // namespace

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool holds_card_number(std::string_view text) {
    constexpr int shortest_card_number = 12;
    int digits{};
    for (char const c : text) {
        if (c == ' ' || c == '-') continue;
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (digits == shortest_card_number) return true;
    }
    return false;
}

std::optional<std::string> mistake_in(std::string_view text, Lines lines, std::size_t longest) {
    auto const characters = count_characters(text);
    if (!characters) return "This text could not be read. Please type it again.";
    if (has_control_character(text, lines))
        return lines == Lines::one ? "Use one line, without control characters."
                                   : "Remove the control characters from this text.";
    if (*characters > longest)
        return "Shorten this to " + with_separator(longest) + " characters or fewer. It has " +
               with_separator(*characters) + " now.";
    return std::nullopt;
}

void check_text(std::vector<FieldError>& mistakes, std::string const& field, std::string_view text, Lines lines,
                std::size_t longest, Presence presence, std::string const& missing) {
    if (auto mistake = mistake_in(text, lines, longest))
        mistakes.push_back({field, std::move(*mistake)});
    else if (presence == Presence::required && is_blank(text))
        mistakes.push_back({field, missing});
}

std::vector<FieldError> check_words(std::string const& field, FreeText const& text, Presence presence,
                                    std::string const& missing) {
    std::vector<FieldError> mistakes;
    check_text(mistakes, field, text.reveal(), Lines::many, longest_text, presence, missing);
    return mistakes;
}

} // namespace habeas::core
