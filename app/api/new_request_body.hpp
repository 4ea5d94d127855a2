#pragma once
#include "app/company_calendar.hpp"
#include "core/casework.hpp"

#include <boost/json/object.hpp>

namespace habeas::app::api {

/// Reads the create body of the API. Fails with `invalid` naming every wrong or unknown field; the rules of the request
/// itself are checked by the desk. `received_at` is `now` where the body does not say.
core::Result<core::NewRequest> read_new_request(boost::json::object const& body, CompanyCalendar const& calendar,
                                                core::Instant now);

} // namespace habeas::app::api
