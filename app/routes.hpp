#pragma once
#include "app/http/router.hpp"
#include "app/http/static_files.hpp"
#include "app/services.hpp"

#include <vector>

namespace habeas::app {

/// Every URL of the program, one row each: method, pattern, who may, handler. The contract is the project's API
/// document.
std::vector<http::Route> routes(Services& services, http::StaticFiles const& static_files);

} // namespace habeas::app
