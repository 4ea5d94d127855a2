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

void append_wrapped(std::string& letter, std::string_view line, std::size_t columns) {
    std::string_view const hanging = line.starts_with("* ") ? "  " : "";
    auto const indent = std::min(line.find_first_not_of(' '), line.size());
    letter += line.substr(0, indent);
    std::size_t used = indent;
    auto first = true;
    for (auto rest = line.substr(indent); !rest.empty();) {
        auto const end = std::min(rest.find(' '), rest.size());
        auto const word = rest.substr(0, end);
        if (!first && used + 1 + width(word) > columns) {
            (letter += '\n') += hanging;
            used = hanging.size();
        } else if (!first) {
            letter += ' ';
            ++used;
        }
        letter += word;
        used += width(word);
        first = false;
        rest.remove_prefix(std::min(rest.find_first_not_of(' ', end), rest.size()));
    }
    letter += '\n';
}

} // namespace

std::string tidy_text(std::string_view rendered, std::size_t columns) {
    std::string letter;
    letter.reserve(rendered.size() + rendered.size() / 40);
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
        append_wrapped(letter, line, columns);
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
    line.resize(end);
    return line;
}

} // namespace habeas::app::mail
