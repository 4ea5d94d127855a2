#include "app/pages/audit_actions.hpp"
#include "app/pages/audit_words.hpp"
#include "desk_pages.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::RequestType;

namespace {

using Details = std::vector<std::pair<std::string, std::string>>;

/// The words of an entry as the ledger would show it.
std::string words_of(AppHarness& harness, std::string const& action, Details const& details) {
    auto const stamp = harness.services().stamp(core::Actor::system());
    harness.write([&](storage::Transaction& transaction) {
        (void)transaction.commit(core::Decision::record(stamp, action, details), stamp.at);
    });
    return harness.read([&](storage::Snapshot& snapshot) {
        storage::AuditQuery query;
        query.action = action;
        query.limit = 1000;
        auto const records = snapshot.audit(query);
        auto const words =
            app::pages::audit_words(records.back(), app::pages::People::read(snapshot), harness.services());
        return words.what + ": " + words.detail;
    });
}

/// How the ledger shows a detail that it has no words for.
std::string without_words(std::string name, std::string const& value) {
    std::ranges::replace(name, '_', ' ');
    return name + " " + value;
}

} // namespace

TEST_CASE("an entry of the trail reads as words, not as codes", "[pages][audit_words]") {
    DeskHarness harness;
    auto const says = [&](std::string const& action, Details const& details, std::string const& words) {
        CHECK(words_of(harness, action, details) == words);
    };
    says("request.reminded",
         {{"from", "open"},
          {"to", "open"},
          {"version", "4"},
          {"clock", "respond"},
          {"stage", "-14"},
          {"due_on", "2026-03-01"},
          {"days", "12"},
          {"letters", "1"}},
         "Reminder sent: Answer by · due 1 March 2026 · 12 days left · 1 letter to staff");
    says("request.reminded", {{"stage", "0"}, {"days", "0"}, {"letters", "2"}},
         "Reminder sent: on the due day · 2 letters to staff");
    says("request.reminded", {{"stage", "7"}, {"days", "9"}}, "Reminder sent: 9 days overdue");
    says("request.extended", {{"rule", "policy-30-days"}, {"days", "30"}, {"due_on", "2026-03-31"}},
         "Extension asked for: by 30 days · due 31 March 2026");
    says("request.expired", {{"after_days", "7"}}, "Expired unconfirmed: after 7 days without a confirmation");
    says("request.fulfilled", {{"topics", "marketing,events"}},
         "Fulfilled: Offers and marketing, Events and promotions");
    says("request.redirected", {{"by_rule", "end_user"}},
         "Redirected: at once: the organisation that gave us the data answers for it");
    says("report.exported",
         {{"report", "deadlines"},
          {"from", "2026-01-01"},
          {"to", "2026-10-31"},
          {"as_of", "2026-11-26"},
          {"rows", "1204"}},
         "Report exported: the deadline report · received from 1 January 2026 · until 31 October 2026 · as of 26 "
         "November 2026 · 1,204 rows");
    says("clock.jumped", {{"seconds", "7200"}}, "The server's clock was set: forward by 2 hours");
    says("clock.jumped", {{"seconds", "-90"}}, "The server's clock was set: back by 1 minute");
    says("preferences.resumed", {{"topics", "events"}}, "Marketing letters allowed again: Events and promotions");
    says("staff.sign_ins_failed", {{"failures", "12"}, {"since", "2026-01-30T08:00:00.000Z"}},
         "More sign-ins failed: 12 tries · since 30 January 2026 at 09:00 CET");
    says("token.added", {{"scopes", "requests:read,admin"}}, "API token added: may read requests, act as an officer");
}

TEST_CASE("a category's result is one phrase with its ground and its end", "[pages][audit_words]") {
    DeskHarness harness;
    auto const words = words_of(harness, "request.partially_fulfilled",
                                {{"category.contact", "erased"},
                                 {"category.billing", "kept"},
                                 {"ground.billing", "legal_obligation"},
                                 {"until.billing", "2034-12-31"},
                                 {"correction.0", "corrected"},
                                 {"correction.6", "refused"}});
    INFO(words);
    CHECK(words.contains("Kept until 31 December 2034, "));
    CHECK(words.contains("first correction: Corrected"));
    CHECK(words.contains("correction 7: Refused"));
    for (auto const* code : {"billing:", "contact:", "legal_obligation", "2034-12-31", "correction 0"})
        CHECK_FALSE(words.contains(code));
}

TEST_CASE("every action and every detail that work leaves behind has words", "[pages][audit_words]") {
    DeskHarness harness;
    auto const access = harness.worked_request(RequestType::access);
    harness.act(access, "extension", {{"reason", "Twelve archives."}}, harness.agent);
    harness.act(access, "information-request", {{"question", "Which one?"}}, harness.agent);
    harness.act(access, "information", {{"answer", "The first."}}, harness.agent);
    harness.act(access, "messages", {{"body", "Thank you."}}, harness.agent);
    harness.act(access, "notes", {{"body", "A reseller."}}, harness.agent);
    harness.act(access, "denial", {{"reason", "no_data_found"}, {"explanation", "Nothing."}}, harness.agent);
    harness.act(access, "appeal", {{"complaint", "Look again."}}, harness.officer);
    auto const deletion = harness.worked_request(RequestType::deletion);
    harness.act(deletion, "withdrawal", {{"reason", "By phone."}}, harness.agent);
    harness.add_request(RequestType::unsubscribe);
    harness.get("/reports/deadlines.csv", harness.officer);
    harness.get(path_of(access), harness.agent);
    harness.settle();

    auto const known = app::pages::known_actions();
    harness.read([&](storage::Snapshot& snapshot) {
        storage::AuditQuery query;
        query.limit = 1000;
        auto const people = app::pages::People::read(snapshot);
        auto const records = snapshot.audit(query);
        CHECK(records.size() > 15);
        for (auto const& record : records) {
            INFO(record.action << " " << record.details);
            CHECK(std::ranges::find(known, record.action, &app::pages::KnownAction::action) != known.end());
            auto const words = app::pages::audit_words(record, people, harness.services());
            for (auto const& [name, value] : core::parse_details(record.details))
                CHECK_FALSE(words.detail.contains(without_words(name, value)));
        }
        return true;
    });
}
