#pragma once
#include "app/company_calendar.hpp"
#include "core/casework.hpp"

#include <boost/json/object.hpp>

namespace habeas::app::api {

/// Reads the create body of the API. Fails with `invalid` naming every field that is wrong, unknown or missing.
/// `received_at` is the stamp's time where the body does not say.
core::Result<core::NewRequest> read_new_request(boost::json::object const& body, CompanyCalendar const& calendar,
                                                core::Stamp const& stamp, core::Policy const& policy);

} // namespace habeas::app::api
