#include "core/casework.hpp"
#include "tests/support/decisions.hpp"
#include "tests/support/requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

Policy const policy;
Reference const reference = ReferenceCodec{{}}.encode({5});

Decision submitted(NewRequest const& asked, Actor actor = the_requester()) {
    auto result = submit(asked, {5}, reference, by(actor, usual_day()), policy);
    REQUIRE(answer(result) == "done");
    return *result;
}

NewRequest on_paper(RequestType type) {
    auto asked = a_new_request(type);
    asked.channel = Channel::postal_mail;
    asked.subject.email.reset();
    asked.subject.postal_address = PostalAddress{"1 Old Lane\n20457 Hamburg"};
    return asked;
}

} // namespace

TEST_CASE("a request of the web form begins unverified and asks to confirm the address", "[core][intake]") {
    for (auto const type : {RequestType::access, RequestType::correction, RequestType::deletion}) {
        CAPTURE(code(type));
        auto const decision = submitted(a_new_request(type));
        auto const& request = *decision.after();
        CHECK(decision.creates());
        CHECK(request.status == Status::unverified);
        CHECK(request.version == 1);
        CHECK(request.evidence == Evidence::none);
        CHECK(request.reference == reference);
        CHECK(request.recorded_at == at_noon(usual_day()));
        CHECK(request.due_on() == on_day(2026, 3, 1));
        REQUIRE(request.clocks.size() == 1);
        CHECK(request.clocks[0].rule == "policy-30-days");
        CHECK(request.attention_on == usual_day() + 1); // the reminder after a day
        CHECK(letters_of(decision) == "confirm_address");
        CHECK(decision.letters()[0].to == Addressee::requester());
        CHECK(fact(decision, "due_on") == "2026-03-01");
        CHECK(fact(decision, "expires_on") == "2026-02-06");
        CHECK(fact(decision, "link_hours") == "24");
        CHECK(actions_of(decision) == "request.submitted");
        CHECK(detail(decision, "from") == "(none)");
        CHECK(detail(decision, "to") == "unverified");
        CHECK(detail(decision, "version") == "1");
        CHECK(detail(decision, "type") == code(type));
        CHECK(detail(decision, "received_on") == "2026-01-30");
        CHECK(detail(decision, "respond_rule") == "policy-30-days");
        CHECK(detail(decision, "due_on") == "2026-03-01");
    }
}

TEST_CASE("everything that was asked is in the request", "[core][intake]") {
    auto asked = a_new_request(RequestType::deletion);
    asked.categories = {"contact", "forum"};
    asked.deletion_scope = DeletionScope::categories;
    asked.details = FreeText{"Please."};
    asked.requester = {RequesterKind::agent, PersonName{"Tomas Reiter"}, mailbox("tomas@example.org")};
    asked.organisation = OrganisationName{"Birch Bakery"};
    asked.relationship = Relationship::visitor;
    auto const decision = submitted(asked);
    auto const& request = *decision.after();
    CHECK(request.type == asked.type);
    CHECK(request.subject == asked.subject);
    CHECK(request.requester == asked.requester);
    CHECK(request.organisation == asked.organisation);
    CHECK(request.categories == asked.categories);
    CHECK(request.deletion_scope == asked.deletion_scope);
    CHECK(request.details == asked.details);
    CHECK(request.relationship == asked.relationship);
    CHECK(request.channel == asked.channel);
    CHECK(request.received_at == asked.received_at);
    CHECK(request.received_on == asked.received_on);
    CHECK(submitted(a_new_request(RequestType::correction)).after()->corrections ==
          a_new_request(RequestType::correction).corrections);
}

TEST_CASE("the clock starts on the day of receipt, not on the day of entry", "[core][intake]") {
    auto asked = on_paper(RequestType::access);
    asked.received_on = usual_day() - 20;
    asked.received_at = at_noon(asked.received_on);
    auto const decision = submitted(asked, an_agent());
    CHECK(decision.after()->due_on() == usual_day() + 10);
    CHECK(decision.after()->recorded_at == at_noon(usual_day()));
    CHECK(decision.after()->attention_on == usual_day() - 4); // 14 days before: long owed
}

TEST_CASE("letters about agents go to the agent, else to the subject", "[core][intake]") {
    SubjectRequest const own = a_request();
    CHECK(own.reply_address() == mailbox("ines@example.com"));
    CHECK(own.reply_name() == PersonName{"Ines Okafor"});
    SubjectRequest const by_agent = a_request().asked_by(RequesterKind::agent);
    CHECK(by_agent.reply_address() == mailbox("tomas@example.org"));
    CHECK(by_agent.reply_name() == PersonName{"Tomas Reiter"});
    CHECK_FALSE(a_request().on_paper().build().reply_address().has_value());
}

TEST_CASE("a request on paper without an e-mail address begins open, with a receipt to print", "[core][intake]") {
    auto const decision = submitted(on_paper(RequestType::access), an_agent());
    CHECK(decision.after()->status == Status::open);
    CHECK(decision.after()->evidence == Evidence::none);
    CHECK(decision.after()->attention_on == on_day(2026, 2, 15)); // 14 days before it is due
    CHECK(letters_of(decision) == "received");
    CHECK(fact(decision, "due_on") == "2026-03-01");
    CHECK(actions_of(decision) == "request.submitted");
    CHECK(detail(decision, "channel") == "postal_mail");
}

TEST_CASE("a request on paper with an e-mail address must confirm it like others", "[core][intake]") {
    auto asked = a_new_request(RequestType::access);
    asked.channel = Channel::phone;
    auto const decision = submitted(asked, an_agent());
    CHECK(decision.after()->status == Status::unverified);
    CHECK(letters_of(decision) == "confirm_address");
}

TEST_CASE("an organisation's administrator about customer data gets an acknowledge clock", "[core][intake]") {
    auto asked = a_new_request(RequestType::access);
    asked.relationship = Relationship::end_user;
    asked.requester = {RequesterKind::organisation_admin, PersonName{"Tomas Reiter"}, mailbox("tomas@example.org")};
    asked.organisation = OrganisationName{"Birch Bakery"};
    asked.categories = {"customer_data"};
    auto const decision = submitted(asked);
    auto const* acknowledge = decision.after()->clock(ClockName::acknowledge);
    REQUIRE(acknowledge);
    CHECK(acknowledge->due_on() == on_day(2026, 3, 1));
    CHECK_FALSE(acknowledge->stopped_on.has_value());
    CHECK(decision.after()->status == Status::unverified); // not redirected: this is the organisation
    CHECK(detail(decision, "acknowledge_rule") == "policy-acknowledge-30-days");

    auto const confirmed =
        verify(*decision.after(), Evidence::address_confirmed, by(the_requester(), usual_day() + 2), policy);
    REQUIRE(answer(confirmed) == "done");
    CHECK(letters_of(*confirmed) == "received");
    CHECK_FALSE(confirmed->after()->clock(ClockName::acknowledge)->stopped_on.has_value()); // not told yet
    auto const told =
        letter_delivered(*confirmed->after(), LetterKind::received, by(the_system(), usual_day() + 3), policy);
    CHECK(told.after()->clock(ClockName::acknowledge)->stopped_on == usual_day() + 3);
    CHECK_FALSE(told.after()->clock(ClockName::respond)->stopped_on.has_value());
    CHECK(actions_of(told) == "request.acknowledged letter.delivered");
    CHECK(detail(told, "on") == "2026-02-02");
    auto const again = letter_delivered(*told.after(), LetterKind::received, by(the_system(), usual_day() + 4), policy);
    CHECK_FALSE(again.after().has_value());

    asked.categories = {"contact"};
    CHECK_FALSE(submitted(asked).after()->clock(ClockName::acknowledge));
    asked.categories = {"customer_data"};
    asked.requester.kind = RequesterKind::agent;
    CHECK_FALSE(submitted(asked).after()->clock(ClockName::acknowledge));
}

TEST_CASE("the receipt of a request on paper stops the acknowledge clock on the day it was posted", "[core][intake]") {
    auto asked = on_paper(RequestType::access);
    asked.requester = {RequesterKind::organisation_admin, PersonName{"Tomas Reiter"}, std::nullopt};
    asked.organisation = OrganisationName{"Birch Bakery"};
    asked.categories = {"customer_data"};
    auto const decision = submitted(asked, an_agent());
    CHECK_FALSE(decision.after()->clock(ClockName::acknowledge)->stopped_on.has_value());
    auto const posted = letter_posted(*decision.after(), {LetterKind::received, usual_day(), usual_day() + 1},
                                      by(an_agent(), usual_day() + 4), policy);
    REQUIRE(answer(posted) == "done");
    CHECK(posted->after()->clock(ClockName::acknowledge)->stopped_on == usual_day() + 1);
    CHECK(actions_of(*posted) == "request.acknowledged letter.posted");
}

TEST_CASE("an end user is sent to their organisation at once", "[core][intake]") {
    for (auto const kind : {RequesterKind::self, RequesterKind::agent}) {
        auto asked = a_new_request(RequestType::access);
        asked.relationship = Relationship::end_user;
        asked.organisation = OrganisationName{"Birch Bakery"};
        asked.requester.kind = kind;
        if (kind == RequesterKind::agent)
            asked.requester = {kind, PersonName{"Tomas Reiter"}, mailbox("tomas@example.org")};
        auto const decision = submitted(asked);
        auto const& request = *decision.after();
        CHECK(request.status == Status::redirected);
        CHECK(request.closed_on == usual_day());
        CHECK(request.decided_by == the_system());
        CHECK(request.outcome.redirected_to == OrganisationName{"Birch Bakery"});
        CHECK(request.clock(ClockName::respond)->stopped_on == usual_day());
        CHECK_FALSE(request.attention_on.has_value());
        CHECK(letters_of(decision) == (kind == RequesterKind::agent ? "redirected asked_for_you" : "redirected"));
        CHECK(fact(decision, "organisation") == "Birch Bakery");
        CHECK(actions_of(decision) == "request.submitted request.redirected");
        CHECK(detail(decision, "by_rule", 1) == "end_user");
    }
}

TEST_CASE("an unsubscribe fulfils itself and suppresses the named topics", "[core][intake]") {
    auto asked = a_new_request(RequestType::unsubscribe);
    asked.topics = {Topic::events, Topic::partner_offers};
    auto const decision = submitted(asked);
    auto const& request = *decision.after();
    CHECK(request.status == Status::fulfilled);
    CHECK(request.version == 1);
    CHECK(request.closed_on == usual_day());
    CHECK(request.evidence == Evidence::none);
    CHECK(request.clocks.empty());
    CHECK_FALSE(request.attention_on.has_value());
    CHECK(letters_of(decision) == "unsubscribed");
    CHECK(fact(decision, "topics") == "events,partner_offers");
    CHECK(actions_of(decision) == "request.submitted request.fulfilled");
    CHECK(detail(decision, "topics", 1) == "events,partner_offers");
    REQUIRE(decision.suppressions().size() == 2);
    CHECK(decision.suppressions()[0].address == mailbox("ines@example.com"));
    CHECK(decision.suppressions()[0].topic == Topic::events);
    CHECK(decision.suppressions()[1].topic == Topic::partner_offers);
}

TEST_CASE("an unsubscribe by one click names no topic and means all of them", "[core][intake]") {
    auto asked = a_new_request(RequestType::unsubscribe);
    asked.channel = Channel::unsubscribe_link;
    asked.subject.name = {};
    asked.relationship = Relationship::end_user; // an unsubscribe is never sent elsewhere
    auto const decision = submitted(asked, the_system());
    CHECK(decision.after()->status == Status::fulfilled);
    CHECK(decision.suppressions().size() == std::size(words_of<Topic>()));
    CHECK(decision.after()->topics.size() == 4);
}

TEST_CASE("an unsubscribe writes a letter only where it stops something", "[core][intake]") {
    auto asked = a_new_request(RequestType::unsubscribe);
    asked.topics = {Topic::events, Topic::marketing};
    asked.stopped_before = {Topic::marketing};
    CHECK(letters_of(submitted(asked)) == "unsubscribed");
    asked.stopped_before = {Topic::marketing, Topic::events};
    auto const again = submitted(asked);
    CHECK(letters_of(again).empty());
    CHECK(again.after()->status == Status::fulfilled);
    CHECK(actions_of(again) == "request.submitted request.fulfilled");
    CHECK(again.suppressions().size() == 2);
}

TEST_CASE("what is wrong with a request is told by submit too, with every field", "[core][intake]") {
    auto asked = a_new_request(RequestType::deletion);
    asked.subject.name = {};
    asked.deletion_scope.reset();
    auto const result = submit(asked, {5}, reference, by(the_requester(), usual_day()), policy);
    REQUIRE(answer(result) == "invalid");
    CHECK(fields_of(result.error().fields) == "subject.name deletion_scope");
}

TEST_CASE("the mailed link confirms the address, opens the request and sends the receipt", "[core][intake]") {
    SubjectRequest const before = a_request().in(Status::unverified);
    auto const result = verify(before, Evidence::address_confirmed, by(the_requester(), usual_day() + 1), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::open);
    CHECK(result->after()->evidence == Evidence::address_confirmed);
    CHECK(result->after()->attention_on == on_day(2026, 2, 15));
    CHECK(letters_of(*result) == "received");
    CHECK(fact(*result, "due_on") == "2026-03-01");
    CHECK(actions_of(*result) == "request.verified");
    CHECK(detail(*result, "evidence") == "address_confirmed");
}

TEST_CASE("staff who matched the address open an unverified request that came by phone as well", "[core][intake]") {
    for (auto const& actor : {an_agent(), an_officer(), a_token()}) {
        auto const result = verify(a_request().in(Status::unverified).by_channel(Channel::phone), Evidence::matched,
                                   by(actor, usual_day()), policy);
        REQUIRE(answer(result) == "done");
        CHECK(result->after()->status == Status::open);
        CHECK(result->after()->evidence == Evidence::matched);
        CHECK(letters_of(*result) == "received");
    }
}

TEST_CASE("matching later raises the evidence, sends nothing and leaves the status", "[core][intake]") {
    for (auto const status : {Status::open, Status::in_progress, Status::awaiting_requester}) {
        auto const result = verify(a_request().in(status).with(Evidence::address_confirmed), Evidence::matched,
                                   by(an_agent(), usual_day() + 3), policy);
        REQUIRE(answer(result) == "done");
        CHECK(result->after()->status == status);
        CHECK(result->after()->evidence == Evidence::matched);
        CHECK(letters_of(*result).empty());
        CHECK(actions_of(*result) == "request.verified");
    }
}

TEST_CASE("a requester cannot match their own address", "[core][intake]") {
    auto const result =
        verify(a_request().in(Status::unverified), Evidence::matched, by(the_requester(), usual_day()), policy);
    CHECK(answer(result) == "forbidden");
}

TEST_CASE("evidence that was reached before, and none at all, are refused", "[core][intake]") {
    auto const stamp = by(an_agent(), usual_day() + 1);
    auto const open = [](Evidence evidence) { return a_request().in(Status::open).with(evidence).build(); };
    CHECK(answer(verify(open(Evidence::matched), Evidence::matched, stamp, policy)) == "not_allowed_now");
    CHECK(answer(verify(open(Evidence::matched), Evidence::address_confirmed, by(the_requester(), usual_day()),
                        policy)) == "not_allowed_now");
    CHECK(answer(verify(open(Evidence::address_confirmed), Evidence::address_confirmed,
                        by(the_requester(), usual_day()), policy)) == "not_allowed_now");
    CHECK(answer(verify(open(Evidence::none), Evidence::none, stamp, policy)) == "invalid");
}

TEST_CASE("only a subject verified as the type demands comes out of `verified`", "[core][intake]") {
    for (auto const& [type, type_word] : words_of<RequestType>())
        for (auto const& [evidence, evidence_word] : words_of<Evidence>()) {
            CAPTURE(type_word, evidence_word);
            SubjectRequest const request = a_request().of(type).with(evidence);
            auto const subject = verified(request);
            bool const is_enough = type == RequestType::unsubscribe || evidence == Evidence::matched;
            CHECK(answer(subject) == (is_enough ? "done" : "not_allowed_now"));
            if (subject) CHECK(subject->subject() == request.subject);
        }
}

TEST_CASE("an unconfirmed request is matched only where no link could be used first", "[core][intake]") {
    auto const match = [](RequestBuilder request) {
        return answer(
            verify(request.in(Status::unverified), Evidence::matched, by(an_agent(), usual_day() + 1), policy));
    };
    for (auto const& [channel, word] : words_of<Channel>()) {
        CAPTURE(word);
        bool const is_spoken_or_signed = channel == Channel::postal_mail || channel == Channel::phone;
        CHECK(match(a_request().by_channel(channel)) == (is_spoken_or_signed ? "done" : "not_allowed_now"));
    }
    CHECK(match(a_request().on_paper()) == "done");
    // Once the link was used it does not matter how the request came.
    CHECK(answer(verify(a_request().in(Status::open), Evidence::matched, by(an_agent(), usual_day() + 1), policy)) ==
          "done");
}

TEST_CASE("only the requester confirms an address, only the company matches one, and it is kept who did",
          "[core][intake]") {
    for (auto const& who : {an_agent(), an_officer(), a_token()}) {
        auto const confirmed =
            verify(a_request().in(Status::unverified), Evidence::address_confirmed, by(who, usual_day() + 1), policy);
        CHECK(answer(confirmed) == "forbidden");
        auto const matched = verify(a_request().in(Status::open), Evidence::matched, by(who, usual_day() + 1), policy);
        REQUIRE(answer(matched) == "done");
        CHECK(matched->after()->verified_by == who);
    }
    auto const by_link = verify(a_request().in(Status::unverified), Evidence::address_confirmed,
                                by(the_requester(), usual_day() + 1), policy);
    REQUIRE(answer(by_link) == "done");
    CHECK_FALSE(by_link->after()->verified_by.has_value());
}

TEST_CASE("whoever is asked for by somebody else is told, at their own address", "[core][intake]") {
    for (auto const kind : {RequesterKind::agent, RequesterKind::organisation_admin}) {
        CAPTURE(code(kind));
        for (auto const type : {RequestType::access, RequestType::correction, RequestType::deletion}) {
            auto asked = a_new_request(type);
            asked.requester = {kind, PersonName{"Tomas Reiter"}, mailbox("tomas@example.org")};
            asked.organisation = OrganisationName{"Birch Bakery"};
            auto const decision = submitted(asked);
            REQUIRE(letters_of(decision) == "confirm_address asked_for_you");
            CHECK(decision.letters()[0].to == Addressee::requester());
            CHECK(decision.letters()[1].to == Addressee::subject());
            CHECK(decision.letters()[1].facts.empty());
        }
    }
    auto stopped = a_new_request(RequestType::unsubscribe);
    stopped.requester = {RequesterKind::agent, PersonName{"Tomas Reiter"}, mailbox("tomas@example.org")};
    CHECK(letters_of(submitted(stopped)) == "unsubscribed asked_for_you");
}

TEST_CASE("nobody is told of a request at the address that asks", "[core][intake]") {
    CHECK(letters_of(submitted(a_new_request(RequestType::access))) == "confirm_address");
    auto same = a_new_request(RequestType::access);
    same.requester = {RequesterKind::agent, PersonName{"Tomas Reiter"}, mailbox("INES@example.com")};
    CHECK(letters_of(submitted(same)) == "confirm_address");
    auto unknown = a_new_request(RequestType::access);
    unknown.channel = Channel::phone;
    unknown.subject.email.reset();
    unknown.requester = {RequesterKind::agent, PersonName{"Tomas Reiter"}, mailbox("tomas@example.org")};
    CHECK(letters_of(submitted(unknown, an_agent())) == "confirm_address");
}

TEST_CASE("the evidence names whose address was confirmed, and an agent's alone carries nothing out",
          "[core][intake]") {
    for (auto const kind : {RequesterKind::self, RequesterKind::agent}) {
        SubjectRequest const before = a_request().in(Status::unverified).asked_by(kind);
        auto const confirmed = verify(before, Evidence::address_confirmed, by(the_requester(), usual_day()), policy);
        REQUIRE(answer(confirmed) == "done");
        CHECK(detail(*confirmed, "address_of") == code(kind));
        CHECK(answer(verified(*confirmed->after())) == "not_allowed_now");
    }
    auto const matched = verify(a_request().in(Status::open), Evidence::matched, by(an_agent(), usual_day()), policy);
    CHECK(detail(*matched, "address_of") == "(none)");
}
