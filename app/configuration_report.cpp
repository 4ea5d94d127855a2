#include "app/configuration_table.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

// The configuration as text: what is in force, what is wrong, and a sample file made from the table.
namespace habeas::app {
namespace {

boost::json::string json(std::string_view text) {
    return boost::json::string(boost::json::string_view(text));
}

boost::json::array list_of(std::vector<ConfigurationMistake> const& mistakes) {
    boost::json::array all;
    for (auto const& mistake : mistakes)
        all.push_back({{"where", json(mistake.where)}, {"key", json(mistake.key)}, {"message", json(mistake.message)}});
    return all;
}

/// Comment lines of at most about 110 characters.
std::string comment(std::string_view text) {
    constexpr std::size_t width = 108;
    std::string lines;
    while (!text.empty()) {
        auto cut = text.size() <= width ? text.size() : text.rfind(' ', width);
        if (cut == std::string_view::npos) cut = text.size();
        lines += fmt::format("# {}\n", text.substr(0, cut));
        text.remove_prefix(std::min(cut + 1, text.size()));
    }
    return lines;
}

std::string sample_option(configuration::Option const& option) {
    if (option.secret())
        return comment(option.help) +
               fmt::format("# Better than here: {0}_file = \"…\", {1} or {1}_FILE in the environment.\n", option.name(),
                           configuration::environment_name(option.key)) +
               fmt::format("# {} = \"…\"\n\n", option.name());
    auto const value = configuration::parse_value(option.type, option.default_text).value();
    return fmt::format("{}{} = {}\n\n", comment(option.help), option.name(), configuration::toml_text(value));
}

} // namespace

std::string effective_text(LoadedConfiguration const& loaded) {
    std::string text;
    for (auto const& option : loaded.effective)
        text += fmt::format("{} = {}  # {}\n", option.key, option.value, option.origin);
    for (auto const& category : loaded.values.categories)
        text += fmt::format("categories: {} ({})\n", category.id, category.name);
    return text;
}

std::string effective_json(LoadedConfiguration const& loaded) {
    boost::json::array options;
    for (auto const& option : loaded.effective)
        options.push_back({{"key", json(option.key)}, {"value", json(option.value)}, {"origin", json(option.origin)}});
    boost::json::array categories;
    for (auto const& category : loaded.values.categories)
        categories.push_back(json(category.id));
    return boost::json::serialize(boost::json::object{{"options", std::move(options)},
                                                      {"categories", std::move(categories)},
                                                      {"warnings", list_of(loaded.warnings)}});
}

std::string mistakes_text(std::vector<ConfigurationMistake> const& mistakes) {
    std::string text;
    for (auto const& mistake : mistakes)
        text +=
            fmt::format("{}: {}{}{}\n", mistake.where, mistake.key, mistake.key.empty() ? "" : ": ", mistake.message);
    return text;
}

std::string mistakes_json(std::vector<ConfigurationMistake> const& mistakes) {
    return boost::json::serialize(boost::json::object{{"mistakes", list_of(mistakes)}}) + "\n";
}

std::string sample_toml() {
    std::string text =
        "# Configuration of Habeas. Everything here is the default; leave out what you do not change.\n"
        "# Each option can also be set in the environment (server.port is HABEAS_SERVER_PORT) or with\n"
        "# --set server.port=8081. `habeas check-config` shows what is in force and where it comes from.\n";
    std::string_view section;
    for (auto const& option : configuration::options()) {
        if (option.section() != section) {
            section = option.section();
            text += fmt::format("\n{}[{}]\n\n", comment(configuration::section_help(section)), section);
        }
        text += sample_option(option);
    }
    text += "\n# What a person may ask about: the categories of data that the policy names.\n";
    for (auto const& category : configuration::default_categories())
        text += fmt::format("[[categories]]\nid = {}\nname = {}\ndescription = {}\n\n",
                            configuration::toml_text(category.id), configuration::toml_text(category.name),
                            configuration::toml_text(category.description));
    text.pop_back();
    return text;
}

} // namespace habeas::app
