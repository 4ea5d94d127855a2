#pragma once
#include "core/actor.hpp"

#include <functional>

namespace habeas::app::jobs {

/// Asks the clock: the system as actor, now, and today in the company's time zone. Called once a step of work.
using Moment = std::function<core::Stamp()>;

/// Whether the work under way should end soon. Thread-safe.
using Stopping = std::function<bool()>;

} // namespace habeas::app::jobs
