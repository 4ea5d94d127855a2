#pragma once
#include "storage/store.hpp"

#include <memory>
#include <string>

namespace habeas::bench {

/// Opens the database of a data folder through the storage port, with the key of its key file. For while no service
/// runs on it, since this process then holds the writer.
std::unique_ptr<storage::Store> open_data_folder(std::string const& folder, int cache_mib);

/// Lets the letters of this folder wait for a day: claims the job that delivers them, as another process would. So that
/// the creates are measured by themselves.
void hold_letters(std::string const& folder);

} // namespace habeas::bench
