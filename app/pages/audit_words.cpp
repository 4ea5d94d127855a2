#include "app/pages/audit_words.hpp"

#include "app/company_calendar.hpp"
#include "app/html/dates.hpp"
#include "app/pages/letter_words.hpp"
#include "app/pages/words.hpp"
#include "core/transitions.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

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
    {"staff.closed", "Account closed", false},
    {"staff.opened", "Account opened again", false},
    {"token.added", "API token added", false},
    {"token.revoked", "API token revoked", false},
    {"report.exported", "Report exported", false},
    {"backup.made", "Backup made", false},
    {"audit.verified", "Audit chain verified", false},
};

template <class Word>
std::string word_or_code(std::string_view code) {
    auto const word = core::parse<Word>(code);
    return std::string(word ? label(*word) : code);
}

std::string member_words(std::string_view number, People const& people) {
    core::StaffId id{};
    std::from_chars(number.data(), number.data() + number.size(), id.value);
    return people.name_of(id);
}

std::string token_words(std::string_view number, People const& people) {
    core::Actor token{core::ActorKind::token, 0, core::Role::agent};
    std::from_chars(number.data(), number.data() + number.size(), token.id);
    return people.words_of(token);
}

std::string day_or_text(std::string_view text) {
    auto const day = parse_iso_day(text);
    return day ? html::day_words(*day) : std::string(text);
}

/// `name` with underscores as spaces, for details that have no words of their own.
std::string plain(std::string_view name, std::string_view value) {
    std::string text(name);
    std::ranges::replace(text, '_', ' ');
    return text + " " + std::string(value);
}

/// Why an approval went.
std::string dropped_words(std::string_view because) {
    if (because == "message") return "the requester wrote";
    if (because == "question") return "the requester was asked something";
    if (because == "assignment") return "somebody else works on it";
    return std::string(because);
}

std::string completeness_words(std::string_view code) {
    return std::string(label(code == core::code(core::Completeness::whole) ? core::Status::fulfilled
                                                                           : core::Status::partially_fulfilled));
}

/// One detail in words; nothing where it says what is said anyway.
std::optional<std::string> detail_words(std::string_view name, std::string_view value, People const& people) {
    if (name == "version" || name == "from" || name.ends_with("_rule")) return std::nullopt;
    if (name == "assignee" && value == "0") return "to nobody yet";
    if (name == "assignee") return "to " + member_words(value, people);
    if (name == "staff") return member_words(value, people);
    if (name == "why") return delivery_words(value);
    if (name == "posted_on" || name == "on") return "on " + day_or_text(value);
    if (name == "address_of") return std::string("address of: ") + word_or_code<core::RequesterKind>(value);
    if (name == "token") return token_words(value, people);
    if (name == "due_on") return "due " + day_or_text(value);
    if (name == "received_on") return "received " + day_or_text(value);
    if (name == "type") return word_or_code<core::RequestType>(value);
    if (name == "channel") return word_or_code<core::Channel>(value);
    if (name == "relationship") return word_or_code<core::Relationship>(value);
    if (name == "requester") return word_or_code<core::RequesterKind>(value);
    if (name == "evidence") return word_or_code<core::Evidence>(value);
    if (name == "letter") return word_or_code<core::LetterKind>(value);
    if (name == "clock") return word_or_code<core::ClockName>(value);
    if (name == "reason") return word_or_code<core::DenialReason>(value);
    if (name.starts_with("category."))
        return std::string(name.substr(9)) + ": " + word_or_code<core::CategoryOutcome>(value);
    if (name.starts_with("ground.")) return "kept " + word_or_code<core::RetentionGround>(value);
    if (name.starts_with("until.")) return "until " + day_or_text(value);
    if (name == "because") return dropped_words(value);
    if (name == "complete") return completeness_words(value);
    if (name.starts_with("correction."))
        return "correction " + std::string(name.substr(11)) + ": " + word_or_code<core::FieldVerdict>(value);
    return plain(name, value);
}

/// The state a request came to, unless it stayed where it was or the action's own words say it.
std::optional<std::string> status_words(std::string_view from, std::string_view to) {
    auto const status = core::parse<core::Status>(to);
    if (from.empty() || from == to || (status && core::is_closed(*status))) return std::nullopt;
    return "now " + std::string(status ? label(*status) : to);
}

std::string value_of(std::vector<std::pair<std::string, std::string>> const& details, std::string_view name) {
    auto const found = std::ranges::find(details, name, &std::pair<std::string, std::string>::first);
    return found == details.end() ? std::string() : found->second;
}

KnownAction const* find_action(std::string_view action) {
    auto const found = std::ranges::find(actions, action, &KnownAction::action);
    return found == std::end(actions) ? nullptr : &*found;
}

} // namespace

std::string_view action_words(std::string_view action) {
    auto const* known = find_action(action);
    return known ? known->words : action;
}

AuditWords audit_words(core::AuditRecord const& record, People const& people) {
    auto const* known = find_action(record.action);
    AuditWords words{std::string(action_words(record.action)), {}, known && known->turning_point};
    auto const details = core::parse_details(record.details);
    auto const add = [&words](std::string const& part) { words.detail += (words.detail.empty() ? "" : " · ") + part; };
    auto const from = value_of(details, "from");
    for (auto const& [name, value] : details) {
        if (name == "to") {
            if (auto const status = status_words(from, value)) add(*status);
            continue;
        }
        if (auto const part = detail_words(name, value, people)) add(*part);
    }
    return words;
}

std::string approval_dropped_words(core::AuditRecord const& record) {
    return dropped_words(value_of(core::parse_details(record.details), "because"));
}

std::vector<KnownAction> known_actions() {
    std::vector<KnownAction> all{{"request.", "Anything about a request", false},
                                 {"staff.", "Anything about staff", false}};
    all.insert(all.end(), std::begin(actions), std::end(actions));
    return all;
}

} // namespace habeas::app::pages
