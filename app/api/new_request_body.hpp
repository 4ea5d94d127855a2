#pragma once
#include "app/company_calendar.hpp"
#include "core/casework.hpp"

#include <boost/json/object.hpp>

namespace habeas::app::api {

/// Reads the create body of the API. Fails with `invalid` naming every field that is wrong, unknown or missing.
/// `received_at` is the stamp's time where the body does not say; a list has at most `most_entries`.
core::Result<core::NewRequest> read_new_request(boost::json::object const& body, int most_entries,
                                                CompanyCalendar const& calendar, core::Policy const& policy,
                                                core::Stamp const& stamp);

} // namespace habeas::app::api
