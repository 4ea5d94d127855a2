#pragma once
#include <string>

namespace habeas::storage::sqlite {

/// Writes what the database holds at this moment into a new file, readable by its owner alone and on the disk when this
/// returns, while others read and write on. Throws std::runtime_error where the target exists or cannot be written.
void backup(std::string const& source, std::string const& target);

} // namespace habeas::storage::sqlite
