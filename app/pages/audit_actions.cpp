#include "app/pages/audit_actions.hpp"

#include <algorithm>
#include <iterator>

namespace habeas::app::pages {

namespace {

constexpr KnownAction actions[] = {
    {"request.submitted", "Request came in", true},
    {"request.verified", "Requester verified", true},
    {"request.assigned", "Assigned", false},
    {"request.information_requested", "Information asked for", true},
    {"request.information_received", "Information received", true},
    {"request.extended", "Extension asked for", true},
    {"request.extension_in_force", "Extension in force", true},
    {"request.extension_dropped", "Extension dropped: its letter was not delivered in time", true},
    {"request.acknowledged", "Receipt acknowledged", true},
    {"request.answer_delivered", "Answer handed over later than it was decided: it counts from then", true},
    {"request.approval_asked", "Approval asked for", true},
    {"request.approved", "Approved", true},
    {"request.approval_dropped", "Approval dropped", true},
    {"request.sent_back", "Sent back", true},
    {"request.fulfilled", "Fulfilled", true},
    {"request.partially_fulfilled", "Fulfilled in part", true},
    {"request.denied", "Denied", true},
    {"request.withdrawn", "Withdrawn", true},
    {"request.redirected", "Redirected", true},
    {"request.expired", "Expired unconfirmed", true},
    {"request.appealed", "Appeal opened", true},
    {"request.appeal_withdrawn", "Appeal withdrawn", true},
    {"request.message_sent", "Message to the requester", false},
    {"request.message_received", "Message from the requester", false},
    {"request.note_added", "Note added", false},
    {"request.link_sent", "Link sent", false},
    {"request.reminded", "Reminder sent", false},
    {"request.unverified_reminded", "Reminder to confirm sent", false},
    {"request.viewed", "Looked at", false},
    {"requests.listed", "Lists of requests read", false},
    {"letter.delivered", "Letter handed over", false},
    {"letter.posted", "Letter posted", false},
    {"letter.given_up", "Letter not delivered", true},
    {"letter.retried", "Letter to be tried again", false},
    {"staff.signed_in", "Signed in", false},
    {"staff.sign_in_failed", "Sign-in failed", false},
    {"staff.sign_ins_failed", "More sign-ins failed", false},
    {"staff.signed_out", "Signed out", false},
    {"staff.password_changed", "Password changed", false},
    {"staff.password_reset", "Password reset", false},
    {"staff.sessions_ended", "Signed out everywhere else", false},
    {"staff.added", "Staff member added", false},
    {"staff.changed", "Staff member changed", false},
    {"staff.closed", "Account closed", false},
    {"staff.opened", "Account opened again", false},
    {"token.added", "API token added", false},
    {"token.revoked", "API token revoked", false},
    {"preferences.resumed", "Marketing letters allowed again", false},
    {"clock.jumped", "The server's clock was set", false},
    {"report.exported", "Report exported", false},
    {"backup.made", "Backup made", false},
    {"backup.restored", "Backup restored", false},
    {"audit.exported", "Audit entries exported", false},
    {"audit.verified", "Audit chain verified", false},
};

} // namespace

KnownAction const* find_action(std::string_view action) {
    auto const* const found = std::ranges::find(actions, action, &KnownAction::action);
    return found == std::end(actions) ? nullptr : found;
}

std::string_view action_words(std::string_view action) {
    auto const* known = find_action(action);
    return known ? known->words : action;
}

std::vector<KnownAction> known_actions() {
    std::vector<KnownAction> all{{"request.", "Anything about a request", false},
                                 {"staff.", "Anything about staff", false}};
    all.insert(all.end(), std::begin(actions), std::end(actions));
    return all;
}

} // namespace habeas::app::pages
