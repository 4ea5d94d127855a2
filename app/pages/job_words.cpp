#include "app/pages/job_words.hpp"

#include "app/html/dates.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

struct KnownJob {
    std::string_view name;
    std::string_view words;
    std::chrono::seconds JobSettings::* period; ///< null: not configured
};

constexpr KnownJob known_jobs[] = {
    {"deliver_letters", "Delivers the letters that are owed", &JobSettings::outbox_seconds},
    {"attend_requests", "Reminds before and after deadlines, closes requests that were never confirmed",
     &JobSettings::deadline_seconds},
    {"end_sessions", "Ends staff sessions that have run out", &JobSettings::cleaning_seconds},
    {"forget_idempotency_keys", "Forgets old idempotency keys of the API, and which addresses were written to",
     &JobSettings::cleaning_seconds},
    {"check_clock", "Sees whether somebody has set the clock", nullptr},
    {"note_audit_head", "Writes down the end of the audit chain outside the database", nullptr},
};

KnownJob const* find_job(std::string_view name) {
    auto const found = std::ranges::find(known_jobs, name, &KnownJob::name);
    return found == std::end(known_jobs) ? nullptr : &*found;
}

} // namespace

std::string_view job_words(std::string_view name) {
    auto const* job = find_job(name);
    return job ? job->words : name;
}

std::string job_period(JobSettings const& settings, std::string_view name) {
    auto const* job = find_job(name);
    if (!job || !job->period) return {};
    auto const period = settings.*(job->period);
    return period < std::chrono::minutes{1} ? std::to_string(period.count()) + " seconds"
                                            : html::duration_words(period);
}

} // namespace habeas::app::pages
