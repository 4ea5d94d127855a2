#include "app/pages/audit.hpp"

#include "app/audit_heads.hpp"
#include "app/error_response.hpp"
#include "app/html/forms.hpp"
#include "app/pages/audit_words.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/numbers.hpp"
#include "app/pages/strict_form.hpp"
#include "app/store_access.hpp"
#include "core/whole_number.hpp"

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

/// What a person chose to see of the ledger; codes and references only, so that it can be a URL.
struct LedgerChoice {
    std::string reference;
    std::string actor; ///< "staff-7", "token-2", "requester", "system"
    std::string action;
    std::optional<std::int64_t> before;
};

/// What the page shows, read in one go.
struct Ledger {
    std::vector<core::AuditRecord> records;
    storage::AuditHead head;
    People people;
    std::vector<storage::ApiToken> tokens;
    std::optional<storage::Verification> verification;
};

std::string actor_code(core::ActorKind kind, std::int64_t id) {
    return std::string(core::code(kind)) + (id ? "-" + std::to_string(id) : std::string());
}

std::optional<core::Actor> read_actor(std::string_view text) {
    auto const dash = text.find('-');
    auto const kind = core::parse<core::ActorKind>(text.substr(0, dash));
    if (!kind) return std::nullopt;
    core::Actor actor{*kind, 0, core::Role::system};
    if (dash == text.npos) return actor;
    auto const number = core::whole_number(text.substr(dash + 1));
    if (!number) return std::nullopt;
    actor.id = *number;
    return actor;
}

bool is_known_action(std::string_view action) {
    for (auto const& known : known_actions())
        if (known.action == action) return true;
    return false;
}

core::Result<LedgerChoice> read_choice(http::Form const& query) {
    StrictForm fields(query);
    LedgerChoice choice{fields.text("reference"), fields.text("actor"), fields.text("action"), fields.number("before")};
    if (!choice.actor.empty() && !read_actor(choice.actor)) fields.mistake("actor", "no such choice");
    if (!choice.action.empty() && !is_known_action(choice.action)) fields.mistake("action", "no such choice");
    if (auto const mistakes = fields.mistakes(); !mistakes.empty())
        return core::fail(core::ErrorCode::malformed, "This address of the ledger cannot be read.",
                          "field " + mistakes.front().field);
    return choice;
}

storage::AuditQuery query_of(LedgerChoice const& choice, std::optional<core::RequestId> request) {
    storage::AuditQuery query;
    query.before = core::AuditSequence{choice.before.value_or(newest)};
    query.request = request;
    if (!choice.actor.empty()) query.actor = read_actor(choice.actor);
    if (!choice.action.empty()) query.action = choice.action;
    query.limit = rows + 1; // one more tells whether there is a next page
    return query;
}

Ledger read_ledger(storage::Snapshot& snapshot, storage::AuditQuery const& query) {
    return {.records = snapshot.audit(query),
            .head = snapshot.audit_head(),
            .people = People::read(snapshot),
            .tokens = snapshot.tokens(),
            .verification = {}};
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

void add_entry(View& list, Services const& services, Ledger const& ledger, core::AuditRecord const& record) {
    auto const words = audit_words(record, ledger.people, services.configuration);
    auto& entry = list.add("ENTRY");
    entry.number("SEQUENCE", record.sequence.value)
        .text("WHEN_ISO", rfc3339(record.at))
        .text("WHEN", services.calendar.moment_words(record.at))
        .text("WHO", ledger.people.words_of(record.actor))
        .text("WHAT", words.what)
        .maybe("DETAIL", words.detail)
        .text("HASH", core::to_hex(record.hash))
        .text("HASH_SHORT", short_hash(record.hash));
    if (record.request)
        entry.add("ABOUT").text("REFERENCE", services.store.references().encode(*record.request).text());
}

std::string url_of(LedgerChoice const& choice) {
    std::string url = "/audit?action=" + choice.action + "&actor=" + choice.actor + "&reference=" + choice.reference;
    if (choice.before) url += "&before=" + std::to_string(*choice.before);
    return url;
}

void add_list(View& view, Services const& services, Ledger const& ledger, LedgerChoice choice) {
    auto& list = view.add("LIST");
    auto const shown = std::min<std::ptrdiff_t>(std::ssize(ledger.records), rows);
    for (auto const& record : std::span(ledger.records).first(static_cast<std::size_t>(shown)))
        add_entry(list, services, ledger, record);
    list.text("PAGE_RANGE",
              counted_words(shown, "entry", "entries") + " here, " + number_words(ledger.head.entries) + " in all");
    if (choice.before) {
        auto first = choice;
        first.before.reset();
        list.add("NEWER").text("NEWER_URL", url_of(first));
    }
    if (std::ssize(ledger.records) > rows) {
        choice.before = ledger.records[rows - 1].sequence.value;
        list.add("FURTHER").text("FURTHER_URL", url_of(choice));
    }
}

void add_verification(View& view, storage::Verification const& found) {
    if (found.intact) {
        view.add("INTACT").text("VERIFIED_SENTENCE", "Intact: " + counted_words(found.entries, "entry", "entries") +
                                                         ", head " + short_hash(found.head));
        return;
    }
    auto sentence = counted_words(found.entries, "entry holds", "entries hold") + ". ";
    if (found.broken_at) sentence += "Entry " + number_words(found.broken_at->value) + " does not: ";
    view.add("BROKEN").text("BROKEN_SENTENCE", sentence + found.what);
}

HttpResponse show_ledger(Services const& services, SignedIn const& signed_in, Ledger const& ledger,
                         LedgerChoice const& choice) {
    auto view = desk_frame(services, signed_in, "Audit", Place::audit);
    view.text("SEARCH_REFERENCE", choice.reference);
    add_options(view, ledger, choice);
    if (ledger.verification) add_verification(view, *ledger.verification);
    if (ledger.records.empty())
        view.show("EMPTY_LIST");
    else
        add_list(view, services, ledger, choice);
    return show(services, 200, "pages/audit.html", view);
}

/// A reference that cannot be read belongs to no request: nothing is found.
struct Asked {
    LedgerChoice choice;
    std::optional<core::RequestId> request;
    bool findable{true};
};

Asked ask(Services const& services, LedgerChoice choice) {
    if (choice.reference.empty()) return {std::move(choice), std::nullopt};
    auto const id = services.store.references().decode(choice.reference);
    if (id) choice.reference = services.store.references().encode(*id).text();
    return {std::move(choice), id, id.has_value()};
}

} // namespace

asio::awaitable<HttpResponse> audit(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto choice = read_choice(request.query);
    if (!choice) co_return error_response(services, request, choice.error());
    auto const asked = ask(services, std::move(*choice));
    auto reading = read_store(services.store, [query = query_of(asked.choice, asked.request),
                                               findable = asked.findable](storage::Snapshot& snapshot) {
        auto ledger = read_ledger(snapshot, query);
        if (!findable) ledger.records.clear();
        return ledger;
    });
    auto const ledger = co_await std::move(reading);
    co_return show_ledger(services, signed_in, ledger, asked.choice);
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
    auto reading = read_store(services.store,
                              [query = query_of({}, std::nullopt), turn = std::move(turn),
                               &folder = services.configuration.storage.folder](storage::Snapshot& snapshot) mutable {
                                  auto const held = std::move(turn); // given back before the answer
                                  auto ledger = read_ledger(snapshot, query);
                                  ledger.verification = app::verify_audit(snapshot, folder);
                                  return ledger;
                              });
    auto const ledger = co_await std::move(reading);
    auto const& found = *ledger.verification;
    if (found.intact)
        services.log.info("audit.verified", {{"staff", signed_in.member.id.value}, {"entries", found.entries}});
    else
        services.log.error("audit.broken", {{"staff", signed_in.member.id.value},
                                            {"entries", found.entries},
                                            {"sequence", found.broken_at ? found.broken_at->value : 0}});
    co_return show_ledger(services, signed_in, ledger, {});
}

} // namespace habeas::app::pages
