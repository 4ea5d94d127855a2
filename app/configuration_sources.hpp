#pragma once
#include "app/configuration.hpp"
#include "app/configuration_table.hpp"

#include <expected>
#include <string>
#include <utility>
#include <vector>

// The places options come from. Each reads what it has, remembers where every value stood, and collects mistakes
// instead of stopping at the first.
namespace habeas::app::configuration {

/// A value of the right type that passed its option's check.
struct Assignment {
    Option const* option{};
    Value value;
    std::string where;
};

struct Source {
    std::vector<Assignment> assignments;
    std::vector<ConfigurationMistake> mistakes;
    std::optional<std::vector<CategorySettings>> categories; ///< only a file has them
};

Source from_file(std::string const& path);
Source from_environment(std::map<std::string, std::string> const& variables);
Source from_command_line(std::vector<std::pair<std::string, std::string>> const& overrides);

/// Takes the value in where it passes its check, else the mistake.
void take(Source& source, Option const& option, std::expected<Value, std::string> value, std::string where);

/// Takes a secret out of the file named for it ("mail.password_file"). A file that others may change, or that everybody
/// may read, is a mistake; container engines mount theirs below /run/secrets/ readable for all, which is let pass.
void take_secret_file(Source& source, Option const& option, std::string const& path, std::string where);

/// What is wrong with the permissions of a file that holds a secret, or nothing.
std::optional<std::string> exposure(std::string const& path);

/// The secret option that "mail.password_file" is the twin of, or nothing.
Option const* secret_of_twin(std::string_view key);

/// "there is no such option; did you mean server.port?"
std::string unknown_option(std::string_view key);

/// Insertions, deletions and changes that make one text of the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

} // namespace habeas::app::configuration
