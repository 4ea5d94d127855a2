#pragma once
#include "app/deadline_csv.hpp"
#include "app/services.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace habeas::app {

/// The deadline report for somebody who takes it away, from a page or over the API. It is handed out only once the
/// entry that says who took it is durable. Fails with `invalid` at `from` and `to` where it has more rows than
/// `limits.report_rows`, and with what the store says where the entry could not be written.
boost::asio::awaitable<core::Result<DeadlineReport>> export_deadlines(Services& services, DeadlinePeriod period,
                                                                      core::Stamp stamp, std::string request_id);

} // namespace habeas::app
