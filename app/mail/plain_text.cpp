#include "app/mail/plain_text.hpp"

#include "app/html/text.hpp"

#include <algorithm>

namespace habeas::app::mail {

namespace {

/// Columns as people see them, near enough: characters, not bytes.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::string_view without_trailing_space(std::string_view line) {
    auto const last = line.find_last_not_of(" \t\r");
    return last == line.npos ? std::string_view{} : line.substr(0, last + 1);
}

/// The line with one space between its words; how far it is moved in stays.
void append_tidy(std::string& letter, std::string_view line) {
    auto const indent = std::min(line.find_first_not_of(' '), line.size());
    letter += line.substr(0, indent);
    for (char const byte : line.substr(indent))
        if (byte != ' ' || !letter.ends_with(' ')) letter += byte;
    letter += '\n';
}

/// What stands between a letter and a signature by a convention of Usenet. The line ends in a space and is not flowed
/// for all that (RFC 3676, section 4.3).
constexpr std::string_view signature_mark = "-- ";

/// A line that begins with a space, with ">" or with "From " gets a space in front, which its reader takes away: the
/// first would lose its own, the second be taken for a quotation, the third be changed on the way (RFC 3676,
/// section 4.4).
void append_stuffed(std::string& letter, std::string_view line) {
    if (line.starts_with(' ') || line.starts_with("From ") || line.starts_with('>')) letter += ' ';
    (letter += line) += '\n';
}

/// Behind the next word and the spaces that follow it.
std::size_t end_of_word(std::string_view line, std::size_t at) {
    auto const word = std::min(line.find_first_not_of(' ', at), line.size());
    auto const gap = std::min(line.find(' ', word), line.size());
    return std::min(line.find_first_not_of(' ', gap), line.size());
}

void append_flowed(std::string& letter, std::string_view line, std::size_t columns) {
    while (!line.empty()) {
        auto end = end_of_word(line, 0);
        while (end < line.size()) {
            auto const further = end_of_word(line, end);
            auto const fits = width(without_trailing_space(line.substr(0, further))) <= columns;
            if (!fits && line.substr(0, end) != signature_mark) break;
            end = further;
        }
        append_stuffed(letter, line.substr(0, end));
        line.remove_prefix(end);
    }
}

} // namespace

std::string tidy_text(std::string_view rendered) {
    std::string letter;
    letter.reserve(rendered.size());
    auto empty_line_owed = false;
    while (!rendered.empty()) {
        auto const end = std::min(rendered.find('\n'), rendered.size());
        auto const line = without_trailing_space(rendered.substr(0, end));
        rendered.remove_prefix(std::min(end + 1, rendered.size()));
        if (line.empty()) {
            empty_line_owed = !letter.empty();
            continue;
        }
        if (empty_line_owed) letter += '\n';
        empty_line_owed = false;
        append_tidy(letter, line);
    }
    return letter;
}

std::string flowed(std::string_view text, std::size_t columns) {
    std::string letter;
    letter.reserve(text.size() + text.size() / 40);
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        // A space before an end of line that was meant would join it with the next (RFC 3676, section 4.2).
        auto const trimmed = line == signature_mark ? line : without_trailing_space(line);
        if (trimmed.empty() || trimmed == signature_mark)
            (letter += trimmed) += '\n';
        else
            append_flowed(letter, trimmed, columns);
    }
    return letter;
}

std::string one_line(std::string_view text, std::size_t most) {
    std::string line;
    for (char const byte : html::readable(text)) {
        auto const is_space = byte == ' ' || byte == '\n' || byte == '\t';
        if (!is_space)
            line += byte;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    if (line.ends_with(' ')) line.pop_back();
    if (line.size() <= most) return line;
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80)
        --end;
    // Between words where there are any: half a word is nobody's name.
    if (auto const space = line.rfind(' ', end); space != line.npos && space > 0) end = space;
    line.resize(end);
    return line;
}

} // namespace habeas::app::mail
