#pragma once
#include "storage/audit.hpp"

#include <boost/json/object.hpp>

namespace habeas::app::api {

/// The proof as JSON, for the API and for `habeas audit verify --json`. A chain whose seal was not checked is neither
/// intact nor broken: null.
boost::json::object verification_json(storage::Verification const& found);

} // namespace habeas::app::api
