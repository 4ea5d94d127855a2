#include "app/api/deadline_json.hpp"
#include "app/command_parts.hpp"
#include "app/shell_user.hpp"

#include <ostream>

#include <boost/json.hpp>

// `habeas report deadlines`
namespace habeas::app {

namespace {

std::string sentences(core::Error const& error) {
    std::string text;
    for (auto const& each : error.fields) {
        auto option = each.field == "as_of" ? std::string("as-of") : each.field;
        text += (text.empty() ? "--" : " --") + option + ": " + each.message;
    }
    return text;
}

} // namespace

int report_deadlines(CommandContext const& context, TypedPeriod const& typed) {
    auto const ground = ground_to_read(context);
    auto const stamp = ground->stamp(core::Actor::system());
    auto const period = read_period(typed, stamp.on);
    if (!period) return complain(context, sentences(period.error()), misused);
    auto const as_of = ground->calendar.as_of(period->as_of);
    DeadlineReport report;
    ground->store->read([&](storage::Snapshot& snapshot) { report = read_deadlines(snapshot, *period, as_of); });
    auto const fits = check_rows(report.rows(), context.configuration.values.limits.report_rows);
    if (!fits) return complain(context, fits.error().fields.front().message, failed);

    // The report is handed out only once the entry that says so is durable. Where nothing can be written it is all the
    // same: whoever needs it then gets it with a warning.
    core::Result<void> written;
    try {
        ground->store->write([&](storage::Transaction& transaction) {
            written = transaction.commit(by_shell_user(exported(*period, report.rows(), stamp)), stamp.at);
        });
    } catch (storage::StoreUnavailable const& why) {
        warn_not_noted(context, "The report was made", why.what());
    }
    if (!written) return complain(context, written.error().message, failed);
    if (context.json)
        context.out << boost::json::serialize(api::deadline_json(report, *period)) << '\n';
    else
        context.out << deadline_csv(report, period->as_of);
    return done;
}

} // namespace habeas::app
