#include "desk_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

Pairs letter_of(std::string const& type) {
    Pairs fields{{"type", type},
                 {"channel", "postal_mail"},
                 {"received_on", "2026-01-20"},
                 {"details", "A letter."},
                 {"subject.name", "Ruth Adler"},
                 {"subject.email", ""},
                 {"subject.postal_address", "48 Mill Lane\n20457 Hamburg"},
                 {"subject.country", "DE"},
                 {"subject.region", ""},
                 {"relationship", "customer"},
                 {"organisation", ""},
                 {"requester.kind", "self"},
                 {"requester.name", ""},
                 {"requester.email", ""},
                 {"deletion_scope", type == "deletion" ? "account" : ""}};
    if (type == "correction") {
        fields.emplace_back("corrections.0.field", "");
        fields.emplace_back("corrections.1.field", "billing.address");
        fields.emplace_back("corrections.1.requested", "48 Mill Lane");
    }
    return fields;
}

core::SubjectRequest entered(DeskHarness& harness, app::http::HttpResponse const& answer) {
    INFO(answer.body);
    REQUIRE(answer.status == 303);
    auto const location = header(answer, "Location");
    auto const begin = std::string("/desk/requests/").size();
    auto const id = harness.services().store.references().decode(
        std::string_view(location).substr(begin, location.find('?') - begin));
    return harness.find(id.value());
}

} // namespace

TEST_CASE("the form for letters and calls offers every type, channel, category and today as the last day",
          "[pages][new_desk]") {
    DeskHarness harness;
    auto const page = harness.get("/desk/requests/new", harness.agent);
    CHECK(page.status == 200);
    for (auto const* words : {"value=\"access\"", "value=\"correction\"", "value=\"deletion\"", "value=\"unsubscribe\"",
                              "value=\"postal_mail\"", "value=\"phone\"", "value=\"billing\"", "max=\"2026-01-30\""})
        CHECK(contains(page, words));
    CHECK_FALSE(contains(page, "value=\"web_form\""));
}

TEST_CASE("a letter's clock starts on the day it came, not on the day it is entered", "[pages][new_desk]") {
    DeskHarness harness;
    auto const request = entered(harness, harness.post_form("/desk/requests", letter_of("access"), harness.agent));
    CHECK(core::iso(request.received_on) == "2026-01-20");
    CHECK(core::iso(*request.due_on()) == "2026-02-19");
    CHECK(request.recorded_at == harness.clock().now());
    CHECK(request.recorded_on == harness.today());
    CHECK(request.channel == core::Channel::postal_mail);
    CHECK(request.status == core::Status::open); // no address to confirm
    CHECK(harness.letter_kinds(request.id) == std::vector<std::string>{"received"});
    auto const entry = harness.ledger("request.submitted").front();
    CHECK(entry.actor == harness.agent.actor());
}

TEST_CASE("without an e-mail address a postal one is needed, and is shown with the request", "[pages][new_desk]") {
    DeskHarness harness;
    auto const without = with(letter_of("access"), "subject.postal_address", "");
    auto const refused = harness.post_form("/desk/requests", without, harness.agent);
    CHECK(refused.status == 422);
    CHECK(contains(refused, "Enter the postal address, or an e-mail address"));
    CHECK(entered(harness, harness.post_form("/desk/requests", with(without, "subject.email", "ruth@example.org"),
                                             harness.agent))
              .subject.postal_address.empty());
    auto const request = entered(harness, harness.post_form("/desk/requests", letter_of("access"), harness.agent));
    CHECK(request.subject.postal_address == core::PostalAddress("48 Mill Lane\n20457 Hamburg"));
    CHECK(contains(harness.get("/desk/requests/" + request.reference.text(), harness.agent), "48 Mill Lane"));
}

TEST_CASE("a call received today is in time, and one received tomorrow is refused", "[pages][new_desk]") {
    DeskHarness harness;
    auto const today = with(letter_of("access"), "received_on", "2026-01-30");
    CHECK(core::iso(entered(harness, harness.post_form("/desk/requests", today, harness.agent)).received_on) ==
          "2026-01-30");
    auto const tomorrow = with(letter_of("access"), "received_on", "2026-01-31");
    auto const answer = harness.post_form("/desk/requests", tomorrow, harness.agent);
    CHECK(answer.status == 422);
    CHECK(contains(answer, "The day of receipt cannot be in the future."));
    CHECK(contains(answer, "href=\"#received_on\""));
}

TEST_CASE("each type is entered with what belongs to it", "[pages][new_desk]") {
    DeskHarness harness;
    auto const deletion = entered(harness, harness.post_form("/desk/requests", letter_of("deletion"), harness.agent));
    CHECK(deletion.deletion_scope == core::DeletionScope::account);

    auto const correction =
        entered(harness, harness.post_form("/desk/requests", letter_of("correction"), harness.agent));
    REQUIRE(correction.corrections.size() == 1);
    CHECK(correction.corrections.front().requested.reveal() == "48 Mill Lane");

    auto fields = with(letter_of("unsubscribe"), "subject.email", "ruth@example.com");
    fields.emplace_back("topics", "marketing");
    fields.emplace_back("topics", "events");
    auto const unsubscribed = entered(harness, harness.post_form("/desk/requests", fields, harness.agent));
    CHECK(unsubscribed.status == core::Status::fulfilled);
    CHECK(harness.read([](storage::Snapshot& snapshot) {
        return snapshot.is_suppressed(core::EmailAddress::parse("ruth@example.com").value(), core::Topic::events);
    }));
}

TEST_CASE("mistakes stand beside their fields and nothing typed is lost", "[pages][new_desk]") {
    DeskHarness harness;
    auto fields = with(letter_of("correction"), "subject.name", "");
    fields = with(fields, "subject.email", "not an address");
    fields = with(fields, "received_on", "30.1.2026");
    fields = with(fields, "corrections.1.requested", "");
    fields.emplace_back("corrections.1.current", "12 Old Harbour Road");
    fields.emplace_back("categories", "billing");
    auto const answer = harness.post_form("/desk/requests", fields, harness.agent);
    CHECK(answer.status == 422);
    for (auto const* words :
         {"Enter the name of the person", "Enter an e-mail address such as", "Enter a day as",
          "value=\"not an address\"", "value=\"12 Old Harbour Road\"", "A letter.", "value=\"billing\" checked",
          "value=\"billing.address\" selected", "href=\"#corrections.1.requested\""}) {
        INFO(words);
        CHECK(contains(answer, words));
    }
    CHECK(harness.ledger("request.submitted").empty());
}

TEST_CASE("a form that binds what it may not, or comes from another role, is refused", "[pages][new_desk]") {
    DeskHarness harness;
    auto admin = harness.sign_in_as(core::Role::admin);
    CHECK(harness.post_form("/desk/requests", letter_of("access"), admin).status == 403);
    for (auto const& extra : Pairs{{"status", "fulfilled"}, {"type", "access"}, {"due_on", "2099-01-01"}}) {
        auto fields = letter_of("access");
        fields.push_back(extra);
        CHECK(harness.post_form("/desk/requests", fields, harness.agent).status == 422);
    }
    CHECK(harness.post_form("/desk/requests", with(letter_of("access"), "channel", "web_form"), harness.agent).status ==
          422);
    CHECK(harness.ledger("request.submitted").empty());
}

TEST_CASE("what only one type needs is marked with it, so that the style sheet shows it with that type alone",
          "[pages][new_desk]") {
    DeskHarness harness;
    auto const page = harness.get("/desk/requests/new", harness.agent);
    auto const stands_in = [&](std::string const& type, std::string const& field) {
        auto const begin = page.body.find("only only--" + type);
        auto const next = page.body.find("only only--", begin + 1);
        auto const at = page.body.find("name=\"" + field + "\"");
        return begin != page.body.npos && begin < at && at < next;
    };
    CHECK(stands_in("deletion", "deletion_scope"));
    CHECK(stands_in("unsubscribe", "topics"));
    CHECK(stands_in("correction", "corrections.2.requested"));
}
