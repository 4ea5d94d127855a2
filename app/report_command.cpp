#include "app/commands.hpp"
#include "app/deadline_csv.hpp"
#include "app/ground.hpp"
#include "core/report.hpp"

#include <map>
#include <ostream>

#include <boost/json.hpp>

// `habeas report deadlines`
namespace habeas::app {

namespace {

namespace json = boost::json;

constexpr int done = 0;
constexpr int misused = 2;

/// This year to date where nothing is said, as on the page.
struct Period {
    core::Day from, to, as_of;
};

std::optional<Period> read_period(ReportPeriod const& typed, core::Day today) {
    auto const year = std::chrono::year_month_day{std::chrono::local_days{today}}.year();
    Period period{std::chrono::local_days{year / std::chrono::January / 1}, today, today};
    for (auto [text, day] :
         {std::pair{&typed.from, &period.from}, {&typed.to, &period.to}, {&typed.as_of, &period.as_of}}) {
        if (text->empty()) continue;
        auto const parsed = parse_iso_day(*text);
        if (!parsed) return std::nullopt;
        *day = *parsed;
    }
    return period.from <= period.to ? std::optional(period) : std::nullopt;
}

} // namespace

int report_deadlines(CommandContext const& context, ReportPeriod const& typed) {
    auto const ground = open_ground(context.configuration.values, context.clock_file, DataFolder::must_exist);
    auto const period = read_period(typed, ground->stamp(core::Actor::system()).on);
    if (!period) {
        context.err << "habeas: Write days as 2026-03-01, the first not after the last.\n";
        return misused;
    }
    core::AsOf const as_of{period->as_of, ground->calendar.end_of(period->as_of)};
    auto const last = std::min(period->to, period->as_of);
    std::vector<core::DeadlineFacts> facts;
    std::vector<core::ComplaintFacts> complaints;
    std::map<core::StaffId, std::string> names;
    ground->store->read([&](storage::Snapshot& snapshot) {
        facts = snapshot.deadline_facts(period->from, last, as_of);
        complaints = snapshot.complaint_facts(period->from, last, as_of);
        for (auto const& member : snapshot.staff())
            names[member.id] = member.name;
    });
    if (!context.json) {
        context.out << deadline_csv(facts, complaints, period->as_of, names);
        return done;
    }
    auto const figures = core::figures_of(facts, period->as_of);
    json::object answer{{"from", core::iso(period->from)},
                        {"to", core::iso(period->to)},
                        {"as_of", core::iso(period->as_of)},
                        {"received", figures.received},
                        {"answered_in_time", figures.answered_in_time},
                        {"answered_late", figures.answered_late},
                        {"open_in_time", figures.open_in_time},
                        {"open_overdue", figures.open_overdue}};
    auto const about_complaints = core::figures_of(complaints, period->as_of);
    answer["complaints"] = json::object{
        {"received", about_complaints.received},         {"decided_in_time", about_complaints.decided_in_time},
        {"decided_late", about_complaints.decided_late}, {"open_in_time", about_complaints.open_in_time},
        {"open_overdue", about_complaints.open_overdue}, {"withdrawn", about_complaints.withdrawn}};
    if (figures.on_time_percent) answer["on_time_percent"] = *figures.on_time_percent;
    context.out << json::serialize(answer) << '\n';
    return done;
}

} // namespace habeas::app
