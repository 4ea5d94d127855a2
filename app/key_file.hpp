#pragma once
#include "app/random.hpp"
#include "core/crypto.hpp"

#include <optional>
#include <string>

namespace habeas::app {

/// The master key of a deployment: 64 hexadecimal digits in a file of its own, readable by its owner alone. Without it
/// the personal data cannot be read, so it is backed up apart from the database.
///
/// Throws std::runtime_error with a sentence for the operator: missing, readable by others, or not a key.
core::Key read_key_file(std::string const& path);

/// Reads it, or makes a new one (0600, written whole or not at all) where there is none and `may_create` says so.
enum class KeyFile { must_exist, may_create };
core::Key open_key_file(std::string const& path, KeyFile mode, Random& random);

} // namespace habeas::app
