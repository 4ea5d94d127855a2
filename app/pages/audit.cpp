#include "app/pages/audit.hpp"

#include "app/audit_heads.hpp"
#include "app/csv.hpp"
#include "app/error_response.hpp"
#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/pages/audit_actions.hpp"
#include "app/pages/audit_actor.hpp"
#include "app/pages/audit_words.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/numbers.hpp"
#include "app/pages/strict_form.hpp"
#include "app/store_access.hpp"

#include <algorithm>
#include <limits>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using html::Chosen;
using html::View;
using http::HttpRequest;
using http::HttpResponse;

constexpr int rows = 100;
constexpr auto newest = std::numeric_limits<std::int64_t>::max();

/// What a person chose to see of the ledger; codes, days and references only, so that it can be a URL.
struct LedgerChoice {
    std::string reference;
    std::string actor; ///< "staff-7", "token-2", "requester", "system"
    std::string action;
    std::string from, to; ///< ISO days, both inclusive
    std::optional<std::int64_t> before;

    bool filtered() const {
        return !reference.empty() || !actor.empty() || !action.empty() || !from.empty() || !to.empty();
    }
};

/// What the page shows, read in one go.
struct Ledger {
    std::vector<core::AuditRecord> records;
    storage::AuditHead head;
    People people;
    std::vector<storage::ApiToken> tokens;
    std::optional<storage::Verification> verification;
    bool no_such_request{}; ///< the reference is well formed, but nobody has it
};

bool is_known_action(std::string_view action) {
    auto const known = known_actions();
    return std::ranges::find(known, action, &KnownAction::action) != known.end();
}

/// The choice as a question to the store, or what was wrong with it.
struct Asked {
    LedgerChoice choice;
    storage::AuditQuery query;
    std::vector<core::FieldError> mistakes;
};

/// Codes come from this program's own links and choices: one that is unknown is no mistake of a person.
core::Result<LedgerChoice> read_choice(http::Form const& query) {
    StrictForm fields(query);
    LedgerChoice choice{fields.text("reference"), fields.text("actor"), fields.text("action"),
                        fields.text("from"),      fields.text("to"),    fields.number("before")};
    if (!choice.actor.empty() && !read_actor(choice.actor)) fields.mistake("actor", "no such choice");
    if (!choice.action.empty() && !is_known_action(choice.action)) fields.mistake("action", "no such choice");
    if (auto const mistakes = fields.mistakes(); !mistakes.empty())
        return core::fail(core::ErrorCode::malformed, "This address of the ledger cannot be read.",
                          "field " + mistakes.front().field);
    return choice;
}

std::optional<core::Day> read_day(Asked& asked, std::string_view name, std::string const& typed) {
    if (typed.empty()) return std::nullopt;
    auto const day = core::parse_day(typed);
    if (!day) asked.mistakes.push_back({std::string(name), "Enter a day, such as 2026-03-01."});
    return day;
}

void read_days(Asked& asked, CompanyCalendar const& calendar) {
    auto const from = read_day(asked, "from", asked.choice.from);
    auto const to = read_day(asked, "to", asked.choice.to);
    if (from && to && *from > *to) asked.mistakes.push_back({"to", "The last day lies before the first."});
    if (from) asked.query.recorded_from = calendar.start_of(*from);
    if (to) asked.query.recorded_until = calendar.end_of(*to);
}

void read_reference(Asked& asked, core::ReferenceCodec const& references) {
    if (asked.choice.reference.empty()) return;
    asked.query.request = references.decode(asked.choice.reference);
    if (asked.query.request)
        asked.choice.reference = references.encode(*asked.query.request).text();
    else
        asked.mistakes.push_back(
            {"reference", "This is no reference of ours. Look at each letter: the last one checks the others."});
}

Asked ask(Services const& services, LedgerChoice choice) {
    Asked asked;
    asked.choice = std::move(choice);
    asked.query.before = core::AuditSequence{asked.choice.before.value_or(newest)};
    if (!asked.choice.actor.empty()) asked.query.actor = read_actor(asked.choice.actor);
    if (!asked.choice.action.empty()) asked.query.action = asked.choice.action;
    asked.query.limit = rows + 1; // one more tells whether there is a next page
    read_reference(asked, services.store.references());
    read_days(asked, services.calendar);
    return asked;
}

Ledger read_ledger(storage::Snapshot& snapshot, Asked const& asked) {
    Ledger ledger{.records = {},
                  .head = snapshot.audit_head(),
                  .people = People::read(snapshot),
                  .tokens = snapshot.tokens(),
                  .verification = {}};
    if (!asked.mistakes.empty()) return ledger;
    ledger.records = snapshot.audit(asked.query);
    ledger.no_such_request = asked.query.request && !snapshot.find(*asked.query.request);
    return ledger;
}

std::string short_hash(core::Digest const& hash) {
    return core::to_hex(std::span(hash).first(4)) + "…";
}

void add_options(View& view, Ledger const& ledger, LedgerChoice const& choice) {
    auto const add = [&](std::string const& value, std::string_view words) {
        html::add_option(view, "ACTOR_OPTION", value, words, value == choice.actor ? Chosen::yes : Chosen::no);
    };
    for (auto const& member : ledger.people.staff())
        add(actor_code(core::ActorKind::staff, member.id.value), member.name);
    for (auto const& token : ledger.tokens)
        add(actor_code(core::ActorKind::token, token.id.value), "API token " + token.name);
    add(actor_code(core::ActorKind::requester, 0), "Requesters");
    add(actor_code(core::ActorKind::system, 0), "Habeas itself");
    for (auto const& known : known_actions())
        html::add_option(view, "ACTION_OPTION", known.action, known.words,
                         known.action == choice.action ? Chosen::yes : Chosen::no);
}

/// Administrators see no cases: to them a reference is a word, not a way.
void add_entry(View& list, Services const& services, Ledger const& ledger, core::AuditRecord const& record,
               core::Role reader) {
    auto const words = audit_words(record, ledger.people, services);
    auto& entry = list.add("ENTRY");
    entry.number("SEQUENCE", record.sequence.value)
        .text("WHEN_ISO", rfc3339(record.at))
        .text("WHEN", services.calendar.moment_words(record.at))
        .text("WHO", who_words(record, ledger.people))
        .text("WHAT", words.what)
        .maybe("DETAIL", words.detail)
        .text("HASH", core::to_hex(record.hash))
        .text("HASH_SHORT", short_hash(record.hash));
    if (record.request)
        entry.add(reader == core::Role::admin ? "ABOUT_UNSEEN" : "ABOUT")
            .text("REFERENCE", services.store.references().encode(*record.request).text());
}

std::string query_for(LedgerChoice const& choice) {
    std::string query;
    auto const add = [&query](std::string_view name, std::string const& value) {
        if (value.empty()) return;
        query += query.empty() ? '?' : '&';
        query.append(name).append("=").append(value);
    };
    add("action", choice.action);
    add("actor", choice.actor);
    add("reference", choice.reference);
    add("from", choice.from);
    add("to", choice.to);
    if (choice.before) add("before", std::to_string(*choice.before));
    return query;
}

/// How many there are is known of the whole ledger; of a filter's entries only once the last of them is on the page.
std::string range_words(std::int64_t shown, bool has_more, Ledger const& ledger, LedgerChoice const& choice) {
    auto const entries = counted_words(shown, "entry", "entries");
    if (choice.before) return entries + (has_more ? " more" : ", the oldest");
    if (!choice.filtered())
        return has_more ? "The newest " + entries + " of " + number_words(ledger.head.entries) : entries;
    return has_more ? "The newest " + entries + " that fit" : entries + (shown == 1 ? " fits" : " fit");
}

void add_list(View& view, Services const& services, Ledger const& ledger, LedgerChoice choice, core::Role reader) {
    auto& list = view.add("LIST");
    auto const shown = std::min<std::ptrdiff_t>(std::ssize(ledger.records), rows);
    auto const has_more = std::ssize(ledger.records) > rows;
    for (auto const& record : std::span(ledger.records).first(static_cast<std::size_t>(shown)))
        add_entry(list, services, ledger, record, reader);
    list.text("PAGE_RANGE", range_words(shown, has_more, ledger, choice));
    if (choice.before) {
        auto first = choice;
        first.before.reset();
        list.add("NEWER").text("NEWER_URL", "/audit" + query_for(first));
    }
    if (has_more) {
        choice.before = ledger.records[rows - 1].sequence.value;
        list.add("FURTHER").text("FURTHER_URL", "/audit" + query_for(choice));
    }
}

void add_verification(View& view, storage::Verification const& found) {
    if (found.intact) {
        view.add("INTACT")
            .text("VERIFIED_SENTENCE",
                  "Intact: " + counted_words(found.entries, "entry", "entries") + ", head " + short_hash(found.head))
            .text("HEAD", core::to_hex(found.head))
            .show_if(found.kept_heads == 0, "NOTHING_KEPT");
        return;
    }
    auto sentence = counted_words(found.entries, "entry holds", "entries hold") + ". ";
    if (found.broken_at) sentence += "Entry " + number_words(found.broken_at->value) + " does not: ";
    view.add("BROKEN").text("BROKEN_SENTENCE", sentence + found.what);
}

HttpResponse show_ledger(Services const& services, SignedIn const& signed_in, Ledger const& ledger,
                         Asked const& asked) {
    auto const& choice = asked.choice;
    auto mistakes = asked.mistakes;
    if (ledger.no_such_request) mistakes.push_back({"reference", "No request has this reference."});
    auto view = desk_frame(services, signed_in, "Audit", Place::audit);
    add_options(view, ledger, choice);
    std::vector<html::FieldValue> const values{
        {"reference", choice.reference}, {"from", choice.from}, {"to", choice.to}};
    auto const errors = html_errors(mistakes);
    html::fill_form(view, values, errors);
    auto all = choice;
    all.before.reset();
    if (mistakes.empty()) view.maybe("CSV_URL", "/audit.csv" + query_for(all));
    view.show_if(choice.filtered(), "IN_USE");
    if (ledger.verification) add_verification(view, *ledger.verification);
    if (!ledger.records.empty())
        add_list(view, services, ledger, choice, signed_in.member.role);
    else if (mistakes.empty())
        view.show("EMPTY_LIST");
    return show(services, mistakes.empty() ? 200 : 422, "pages/audit.html", view);
}

/// What may leave as a file, and the names to write it with.
struct Export {
    std::vector<core::AuditRecord> records; ///< one more than may leave tells that there are too many
    People people;
};

Export read_export(storage::Snapshot& snapshot, Asked const& asked, int most) {
    auto query = asked.query;
    query.limit = most + 1;
    return {snapshot.audit(query), People::read(snapshot)};
}

std::string ledger_csv(Services const& services, Export const& taken) {
    Csv csv;
    for (auto const* column : {"sequence", "at", "recorded_at", "who", "actor", "action", "what", "detail", "reference",
                               "details", "previous", "hash"})
        csv.cell(column);
    csv.end_row();
    for (auto const& record : taken.records) {
        auto const words = audit_words(record, taken.people, services);
        csv.cell(std::to_string(record.sequence.value)).cell(rfc3339(record.at)).cell(rfc3339(record.recorded_at));
        csv.cell(who_words(record, taken.people)).cell(actor_code(record.actor.kind, record.actor.id));
        csv.cell(record.action).cell(words.what).cell(words.detail);
        csv.cell(record.request ? services.store.references().encode(*record.request).text() : std::string());
        csv.cell(record.details).cell(core::to_hex(record.previous)).cell(core::to_hex(record.hash)).end_row();
    }
    return csv.take();
}

/// Who took which part of the trail: the filters that are days, and how much they left.
core::Decision exported(LedgerChoice const& choice, std::size_t taken, core::Stamp const& stamp) {
    std::vector<std::pair<std::string, std::string>> details;
    if (!choice.from.empty()) details.emplace_back("from", choice.from);
    if (!choice.to.empty()) details.emplace_back("until", choice.to);
    details.emplace_back("rows", std::to_string(taken));
    return core::Decision::record(stamp, "audit.exported", std::move(details));
}

core::Error too_many(int most) {
    return {core::ErrorCode::invalid,
            "More than " + number_words(most) + " entries fit. Choose fewer days or another filter.",
            "ledger rows",
            {}};
}

core::Decision verified(core::Stamp const& stamp, storage::Verification const& found) {
    return core::Decision::record(
        stamp, "audit.verified", {{"intact", found.intact ? "yes" : "no"}, {"entries", std::to_string(found.entries)}});
}

void log_verification(Services const& services, SignedIn const& signed_in, storage::Verification const& found) {
    auto const staff = signed_in.member.id.value;
    if (found.intact)
        services.log.info("audit.verified", {{"staff", staff}, {"entries", found.entries}});
    else
        services.log.error(
            "audit.broken",
            {{"staff", staff}, {"entries", found.entries}, {"sequence", found.broken_at ? found.broken_at->value : 0}});
}

/// The whole ledger, and what was just found about it.
asio::awaitable<HttpResponse> show_verified(Services& services, SignedIn const& signed_in,
                                            storage::Verification found) {
    auto const asked = ask(services, {});
    auto reading =
        read_store(services.store, [asked](storage::Snapshot& snapshot) { return read_ledger(snapshot, asked); });
    auto ledger = co_await std::move(reading);
    ledger.verification = std::move(found);
    co_return show_ledger(services, signed_in, ledger, asked);
}

} // namespace

asio::awaitable<HttpResponse> audit(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto choice = read_choice(request.query);
    if (!choice) co_return error_response(services, request, choice.error());
    auto const asked = ask(services, std::move(*choice));
    auto reading =
        read_store(services.store, [asked](storage::Snapshot& snapshot) { return read_ledger(snapshot, asked); });
    auto const ledger = co_await std::move(reading);
    co_return show_ledger(services, signed_in, ledger, asked);
}

asio::awaitable<HttpResponse> audit_csv(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto choice = read_choice(request.query);
    if (!choice) co_return error_response(services, request, choice.error());
    auto const asked = ask(services, std::move(*choice));
    if (!asked.mistakes.empty())
        co_return error_response(services, request,
                                 {core::ErrorCode::invalid, asked.mistakes.front().message, "ledger export", {}});
    auto const most = services.configuration.limits.report_rows;
    auto reading = read_store(
        services.store, [asked, most](storage::Snapshot& snapshot) { return read_export(snapshot, asked, most); });
    auto const taken = co_await std::move(reading);
    if (std::ssize(taken.records) > most) co_return error_response(services, request, too_many(most));

    // The copy leaves only once the entry that says who took it is durable.
    auto const stamp = services.stamp(signed_in.actor());
    auto writing = write_entry(services.store, exported(asked.choice, taken.records.size(), stamp), stamp.at);
    auto const written = co_await std::move(writing);
    if (!written) co_return error_response(services, request, written.error());
    services.log.info("audit.exported", {{"staff", signed_in.member.id.value}, {"rows", std::ssize(taken.records)}});
    co_return HttpResponse::csv("audit-" + core::iso(stamp.on) + ".csv", ledger_csv(services, taken));
}

asio::awaitable<HttpResponse> verify_audit(Services& services, HttpRequest& request, SignedIn const& signed_in,
                                           http::Form const&) {
    auto turn = services.limits.audit_verification.take();
    if (!turn)
        co_return error_response(services, request,
                                 {core::ErrorCode::unavailable,
                                  "The chain is being verified already. Try again in a minute.",
                                  "verifying",
                                  {}});
    auto verifying = read_store(
        services.store,
        [turn = std::move(turn), &folder = services.configuration.storage.folder](storage::Snapshot& snapshot) mutable {
            auto const held = std::move(turn); // given back before the answer
            return app::verify_audit(snapshot, folder);
        });
    auto const found = co_await std::move(verifying);
    log_verification(services, signed_in, found);
    // Who asked, and what they were told, is an entry like any other, behind the chain that was walked.
    auto const stamp = services.stamp(signed_in.actor());
    auto writing = write_entry(services.store, verified(stamp, found), stamp.at);
    auto const written = co_await std::move(writing);
    if (!written) co_return error_response(services, request, written.error());
    auto showing = show_verified(services, signed_in, found);
    co_return co_await std::move(showing);
}

} // namespace habeas::app::pages
