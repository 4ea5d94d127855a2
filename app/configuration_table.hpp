#pragma once
#include "app/configuration.hpp"
#include "app/configuration_checks.hpp"
#include "app/configuration_value.hpp"

#include <span>
#include <string_view>

namespace habeas::app::configuration {

enum class Secrecy { open, secret };

/// One row of the table: everything that is known about one option.
struct Option {
    std::string_view key; ///< "server.port": section and member
    ValueType type{};
    std::string_view default_text; ///< as the environment would write it
    Check check;
    std::string_view help;
    Secrecy secrecy{Secrecy::open};
    /// Puts a checked value into its member; the answer is the rest of a sentence where it is not one of its words.
    std::optional<std::string> (*store)(Configuration&, Value const&);

    bool secret() const { return secrecy == Secrecy::secret; }
    std::string_view section() const { return key.substr(0, key.find('.')); }
    std::string_view name() const { return key.substr(key.find('.') + 1); }
};

/// All options, in the order in which people read them.
std::span<Option const> options();

/// Nothing where there is no such option.
Option const* find_option(std::string_view key);

/// What a section is about, for the sample file.
std::string_view section_help(std::string_view section);

/// "HABEAS_SERVER_PORT"
std::string environment_name(std::string_view key);

/// The policy's own categories (REQUIREMENTS, glossary).
std::vector<CategorySettings> default_categories();

} // namespace habeas::app::configuration
