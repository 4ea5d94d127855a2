#include "core/casework.hpp"
#include "tests/support/decisions.hpp"
#include "tests/support/requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

Policy const policy;
Day const due_day = on_day(2026, 3, 1);

std::string wrong_in(Result<Decision> const& result) {
    return result ? "nothing" : answer(result) + ": " + fields_of(result.error().fields);
}

FreeText const none;
FreeText const too_long{std::string(5001, 'x')};

} // namespace

TEST_CASE("assigning takes an open request into work and tells who works on it", "[core][work]") {
    auto const result = assign(a_request().in(Status::open), {3}, by(an_agent(), usual_day() + 1), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::in_progress);
    CHECK(result->after()->assignee == StaffId{3});
    REQUIRE(letters_of(*result) == "assignment_noted");
    CHECK(result->letters()[0].to == Addressee::member({3}));
    auto const taken = assign(a_request().in(Status::open), {1}, by(an_agent(1), usual_day() + 1), policy);
    CHECK(letters_of(*taken).empty()); // their own act
    auto const same = assign(a_request().assigned_to(3), {3}, by(an_agent(1), usual_day() + 1), policy);
    CHECK(letters_of(*same).empty());
    CHECK(actions_of(*result) == "request.assigned");
    CHECK(detail(*result, "from") == "open");
    CHECK(detail(*result, "to") == "in_progress");
    CHECK(detail(*result, "version") == "8");
    CHECK(detail(*result, "assignee") == "3");
}

TEST_CASE("assigning anew leaves the status as it is", "[core][work]") {
    auto const result = assign(a_request().in(Status::in_progress), {3}, by(an_agent(), usual_day()), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::in_progress);
    CHECK(actions_of(*result) == "request.assigned");
    CHECK(wrong_in(assign(a_request(), {0}, by(an_agent(), usual_day()), policy)) == "invalid: assignee");
}

TEST_CASE("another assignee takes over no approval, the same one keeps it", "[core][work]") {
    SubjectRequest const before = a_request().assigned_to(1).approved();
    auto const handed_over = assign(before, {3}, by(an_officer(5), usual_day()), policy);
    REQUIRE(answer(handed_over) == "done");
    CHECK_FALSE(handed_over->after()->approved_by.has_value());
    CHECK(actions_of(*handed_over) == "request.approval_dropped request.assigned");
    CHECK(detail(*handed_over, "because") == "assignment");
    CHECK(handed_over->after()->prepared == before.prepared); // to begin from
    CHECK(assign(before, {1}, by(an_officer(5), usual_day()), policy)->after()->approved_by.has_value());
    // While an officer looks at it nothing is approved yet that could be dropped.
    SubjectRequest const asking = a_request().in(Status::awaiting_approval).assigned_to(1);
    auto const meanwhile = assign(asking, {3}, by(an_officer(5), usual_day()), policy);
    CHECK(actions_of(*meanwhile) == "request.assigned");
    CHECK(meanwhile->after()->approval_asked_by == asking.approval_asked_by);
}

TEST_CASE("a complaint is not given to who decided first or approved that, whatever their role by now",
          "[core][work]") {
    for (auto const status :
         {Status::open, Status::in_progress, Status::awaiting_requester, Status::awaiting_approval}) {
        CAPTURE(code(status));
        SubjectRequest const before = a_request().in(status).appealed_after(an_agent(4)).assigned_to(5);
        auto const refused = assign(before, {4}, by(an_officer(), usual_day() + 25), policy);
        CHECK(wrong_in(refused) == "invalid: assignee");
        CHECK(answer(assign(before, {6}, by(an_agent(4), usual_day() + 25), policy)) == "done");
        SubjectRequest const approved =
            a_request().in(status).appealed_after(an_agent(4)).approved_first_by(an_officer(6)).assigned_to(5);
        CHECK(wrong_in(assign(approved, {6}, by(an_officer(), usual_day() + 25), policy)) == "invalid: assignee");
        CHECK(answer(assign(approved, {7}, by(an_officer(), usual_day() + 25), policy)) == "done");
    }
    CHECK(answer(assign(a_request().assigned_to(5), {4}, by(an_officer(), usual_day()), policy)) == "done");
}

TEST_CASE("a question goes to the requester, stands in the thread and puts an approval aside", "[core][work]") {
    auto const stamp = by(an_agent(), usual_day() + 2);
    auto const result = request_information(a_request().approved(), FreeText{"Which account?"}, stamp, policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::awaiting_requester);
    CHECK_FALSE(result->after()->approved_by.has_value());
    CHECK_FALSE(result->after()->approval_asked_by.has_value());
    CHECK_FALSE(result->after()->unread);
    CHECK(letters_of(*result) == "information_wanted");
    CHECK(fact(*result, "question") == "Which account?");
    CHECK(fact(*result, "due_on") == "2026-03-01");
    CHECK(actions_of(*result) == "request.approval_dropped request.information_requested");
    CHECK(detail(*result, "because") == "question");
    REQUIRE(result->messages().size() == 1);
    CHECK(result->messages()[0].kind == MessageKind::to_requester);
    CHECK(result->messages()[0].body == FreeText{"Which account?"});
    CHECK(result->messages()[0].author == an_agent());
    CHECK(result->messages()[0].at == stamp.at);
    CHECK(result->after()->clock(ClockName::respond)->stopped_on == std::nullopt); // the clock runs on
}

TEST_CASE("the requester's answer brings the request back and tells the assignee", "[core][work]") {
    auto const result = receive_information(a_request().in(Status::awaiting_requester).assigned_to(3),
                                            FreeText{"The old one."}, by(the_requester(), usual_day() + 3), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::in_progress);
    CHECK(result->after()->unread);
    CHECK(letters_of(*result) == "information_noted");
    CHECK(result->letters()[0].to == Addressee::member({3}));
    CHECK(fact(*result, "due_on") == "2026-03-01");
    CHECK(actions_of(*result) == "request.information_received");
    REQUIRE(result->messages().size() == 1);
    CHECK(result->messages()[0].kind == MessageKind::from_requester);
    CHECK(result->messages()[0].body == FreeText{"The old one."});
}

TEST_CASE("an answer that the assignee enters tells nobody else, a colleague's does", "[core][work]") {
    auto const before = a_request().in(Status::awaiting_requester).assigned_to(3).build();
    auto const own = receive_information(before, FreeText{"By phone."}, by(an_agent(3), usual_day()), policy);
    REQUIRE(answer(own) == "done");
    CHECK(letters_of(*own).empty());
    CHECK_FALSE(own->after()->unread);
    auto const colleague = receive_information(before, FreeText{"By phone."}, by(an_agent(4), usual_day()), policy);
    CHECK(letters_of(*colleague) == "information_noted");
    auto const unassigned = receive_information(a_request().in(Status::awaiting_requester).unassigned(), FreeText{"x"},
                                                by(the_requester(), usual_day()), policy);
    CHECK(letters_of(*unassigned).empty());
}

TEST_CASE("an extension asked for on the due day waits for its letter; a day later it is refused", "[core][work]") {
    auto const in_time = extend(a_request(), FreeText{"Many records."}, by(an_agent(), due_day), policy);
    REQUIRE(answer(in_time) == "done");
    auto const* clock = in_time->after()->clock(ClockName::respond);
    CHECK(clock->extension == Extension{30, due_day, std::nullopt});
    CHECK(in_time->after()->due_on() == due_day); // not in force yet
    CHECK(in_time->after()->status == Status::in_progress);
    CHECK(letters_of(*in_time) == "extended");
    CHECK(fact(*in_time, "due_on") == "2026-03-31");
    CHECK(fact(*in_time, "previous_due_on") == "2026-03-01");
    CHECK(fact(*in_time, "days") == "30");
    CHECK(fact(*in_time, "reason") == "Many records.");
    CHECK(actions_of(*in_time) == "request.extended");
    CHECK(detail(*in_time, "rule") == "policy-30-days");
    CHECK(detail(*in_time, "due_on") == "2026-03-31");
    CHECK(in_time->audit()[0].text == FreeText{"Many records."});

    auto const late = extend(a_request(), FreeText{"Many records."}, by(an_agent(), due_day + 1), policy);
    CHECK(answer(late) == "not_allowed_now");
    CHECK(late.error().message.find("due day has passed") != std::string::npos);
}

TEST_CASE("a second extension is refused, pending or in force, even on a later due day", "[core][work]") {
    auto const stamp = by(an_agent(), usual_day() + 10);
    CHECK(answer(extend(a_request().extended(usual_day()), FreeText{"x"}, stamp, policy)) == "not_allowed_now");
    CHECK(answer(extend(a_request().extended(usual_day(), usual_day()), FreeText{"x"}, stamp, policy)) ==
          "not_allowed_now");
}

TEST_CASE("an extension is refused where the rule has none or no respond clock runs", "[core][work]") {
    auto strict = policy;
    strict.respond.extension_days = 0;
    auto const stamp = by(an_agent(), usual_day() + 1);
    CHECK(answer(extend(a_request(), FreeText{"x"}, stamp, strict)) == "not_allowed_now");
    CHECK(answer(extend(a_request().appealed_after(an_agent(8)), FreeText{"x"}, stamp, policy)) == "not_allowed_now");
    CHECK(answer(extend(a_request().of(RequestType::unsubscribe), FreeText{"x"}, stamp, policy)) == "not_allowed_now");
}

TEST_CASE("approval of an answer is asked of every officer who may give it", "[core][work]") {
    auto before = a_request().of(RequestType::deletion).approved().build();
    before.verified_by = an_officer(4);
    auto const prepared = all_but_one_done(before);
    auto const result = submit_for_approval(before, prepared, FreeText{"Please look."},
                                            by(an_officer(2), usual_day() + 4), {{2}, {3}, {4}, {5}}, policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::awaiting_approval);
    CHECK(result->after()->approval_asked_by == an_officer(2));
    CHECK(result->after()->prepared == prepared);
    CHECK_FALSE(result->after()->approved_by.has_value()); // an older approval is void
    CHECK(letters_of(*result) == "approval_wanted approval_wanted");
    CHECK(result->letters()[0].to == Addressee::member({3}));
    CHECK(result->letters()[1].to == Addressee::member({5})); // 2 asks, 4 matched the identity
    CHECK(fact(*result, "note") == "Please look.");
    CHECK(fact(*result, "due_on") == "2026-03-01");
    CHECK(actions_of(*result) == "request.approval_asked");
    CHECK(detail(*result, "category.contact") == "deleted");
    CHECK(detail(*result, "category.customer_data") == "not_searched");
    CHECK(detail(*result, "complete") == "part");
    CHECK(result->audit()[0].text == FreeText{"Please look."});
}

TEST_CASE("approval is asked only for what could be carried out", "[core][work]") {
    SubjectRequest const before = a_request().of(RequestType::deletion).about({"contact", "billing"});
    auto const ask = [&](PreparedOutcome const& answer, FreeText const& note = {}) {
        return wrong_in(submit_for_approval(before, answer, note, by(an_agent(), usual_day() + 4), {{2}}, policy));
    };
    CHECK(ask(everything_done(before)) == "nothing");
    CHECK(ask({}) == "invalid: categories.contact categories.billing");
    CHECK(ask({everything_done(before).outcome, Completeness::part}) == "invalid: complete");
    CHECK(ask({all_but_one_done(before).outcome, Completeness::whole}, too_long) ==
          "invalid: categories.1.outcome note");
    auto kept = everything_done(before);
    kept.outcome.categories[1] = {"billing", CategoryOutcome::kept, RetentionGround::conduct_audits, "2026-02-03"};
    kept.completeness = Completeness::part;
    CHECK(ask(kept) == "invalid: categories.1.until"); // that is today
    kept.outcome.categories[1].until = "2026-02-04";
    CHECK(ask(kept) == "nothing");
}

TEST_CASE("who decided first neither prepares nor approves the answer to the complaint", "[core][work]") {
    SubjectRequest const working = a_request().appealed_after(an_officer(2));
    auto const ask = [&](Actor const& who) {
        return answer(
            submit_for_approval(working, everything_done(working), none, by(who, usual_day() + 25), {}, policy));
    };
    CHECK(ask(an_officer(2)) == "forbidden");
    CHECK(ask(an_officer(3)) == "done");
    SubjectRequest const asking = a_request().in(Status::awaiting_approval).appealed_after(an_officer(2));
    CHECK(answer(approve(asking, none, by(an_officer(2), usual_day() + 25), policy)) == "forbidden");
    CHECK(answer(approve(asking, none, by(an_officer(3), usual_day() + 25), policy)) == "done");
}

TEST_CASE("no approval is asked for before the identity is matched", "[core][work]") {
    auto const ask = [](Evidence evidence, Actor const& who = an_agent()) {
        SubjectRequest const request = a_request().of(RequestType::deletion).with(evidence);
        return submit_for_approval(request, everything_done(request), none, by(who, usual_day() + 4), {{2}}, policy);
    };
    auto const refused = ask(Evidence::address_confirmed);
    REQUIRE(answer(refused) == "not_allowed_now");
    CHECK(refused.error().message == verified(a_request().with(Evidence::none)).error().message);
    CHECK(answer(ask(Evidence::none)) == "not_allowed_now");
    CHECK(answer(ask(Evidence::none, the_requester())) == "forbidden"); // the role comes first
    CHECK(answer(ask(Evidence::matched)) == "done");
}

TEST_CASE("another officer approves, who asked cannot", "[core][work]") {
    auto before = a_request().of(RequestType::deletion).in(Status::awaiting_approval).build();
    auto const result = approve(before, FreeText{"Fine."}, by(an_officer(2), usual_day() + 5), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::in_progress);
    CHECK(result->after()->approved_by == an_officer(2));
    CHECK(result->after()->approval_asked_by == an_agent(1));
    REQUIRE(letters_of(*result) == "approval_noted");
    CHECK(result->letters()[0].to == Addressee::member({1}));
    CHECK(actions_of(*result) == "request.approved");
    CHECK(detail(*result, "category.contact") == "deleted");
    CHECK(detail(*result, "complete") == "whole");
    CHECK(result->after()->prepared == before.prepared);
    CHECK(result->audit()[0].text == FreeText{"Fine."});

    before.approval_asked_by = an_officer(2);
    CHECK(answer(approve(before, none, by(an_officer(2), usual_day() + 5), policy)) == "forbidden");
    CHECK(answer(approve(before, none, by(an_officer(3), usual_day() + 5), policy)) == "done");
    // The same person stays the same in a later role.
    before.approval_asked_by = an_agent(3);
    CHECK(answer(approve(before, none, by(an_officer(3), usual_day() + 5), policy)) == "forbidden");
    // A token is not the staff member with the same number, but the one it belongs to.
    auto const a_program = [](std::int64_t owner) { return Actor::token({3}, Role::officer, StaffId{owner}); };
    CHECK(answer(approve(before, none, by(a_program(3), usual_day() + 5), policy)) == "forbidden");
    CHECK(answer(approve(before, none, by(a_program(4), usual_day() + 5), policy)) == "done");
}

TEST_CASE("who matched the identity does not approve, nor does anybody where nothing was prepared", "[core][work]") {
    auto before = a_request().of(RequestType::deletion).in(Status::awaiting_approval).build();
    before.verified_by = an_agent(3);
    auto const refused = approve(before, none, by(an_officer(3), usual_day() + 5), policy);
    REQUIRE(answer(refused) == "forbidden");
    CHECK(refused.error().message ==
          "You matched the identity of this requester. An officer other than you must approve the answer.");
    CHECK(answer(approve(before, none, by(an_officer(4), usual_day() + 5), policy)) == "done");
    before.prepared.reset();
    CHECK(answer(approve(before, none, by(an_officer(4), usual_day() + 5), policy)) == "not_allowed_now");
    CHECK(answer(send_back(before, FreeText{"Nothing there."}, by(an_officer(4), usual_day() + 5), policy)) == "done");
}

TEST_CASE("sending back puts the request into work again, without approval", "[core][work]") {
    auto const result = send_back(a_request().of(RequestType::deletion).in(Status::awaiting_approval),
                                  FreeText{"Check billing."}, by(an_officer(), usual_day() + 5), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::in_progress);
    CHECK_FALSE(result->after()->approved_by.has_value());
    CHECK_FALSE(result->after()->approval_asked_by.has_value());
    CHECK(result->after()->prepared.has_value()); // to begin from
    CHECK(actions_of(*result) == "request.sent_back");
    CHECK(result->audit()[0].text == FreeText{"Check billing."});
    REQUIRE(letters_of(*result) == "return_noted");
    CHECK(fact(*result, "reason") == "Check billing.");
}

TEST_CASE("the assignee and whoever asked for the approval both hear of it, each once", "[core][work]") {
    auto before = a_request().of(RequestType::deletion).in(Status::awaiting_approval).assigned_to(4).build();
    auto const approved = approve(before, none, by(an_officer(2), usual_day()), policy);
    REQUIRE(letters_of(*approved) == "approval_noted approval_noted");
    CHECK(approved->letters()[0].to == Addressee::member({4}));
    CHECK(approved->letters()[1].to == Addressee::member({1}));
    before.assignee = StaffId{2}; // the officer's own
    before.approval_asked_by = an_agent(2);
    CHECK(letters_of(*approve(before, none, by(an_officer(3), usual_day()), policy)) == "approval_noted");
    before.approval_asked_by = an_officer(3);
    auto const own = by(Actor::token({1}, Role::officer, StaffId{2}), usual_day());
    REQUIRE(letters_of(*approve(before, none, own, policy)) == "approval_noted"); // nobody hears of their own doing
    CHECK(approve(before, none, own, policy)->letters()[0].to == Addressee::member({3}));
}

TEST_CASE("words that are needed must be there, and none may be too long", "[core][work]") {
    auto const stamp = by(an_officer(), usual_day() + 1);
    SubjectRequest const working = a_request();
    SubjectRequest const waiting = a_request().in(Status::awaiting_requester);
    SubjectRequest const asking = a_request().in(Status::awaiting_approval);
    for (auto const& text : {none, FreeText{" \n"}, too_long}) {
        CHECK(wrong_in(request_information(working, text, stamp, policy)) == "invalid: question");
        CHECK(wrong_in(receive_information(waiting, text, stamp, policy)) == "invalid: answer");
        CHECK(wrong_in(extend(working, text, stamp, policy)) == "invalid: reason");
        CHECK(wrong_in(send_back(asking, text, stamp, policy)) == "invalid: reason");
    }
    CHECK(wrong_in(submit_for_approval(working, everything_done(working), none, stamp, {}, policy)) == "nothing");
    CHECK(wrong_in(submit_for_approval(working, everything_done(working), too_long, stamp, {}, policy)) ==
          "invalid: note");
    CHECK(wrong_in(approve(asking, none, stamp, policy)) == "nothing");
    CHECK(wrong_in(approve(asking, too_long, stamp, policy)) == "invalid: note");
}

TEST_CASE("the role is checked first, then the status, then the words", "[core][work]") {
    auto const closed = a_request().in(Status::denied).build();
    CHECK(answer(request_information(closed, none, by(the_requester(), usual_day()), policy)) == "forbidden");
    CHECK(answer(request_information(closed, none, by(an_agent(), usual_day()), policy)) == "not_allowed_now");
    CHECK(answer(request_information(a_request(), none, by(an_agent(), usual_day()), policy)) == "invalid");
}

TEST_CASE("what a person is told about a wrong moment is in plain words", "[core][work]") {
    auto const result = request_information(a_request().in(Status::awaiting_approval), FreeText{"x"},
                                            by(an_agent(), usual_day()), policy);
    REQUIRE(answer(result) == "not_allowed_now");
    CHECK(result.error().message == "This cannot be done now: this request waits for the approval of a second person.");
    CHECK(result.error().detail == "status awaiting_approval, verb information-request");
}
