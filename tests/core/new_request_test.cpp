#include "core/casework.hpp"
#include "tests/support/decisions.hpp"
#include "tests/support/requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

Policy const policy;

/// The fields that are wrong when a requester sends this on the usual day.
std::string wrong_in(NewRequest const& asked, Actor actor = the_requester()) {
    return fields_of(check_new_request(asked, by(actor, usual_day()), policy));
}

NewRequest access() {
    return a_new_request(RequestType::access);
}

} // namespace

TEST_CASE("complete requests of every type have no mistakes", "[core][new_request]") {
    for (auto const& [type, word] : words_of<RequestType>()) {
        CAPTURE(word);
        CHECK(wrong_in(a_new_request(type)).empty());
    }
}

TEST_CASE("a name of 200 characters is accepted, a longer one, none, and two lines are not", "[core][new_request]") {
    auto asked = access();
    asked.subject.name = PersonName{std::string(200, 'x')};
    CHECK(wrong_in(asked).empty());
    for (auto const& name : {std::string(201, 'x'), std::string{}, std::string{"  "}, std::string{"a\nb"}}) {
        asked.subject.name = PersonName{name};
        CHECK(wrong_in(asked) == "subject.name");
    }
}

TEST_CASE("an unsubscribe needs an address and no name", "[core][new_request]") {
    auto asked = a_new_request(RequestType::unsubscribe);
    asked.subject.name = {};
    CHECK(wrong_in(asked).empty());
    asked.subject.email.reset();
    CHECK(wrong_in(asked) == "subject.email");
    asked.channel = Channel::phone;
    CHECK(wrong_in(asked, an_agent()) == "subject.email");
}

TEST_CASE("an address is needed on every channel but post and phone", "[core][new_request]") {
    for (auto const& [channel, word] : words_of<Channel>()) {
        if (channel == Channel::unsubscribe_link) continue;
        CAPTURE(word);
        auto asked = access();
        asked.channel = channel;
        CHECK(wrong_in(asked, an_agent()).empty());
        asked.subject.email.reset();
        bool const may_lack = channel == Channel::postal_mail || channel == Channel::phone;
        CHECK(wrong_in(asked, an_agent()) == (may_lack ? "subject.postal_address" : "subject.email"));
        asked.subject.postal_address = PostalAddress{"1 Old Lane\n20457 Hamburg"};
        CHECK(wrong_in(asked, an_agent()) == (may_lack ? "" : "subject.email"));
        asked.subject.postal_address = PostalAddress{std::string(501, 'x')};
        CHECK(wrong_in(asked, an_agent()).contains("subject.postal_address"));
    }
}

TEST_CASE("the unsubscribe link brings unsubscribes only", "[core][new_request]") {
    auto asked = access();
    asked.channel = Channel::unsubscribe_link;
    CHECK(wrong_in(asked) == "channel");
}

TEST_CASE("a country is two capital letters or left out", "[core][new_request]") {
    for (auto const* country : {"", "DE", "US"}) {
        auto asked = access();
        asked.subject.country = country;
        CHECK(wrong_in(asked).empty());
    }
    for (auto const* country : {"de", "D", "DEU", "D1", "  "}) {
        auto asked = access();
        asked.subject.country = country;
        CHECK(wrong_in(asked) == "subject.country");
    }
}

TEST_CASE("a region has at most 100 characters", "[core][new_request]") {
    auto asked = access();
    asked.subject.region = std::string(100, 'x');
    CHECK(wrong_in(asked).empty());
    asked.subject.region += 'x';
    CHECK(wrong_in(asked) == "subject.region");
}

TEST_CASE("who asks for themselves gives no second name and no second address", "[core][new_request]") {
    auto asked = access();
    asked.requester.name = PersonName{"Somebody Else"};
    asked.requester.email = mailbox("else@example.net");
    CHECK(wrong_in(asked) == "requester.name requester.email");
}

TEST_CASE("who asks for another names themselves and where to answer", "[core][new_request]") {
    auto asked = access();
    asked.requester.kind = RequesterKind::agent;
    CHECK(wrong_in(asked) == "requester.name requester.email");
    asked.requester.name = PersonName{"Tomas Reiter"};
    asked.requester.email = mailbox("tomas@example.org");
    CHECK(wrong_in(asked).empty());
    asked.requester.email.reset();
    asked.channel = Channel::postal_mail;
    CHECK(wrong_in(asked, an_agent()).empty()); // the subject's e-mail address is known
}

TEST_CASE("an organisation is named by its administrator, and at choice by others", "[core][new_request]") {
    auto asked = access();
    asked.requester = {RequesterKind::organisation_admin, PersonName{"Tomas Reiter"}, mailbox("tomas@example.org")};
    CHECK(wrong_in(asked) == "organisation");
    asked.organisation = OrganisationName{std::string(200, 'x')};
    CHECK(wrong_in(asked).empty());
    asked.organisation = OrganisationName{std::string(201, 'x')};
    CHECK(wrong_in(asked) == "organisation");
    auto end_user = access();
    end_user.relationship = Relationship::end_user;
    CHECK(wrong_in(end_user).empty());
}

TEST_CASE("details have at most 5,000 characters and no control characters", "[core][new_request]") {
    auto asked = access();
    asked.details = FreeText{std::string(4998, 'x') + "\r\n"};
    CHECK(wrong_in(asked).empty());
    for (auto const& text : {std::string(5001, 'x'), std::string{"a\x1B[0m"}, std::string{"\xFF"}}) {
        asked.details = FreeText{text};
        CHECK(wrong_in(asked) == "details");
    }
}

TEST_CASE("categories are those of the policy, each once", "[core][new_request]") {
    auto asked = access();
    asked.categories = policy.categories;
    CHECK(wrong_in(asked).empty());
    asked.categories = {"contact", "shoes"};
    CHECK(wrong_in(asked) == "categories");
    asked.categories = {"contact", "contact"};
    CHECK(wrong_in(asked) == "categories");
}

TEST_CASE("a deletion says what to delete, and by category names at least one", "[core][new_request]") {
    auto asked = a_new_request(RequestType::deletion);
    asked.deletion_scope.reset();
    CHECK(wrong_in(asked) == "deletion_scope");
    for (auto const& [scope, word] : words_of<DeletionScope>()) {
        asked.deletion_scope = scope;
        CHECK(wrong_in(asked) == (scope == DeletionScope::categories ? "categories" : ""));
    }
    asked.categories = {"forum"};
    CHECK(wrong_in(asked).empty());
}

TEST_CASE("a correction lists one to twenty corrections", "[core][new_request]") {
    auto asked = a_new_request(RequestType::correction);
    auto const one = asked.corrections.front();
    asked.corrections.clear();
    CHECK(wrong_in(asked) == "corrections");
    asked.corrections.assign(20, one);
    CHECK(wrong_in(asked).empty());
    asked.corrections.push_back(one);
    CHECK(wrong_in(asked) == "corrections");
}

TEST_CASE("a correction names a field of a known category and what it should be", "[core][new_request]") {
    auto asked = a_new_request(RequestType::correction);
    for (auto const* field : {"contact.phone", "billing.line_2", "optional.annual_revenue"}) {
        asked.corrections[0].field = field;
        CHECK(wrong_in(asked).empty());
    }
    for (auto const& field : {std::string{"phone"}, std::string{"shoes.size"}, std::string{"contact."},
                              std::string{".phone"}, std::string{"contact.a.b"}, std::string{"contact.Phone"},
                              std::string{"contact.a b"}, std::string{}, "contact." + std::string(93, 'x')}) {
        CAPTURE(field);
        asked.corrections[0].field = field;
        CHECK(wrong_in(asked) == "corrections.0.field");
    }
    asked.corrections[0].field = "contact.phone";
    asked.corrections[0].requested = FreeText{std::string(1000, 'x')};
    asked.corrections[0].current = {};
    CHECK(wrong_in(asked).empty());
    for (auto const& text : {std::string(1001, 'x'), std::string{}, std::string{" \n"}}) {
        asked.corrections[0].requested = FreeText{text};
        CHECK(wrong_in(asked) == "corrections.0.requested");
    }
    asked.corrections[0].requested = FreeText{"x"};
    asked.corrections[0].current = FreeText{std::string(1001, 'x')};
    CHECK(wrong_in(asked) == "corrections.0.current");
}

TEST_CASE("what belongs to another type of request is refused", "[core][new_request]") {
    auto asked = access();
    asked.corrections = a_new_request(RequestType::correction).corrections;
    asked.deletion_scope = DeletionScope::account;
    asked.topics = {Topic::marketing};
    CHECK(wrong_in(asked) == "deletion_scope corrections topics");
}

TEST_CASE("each topic is named once", "[core][new_request]") {
    auto asked = a_new_request(RequestType::unsubscribe);
    asked.topics = {Topic::events, Topic::marketing};
    CHECK(wrong_in(asked).empty());
    asked.topics.push_back(Topic::events);
    CHECK(wrong_in(asked) == "topics");
}

TEST_CASE("a receipt is neither in the future nor more than 366 days ago", "[core][new_request]") {
    auto asked = access();
    auto const received = [&](Day day) {
        asked.received_on = day;
        asked.received_at = at_noon(day);
        return wrong_in(asked, an_agent());
    };
    CHECK(received(usual_day()).empty());
    CHECK(received(usual_day() + 1) == "received_at");
    CHECK(received(usual_day() - 366).empty());
    CHECK(received(usual_day() - 367) == "received_at");
    asked.received_on = usual_day();
    asked.received_at = at_noon(usual_day()) + std::chrono::milliseconds{1};
    CHECK(wrong_in(asked) == "received_at");
    asked.received_on = usual_day() + 1; // the instant is past, the day is not
    asked.received_at = at_noon(usual_day());
    CHECK(wrong_in(asked) == "received_at");
}

TEST_CASE("every message is a sentence to the person and repeats nothing they typed", "[core][new_request]") {
    auto asked = a_new_request(RequestType::correction);
    asked.subject.name = PersonName{"marker\x01"};
    asked.details = FreeText{"marker\x01"};
    asked.categories = {"marker"};
    asked.corrections[0].field = "marker";
    asked.subject.country = "marker";
    auto const mistakes = check_new_request(asked, by(the_requester(), usual_day()), policy);
    CHECK(mistakes.size() == 5);
    for (auto const& mistake : mistakes) {
        CHECK(mistake.message.find("marker") == std::string::npos);
        CHECK(mistake.message.ends_with('.'));
        CHECK((mistake.message[0] >= 'A' && mistake.message[0] <= 'Z'));
    }
}

TEST_CASE("of a card number a correction names no more than its last digits", "[core][new_request]") {
    auto asked = a_new_request(RequestType::correction);
    asked.corrections = {{"billing.card_number", FreeText{"4242"}, FreeText{"1111"}}};
    CHECK(wrong_in(asked).empty());
    asked.corrections[0].current = FreeText{"4242 4242 4242 4242"};
    CHECK(wrong_in(asked) == "corrections.0.current");
    asked.corrections[0].requested = FreeText{"4111111111111111"};
    CHECK(wrong_in(asked) == "corrections.0.current corrections.0.requested");
    asked.corrections[0].field = "billing.other"; // an order number may be that long
    CHECK(wrong_in(asked).empty());
}
