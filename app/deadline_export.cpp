#include "app/deadline_export.hpp"

#include "app/store_access.hpp"

namespace habeas::app {

boost::asio::awaitable<core::Result<DeadlineReport>> export_deadlines(Services& services, DeadlinePeriod period,
                                                                      core::Stamp stamp, std::string request_id) {
    auto reading = read_store(services.store,
                              [period, as_of = services.calendar.as_of(period.as_of)](storage::Snapshot& snapshot) {
                                  return read_deadlines(snapshot, period, as_of);
                              });
    auto report = co_await std::move(reading);
    auto const fits = check_rows(report.rows(), services.configuration.limits.report_rows);
    if (!fits) co_return std::unexpected(fits.error());

    auto writing = write_entry(services.store, exported(period, report.rows(), stamp), stamp.at);
    auto const written = co_await std::move(writing);
    if (!written) co_return std::unexpected(written.error());
    services.log.info("report.exported", {{core::code(stamp.actor.kind), stamp.actor.id},
                                          {"report", "deadlines"},
                                          {"rows", static_cast<std::int64_t>(report.rows())},
                                          {"request_id", request_id}});
    co_return report;
}

} // namespace habeas::app
