#include "app/configuration_sources.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace habeas::app::configuration {
namespace {

template <class Item>
std::optional<Value> items_of(toml::array const& array) {
    std::vector<Item> items;
    for (auto const& node : array) {
        auto const item = node.value_exact<Item>();
        if (!item) return std::nullopt;
        items.push_back(*item);
    }
    return items;
}

std::optional<Value> value_of(toml::node const& node, ValueType type) {
    switch (type) {
    case ValueType::text:
        if (auto const text = node.value_exact<std::string>()) return *text;
        return std::nullopt;
    case ValueType::whole_number:
        if (auto const number = node.value_exact<std::int64_t>()) return *number;
        return std::nullopt;
    case ValueType::text_list:
        return node.is_array() ? items_of<std::string>(*node.as_array()) : std::nullopt;
    case ValueType::number_list:
        return node.is_array() ? items_of<std::int64_t>(*node.as_array()) : std::nullopt;
    }
    return std::nullopt;
}

class FileReader {
  public:
    explicit FileReader(std::string const& path)
        : path_(path) {}

    Source read() {
        // A folder or a device reads as an empty file, and the service would start with every default.
        if (std::filesystem::exists(path_) && !std::filesystem::is_regular_file(path_)) {
            source_.mistakes.push_back({path_, "", "is not a file"});
            return std::move(source_);
        }
        try {
            for (auto const& [name, node] : toml::parse_file(path_))
                read_top_level(std::string(name.str()), node);
        } catch (toml::parse_error const& error) {
            auto const line = error.source().begin.line;
            auto where = line == 0 ? path_ : fmt::format("{}:{}", path_, line);
            source_.mistakes.push_back({std::move(where), "", std::string(error.description())});
        }
        return std::move(source_);
    }

  private:
    void read_top_level(std::string const& name, toml::node const& node) {
        if (name == "categories") return read_categories(node);
        if (section_help(name).empty()) return mistake(node, name, "there is no such section" + sections());
        if (!node.is_table()) return mistake(node, name, fmt::format("must be a section: [{}]", name));
        for (auto const& [key, value] : *node.as_table())
            read_option(fmt::format("{}.{}", name, key.str()), value);
    }

    void read_option(std::string const& key, toml::node const& node) {
        auto const* const option = find_option(key);
        if (auto const* const secret = secret_of_twin(key)) return read_secret_file(*secret, key, node);
        if (!option) return mistake(node, key, unknown_option(key));
        auto const problem = option->secret() ? exposure(path_) : std::nullopt;
        if (problem)
            return mistake(node, key,
                           fmt::format("stands in a file that {}, or name a file with {}_file", *problem, key));
        if (auto value = value_of(node, option->type))
            take(source_, *option, std::move(*value), where(node));
        else
            mistake(node, key, fmt::format("must be {}", type_words(option->type)));
    }

    void read_secret_file(Option const& option, std::string const& key, toml::node const& node) {
        if (auto const path = node.value_exact<std::string>())
            take_secret_file(source_, option, *path, where(node));
        else
            mistake(node, key, "must be the name of a file");
    }

    void read_categories(toml::node const& node) {
        if (!node.is_array_of_tables())
            return mistake(node, "categories", "must be written as [[categories]] sections");
        source_.categories.emplace();
        std::set<std::string> seen;
        for (auto const& item : *node.as_array()) {
            auto category = read_category(*item.as_table());
            if (!category) continue;
            if (!seen.insert(category->id).second)
                mistake(item, "categories.id", fmt::format("there are two categories \"{}\"", category->id));
            source_.categories->push_back(std::move(*category));
        }
    }

    std::optional<CategorySettings> read_category(toml::table const& table) {
        CategorySettings category;
        for (auto const& [key, value] : table) {
            auto* const member = key.str() == "id"            ? &category.id
                                 : key.str() == "name"        ? &category.name
                                 : key.str() == "description" ? &category.description
                                                              : nullptr;
            auto const text = value.value_exact<std::string>();
            if (!member)
                mistake(value, fmt::format("categories.{}", key.str()),
                        "a category has an id, a name and a description");
            else if (!text || filled()(Value(*text)))
                mistake(value, fmt::format("categories.{}", key.str()), "must be a text that is not empty");
            else
                *member = *text;
        }
        auto const code = !category.id.empty() && std::ranges::all_of(category.id, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
        if (code && !category.name.empty() && !category.description.empty()) return category;
        mistake(table, "categories", "needs an id of small letters, digits and _, a name and a description");
        return std::nullopt;
    }

    void mistake(toml::node const& node, std::string key, std::string message) {
        source_.mistakes.push_back({where(node), std::move(key), std::move(message)});
    }

    std::string where(toml::node const& node) const { return fmt::format("{}:{}", path_, node.source().begin.line); }

    static std::string sections() {
        std::vector<std::string_view> names;
        for (auto const& option : options())
            if (names.empty() || names.back() != option.section()) names.push_back(option.section());
        return fmt::format("; there are {} and [[categories]]", fmt::join(names, ", "));
    }

    std::string path_;
    Source source_;
};

} // namespace

Source from_file(std::string const& path) {
    return FileReader(path).read();
}

std::optional<Value> parse_toml_array(ValueType type, std::string_view text) {
    try {
        auto const document = toml::parse(fmt::format("list = {}\n", text));
        return document.size() == 1 ? value_of(*document.get("list"), type) : std::nullopt;
    } catch (toml::parse_error const&) {
        return std::nullopt;
    }
}

} // namespace habeas::app::configuration
