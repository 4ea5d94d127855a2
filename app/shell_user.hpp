#pragma once
#include "core/decision.hpp"

#include <string>

namespace habeas::app {

/// The login name of whoever typed the command: of the real user, or of the person behind `sudo`. The number where the
/// machine has no name for it.
std::string shell_user();

/// The decision of an operator's command, whose entries say who was at the shell (`shell_user`).
core::Decision by_shell_user(core::Decision decision);

} // namespace habeas::app
