#include "app/configuration_value.hpp"

#include "core/parts.hpp"
#include "core/whole_number.hpp"

#include <algorithm>
#include <optional>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace habeas::app::configuration {
namespace {

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string> comma_separated(std::string_view text) {
    std::vector<std::string> items;
    for (auto const part : core::parts_of(text, ','))
        items.emplace_back(trimmed(part));
    return items;
}

std::optional<Value> numbers(std::vector<std::string> const& items) {
    std::vector<std::int64_t> all;
    for (auto const& item : items) {
        auto const number = core::whole_number(item);
        if (!number) return std::nullopt;
        all.push_back(*number);
    }
    return all;
}

std::optional<Value> read(ValueType type, std::string_view text) {
    auto const is_array = trimmed(text).starts_with('[');
    switch (type) {
    case ValueType::text:
        return Value(std::string(text));
    case ValueType::whole_number:
        return core::whole_number(trimmed(text));
    case ValueType::text_list:
        return is_array ? parse_toml_array(type, text) : Value(comma_separated(trimmed(text)));
    case ValueType::number_list:
        return is_array ? parse_toml_array(type, text) : numbers(comma_separated(trimmed(text)));
    }
    return std::nullopt;
}

/// A TOML basic string.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (auto const c : text) {
        if (c == '"' || c == '\\')
            out += fmt::format("\\{}", c);
        else if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f')
            out += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
        else
            out += c;
    }
    return out + "\"";
}

struct ToToml {
    std::string operator()(std::string const& text) const { return quoted(text); }
    std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
    template <class Item>
    std::string operator()(std::vector<Item> const& items) const {
        std::string all;
        for (auto const& item : items)
            all += (all.empty() ? "" : ", ") + (*this)(item);
        return "[" + all + "]";
    }
};

} // namespace

std::expected<Value, std::string> parse_value(ValueType type, std::string_view text) {
    if (auto const value = read(type, text)) return *value;
    return std::unexpected(fmt::format("must be {}, not \"{}\"", type_words(type), text));
}

std::string toml_text(Value const& value) {
    return std::visit(ToToml{}, value);
}

std::string_view type_words(ValueType type) {
    switch (type) {
    case ValueType::text:
        return "a text";
    case ValueType::whole_number:
        return "a whole number";
    case ValueType::number_list:
        return "a list of whole numbers";
    case ValueType::text_list:
        return "a list of texts";
    }
    return {};
}

} // namespace habeas::app::configuration
