#pragma once
#include "app/configuration.hpp"

#include <string>
#include <string_view>

namespace habeas::app::pages {

/// What a kind of recurring work does, in words for staff; its name for one that is not known here.
std::string_view job_words(std::string_view name);

/// How often it runs: "every 15 seconds"; empty where that is not configured.
std::string job_period(JobSettings const& settings, std::string_view name);

} // namespace habeas::app::pages
