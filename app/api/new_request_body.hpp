#pragma once
#include "app/services.hpp"

#include <boost/json/object.hpp>

namespace habeas::app::api {

/// Reads the create body of the API. Fails with `invalid` naming every field that is wrong, unknown or missing.
/// `received_at` is the stamp's time where the body does not say.
core::Result<core::NewRequest> read_new_request(Services const& services, boost::json::object const& body,
                                                core::Stamp const& stamp);

} // namespace habeas::app::api
