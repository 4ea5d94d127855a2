#include "app/pages/settings.hpp"

#include "app/error_response.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/job_words.hpp"
#include "app/pages/letter.hpp"
#include "app/pages/letter_words.hpp"
#include "app/pages/people.hpp"
#include "app/pages/words.hpp"
#include "app/store_access.hpp"

#include <map>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using html::View;
using http::HttpRequest;
using http::HttpResponse;

constexpr int most_letters = 100;

/// What the page shows, read in one go.
struct Machinery {
    std::vector<storage::JobState> jobs;
    std::vector<storage::OutboxLetter> dead;
    std::vector<storage::OutboxLetter> to_print;
    std::map<core::LetterState, std::int64_t> counts;
    People people;
};

Machinery read_machinery(storage::Snapshot& snapshot) {
    Machinery machinery{.jobs = snapshot.jobs(),
                        .dead = snapshot.letters_in(core::LetterState::dead, most_letters),
                        .to_print = snapshot.letters_in(core::LetterState::print, most_letters),
                        .counts = {},
                        .people = People::read_staff(snapshot)};
    for (auto const state : {core::LetterState::owed, core::LetterState::dead, core::LetterState::print})
        machinery.counts[state] = snapshot.count_letters(state);
    return machinery;
}

/// A job without an end after its start runs now; one that is leased beyond now, too.
void add_job(View& view, Services const& services, storage::JobState const& job) {
    auto& part = view.add("JOB");
    auto const& calendar = services.calendar;
    auto const running = job.started_at && (!job.finished_at || *job.finished_at < *job.started_at);
    part.text("JOB_WHAT", job_words(job.name))
        .text("JOB_EVERY", job_period(services.configuration.jobs, job.name))
        .text("JOB_RESULT", running ? "running" : job.last_result)
        .text("JOB_MARK", running                                 ? "paused"
                          : job.last_result.starts_with("failed") ? "overdue"
                                                                  : "on-time");
    if (job.finished_at)
        part.text("JOB_LAST_ISO", rfc3339(*job.finished_at)).text("JOB_LAST", calendar.moment_words(*job.finished_at));
}

View& add_letter(View& list, std::string_view section, Services const& services, storage::OutboxLetter const& letter) {
    auto& part = list.add(section);
    part.text("LETTER_KIND", label(letter.kind))
        .text("LETTER_SINCE", services.calendar.moment_words(letter.created_at));
    if (letter.request) part.add("ABOUT").text("REFERENCE", services.store.references().encode(*letter.request).text());
    return part;
}

void add_letters(View& view, Services const& services, SignedIn const& signed_in, Machinery const& machinery) {
    if (machinery.dead.empty()) view.show("NO_DEAD");
    View* dead = machinery.dead.empty() ? nullptr : &view.add("DEAD");
    for (auto const& letter : machinery.dead)
        add_letter(*dead, "DEAD_LETTER", services, letter)
            .number("LETTER_ID", letter.id.value)
            .number("LETTER_TRIES", letter.attempts)
            .text("LETTER_ERROR", delivery_words(letter.last_error))
            // An extension was dropped with its letter, and is asked for anew.
            .show_if(core::may_be_tried_again(letter.kind), "CAN_RETRY");
    View* print = machinery.to_print.empty() ? nullptr : &view.add("TO_PRINT");
    for (auto const& letter : machinery.to_print)
        add_letter(*print, "PRINT_LETTER", services, letter)
            .number("LETTER_ID", letter.id.value)
            .show_if(signed_in.member.role == core::Role::officer, "CAN_PRINT"); // who may see cases
    for (auto const& [state, count] : machinery.counts)
        view.add("COUNT").text("COUNT_LABEL", label(state)).number("COUNT_VALUE", count);
}

void add_staff(View& view, People const& people) {
    for (auto const& member : people.staff())
        view.add("STAFF_ROW")
            .text("STAFF_ROW_NAME", member.name)
            .text("STAFF_ROW_EMAIL", member.login)
            .text("STAFF_ROW_ROLE", label(member.role))
            .text("STAFF_ROW_STATE", !member.active                ? "closed"
                                     : member.must_change_password ? "has not signed in yet"
                                                                   : "active");
}

HttpResponse show_settings(Services const& services, SignedIn const& signed_in, Machinery const& machinery,
                           std::string_view done) {
    auto view = desk_frame(services, signed_in, "Settings", Place::settings);
    view.maybe("DONE", done);
    add_letters(view, services, signed_in, machinery);
    view.show_if(machinery.jobs.empty(), "NO_JOBS");
    for (auto const& job : machinery.jobs)
        add_job(view, services, job);
    add_staff(view, machinery.people);
    for (auto const& option : services.effective)
        view.add("CONFIGURED")
            .text("OPTION_NAME", option.key)
            .text("OPTION_VALUE", option.value)
            .text("OPTION_SOURCE", option.origin);
    return show(services, 200, "pages/settings.html", view);
}

core::Result<void> retry(Desk const& desk, storage::Transaction& transaction, core::LetterId id,
                         core::Stamp const& stamp) {
    auto const letter = transaction.letter(id);
    if (!letter || !letter->request) return desk.retry_account_letter(transaction, id, stamp);
    auto retried = desk.retry_letter(transaction, *letter->request, id, stamp);
    if (!retried) return std::unexpected(std::move(retried.error()));
    return {};
}

} // namespace

asio::awaitable<HttpResponse> settings(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto reading = read_store(services.store, read_machinery);
    auto const machinery = co_await std::move(reading);
    auto const retried = request.query.value("done") == "letter";
    co_return show_settings(services, signed_in, machinery, retried ? "The letter will be tried again." : "");
}

asio::awaitable<HttpResponse> retry_letter(Services& services, HttpRequest& request, SignedIn const& signed_in,
                                           http::Form const&) {
    auto const id = read_letter_id(request.parameter("letter")).value_or(core::LetterId{-1});
    auto retrying = write_store(services.store,
                                [&desk = services.desk, id, stamp = services.stamp(signed_in.actor())](
                                    storage::Transaction& transaction) { return retry(desk, transaction, id, stamp); });
    auto const retried = co_await std::move(retrying);
    if (!retried) co_return error_response(services, request, retried.error());
    services.log.info("letter.retried", {{"letter", id.value}, {"staff", signed_in.member.id.value}});
    co_return HttpResponse::see_other("/settings?done=letter");
}

} // namespace habeas::app::pages
