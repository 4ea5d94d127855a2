#pragma once
#include "app/deadline_csv.hpp"

#include <boost/json/object.hpp>

namespace habeas::app::api {

/// The deadline report as JSON, the same from the API and from `habeas report deadlines --json`: `from`, `to`, `as_of`,
/// the `figures` and in `requests` what the CSV has, then the same of complaints about answers.
boost::json::object deadline_json(DeadlineReport const& report, DeadlinePeriod const& period);

} // namespace habeas::app::api
