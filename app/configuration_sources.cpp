#include "app/configuration_sources.hpp"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <sstream>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace habeas::app::configuration {
namespace {

constexpr std::string_view variable_prefix = "HABEAS_";
constexpr std::string_view twin_suffix = "_file";
constexpr std::size_t largest_typo = 2;

struct Nearest {
    std::string name;
    std::size_t distance{};
};

Nearest nearest(std::string_view wrong, std::string (*name_of)(std::string_view)) {
    Nearest best{.name = {}, .distance = std::string::npos};
    for (auto const& option : options()) {
        auto name = name_of(option.key);
        if (auto const distance = edit_distance(wrong, name); distance < best.distance)
            best = {.name = std::move(name), .distance = distance};
    }
    return best;
}

std::optional<std::string> read_file(std::string const& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return std::nullopt;
    std::ostringstream content;
    content << stream.rdbuf();
    if (!stream.good() && !stream.eof()) return std::nullopt;
    return content.str();
}

/// HABEAS_… names of other programs (build scripts, tests) are none of ours: a variable is taken for a mistake only
/// where it begins like a section of the table or is a typo away from an option.
void judge_unknown_variable(Source& source, std::string const& name) {
    auto const begins_like_section = std::ranges::any_of(
        options(), [&](Option const& option) { return name.starts_with(environment_name(option.section()) + "_"); });
    auto const [closest, distance] = nearest(name, environment_name);
    if (!begins_like_section && distance > largest_typo) return;
    auto const hint = distance <= name.size() / 3 ? fmt::format("; did you mean {}?", closest) : "";
    source.mistakes.push_back({name, "", "there is no such option" + hint});
}

} // namespace

void take(Source& source, Option const& option, std::expected<Value, std::string> value, std::string where) {
    auto problem = value ? option.check(*value) : std::optional(value.error());
    if (!problem) {
        // The words of an enumeration are known to the member alone.
        Configuration scratch;
        problem = option.store(scratch, *value);
    }
    if (problem) {
        // A secret must not come out through the message about it.
        auto message = option.secret() ? "is not usable: a text of one line is expected" : std::move(*problem);
        source.mistakes.push_back({std::move(where), std::string(option.key), std::move(message)});
    } else {
        source.assignments.push_back({&option, std::move(*value), std::move(where)});
    }
}

std::optional<std::string> exposure(std::string const& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) return "can be changed by others; chmod it to 0600";
    if ((status.st_mode & S_IROTH) != 0 && !path.starts_with("/run/secrets/"))
        return "can be read by everybody on this machine; chmod it to 0600";
    return std::nullopt;
}

void take_secret_file(Source& source, Option const& option, std::string const& path, std::string where) {
    auto const key = std::string(option.key) + std::string(twin_suffix);
    auto content = read_file(path);
    if (!content) {
        source.mistakes.push_back({std::move(where), key, fmt::format("cannot read \"{}\"", path)});
        return;
    }
    if (auto const problem = exposure(path)) {
        source.mistakes.push_back({std::move(where), key, fmt::format("\"{}\" {}", path, *problem)});
        return;
    }
    while (content->ends_with('\n') || content->ends_with('\r'))
        content->pop_back();
    take(source, option, Value(std::move(*content)), std::move(where));
}

Option const* secret_of_twin(std::string_view key) {
    if (!key.ends_with(twin_suffix)) return nullptr;
    auto const* const option = find_option(key.substr(0, key.size() - twin_suffix.size()));
    return option && option->secret() ? option : nullptr;
}

std::string unknown_option(std::string_view key) {
    auto const [closest, distance] = nearest(key, [](std::string_view name) { return std::string(name); });
    if (distance > std::max(largest_typo, key.size() / 3)) return "there is no such option";
    return fmt::format("there is no such option; did you mean {}?", closest);
}

std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < right.size(); ++j) {
            auto const change = diagonal + (left[i] == right[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

Source from_environment(std::map<std::string, std::string> const& variables) {
    Source source;
    std::vector<std::string_view> known{"HABEAS_CONFIG"}; // names the file itself; main reads it
    for (auto const& option : options()) {
        auto const name = environment_name(option.key);
        auto const twin = environment_name(std::string(option.key) + std::string(twin_suffix));
        auto const plain = variables.find(name);
        auto const file = option.secret() ? variables.find(twin) : variables.end();
        if (plain != variables.end()) known.push_back(plain->first);
        if (file != variables.end()) known.push_back(file->first);
        if (plain != variables.end() && file != variables.end())
            source.mistakes.push_back(
                {name, std::string(option.key), "is given here and by " + twin + "; give one of them"});
        else if (plain != variables.end())
            take(source, option, parse_value(option.type, plain->second), name);
        else if (file != variables.end())
            take_secret_file(source, option, file->second, twin);
    }
    for (auto const& [name, value] : variables)
        if (name.starts_with(variable_prefix) && std::ranges::find(known, name) == known.end())
            judge_unknown_variable(source, name);
    return source;
}

Source from_command_line(std::vector<std::pair<std::string, std::string>> const& overrides) {
    static std::string const where = "command line";
    Source source;
    for (auto const& [key, text] : overrides) {
        auto const* const option = find_option(key);
        if (auto const* const secret = secret_of_twin(key))
            take_secret_file(source, *secret, text, where);
        else if (!option)
            source.mistakes.push_back({where, key, unknown_option(key)});
        else if (option->secret())
            source.mistakes.push_back(
                {where, key,
                 fmt::format("other users can read the command line; name a file with {}_file instead", key)});
        else
            take(source, *option, parse_value(option->type, text), where);
    }
    return source;
}

} // namespace habeas::app::configuration

namespace habeas::app {

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> variables;
    for (auto const* const* entry = environ; entry && *entry; ++entry) {
        std::string_view const text(*entry);
        auto const equals = text.find('=');
        if (equals != std::string_view::npos && text.starts_with(configuration::variable_prefix))
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

} // namespace habeas::app
