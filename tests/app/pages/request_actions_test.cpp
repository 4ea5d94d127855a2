#include "desk_pages.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::RequestType;
using core::Status;

namespace {

void check_done(app::http::HttpResponse const& answer, core::SubjectRequest const& request, std::string const& form) {
    INFO(answer.body.substr(0, 300));
    CHECK(answer.status == 303);
    CHECK(header(answer, "Location") == path_of(request) + "?done=" + form);
}

/// Taken by the agent, matched, prepared with these rows, and approved by the officer.
core::SubjectRequest approved(DeskHarness& harness, RequestType type, Pairs rows) {
    auto const request = harness.worked_request(type);
    rows.emplace_back("answer", "Done.");
    rows.emplace_back("note", "please");
    REQUIRE(harness.act(request, "approval-request", rows, harness.agent).status == 303);
    REQUIRE(harness.act(request, "approval", {{"note", ""}}, harness.officer).status == 303);
    return harness.find(request.id);
}

} // namespace

TEST_CASE("assigning changes the assignee and the state, and is in the trail", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    check_done(
        harness.act(request, "assignment", {{"assignee", std::to_string(harness.officer.id.value)}}, harness.agent),
        request, "assignment");
    CHECK(harness.find(request.id).assignee == harness.officer.id);
    CHECK(harness.find(request.id).status == Status::in_progress);
    CHECK(harness.trail(request.id).back() == "request.assigned");

    check_done(harness.act(request, "assignment", {{"assignee", ""}, {"take", "999"}}, harness.agent), request,
               "assignment");
    CHECK(harness.find(request.id).assignee == harness.agent.id);

    auto const nobody = harness.act(request, "assignment", {{"assignee", ""}}, harness.agent);
    CHECK(nobody.status == 422);
    CHECK(harness.find(request.id).assignee == harness.agent.id);
}

TEST_CASE("a recorded match opens an unconfirmed request and keeps what was compared as a note", "[pages][actions]") {
    DeskHarness harness;
    auto asked = harness.new_request(RequestType::access);
    asked.channel = core::Channel::phone;
    auto const request = harness.add_request(asked, harness.agent.actor());
    check_done(harness.act(request, "verification", {{"note", "Same address as on the contract."}}, harness.agent),
               request, "verification");
    auto const after = harness.find(request.id);
    CHECK(after.status == Status::open);
    CHECK(after.evidence == core::Evidence::matched);
    CHECK(harness.letter_kinds(request.id) == std::vector<std::string>{"confirm_address", "received"});
    CHECK(harness.messages(request.id).back().body.reveal() == "Same address as on the contract.");
    auto const trail = harness.trail(request.id);
    CHECK(std::vector(trail.end() - 2, trail.end()) ==
          std::vector<std::string>{"request.verified", "request.note_added"});
}

TEST_CASE("a note of line breaks alone is no note, and the match is recorded all the same", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    check_done(harness.act(request, "verification", {{"note", "\r\n"}}, harness.agent), request, "verification");
    CHECK(harness.find(request.id).evidence == core::Evidence::matched);
    CHECK(harness.messages(request.id).empty());
}

TEST_CASE("where the note of a match cannot be kept, nothing is matched", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    auto const refused = harness.act(request, "verification", {{"note", std::string(5'001, 'x')}}, harness.agent);
    CHECK(refused.status == 422);
    CHECK(harness.find(request.id).evidence == request.evidence);
    CHECK(harness.find(request.id).version == request.version);
}

TEST_CASE("an unconfirmed request with an address is not matched before the mailed link was used", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.add_request(RequestType::access);
    auto const page = harness.get(path_of(request), harness.agent);
    CHECK_FALSE(contains(page, path_of(request, "verification")));
    CHECK(contains(page, "Work begins once they do."));
    auto const refused = harness.act(request, "verification", {{"note", "Looked right."}}, harness.agent);
    CHECK(refused.status == 409);
    CHECK(contains(refused, "The requester must first use the link we mailed"));
    CHECK(harness.find(request.id).status == Status::unverified);
    CHECK(harness.messages(request.id).empty()); // no note of what did not happen
}

TEST_CASE("a question goes out as a letter, and its answer brings the request back to work", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    check_done(
        harness.act(request, "information-request", {{"question", "Which account?\r\nThe old one?"}}, harness.agent),
        request, "information_request");
    CHECK(harness.find(request.id).status == Status::awaiting_requester);
    CHECK(harness.letter_kinds(request.id).back() == "information_wanted");
    CHECK(harness.messages(request.id).back().body.reveal() == "Which account?\nThe old one?");
    CHECK(harness.trail(request.id).back() == "request.information_requested");

    check_done(harness.act(request, "information", {{"answer", "The old one."}}, harness.agent), request,
               "information");
    CHECK(harness.find(request.id).status == Status::in_progress);
    CHECK(harness.messages(request.id).back().body.reveal() == "The old one.");
    CHECK(harness.trail(request.id).back() == "request.information_received");
}

TEST_CASE("an extension is asked for with its reason and owed as a letter", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    check_done(harness.act(request, "extension", {{"reason", "Twelve archives."}}, harness.agent), request,
               "extension");
    auto const after = harness.find(request.id);
    REQUIRE(after.clock(core::ClockName::respond)->extension);
    CHECK_FALSE(after.clock(core::ClockName::respond)->extension->effective_on);
    CHECK(harness.letter_kinds(request.id).back() == "extended");
    CHECK(harness.trail(request.id).back() == "request.extended");
}

TEST_CASE("an extension after the due day is refused with what was typed kept", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.advance(std::chrono::days{31});
    auto late = harness.sign_in_as(core::Role::agent);
    auto const answer = harness.act(request, "extension", {{"reason", "Twelve archives hold the rest."}}, late);
    CHECK(answer.status == 409);
    CHECK(contains(answer, "The due day has passed"));
    CHECK(contains(answer, "Twelve archives hold the rest."));
    CHECK_FALSE(harness.find(request.id).clock(core::ClockName::respond)->extension);
}

TEST_CASE("approval is asked for, sent back, asked again and given by a second person", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::deletion);
    check_done(harness.act(request, "approval-request", everything_deleted("All systems searched"), harness.agent),
               request, "approval_request");
    CHECK(harness.find(request.id).status == Status::awaiting_approval);
    CHECK(harness.read([](storage::Snapshot& s) { return s.letters_in(core::LetterState::owed, 100); }).size() > 0);

    check_done(harness.act(request, "return", {{"reason", "Search the archive too."}}, harness.officer), request,
               "return");
    CHECK(harness.find(request.id).status == Status::in_progress);
    auto const again = harness.get(path_of(request), harness.agent);
    CHECK(contains(again, "Staff officer2 sent it back: Search the archive too."));
    CHECK(contains(again, "value=\"deleted\" selected")); // what was prepared is there to go on from
    CHECK(contains(again, "Your account is gone."));

    harness.act(request, "approval-request", everything_deleted(""), harness.agent);
    check_done(harness.act(request, "approval", {{"note", "Good."}}, harness.officer), request, "approval");
    CHECK(harness.find(request.id).approved_by == harness.officer.actor());
    auto const trail = harness.trail(request.id);
    CHECK(std::vector(trail.end() - 4, trail.end()) ==
          std::vector<std::string>{"request.approval_asked", "request.sent_back", "request.approval_asked",
                                   "request.approved"});
}

TEST_CASE("who asked for approval cannot give it, and an agent never can", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::deletion);
    harness.act(request, "approval-request", everything_deleted(""), harness.officer);
    CHECK_FALSE(contains(harness.get(path_of(request), harness.officer), path_of(request, "approval") + "\""));
    auto const own = harness.act(request, "approval", {{"note", "my own words"}}, harness.officer);
    CHECK(own.status == 403);
    CHECK(contains(own, "You asked for this approval yourself."));
    CHECK(harness.act(request, "approval", {{"note", ""}}, harness.agent).status == 403);
    CHECK(harness.find(request.id).status == Status::awaiting_approval);
}

TEST_CASE("an access request is fulfilled category by category", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto fields = with(rows_for_all("provided"), "categories.5.outcome", "nothing_held");
    fields.emplace_back("answer", "The package is on your page.");
    fields.emplace_back("complete", "yes");
    check_done(harness.act(request, "fulfilment", fields, harness.agent), request, "fulfilment");
    auto const after = harness.find(request.id);
    CHECK(after.status == Status::fulfilled);
    REQUIRE(after.outcome.categories.size() == 7);
    CHECK(after.outcome.categories[5].category == "forum");
    CHECK(after.outcome.categories[5].outcome == core::CategoryOutcome::nothing_held);
    CHECK(after.outcome.answer.reveal() == "The package is on your page.");
    CHECK(harness.letter_kinds(request.id).back() == "fulfilled");
    CHECK(harness.trail(request.id).back() == "request.fulfilled");

    auto const page = harness.get(path_of(request), harness.agent);
    CHECK(contains(page, "Nothing held"));
    CHECK(contains(page, "The package is on your page."));
}

TEST_CASE("a row left open is told beside its field, and by name in the summary", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto fields = with(rows_for_all("provided"), "categories.1.outcome", "");
    fields.emplace_back("answer", "Here it is.");
    fields.emplace_back("complete", "yes");
    auto const open = harness.act(request, "fulfilment", fields, harness.agent);
    CHECK(open.status == 422);
    CHECK(contains(open, "href=\"#categories.1.outcome\">Billing information: Choose the result.</a>"));
    CHECK(contains(open, "<span class=\"unheard\">Error: </span>Choose the result.</p>"));
    CHECK(contains(open, "Here it is."));
    // Nothing may call itself done where the rows say otherwise, nor the other way round.
    auto const part_as_whole =
        harness.act(request, "fulfilment", with(fields, "categories.1.outcome", "not_searched"), harness.agent);
    CHECK(part_as_whole.status == 422);
    CHECK(contains(part_as_whole, "Billing information: This is not done: close the request as fulfilled in part."));
    auto const whole_as_part = harness.act(
        request, "fulfilment", with(with(fields, "categories.1.outcome", "provided"), "complete", "no"), harness.agent);
    CHECK(whole_as_part.status == 422);
    CHECK(contains(whole_as_part, "href=\"#fulfilment.complete\""));
    CHECK(harness.find(request.id).status == Status::in_progress);
}

TEST_CASE("a deletion keeps a category only with its ground and its end", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::deletion);
    auto kept = with(everything_deleted(""), "categories.1.outcome", "kept");
    kept.emplace_back("categories.1.ground", "");
    kept.emplace_back("categories.1.until", "");
    auto const refused = harness.act(request, "approval-request", kept, harness.agent);
    CHECK(refused.status == 422);
    CHECK(contains(refused, "Choose why this is kept."));
    CHECK(contains(refused, "href=\"#categories.1.ground\""));
    CHECK(contains(refused, "Your account is gone."));
    CHECK(contains(refused, "value=\"kept\" selected"));

    auto whole = with(kept, "categories.1.ground", "legal_obligation");
    CHECK(harness.act(request, "approval-request", with(whole, "categories.1.until", "2019-01-01"), harness.agent)
              .status == 422);
    whole = with(whole, "categories.1.until", "2036-12-31");
    check_done(harness.act(request, "approval-request", whole, harness.agent), request, "approval_request");
    CHECK(contains(harness.get(path_of(request), harness.officer), "Kept until 31 December 2036"));
    harness.act(request, "approval", {{"note", ""}}, harness.officer);
    check_done(harness.act(request, "fulfilment", {}, harness.agent), request, "fulfilment");
    auto const after = harness.find(request.id);
    CHECK(after.status == Status::partially_fulfilled);
    CHECK(after.outcome.categories[1].ground == core::RetentionGround::legal_obligation);
    CHECK(harness.letter_kinds(request.id).back() == "partially_fulfilled");
}

TEST_CASE("a correction is decided field by field, a refused one with its reason and in part", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::correction);
    Pairs const refusal{{"corrections.0.index", "0"},
                        {"corrections.0.verdict", "refused"},
                        {"corrections.0.reason", ""},
                        {"answer", ""},
                        {"note", ""}};
    auto const answer = harness.act(request, "approval-request", refusal, harness.agent);
    CHECK(answer.status == 422);
    CHECK(contains(answer, "Write why this correction is refused."));
    auto const undecided =
        harness.act(request, "approval-request", with(refusal, "corrections.0.verdict", ""), harness.agent);
    CHECK(undecided.status == 422);
    CHECK(contains(undecided, ": Decide about this correction.</a>"));

    auto const done = approved(harness, RequestType::correction,
                               {{"corrections.0.index", "0"}, {"corrections.0.verdict", "corrected"}});
    check_done(harness.act(done, "fulfilment", {}, harness.agent), done, "fulfilment");
    CHECK(harness.find(done.id).outcome.corrections.front().verdict == core::FieldVerdict::corrected);
}

TEST_CASE("what was approved is shown, carried out as it stands, and anything else is refused", "[pages][actions]") {
    DeskHarness harness;
    auto const request = approved(harness, RequestType::deletion, rows_for_all("deleted"));
    auto const page = harness.get(path_of(request), harness.agent);
    CHECK(contains(page, "The answer that was approved"));
    auto other = with(rows_for_all("deleted"), "categories.0.outcome", "anonymised");
    other.emplace_back("answer", "Done.");
    other.emplace_back("complete", "yes");
    auto const refused = harness.act(request, "fulfilment", other, harness.agent);
    CHECK(refused.status == 409);
    CHECK(contains(refused, "This is not the answer that was approved."));
    CHECK(contains(refused, "value=\"anonymised\" selected")); // to ask for that instead
    check_done(harness.act(request, "fulfilment", {}, harness.agent), request, "fulfilment");
    CHECK(harness.find(request.id).outcome.categories[0].outcome == core::CategoryOutcome::deleted);
}

TEST_CASE("what the requester writes drops the approval, and the page says so", "[pages][actions]") {
    DeskHarness harness;
    auto const request = approved(harness, RequestType::deletion, rows_for_all("deleted"));
    auto const stamp = harness.stamp_of(core::Actor::requester());
    harness.change([&](auto& transaction) {
        return harness.desk().add_message(transaction, {request.id, {}}, core::MessageKind::from_requester,
                                          core::FreeText("Keep my forum posts."), stamp);
    });
    auto const page = harness.get(path_of(request), harness.agent);
    CHECK(contains(page, "Approval dropped: the requester wrote. Ask for it again."));
    CHECK(contains(page, "Deleted")); // the trail says what had been approved
    CHECK(contains(page, "value=\"deleted\" selected"));
    auto const refused = harness.act(request, "fulfilment", {}, harness.agent);
    CHECK(refused.status == 409);
    CHECK(harness.trail(request.id).back() == "request.approval_dropped");
}

TEST_CASE("a second person may be asked where none is needed", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    CHECK(
        contains(harness.get(path_of(request), harness.agent), "formaction=\"" + path_of(request, "approval-request")));
    auto fields = rows_for_all("provided");
    fields.emplace_back("answer", "Here it is.");
    auto const open = harness.act(request, "approval-request", with(fields, "categories.0.outcome", ""), harness.agent);
    CHECK(open.status == 422);
    CHECK(contains(open, "Here it is."));
    check_done(harness.act(request, "approval-request", fields, harness.agent), request, "approval_request");
    CHECK(harness.find(request.id).prepared->completeness == core::Completeness::whole);
}

TEST_CASE("nothing is fulfilled before the identity was matched and a second person has approved", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::deletion);
    harness.act(request, "assignment", {{"take", "1"}}, harness.agent);
    auto deleted = rows_for_all("deleted");
    deleted.emplace_back("answer", "All of it.");
    deleted.emplace_back("complete", "yes");
    auto const unmatched = harness.act(request, "fulfilment", deleted, harness.agent);
    CHECK(unmatched.status == 409);
    CHECK(contains(unmatched, "First compare the requester"));
    harness.act(request, "verification", {{"note", ""}}, harness.agent);
    auto const unapproved = harness.act(request, "fulfilment", deleted, harness.agent);
    CHECK(unapproved.status == 409);
    CHECK(contains(unapproved, "A second person must approve this first."));
    CHECK(contains(unapproved, "All of it.")); // in the form that asks for approval
    CHECK(harness.find(request.id).status == Status::in_progress);
}

TEST_CASE("a denial names its reason and explains it in a letter", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const without = harness.act(request, "denial", {{"reason", ""}, {"explanation", "Because."}}, harness.agent);
    CHECK(without.status == 422);
    CHECK(contains(without, "Choose why it is denied."));
    CHECK(contains(without, "Because."));

    check_done(harness.act(request, "denial",
                           {{"reason", "rights_of_others"}, {"explanation", "It would show others."}}, harness.agent),
               request, "denial");
    auto const after = harness.find(request.id);
    CHECK(after.status == Status::denied);
    CHECK(after.outcome.denial_reason == core::DenialReason::rights_of_others);
    CHECK(harness.letter_kinds(request.id).back() == "denied");
    CHECK(harness.trail(request.id).back() == "request.denied");
}

TEST_CASE("withdrawal and redirection end a request with their letters", "[pages][actions]") {
    DeskHarness harness;
    auto const taken_back = harness.open_request(RequestType::access, "one@example.com");
    CHECK(harness.act(taken_back, "withdrawal", {{"reason", " "}}, harness.agent).status == 422);
    check_done(harness.act(taken_back, "withdrawal", {{"reason", "By phone."}}, harness.agent), taken_back,
               "withdrawal");
    CHECK(harness.find(taken_back.id).status == Status::withdrawn);
    CHECK(harness.letter_kinds(taken_back.id).back() == "withdrawn");

    auto const elsewhere = harness.open_request(RequestType::access, "two@example.com");
    auto const nameless =
        harness.act(elsewhere, "redirection", {{"organisation", ""}, {"explanation", "They decide."}}, harness.agent);
    CHECK(nameless.status == 422);
    CHECK(contains(nameless, "Name the organisation"));
    check_done(harness.act(elsewhere, "redirection",
                           {{"organisation", "Nordlicht GmbH"}, {"explanation", "They decide."}}, harness.agent),
               elsewhere, "redirection");
    CHECK(harness.find(elsewhere.id).outcome.redirected_to.reveal() == "Nordlicht GmbH");
    CHECK(harness.letter_kinds(elsewhere.id).back() == "redirected");
}

TEST_CASE("an appeal reopens a request, and only somebody else than before may decide it", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    Pairs const no{{"reason", "no_data_found"}, {"explanation", "We found nothing."}};
    harness.act(request, "denial", no, harness.agent);
    check_done(harness.act(request, "appeal", {{"complaint", "You have my invoices."}}, harness.agent), request,
               "appeal");
    CHECK(harness.find(request.id).status == Status::open);
    CHECK(harness.letter_kinds(request.id).back() == "appeal_received");
    CHECK_FALSE(harness.find(request.id).assignee);
    auto const page = harness.get(path_of(request), harness.agent);
    CHECK_FALSE(contains(page, "Take it myself"));
    CHECK_FALSE(contains(page, ">Staff agent1</option>"));
    auto const refused = harness.act(request, "assignment", {{"take", "1"}}, harness.agent);
    CHECK(refused.status == 422);
    CHECK(contains(refused, "They decided or approved the first answer."));
    harness.act(request, "assignment", {{"take", "1"}}, harness.officer);
    CHECK(contains(harness.get(path_of(request), harness.agent), "You decided or approved the first answer"));
    CHECK(harness.act(request, "denial", no, harness.agent).status == 403);
    CHECK(harness.act(request, "withdrawal", {{"reason", "By phone."}}, harness.agent).status == 403);
    CHECK(harness.act(request, "denial", no, harness.officer).status == 303);
}

TEST_CASE("who approved the first answer cannot decide about the complaint, and the page names them",
          "[pages][actions]") {
    DeskHarness harness;
    auto const request = approved(harness, RequestType::deletion, rows_for_all("deleted"));
    harness.act(request, "fulfilment", {}, harness.agent);
    harness.act(request, "appeal", {{"complaint", "My posts are still there."}}, harness.agent);
    CHECK(contains(harness.get(path_of(request), harness.officer), "First answer approved by"));
    CHECK_FALSE(contains(harness.get(path_of(request), harness.officer), "Take it myself"));
    CHECK(harness.act(request, "assignment", {{"take", "1"}}, harness.officer).status == 422);

    auto other_agent = harness.sign_in_as(core::Role::agent);
    auto other_officer = harness.sign_in_as(core::Role::officer);
    harness.act(request, "assignment", {{"take", "1"}}, other_agent);
    check_done(harness.act(request, "approval-request", everything_deleted(""), other_agent), request,
               "approval_request");
    CHECK_FALSE(contains(harness.get(path_of(request), harness.officer), path_of(request, "approval") + "\""));
    auto const refused = harness.act(request, "approval", {{"note", ""}}, harness.officer);
    CHECK(refused.status == 403);
    CHECK(contains(refused, "You decided or approved the first answer."));
    CHECK(harness.act(request, "withdrawal", {{"reason", "By phone."}}, harness.officer).status == 403);
    CHECK(contains(harness.get(path_of(request), other_officer), path_of(request, "approval") + "\""));
    check_done(harness.act(request, "approval", {{"note", ""}}, other_officer), request, "approval");
}

TEST_CASE("a complaint that came by post is entered with the day it reached us", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.act(request, "denial", {{"reason", "no_data_found"}, {"explanation", "Nothing."}}, harness.agent);
    harness.advance(std::chrono::days{10});
    auto agent = harness.sign_in_as(core::Role::agent);
    CHECK(contains(harness.get(path_of(request), agent), "Day it reached us"));
    auto const entered = [&](std::string const& day) {
        return harness.act(request, "appeal", {{"complaint", "You have my invoices."}, {"received_on", day}}, agent);
    };
    for (auto const* day : {"2026-02-10", "2026-01-29", "yesterday"}) {
        INFO(day);
        auto const refused = entered(day);
        CHECK(refused.status == 422);
        CHECK(contains(refused, "id=\"appeal.received_on-error\""));
        CHECK(contains(refused, "value=\"" + std::string(day) + "\""));
    }
    CHECK(entered("2026-02-03").status == 303);
    CHECK(core::iso(harness.find(request.id).due_on().value()) == "2026-03-05");
    CHECK(harness.ledger("request.appealed").front().details.contains("received_on=2026-02-03"));
    CHECK(contains(harness.get(path_of(request), agent), "received 3 February 2026"));
}

TEST_CASE("messages, notes and fresh links", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    check_done(harness.act(request, "messages", {{"body", "Hello"}}, harness.agent), request, "messages");
    CHECK(harness.letter_kinds(request.id).back() == "message");
    check_done(harness.act(request, "notes", {{"body", "Only for us"}}, harness.agent), request, "notes");
    CHECK(harness.letter_kinds(request.id).back() == "message");
    check_done(harness.act(request, "link", {}, harness.agent), request, "link");
    CHECK(harness.letter_kinds(request.id).back() == "status_link");
    auto const empty = harness.act(request, "messages", {{"body", "  "}}, harness.agent);
    CHECK(empty.status == 422);
    CHECK(contains(empty, "Write your message."));
    CHECK(contains(empty, "<details class=\"verb\" open><summary>Write to the requester"));
}

TEST_CASE("a stale version is a conflict: the words stay, the state shown is the new one, and a second try works",
          "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const seen = std::to_string(request.version);
    harness.act(request, "notes", {{"body", "somebody else was faster"}}, harness.officer);
    auto const answer =
        harness.post_form(path_of(request, "information-request"),
                          {{"question", "Which of your accounts is it?"}, {"version", seen}}, harness.agent);
    CHECK(answer.status == 409);
    CHECK(contains(answer, "Someone changed this request while you were working on it."));
    CHECK(contains(answer, "Which of your accounts is it?"));
    CHECK(contains(answer, "somebody else was faster"));
    auto const now = std::to_string(harness.find(request.id).version);
    CHECK(contains(answer, "name=\"version\" value=\"" + now + "\""));
    CHECK(harness.find(request.id).status == Status::in_progress);
    CHECK(harness.act(request, "information-request", {{"question", "Which?"}}, harness.agent).status == 303);
}

TEST_CASE("a stale version is told before the mistakes of the form, so that the next send does not pass unseen",
          "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const seen = std::to_string(request.version);
    Pairs const unfinished{{"reason", ""}, {"explanation", "It would show others."}, {"version", seen}};
    auto const fresh = harness.post_form(path_of(request, "denial"), unfinished, harness.agent);
    CHECK(fresh.status == 422);
    CHECK(contains(fresh, "Choose why it is denied."));
    CHECK_FALSE(contains(fresh, "Someone changed this request"));

    harness.act(request, "notes", {{"body", "somebody else was faster"}}, harness.officer);
    auto const stale = harness.post_form(path_of(request, "denial"), unfinished, harness.agent);
    CHECK(stale.status == 409);
    CHECK(contains(stale, "Someone changed this request while you were working on it."));
    CHECK(contains(stale, "It would show others."));
    CHECK(contains(stale, "somebody else was faster"));
    CHECK(harness.find(request.id).status == Status::in_progress);
}

TEST_CASE("words for a step that is gone meanwhile are kept in sight", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const seen = std::to_string(request.version);
    harness.act(request, "withdrawal", {{"reason", "By phone."}}, harness.officer);
    auto const answer = harness.post_form(
        path_of(request, "denial"),
        {{"reason", "other"}, {"explanation", "A long explanation <b>of</b> everything."}, {"version", seen}},
        harness.agent);
    CHECK(answer.status == 409);
    CHECK(contains(answer, "What you typed"));
    CHECK(contains(answer, "A long explanation &lt;b&gt;of&lt;/b&gt; everything."));
    CHECK(harness.find(request.id).status == Status::withdrawn);
}

TEST_CASE("a step needs the form's token, the version, known fields, and each of them once", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const version = std::to_string(request.version);
    auto const path = path_of(request, "notes");
    CHECK(harness.post_form(path, {{"body", "x"}, {"version", version}, {"form_token", "guessed"}}, harness.agent)
              .status == 403);
    CHECK(harness.post_form(path, {{"body", "x"}}, harness.agent).status == 422);
    for (auto const& field : Pairs{{"status", "fulfilled"}, {"role", "officer"}, {"body", "twice"}, {"id", "1"}}) {
        INFO(field.first);
        auto const answer = harness.post_form(path, {{"body", "x"}, {"version", version}, field}, harness.agent);
        CHECK(answer.status == 422);
    }
    CHECK(harness.find(request.id) == request);
}

TEST_CASE("no verb is open to administrators or visitors", "[pages][actions]") {
    DeskHarness harness;
    auto admin = harness.sign_in_as(core::Role::admin);
    Browser nobody;
    auto const request = harness.worked_request(RequestType::access);
    for (auto const* step :
         {"notes", "messages", "link", "verification", "assignment", "information-request", "information", "extension",
          "approval-request", "approval", "return", "fulfilment", "denial", "withdrawal", "redirection", "appeal"}) {
        INFO(step);
        Pairs const fields{{"version", std::to_string(request.version)}};
        CHECK(harness.post_form(path_of(request, step), fields, admin).status == 403);
        CHECK(header(harness.post_form(path_of(request, step), fields, nobody), "Location") == "/sign-in");
    }
    CHECK(harness.find(request.id) == request);
}

TEST_CASE("a step on a request that does not exist is not found", "[pages][actions]") {
    DeskHarness harness;
    auto const missing = harness.services().store.references().encode(core::RequestId{77}).text();
    for (auto const& reference : {missing, std::string("nonsense")})
        CHECK(harness
                  .post_form("/desk/requests/" + reference + "/notes", {{"body", "x"}, {"version", "1"}}, harness.agent)
                  .status == 404);
}

TEST_CASE("what people write stays out of the log", "[pages][actions]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.act(request, "notes", {{"body", "planted-marker"}}, harness.agent);
    harness.act(request, "extension", {{"reason", "  "}, {"planted-marker", "planted-marker"}}, harness.agent);
    CHECK(harness.logged().contains("request.step_refused"));
    CHECK_FALSE(harness.logged().contains("planted-marker"));
}
