#include "app/html/text.hpp"

#include <algorithm>
#include <cstdint>

namespace habeas::app::html {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

/// One decoded character: how many bytes it took, or 0 where the bytes are not UTF-8.
struct Decoded {
    std::uint32_t character;
    std::size_t length;
};

Decoded decode(std::string_view text) {
    auto const lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return {lead, 1};
    std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {0, 0};
    std::uint32_t character = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        auto const next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0) != 0x80) return {0, 0};
        character = (character << 6) | (next & 0x3F);
    }
    // Longer spellings than needed, halves of UTF-16 pairs and numbers beyond Unicode are not UTF-8 (RFC 3629 §3).
    constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (character < smallest[length] || (character >= 0xD800 && character <= 0xDFFF) || character > 0x10FFFF)
        return {0, 0};
    return {character, length};
}

bool is_control(std::uint32_t character) {
    return (character < 0x20 && character != '\n' && character != '\t') || (character >= 0x7F && character <= 0x9F);
}

// The characters that let "moc.elgoog" be read as another address (Unicode TR36, "Trojan Source").
bool reorders(std::uint32_t character) {
    return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069) ||
           character == 0x200E || character == 0x200F || character == 0x061C || character == 0xFEFF;
}

} // namespace

std::string readable(std::string_view typed) {
    std::string clean;
    clean.reserve(typed.size());
    while (!typed.empty()) {
        if (typed.front() == '\r') {
            clean += '\n';
            typed.remove_prefix(typed.starts_with("\r\n") ? 2 : 1);
            continue;
        }
        auto const [character, length] = decode(typed);
        if (length == 0) {
            clean += replacement;
        } else if (!is_control(character) && !reorders(character)) {
            clean += typed.substr(0, length);
        }
        typed.remove_prefix(length == 0 ? 1 : length);
    }
    return clean;
}

void add_paragraphs(View& view, std::string_view section, std::string_view typed) {
    auto const clean = readable(typed);
    View* paragraph = nullptr;
    std::string_view rest = clean;
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        auto const line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.find_first_not_of(" \t") == line.npos) {
            paragraph = nullptr;
            continue;
        }
        if (paragraph == nullptr) paragraph = &view.add(section);
        paragraph->add("LINE").text("LINE", line);
    }
}

std::string initials(std::string_view name) {
    auto const clean = readable(name);
    auto const letter_at = [&clean](std::size_t start) {
        std::string letter = clean.substr(start, decode(std::string_view{clean}.substr(start)).length);
        if (letter.size() == 1 && letter[0] >= 'a' && letter[0] <= 'z') letter[0] = static_cast<char>(letter[0] - 32);
        return letter;
    };
    constexpr auto spaces = " \t\n";
    auto const first = clean.find_first_not_of(spaces);
    if (first == clean.npos) return "–";
    auto const gap = clean.find_last_of(spaces, clean.find_last_not_of(spaces));
    if (gap == clean.npos || gap < first) return letter_at(first);
    return letter_at(first) + letter_at(gap + 1);
}

} // namespace habeas::app::html
