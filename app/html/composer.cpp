#include "app/html/composer.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <fmt/core.h>

namespace habeas::app::html {
namespace {

constexpr int deepest_include = 8;

using Arguments = std::map<std::string, std::string, std::less<>>;

struct Include {
    std::string file;
    Arguments arguments;
};

[[noreturn]] void refuse(std::string_view file, std::string_view why) {
    throw std::runtime_error(fmt::format("template {}: {}", file, why));
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Takes `name="value"` from the front of `rest`. A value may hold markers of its own, so only a quote ends it.
std::pair<std::string, std::string> take_argument(std::string_view& rest, std::string_view file) {
    auto const equals = rest.find("=\"");
    if (equals == rest.npos) refuse(file, "an include has something that is no argument");
    auto const closing = rest.find('"', equals + 2);
    if (closing == rest.npos) refuse(file, "an include has an argument without an end");
    std::pair<std::string, std::string> argument{trimmed(rest.substr(0, equals)),
                                                 rest.substr(equals + 2, closing - equals - 2)};
    rest.remove_prefix(closing + 1);
    return argument;
}

/// Reads the inside of an include tag from the front of `rest` and takes it away, closing braces included.
Include take_include(std::string_view& rest, std::string_view file) {
    Include include;
    auto const name_end = rest.find_first_of(" \n}");
    if (name_end == rest.npos) refuse(file, "an include has no end");
    include.file = rest.substr(0, name_end);
    rest.remove_prefix(name_end);
    while (true) {
        rest.remove_prefix(std::min(rest.find_first_not_of(" \n"), rest.size()));
        if (rest.starts_with("}}")) break;
        if (rest.empty()) refuse(file, "an include has no end");
        include.arguments.insert(take_argument(rest, file));
    }
    rest.remove_prefix(2);
    if (auto const name = include.arguments.find("name"); name != include.arguments.end()) {
        auto const id = include.arguments.try_emplace("id", name->second).first->second;
        include.arguments.try_emplace("key", marker_of(id));
    }
    return include;
}

std::string fill_in(std::string_view text, Arguments const& arguments, std::string_view file) {
    std::string filled;
    for (auto open = text.find("[["); open != text.npos; open = text.find("[[")) {
        filled += text.substr(0, open);
        auto const close = text.find("]]", open);
        if (close == text.npos) refuse(file, "[[ without ]]");
        auto const name = text.substr(open + 2, close - open - 2);
        text.remove_prefix(close + 2);
        if (!name.starts_with('?')) {
            auto const given = arguments.find(name);
            if (given == arguments.end()) refuse(file, fmt::format("the argument '{}' is missing", name));
            filled += given->second;
            continue;
        }
        auto const ending = fmt::format("[[/{}]]", name.substr(1));
        auto const end = text.find(ending);
        if (end == text.npos) refuse(file, fmt::format("[[{}]] without {}", name, ending));
        if (arguments.contains(name.substr(1))) filled += fill_in(text.substr(0, end), arguments, file);
        text.remove_prefix(end + ending.size());
    }
    return filled += text;
}

/// Comments are for people: they go, and with them the end of a line that held nothing else.
std::string without_comments(std::string_view text, std::string_view file) {
    std::string kept;
    for (auto open = text.find("{{!"); open != text.npos; open = text.find("{{!")) {
        kept += text.substr(0, open);
        auto const close = text.find("}}", open);
        if (close == text.npos) refuse(file, "a comment has no end");
        text.remove_prefix(close + 2);
        if (text.starts_with('\n') && (kept.empty() || kept.ends_with('\n'))) text.remove_prefix(1);
    }
    return kept += text;
}

std::string expand(std::string_view name, Arguments const& arguments, std::span<TemplateFile const> files,
                   std::string_view included_by, int depth) {
    auto const file = std::ranges::find(files, name, &TemplateFile::name);
    if (file == files.end()) refuse(included_by, fmt::format("includes '{}', which does not exist", name));
    if (depth > deepest_include) refuse(included_by, "includes are nested too deeply; does one include itself?");
    auto const source = fill_in(without_comments(file->content, name), arguments, name);
    std::string whole;
    std::string_view rest = source;
    for (auto open = rest.find("{{>"); open != rest.npos; open = rest.find("{{>")) {
        whole += rest.substr(0, open);
        rest.remove_prefix(open + 3);
        auto const include = take_include(rest, name);
        whole += expand(include.file, include.arguments, files, name, depth + 1);
    }
    return whole += rest;
}

std::string without_indentation(std::string_view text) {
    std::string lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        if (auto const line = trimmed(text.substr(0, end)); !line.empty()) (lines += line) += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

} // namespace

std::string compose(std::string_view name, std::span<TemplateFile const> files) {
    auto whole = expand(name, {}, files, name, 0);
    return name.ends_with(".html") ? without_indentation(whole) : whole;
}

std::string marker_of(std::string_view field) {
    std::string marker{field};
    for (auto& letter : marker) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
        if (letter == '.' || letter == '-') letter = '_';
    }
    return marker;
}

} // namespace habeas::app::html
