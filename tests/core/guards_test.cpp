#include "core/casework.hpp"
#include "core/guards.hpp"
#include "tests/support/decisions.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/verbs.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

Policy const policy;

/// Late enough for an expiry, early enough for an extension.
Day const working_day = usual_day() + 12;

bool offers(SubjectRequest const& request, Verb verb, Actor const& actor, Day today = working_day,
            Policy const& rules = policy) {
    auto const verbs = allowed_verbs(request, by(actor, today), rules);
    return std::ranges::find(verbs, verb) != verbs.end();
}

/// Requests that differ in what the guards look at.
std::vector<SubjectRequest> cases_in(Status status) {
    std::vector<SubjectRequest> all;
    for (auto const& [type, word] : words_of<RequestType>()) {
        for (auto const evidence : {Evidence::none, Evidence::address_confirmed, Evidence::matched})
            all.push_back(a_request().of(type).in(status).with(evidence));
        all.push_back(a_request().of(type).in(status).approved());
        all.push_back(a_request().of(type).in(status).extended(usual_day()));
        all.push_back(a_request().of(type).in(status).appealed_after(an_agent()));
        all.push_back(a_request().of(type).in(status).appealed_after(an_agent(4)).approved_first_by(an_officer()));
        auto alone = a_request().of(type).in(status).approved().build();
        alone.approved_by = alone.approval_asked_by;
        all.push_back(alone);
        for (auto const part : {&SubjectRequest::verified_by, &SubjectRequest::approval_asked_by}) {
            auto by_program = a_request().of(type).in(status).with(Evidence::matched).build();
            if (part == &SubjectRequest::approval_asked_by && !by_program.approval_asked_by) continue;
            by_program.*part = a_token(8);
            all.push_back(by_program);
        }
    }
    return all;
}

/// One in each role, and programs: of nobody, of the agent and of the officer whom requests for tests know.
std::vector<Actor> everybody() {
    std::vector<Actor> all;
    for (auto const& [role, word] : words_of<Role>())
        all.push_back(somebody_as(role));
    for (auto const role : {Role::agent, Role::officer}) {
        all.push_back(Actor::token({8}, role));
        all.push_back(Actor::token({9}, role, StaffId{1}));
        all.push_back(Actor::token({10}, role, StaffId{2}));
    }
    return all;
}

Actor program_of_nobody(Role role = Role::officer) {
    return Actor::token({8}, role);
}
Actor program_of(std::int64_t staff, Role role = Role::officer) {
    return Actor::token({9}, role, StaffId{staff});
}

std::string first_obstacle(SubjectRequest const& request, Verb verb, Actor const& actor) {
    auto const found = obstacles(request, verb, by(actor, working_day), policy);
    return found.empty() ? "nothing" : as_error(found.front()).detail;
}

} // namespace

TEST_CASE("the allowed verbs of a request are those that fail for their details alone", "[core][guards]") {
    for (auto const& [status, status_word] : words_of<Status>())
        for (auto const& request : cases_in(status))
            for (auto const& actor : everybody())
                for (auto const day : {working_day, usual_day() + 31}) {
                    auto const stamp = by(actor, day);
                    auto const offered = allowed_verbs(request, stamp, policy);
                    CHECK(std::ranges::is_sorted(offered));
                    for (auto const& [verb, verb_word] : words_of<Verb>()) {
                        if (verb == Verb::submit) continue;
                        // Another answer than the approved one is a mistake in the details, though not of a field.
                        if (verb == Verb::fulfil_partially && request.prepared) continue;
                        CAPTURE(code(request.type), status_word, code(actor.kind), code(actor.role), verb_word,
                                code(request.evidence));
                        auto const said = answer(use(verb, request, stamp));
                        bool const is_offered = std::ranges::find(offered, verb) != offered.end();
                        CHECK(is_offered == (said == "done" || said == "invalid"));
                    }
                }
}

TEST_CASE("every obstacle has words for the person and is no mistake of their details", "[core][guards]") {
    for (int number = 0; number <= static_cast<int>(Obstacle::appealed_before); ++number) {
        auto const error = as_error(static_cast<Obstacle>(number));
        CHECK((error.code == ErrorCode::forbidden || error.code == ErrorCode::not_allowed_now));
        CHECK_FALSE(error.message.empty());
    }
}

TEST_CASE("what was done for good is not offered again", "[core][guards]") {
    CHECK(offers(a_request().in(Status::in_progress), Verb::extend, an_officer()));
    CHECK_FALSE(offers(a_request().in(Status::in_progress).extended(usual_day()), Verb::extend, an_officer()));
    CHECK_FALSE(offers(a_request().in(Status::in_progress).appealed_after(an_agent()), Verb::extend, an_officer()));
    CHECK(offers(a_request().in(Status::denied), Verb::appeal, an_officer()));
    CHECK_FALSE(offers(a_request().in(Status::denied).appealed_after(an_agent()), Verb::appeal, an_officer()));
}

TEST_CASE("an extension is offered up to the due day, and where the rule has one", "[core][guards]") {
    SubjectRequest const request = a_request().in(Status::in_progress);
    CHECK(offers(request, Verb::extend, an_agent(), usual_day() + 30));
    CHECK_FALSE(offers(request, Verb::extend, an_agent(), usual_day() + 31));
    auto without = policy;
    without.respond.extension_days = 0;
    CHECK_FALSE(offers(request, Verb::extend, an_agent(), working_day, without));
}

TEST_CASE("a fulfilment is offered once a second person has approved, and by whom it may be", "[core][guards]") {
    CHECK_FALSE(offers(a_request().of(RequestType::deletion), Verb::fulfil, an_agent()));
    CHECK(offers(a_request().of(RequestType::deletion).approved(), Verb::fulfil, an_agent()));
    CHECK(offers(a_request().of(RequestType::access), Verb::fulfil, an_agent()));
    SubjectRequest const again = a_request().appealed_after(an_agent(1));
    for (auto const verb : {Verb::fulfil, Verb::fulfil_partially, Verb::deny, Verb::redirect}) {
        CHECK_FALSE(offers(again, verb, an_agent(1)));
        CHECK(offers(again, verb, an_agent(2)));
    }
}

TEST_CASE("an approval is offered to everybody but the one who asked for it", "[core][guards]") {
    auto waiting = a_request().of(RequestType::deletion).in(Status::awaiting_approval).build();
    waiting.approval_asked_by = an_officer(2);
    CHECK_FALSE(offers(waiting, Verb::approve, an_officer(2)));
    CHECK(offers(waiting, Verb::send_back, an_officer(2)));
    CHECK(offers(waiting, Verb::approve, an_officer(3)));
}

TEST_CASE("somebody and their programs are one person to the second-person rule", "[core][guards]") {
    auto waiting = a_request().of(RequestType::deletion).in(Status::awaiting_approval).build();
    waiting.verified_by = an_agent(1);
    waiting.approval_asked_by = an_officer(2);
    for (auto const& same : {an_officer(2), program_of(2)})
        CHECK_FALSE(offers(waiting, Verb::approve, same));
    for (auto const& matcher : {an_officer(1), program_of(1)})
        CHECK_FALSE(offers(waiting, Verb::approve, matcher));
    for (auto const& other : {an_officer(3), program_of(3)})
        CHECK(offers(waiting, Verb::approve, other));
    SubjectRequest const again = a_request().appealed_after(an_officer(2));
    CHECK_FALSE(offers(again, Verb::deny, program_of(2)));
    CHECK(offers(again, Verb::deny, program_of(3)));
}

TEST_CASE("who approved the first answer has no say in the complaint, by themselves or through a program",
          "[core][guards]") {
    auto const complaint = a_request().appealed_after(an_agent(4)).approved_first_by(an_officer(6));
    auto const waiting = RequestBuilder{complaint}.of(RequestType::deletion).in(Status::awaiting_approval).build();
    for (auto const verb : {Verb::submit_for_approval, Verb::fulfil, Verb::fulfil_partially, Verb::deny, Verb::redirect,
                            Verb::withdraw}) {
        CAPTURE(code(verb));
        for (auto const& same : {an_officer(6), an_agent(6), program_of(6), an_agent(4), program_of(4)})
            CHECK(first_obstacle(complaint, verb, same) == "first decider");
        for (auto const& other : {an_officer(7), an_agent(7), program_of(7)})
            CHECK(first_obstacle(complaint, verb, other) == "nothing");
    }
    for (auto const& same : {an_officer(6), program_of(6), an_officer(4), program_of(4)}) {
        CHECK_FALSE(offers(waiting, Verb::approve, same));
        CHECK(first_obstacle(waiting, Verb::approve, same) == "first decider");
    }
    for (auto const& other : {an_officer(7), program_of(7)})
        CHECK(offers(waiting, Verb::approve, other));
    // The first time, who approved may decide as well.
    CHECK(offers(a_request().of(RequestType::deletion).approved(), Verb::deny, an_officer(2)));
}

TEST_CASE("a request remembers the people behind programs, and the trail the programs", "[core][guards]") {
    auto const program = program_of(3);
    auto const person = Actor::staff({3}, Role::officer);
    SubjectRequest const open = a_request().in(Status::open).with(Evidence::address_confirmed);
    auto const matched = verify(open, Evidence::matched, by(program, working_day), policy);
    REQUIRE(answer(matched) == "done");
    CHECK(matched->after()->verified_by == person);
    CHECK(matched->audit()[0].actor == program);

    SubjectRequest const deletion = a_request().of(RequestType::deletion);
    auto const asked =
        submit_for_approval(deletion, everything_done(deletion), {}, by(program, working_day), {{3}, {4}}, policy);
    REQUIRE(answer(asked) == "done");
    CHECK(asked->after()->approval_asked_by == person);
    CHECK(letters_of(*asked) == "approval_wanted"); // not to the owner of the program that asks
    CHECK(asked->letters()[0].to == Addressee::member({4}));

    auto const approved = approve(a_request().of(RequestType::deletion).in(Status::awaiting_approval), {},
                                  by(program, working_day), policy);
    REQUIRE(answer(approved) == "done");
    CHECK(approved->after()->approved_by == person);
    CHECK(approved->audit()[0].actor == program);

    auto const denied = deny(a_request(), {DenialReason::other, FreeText{"No."}}, by(program, working_day), policy);
    REQUIRE(answer(denied) == "done");
    CHECK(denied->after()->decided_by == person);
    CHECK(deny(a_request(), {DenialReason::other, FreeText{"No."}}, by(program_of_nobody(), working_day), policy)
              ->after()
              ->decided_by == program_of_nobody());
}

TEST_CASE("a program that nobody answers for neither asks for an approval nor gives one", "[core][guards]") {
    SubjectRequest const working = a_request().of(RequestType::deletion);
    CHECK(first_obstacle(working, Verb::submit_for_approval, program_of_nobody()) == "token without owner");
    CHECK(first_obstacle(working, Verb::submit_for_approval, program_of(1)) == "nothing");
    SubjectRequest const waiting = a_request().of(RequestType::deletion).in(Status::awaiting_approval);
    CHECK(first_obstacle(waiting, Verb::approve, program_of_nobody()) == "token without owner");
    CHECK(first_obstacle(waiting, Verb::approve, program_of(3)) == "nothing");
    CHECK(offers(waiting, Verb::send_back, program_of_nobody()));
    // What two people agreed on it may carry out.
    CHECK(offers(a_request().of(RequestType::deletion).approved(), Verb::fulfil, program_of_nobody()));
    auto from_before = a_request().of(RequestType::deletion).in(Status::awaiting_approval).build();
    from_before.approval_asked_by = program_of_nobody();
    CHECK(first_obstacle(from_before, Verb::approve, an_officer(3)) == "asked by a token without owner");
    CHECK(offers(from_before, Verb::send_back, an_officer(3)));
}

TEST_CASE("what a program of nobody matched serves one person's answer, and no approval", "[core][guards]") {
    auto working = a_request().of(RequestType::deletion).build();
    working.verified_by = program_of_nobody();
    CHECK(first_obstacle(working, Verb::submit_for_approval, an_agent(1)) == "matched by a token without owner");
    CHECK(offers(working, Verb::verify, an_agent(1)));
    CHECK(offers(working, Verb::verify, program_of(1, Role::agent)));
    CHECK_FALSE(offers(working, Verb::verify, program_of_nobody()));
    CHECK_FALSE(offers(working, Verb::verify, the_requester()));
    auto const again = verify(working, Evidence::matched, by(an_agent(1), working_day), policy);
    REQUIRE(answer(again) == "done");
    CHECK(again->after()->verified_by == an_agent(1));
    CHECK(again->after()->status == Status::in_progress);
    CHECK_FALSE(offers(*again->after(), Verb::verify, an_agent(2)));
    CHECK(first_obstacle(*again->after(), Verb::submit_for_approval, an_agent(1)) == "nothing");

    auto waiting = a_request().of(RequestType::deletion).in(Status::awaiting_approval).build();
    waiting.verified_by = program_of_nobody();
    CHECK(first_obstacle(waiting, Verb::approve, an_officer(3)) == "matched by a token without owner");

    auto access = a_request().of(RequestType::access).build();
    access.verified_by = program_of_nobody();
    CHECK(offers(access, Verb::fulfil, an_agent(1)));
}

TEST_CASE("a program of nobody decides no complaint, and keeps nobody from deciding one", "[core][guards]") {
    SubjectRequest const again = a_request().appealed_after(an_agent(1));
    for (auto const verb : {Verb::fulfil, Verb::deny, Verb::redirect, Verb::withdraw, Verb::submit_for_approval}) {
        CHECK(first_obstacle(again, verb, program_of_nobody()) == "token without owner");
        CHECK(first_obstacle(again, verb, program_of(2)) == "nothing");
    }
    SubjectRequest const after_program = a_request().appealed_after(program_of_nobody());
    CHECK(offers(after_program, Verb::deny, an_agent(1)));
    CHECK_FALSE(offers(after_program, Verb::deny, program_of_nobody()));
    CHECK(offers(a_request(), Verb::deny, program_of_nobody()));
}

TEST_CASE("a step that is not possible says how the request stands, in words", "[core][guards]") {
    for (auto const& [status, word] : words_of<Status>()) {
        if (next_status(status, Verb::approve)) continue;
        auto const refused = step(a_request().in(status), Verb::approve, by(an_officer(), working_day), policy);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message.starts_with("This cannot be done now: "));
        CHECK_FALSE(refused.error().message.contains("_"));
        CHECK(refused.error().message.size() > 40);
    }
}
