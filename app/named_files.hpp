#pragma once
#include "app/configuration.hpp"

#include <vector>

namespace habeas::app {

/// The files that the settings name for TLS and mail, opened as the service would: those it cannot use, each by its
/// key.
std::vector<ConfigurationMistake> unusable_files(LoadedConfiguration const& loaded);

} // namespace habeas::app
