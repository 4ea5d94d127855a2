#include "app/configuration_rows.hpp"

// The second half of the table: how requests are worked, and how much of anything is allowed.
namespace habeas::app::configuration {
namespace {

std::vector<Option> deadline_options() {
    return {
        // "Requests to access, change, or delete your information will be handled within 30 days." (policy §9)
        HABEAS_OPTION(
            deadlines.respond_days, "30", between(1, 366),
            "Calendar days for the answer to an access, correction or deletion request. Day 0 is the day of receipt."),
        HABEAS_OPTION(deadlines.respond_sentence,
                      "Requests to access, change, or delete your information will be handled within {days} days.",
                      sentence_with_days(), "The sentence that rule comes from; {days} becomes the number."),
        // "we will acknowledge their request within 30 days" (policy §11)
        HABEAS_OPTION(
            deadlines.acknowledge_days, "30", between(1, 366),
            "Calendar days for acknowledging a request of an authorised customer administrator about customer data."),
        HABEAS_OPTION(deadlines.acknowledge_sentence, "We will acknowledge their request within {days} days.",
                      sentence_with_days(), "The sentence that rule comes from."),
        HABEAS_OPTION(deadlines.appeal_days, "30", between(1, 366),
                      "Calendar days for deciding a complaint about an answer."),
        HABEAS_OPTION(deadlines.appeal_sentence, "Complaints about an answer are decided within {days} days.",
                      sentence_with_days(), "The sentence that rule comes from."),
        HABEAS_OPTION(
            deadlines.extension_days, "30", between(0, 366),
            "Days one extension adds; 0: deadlines are never extended. The original policy promises 30 days and says "
            "nothing of extensions: have counsel confirm."),
        HABEAS_OPTION(deadlines.remind_days_before, "14, 7, 3, 1, 0", falling(0, 366),
                      "Days before the due day on which the assignee is reminded; 0 is the day itself."),
        HABEAS_OPTION(deadlines.remind_days_over, "1, 3, 7", rising(1, 366),
                      "Days after the due day on which officers are told; then every seven days."),
        HABEAS_OPTION(deadlines.due_soon_days, "7", between(0, 366),
                      "From how many days before the due day a request is due soon."),
        HABEAS_OPTION(deadlines.unverified_reminder_hours, "24", between(1, 8784),
                      "When an address that was not confirmed is reminded once."),
        HABEAS_OPTION(deadlines.unverified_expiry_days, "7", between(1, 366),
                      "When a request whose address was never confirmed expires."),
        HABEAS_OPTION(deadlines.entered_expiry_days, "0", between(0, 366),
                      "The same for requests that came by post, phone or e-mail or through the API, whose deadlines "
                      "staff are reminded of meanwhile; 0: as for the others."),
        HABEAS_OPTION(deadlines.link_lifetime_hours, "24", between(1, 8784),
                      "How long a link that confirms an address works."),
        HABEAS_OPTION(deadlines.approval_required, "correction, deletion", any(),
                      "Types of request that a second person must approve before they are fulfilled."),
    };
}

std::vector<Option> limit_options() {
    return {
        HABEAS_OPTION(limits.requests_per_source_hour, "10", between(1, 10000000),
                      "New requests an hour from one network address (for IPv6: one /64 network)."),
        HABEAS_OPTION(limits.requests_per_source_day, "20", between(1, 10000000), "The same in a day."),
        HABEAS_OPTION(limits.requests_per_address_day, "5", between(1, 10000000),
                      "New requests for one e-mail address from one network address in a day."),
        HABEAS_OPTION(
            limits.sign_in_tries_per_account_hour, "20", between(1, 10000000),
            "Failed sign-ins of one account in an hour, from one network address or from one browser in which "
            "it has signed in before; then these have to wait."),
        // "no more than 100 failed attempts per hour is possible on a single account" (ASVS 2.2.1)
        HABEAS_OPTION(limits.sign_in_tries_per_login_hour, "100", between(2, 10000000),
                      "Failed sign-ins of one account in any hour from everywhere together; browsers in which it has "
                      "signed in before are not in it, so that strangers cannot lock anybody out."),
        HABEAS_OPTION(limits.sign_in_tries_per_source_hour, "60", between(1, 10000000),
                      "Failed sign-ins from one network address in an hour."),
        HABEAS_OPTION(limits.sign_in_tries_total_hour, "1000", between(2, 10000000),
                      "Failed sign-ins in any hour, of all accounts from everywhere; known browsers are not in it."),
        HABEAS_OPTION(limits.sign_in_failures_noted_hour, "5", between(1, 1000),
                      "Failed sign-ins of one account in an hour that become audit entries of their own; those beyond "
                      "become one entry with their number."),
        HABEAS_OPTION(limits.status_lookups_per_source_hour, "30", between(1, 10000000),
                      "Status look-ups from one network address in an hour."),
        HABEAS_OPTION(limits.api_requests_per_token_second, "50", between(1, 10000000),
                      "API calls a second of one token."),
        HABEAS_OPTION(limits.api_requests_per_token_burst, "200", between(1, 10000000),
                      "API calls one token may make at once after a pause."),
        HABEAS_OPTION(limits.mails_per_address_hour, "3", between(1, 10000000),
                      "Letters an hour to one address that anybody can cause without being confirmed."),
        HABEAS_OPTION(limits.rate_limit_entries, "100000", between(1000, 100000000),
                      "Sources, accounts and tokens that are counted at the same time; bounds the memory for it."),
        HABEAS_OPTION(limits.search_characters, "200", between(1, 10000), "Longest search text."),
        HABEAS_OPTION(limits.queue_page_rows, "50", between(1, 500), "Rows on one page of the queue."),
        HABEAS_OPTION(limits.api_page_rows, "200", between(1, 10000), "Most rows in one answer of the API."),
        HABEAS_OPTION(limits.api_audit_rows, "1000", between(1, 100000),
                      "Most audit entries in one answer of the API."),
        HABEAS_OPTION(limits.api_list_entries, "200", between(20, 10000),
                      "Most entries in one list of objects that is sent to the API."),
        HABEAS_OPTION(limits.report_rows, "100000", between(1, 10000000), "Most rows in one exported report."),
        HABEAS_OPTION(limits.bulk_rows, "200", between(1, 10000), "Most requests changed in one bulk action."),
        HABEAS_OPTION(limits.suppression_check_addresses, "1000", between(1, 100000),
                      "Most addresses in one suppression check of the API."),
        HABEAS_OPTION(
            limits.drafts, "2000", between(1, 10000000),
            "Half-filled forms of visitors that are kept in memory; beyond it the longest unused is dropped."),
        HABEAS_OPTION(limits.draft_bytes, "16777216", between(65536, 10737418240), "Memory for them all together."),
        HABEAS_OPTION(limits.draft_minutes, "60", between(1, 1440),
                      "How long a half-filled form is kept after its last step."),
    };
}

std::vector<Option> session_options() {
    return {
        HABEAS_OPTION(sessions.idle_minutes, "15", between(1, 1440),
                      "A staff session ends after this long without use."),
        HABEAS_OPTION(sessions.absolute_hours, "12", between(1, 168),
                      "A staff session ends after this long in any case."),
        HABEAS_OPTION(sessions.device_days, "365", between(1, 3650),
                      "How long a browser is known in which somebody of staff has signed in."),
        HABEAS_OPTION(sessions.unsent_minutes, "60", between(1, 1440),
                      "How long words that came after a staff session had ended wait, sealed, for the same person."),
        HABEAS_OPTION(sessions.requester_minutes, "60", between(1, 1440),
                      "How long a requester's page stays open after its mailed link was used."),
    };
}

std::vector<Option> password_options() {
    return {
        // OWASP's least for argon2id: 19 MiB, two passes (ASVS 2.4.4)
        HABEAS_OPTION(passwords.memory_kib, "19456", between(8192, 4194304), "Memory of one argon2id hash, in KiB."),
        HABEAS_OPTION(passwords.passes, "2", between(1, 100), "Passes of one argon2id hash."),
        HABEAS_OPTION(passwords.threads, "1", between(1, 64), "Threads that hash passwords."),
        HABEAS_OPTION(passwords.queue_limit, "64", between(1, 10000), "Sign-ins that may wait for a hash."),
        // "random, single use, expires in 24 h, must be changed" (ASVS 2.3.1)
        HABEAS_OPTION(passwords.given_hours, "24", between(1, 8784),
                      "How long a password works that `staff add` or `staff reset-password` has given."),
    };
}

std::vector<Option> job_options() {
    return {
        HABEAS_OPTION(jobs.outbox_seconds, "2", between(1, 3600), "How often letters owed are looked for."),
        HABEAS_OPTION(jobs.deadline_seconds, "30", between(1, 86400),
                      "How often reminders and expiries are looked for."),
        HABEAS_OPTION(jobs.cleaning_seconds, "3600", between(1, 86400),
                      "How often ended sessions and the like are removed."),
        HABEAS_OPTION(jobs.lease_seconds, "120", between(10, 86400),
                      "How long one process may hold a job before another takes it over."),
        HABEAS_OPTION(jobs.deadline_batch, "200", between(1, 100000), "Most requests attended to in one step."),
        HABEAS_OPTION(jobs.clock_jump_minutes, "5", between(1, 1440),
                      "A jump of the machine's clock beyond this is recorded."),
        HABEAS_OPTION(jobs.idempotency_hours, "24", between(1, 8784), "How long an Idempotency-Key is remembered."),
    };
}

} // namespace

std::vector<Option> casework_options() {
    std::vector<Option> all;
    for (auto const& section :
         {deadline_options(), limit_options(), session_options(), password_options(), job_options()})
        all.insert(all.end(), section.begin(), section.end());
    return all;
}

} // namespace habeas::app::configuration
