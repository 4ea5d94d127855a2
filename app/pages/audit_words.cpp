#include "app/pages/audit_words.hpp"

#include "app/html/dates.hpp"
#include "app/pages/audit_actions.hpp"
#include "app/pages/correctable_fields.hpp"
#include "app/pages/letter_words.hpp"
#include "app/pages/numbers.hpp"
#include "app/pages/words.hpp"
#include "core/parts.hpp"
#include "core/transitions.hpp"
#include "core/whole_number.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace habeas::app::pages {

namespace {

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

std::string day_or_text(std::string_view text) {
    auto const day = core::parse_day(text);
    return day ? html::day_words(*day) : std::string(text);
}

std::int64_t number_of(std::string_view text) {
    return core::whole_number(text).value_or(0);
}

std::string value_of(std::vector<std::pair<std::string, std::string>> const& details, std::string_view name) {
    auto const found = std::ranges::find(details, name, &std::pair<std::string, std::string>::first);
    return found == details.end() ? std::string() : found->second;
}

/// `name` with underscores as spaces, for details that have no words of their own.
std::string plain(std::string_view name, std::string_view value) {
    std::string text(name);
    std::ranges::replace(text, '_', ' ');
    return text + " " + std::string(value);
}

/// Why an approval or a token went.
std::string dropped_words(std::string_view because) {
    if (because == "message") return "the requester wrote";
    if (because == "question") return "the requester was asked something";
    if (because == "assignment") return "somebody else works on it";
    if (because == "owner_closed") return "the account of its owner was closed";
    return std::string(because);
}

/// What the words of a detail may depend on.
struct Entry {
    std::vector<std::pair<std::string, std::string>> const& details;
    People const& people;
    Services const& services;

    std::string value(std::string_view name) const { return value_of(details, name); }
};

/// Words of one detail; nothing where it says what is said anyway.
using DetailWords = std::optional<std::string> (*)(Entry const& entry, std::string_view name, std::string_view value);

std::optional<std::string> unsaid(Entry const&, std::string_view, std::string_view) {
    return std::nullopt;
}

template <class Word>
std::optional<std::string> in_label(Entry const&, std::string_view, std::string_view value) {
    return word_or_code<Word>(value);
}

/// Who a letter went to: "to the requester", "to Meike Terborg".
std::optional<std::string> addressee_words(Entry const& entry, std::string_view to) {
    constexpr std::string_view staff = "staff:";
    if (to == "requester" || to == "subject") return "to the " + std::string(to);
    if (!to.starts_with(staff)) return std::nullopt;
    return "to " + member_words(to.substr(staff.size()), entry.people);
}

/// The state a request came to, unless it stayed where it was or the action's own words say it; of a report its last
/// day; of a letter who got it.
std::optional<std::string> to_words(Entry const& entry, std::string_view, std::string_view to) {
    if (auto const day = core::parse_day(to)) return "until " + html::day_words(*day);
    if (!entry.value("letter").empty()) return addressee_words(entry, to);
    auto const from = entry.value("from");
    auto const status = core::parse<core::Status>(to);
    if (from.empty() || from == to || (status && core::is_closed(*status))) return std::nullopt;
    return "now " + std::string(status ? label(*status) : to);
}

/// The state before is not said; the first day of a report, or of a part of the trail, is.
std::optional<std::string> from_words(Entry const& entry, std::string_view, std::string_view from) {
    auto const day = core::parse_day(from);
    auto const since = entry.value("report").empty() ? "from " : "received from ";
    return day ? std::optional(since + html::day_words(*day)) : std::nullopt;
}

std::optional<std::string> assignee_words(Entry const& entry, std::string_view, std::string_view value) {
    if (value == "0") return "to nobody yet";
    return "to " + member_words(value, entry.people);
}

std::optional<std::string> staff_words(Entry const& entry, std::string_view, std::string_view value) {
    return member_words(value, entry.people);
}

std::optional<std::string> owner_words(Entry const& entry, std::string_view, std::string_view value) {
    return "belongs to " + member_words(value, entry.people);
}

std::optional<std::string> token_words(Entry const& entry, std::string_view, std::string_view value) {
    return entry.people.words_of(core::Actor::token(core::TokenId{number_of(value)}, core::Role::agent));
}

std::string scope_words(std::string_view scope) {
    if (scope == "requests:read") return "read requests";
    if (scope == "requests:write") return "change requests";
    if (scope == "reports:read") return "read reports";
    if (scope == "audit:read") return "read the audit log";
    if (scope == "admin") return "act as an officer";
    return std::string(scope);
}

template <class ToWords>
std::string each_of(std::string_view codes, ToWords to_words) {
    std::string all;
    while (!codes.empty())
        all += (all.empty() ? "" : ", ") + to_words(core::next_part(codes, ','));
    return all;
}

std::optional<std::string> scopes_words(Entry const&, std::string_view, std::string_view value) {
    return "may " + each_of(value, scope_words);
}

std::optional<std::string> topics_words(Entry const&, std::string_view, std::string_view value) {
    return each_of(value, word_or_code<core::Topic>);
}

std::optional<std::string> due_words(Entry const&, std::string_view, std::string_view value) {
    return "due " + day_or_text(value);
}

std::optional<std::string> received_words(Entry const&, std::string_view, std::string_view value) {
    return "received " + day_or_text(value);
}

std::optional<std::string> until_words(Entry const&, std::string_view, std::string_view value) {
    return "until " + day_or_text(value);
}

std::optional<std::string> as_of_words(Entry const&, std::string_view, std::string_view value) {
    return "as of " + day_or_text(value);
}

/// By how much a deadline was extended, or how far off it was when somebody was reminded of it.
std::optional<std::string> days_words(Entry const& entry, std::string_view, std::string_view value) {
    auto const days = html::days_words(std::chrono::days{number_of(value)});
    auto const stage = entry.value("stage");
    if (stage.empty()) return "by " + days;
    if (number_of(value) == 0) return "on the due day";
    return days + (number_of(stage) > 0 ? " overdue" : " left");
}

std::optional<std::string> after_days_words(Entry const&, std::string_view, std::string_view value) {
    return "after " + html::days_words(std::chrono::days{number_of(value)}) + " without a confirmation";
}

std::optional<std::string> letters_words(Entry const&, std::string_view, std::string_view value) {
    return counted_words(number_of(value), "letter to staff", "letters to staff");
}

std::optional<std::string> rows_words(Entry const&, std::string_view, std::string_view value) {
    return counted_words(number_of(value), "row", "rows");
}

std::optional<std::string> entries_words(Entry const&, std::string_view, std::string_view value) {
    return counted_words(number_of(value), "entry", "entries");
}

std::optional<std::string> failures_words(Entry const&, std::string_view, std::string_view value) {
    return counted_words(number_of(value), "try", "tries");
}

std::optional<std::string> since_words(Entry const& entry, std::string_view, std::string_view value) {
    auto const at = parse_rfc3339(value);
    return "since " + (at ? entry.services.calendar.moment_words(*at) : std::string(value));
}

std::optional<std::string> report_words(Entry const&, std::string_view, std::string_view value) {
    return value == "deadlines" ? "the deadline report" : "the report " + std::string(value);
}

std::optional<std::string> seconds_words(Entry const&, std::string_view, std::string_view value) {
    auto const seconds = number_of(value);
    return (seconds < 0 ? "back by " : "forward by ") + html::duration_words(std::chrono::seconds{std::abs(seconds)});
}

std::optional<std::string> by_rule_words(Entry const&, std::string_view, std::string_view value) {
    if (value != "end_user") return "by the rule " + std::string(value);
    return "at once: the organisation that gave us the data answers for it";
}

std::optional<std::string> on_words(Entry const&, std::string_view, std::string_view value) {
    return "on " + day_or_text(value);
}

std::optional<std::string> address_words(Entry const&, std::string_view, std::string_view value) {
    return "address of: " + word_or_code<core::RequesterKind>(value);
}

std::optional<std::string> why_words(Entry const&, std::string_view, std::string_view value) {
    return std::string(delivery_words(value));
}

std::optional<std::string> because_words(Entry const&, std::string_view, std::string_view value) {
    return dropped_words(value);
}

std::optional<std::string> completeness_words(Entry const&, std::string_view, std::string_view value) {
    auto const is_whole = value == core::code(core::Completeness::whole);
    return std::string(label(is_whole ? core::Status::fulfilled : core::Status::partially_fulfilled));
}

std::optional<std::string> renamed_words(Entry const&, std::string_view, std::string_view) {
    return "has another name";
}

std::optional<std::string> intact_words(Entry const&, std::string_view, std::string_view value) {
    return value == "yes" ? "intact" : "broken";
}

/// A category's result with its ground and its end: "Billing information: Kept until 31 December 2034, to comply …".
std::optional<std::string> category_words(Entry const& entry, std::string_view name, std::string_view value) {
    auto const id = std::string(name.substr(std::string_view("category.").size()));
    auto words = std::string(category_label(entry.services.configuration, id)) + ": " +
                 word_or_code<core::CategoryOutcome>(value);
    if (auto const until = entry.value("until." + id); !until.empty()) words += " until " + day_or_text(until);
    if (auto const ground = entry.value("ground." + id); !ground.empty())
        words += ", " + word_or_code<core::RetentionGround>(ground);
    return words;
}

/// The trail holds which correction, not which field: that is part of what a person asked for.
std::optional<std::string> correction_words(Entry const&, std::string_view name, std::string_view value) {
    constexpr std::array<std::string_view, 5> ordinals{"first", "second", "third", "fourth", "fifth"};
    auto const index = static_cast<std::size_t>(number_of(name.substr(std::string_view("correction.").size())));
    auto const which = index < ordinals.size() ? std::string(ordinals[index]) + " correction"
                                               : "correction " + std::to_string(index + 1);
    return which + ": " + word_or_code<core::FieldVerdict>(value);
}

struct KnownDetail {
    std::string_view name; ///< a prefix where it ends in a dot
    DetailWords words;
};

constexpr KnownDetail known_details[] = {
    {"version", unsaid},
    {"day", unsaid}, // the entry's own, which is said with it
    {"from", from_words},
    {"to", to_words},
    {"until", until_words},
    {"as_of", as_of_words},
    {"assignee", assignee_words},
    {"staff", staff_words},
    {"owner", owner_words},
    {"role", in_label<core::Role>},
    {"token", token_words},
    {"scopes", scopes_words},
    {"due_on", due_words},
    {"received_on", received_words},
    {"type", in_label<core::RequestType>},
    {"channel", in_label<core::Channel>},
    {"relationship", in_label<core::Relationship>},
    {"requester", in_label<core::RequesterKind>},
    {"evidence", in_label<core::Evidence>},
    {"letter", in_label<core::LetterKind>},
    {"message", unsaid}, // for the mail server's log
    {"clock", in_label<core::ClockName>},
    {"reason", in_label<core::DenialReason>},
    {"category.", category_words},
    {"ground.", unsaid}, // said with its category
    {"until.", unsaid},  // said with its category
    {"correction.", correction_words},
    {"respond_rule", unsaid},
    {"acknowledge_rule", unsaid},
    {"appeal_rule", unsaid},
    {"respond_due_on", unsaid},     // the earlier of the two is said as due_on
    {"acknowledge_due_on", unsaid}, // the same
    {"rule", unsaid},               // the clock shows its rule, with the sentence it comes from
    {"by_rule", by_rule_words},
    {"stage", unsaid}, // said with the days
    {"days", days_words},
    {"after_days", after_days_words},
    {"letters", letters_words},
    {"topics", topics_words},
    {"report", report_words},
    {"rows", rows_words},
    {"entries", entries_words},
    {"intact", intact_words},
    {"failures", failures_words},
    {"since", since_words},
    {"on", on_words},
    {"posted_on", on_words},
    {"address_of", address_words},
    {"why", why_words},
    {"because", because_words},
    {"complete", completeness_words},
    {"seconds", seconds_words},
    {"renamed", renamed_words},
    {"shell_user", unsaid}, // said with who it was
};

KnownDetail const* find_detail(std::string_view name) {
    for (auto const& known : known_details)
        if (known.name == name || (known.name.ends_with('.') && name.starts_with(known.name))) return &known;
    return nullptr;
}

} // namespace

AuditWords audit_words(core::AuditRecord const& record, People const& people, Services const& services) {
    auto const* action = find_action(record.action);
    AuditWords words{std::string(action_words(record.action)), {}, action && action->turning_point};
    auto const details = core::parse_details(record.details);
    Entry const entry{details, people, services};
    for (auto const& [name, value] : details) {
        auto const* known = find_detail(name);
        auto const part = known ? known->words(entry, name, value) : std::optional(plain(name, value));
        if (part) words.detail += (words.detail.empty() ? "" : " · ") + *part;
    }
    return words;
}

std::string approval_dropped_words(core::AuditRecord const& record) {
    return dropped_words(value_of(core::parse_details(record.details), "because"));
}

} // namespace habeas::app::pages
