#pragma once
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Inside of the configuration: values on their way from text or TOML to a member. Only configuration*.cpp include this.
namespace habeas::app::configuration {

enum class ValueType { text, whole_number, number_list, text_list };

using Value = std::variant<std::string, std::int64_t, std::vector<std::int64_t>, std::vector<std::string>>;

/// Reads a value as the environment, the command line and the table write it. Lists are separated by commas, or
/// written as a TOML array where an item holds a comma. The error says what was expected.
std::expected<Value, std::string> parse_value(ValueType type, std::string_view text);

/// Reads `["a", "b, c"]` or `[1, 2]`; nothing where the text is not such an array or an item is of another type.
std::optional<Value> parse_toml_array(ValueType type, std::string_view text);

/// The value as TOML writes it.
std::string toml_text(Value const& value);

/// What a value of this type looks like, for messages: "a whole number", "a list of texts".
std::string_view type_words(ValueType type);

} // namespace habeas::app::configuration
