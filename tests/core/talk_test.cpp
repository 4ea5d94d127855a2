#include "core/casework.hpp"
#include "tests/support/decisions.hpp"
#include "tests/support/requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

Policy const policy;
Day const later = usual_day() + 2;

Result<Decision> say(MessageKind kind, Actor actor, SubjectRequest const& before = a_request()) {
    return add_message(before, kind, FreeText{"Hello."}, by(actor, later), policy);
}

} // namespace

TEST_CASE("a message of staff goes to the requester as a letter", "[core][talk]") {
    auto const result = say(MessageKind::to_requester, an_agent());
    REQUIRE(answer(result) == "done");
    CHECK(letters_of(*result) == "message");
    CHECK(fact(*result, "message") == "Hello.");
    CHECK(actions_of(*result) == "request.message_sent");
    CHECK_FALSE(result->after()->unread);
    CHECK(result->after()->status == Status::in_progress);
    CHECK(result->after()->version == 8);
    REQUIRE(result->messages().size() == 1);
    CHECK(result->messages()[0].kind == MessageKind::to_requester);
    CHECK(result->messages()[0].author == an_agent());
    CHECK(result->messages()[0].body == FreeText{"Hello."});
}

TEST_CASE("a message of the requester marks the request unread and tells the assignee", "[core][talk]") {
    auto const result = say(MessageKind::from_requester, the_requester(), a_request().in(Status::denied));
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->unread);
    REQUIRE(letters_of(*result) == "message_noted");
    CHECK(result->letters()[0].to == Addressee::member({1}));
    CHECK(actions_of(*result) == "request.message_received");
    auto const unassigned = say(MessageKind::from_requester, the_requester(), a_request().in(Status::open));
    CHECK(letters_of(*unassigned).empty());
}

TEST_CASE("a note and a message that staff recorded leave it read; the assignee hears of a colleague's",
          "[core][talk]") {
    for (auto const kind : {MessageKind::note, MessageKind::from_requester}) {
        auto const result = say(kind, an_officer());
        REQUIRE(answer(result) == "done");
        CHECK_FALSE(result->after()->unread);
        CHECK(letters_of(*result) == (kind == MessageKind::note ? "" : "message_noted"));
        CHECK(letters_of(*say(kind, an_agent(1))).empty()); // their own
        CHECK(result->messages()[0].kind == kind);
    }
    CHECK(actions_of(*say(MessageKind::note, an_agent())) == "request.note_added");
}

TEST_CASE("requesters write only as themselves, admins and the program not at all", "[core][talk]") {
    for (auto const& [kind, word] : words_of<MessageKind>()) {
        CAPTURE(word);
        CHECK(answer(say(kind, the_requester())) == (kind == MessageKind::from_requester ? "done" : "forbidden"));
        CHECK(answer(say(kind, an_agent())) == "done");
        CHECK(answer(say(kind, an_officer())) == "done");
        CHECK(answer(say(kind, a_token())) == "done");
        CHECK(answer(say(kind, an_admin())) == "forbidden");
        CHECK(answer(say(kind, the_system())) == "forbidden");
    }
}

TEST_CASE("a message has words, at most 5,000 characters of them", "[core][talk]") {
    for (auto const& body : {FreeText{}, FreeText{" \n"}, FreeText{std::string(5001, 'x')}}) {
        auto const result = add_message(a_request(), MessageKind::note, body, by(an_agent(), later), policy);
        REQUIRE(answer(result) == "invalid");
        CHECK(fields_of(result.error().fields) == "body");
    }
    CHECK(answer(add_message(a_request(), MessageKind::note, FreeText{std::string(5000, 'x')}, by(an_agent(), later),
                             policy)) == "done");
}

TEST_CASE("what the requester writes after an approval drops it, whoever records it", "[core][talk]") {
    SubjectRequest const before = a_request().approved();
    auto const say = [&](MessageKind kind, Actor const& who) {
        return *add_message(before, kind, FreeText{"Not the invoices, please."}, by(who, later), policy);
    };
    for (auto const& who : {the_requester(), an_agent()}) {
        auto const written = say(MessageKind::from_requester, who);
        CHECK_FALSE(written.after()->approved_by.has_value());
        CHECK_FALSE(written.after()->approval_asked_by.has_value());
        CHECK(written.after()->prepared == before.prepared);
        CHECK(actions_of(written) == "request.message_received request.approval_dropped");
        CHECK(detail(written, "because", 1) == "message");
    }
    for (auto const kind : {MessageKind::to_requester, MessageKind::note})
        CHECK(say(kind, an_agent()).after()->approved_by.has_value());
    auto const unapproved =
        add_message(a_request(), MessageKind::from_requester, FreeText{"Hello"}, by(the_requester(), later), policy);
    CHECK(actions_of(*unapproved) == "request.message_received");
}

TEST_CASE("a new link confirms while unverified and shows the status otherwise", "[core][talk]") {
    for (auto const& [status, word] : words_of<Status>()) {
        CAPTURE(word);
        auto const result = send_link(a_request().in(status), by(the_requester(), later), policy);
        REQUIRE(answer(result) == "done");
        bool const is_unverified = status == Status::unverified;
        CHECK(letters_of(*result) == (is_unverified ? "confirm_address" : "status_link"));
        CHECK(fact(*result, "expires_on") == (is_unverified ? "2026-02-06" : "(none)"));
        CHECK(fact(*result, "link_hours") == "24");
        CHECK(actions_of(*result) == "request.link_sent");
        CHECK(detail(*result, "letter") == letters_of(*result));
        CHECK_FALSE(result->after().has_value()); // a note: who asks for links spoils nobody's form
        CHECK(result->letters()[0].to == Addressee::requester());
    }
}

TEST_CASE("no link is sent without an address, nor by who may not", "[core][talk]") {
    CHECK(answer(send_link(a_request().on_paper(), by(an_agent(), later), policy)) == "not_allowed_now");
    CHECK(answer(send_link(a_request(), by(an_agent(), later), policy)) == "done");
    CHECK(answer(send_link(a_request(), by(an_admin(), later), policy)) == "forbidden");
    CHECK(answer(send_link(a_request(), by(the_system(), later), policy)) == "forbidden");
}

TEST_CASE("every look of staff is audited, without a new version", "[core][talk]") {
    auto const result = note_viewed(a_request(), by(an_officer(), later), policy);
    REQUIRE(answer(result) == "done");
    CHECK_FALSE(result->after().has_value());
    CHECK_FALSE(result->creates());
    CHECK(actions_of(*result) == "request.viewed");
    CHECK(result->audit()[0].request == RequestId{17});
    CHECK(result->audit()[0].actor == an_officer());
    CHECK(letters_of(*result).empty());
}

TEST_CASE("the first look at what the requester wrote marks it read", "[core][talk]") {
    auto before = a_request().build();
    before.unread = true;
    auto const result = note_viewed(before, by(an_agent(), later), policy);
    REQUIRE(answer(result) == "done");
    REQUIRE(result->after().has_value());
    CHECK_FALSE(result->after()->unread);
    CHECK(result->after()->version == 8);
    CHECK(actions_of(*result) == "request.viewed");
}

TEST_CASE("a program's look is audited and leaves the mark for a person", "[core][talk]") {
    auto before = a_request().build();
    before.unread = true;
    auto const result = note_viewed(before, by(Actor::token(TokenId{3}, Role::agent), later), policy);
    REQUIRE(answer(result) == "done");
    CHECK_FALSE(result->after().has_value());
    CHECK(actions_of(*result) == "request.viewed");
    CHECK(result->audit()[0].actor.kind == ActorKind::token);
}

TEST_CASE("only staff look at requests", "[core][talk]") {
    for (auto const& actor : {the_requester(), an_admin(), the_system()})
        CHECK(answer(note_viewed(a_request(), by(actor, later), policy)) == "forbidden");
}

TEST_CASE("a record is an audit entry alone, bookkeeping nothing at all", "[core][decision]") {
    auto const record = Decision::record(by(an_admin(), later), "staff.added", {{"role", "agent"}});
    CHECK(actions_of(record) == "staff.added");
    CHECK(detail(record, "role") == "agent");
    CHECK_FALSE(record.audit()[0].request.has_value());
    CHECK(record.audit()[0].at == at_noon(later));
    CHECK_FALSE(record.after().has_value());
    CHECK_FALSE(record.creates());
    CHECK(Decision::record(by(an_agent(), later), "request.exported", {}, RequestId{4}).audit()[0].request ==
          RequestId{4});
    CHECK(Decision::bookkeeping().audit().empty());
    CHECK_FALSE(Decision::bookkeeping().after().has_value());
}

TEST_CASE("resuming topics is an audit entry with their codes, and the address nowhere in it", "[core][decision]") {
    auto const decision =
        Decision::resume(by(the_requester(), later), mailbox("ines@example.com"), {Topic::events, Topic::marketing});
    CHECK(actions_of(decision) == "preferences.resumed");
    CHECK(detail(decision, "topics") == "events,marketing");
    CHECK(decision.audit()[0].details.size() == 1);
    CHECK_FALSE(decision.after().has_value());
    REQUIRE(decision.resumptions().size() == 2);
    CHECK(decision.resumptions()[0].address == mailbox("ines@example.com"));
    CHECK(decision.resumptions()[0].topic == Topic::events);
    CHECK(decision.resumptions()[1].topic == Topic::marketing);
}
