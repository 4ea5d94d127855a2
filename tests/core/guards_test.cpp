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
        auto alone = a_request().of(type).in(status).approved().build();
        alone.approved_by = alone.approval_asked_by;
        all.push_back(alone);
    }
    return all;
}

} // namespace

TEST_CASE("the allowed verbs of a request are those that fail for their details alone", "[core][guards]") {
    for (auto const& [status, status_word] : words_of<Status>())
        for (auto const& request : cases_in(status))
            for (auto const& [role, role_word] : words_of<Role>())
                for (auto const day : {working_day, usual_day() + 31}) {
                    auto const stamp = by(somebody_as(role), day);
                    auto const offered = allowed_verbs(request, stamp, policy);
                    CHECK(std::ranges::is_sorted(offered));
                    for (auto const& [verb, verb_word] : words_of<Verb>()) {
                        if (verb == Verb::submit) continue;
                        // Another answer than the approved one is a mistake in the details, though not of a field.
                        if (verb == Verb::fulfil_partially && request.prepared) continue;
                        CAPTURE(code(request.type), status_word, role_word, verb_word, code(request.evidence));
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
