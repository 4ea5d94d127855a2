#include "core/casework.hpp"
#include "tests/support/decisions.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/verbs.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

/// What each role may do, written down a second time, row by row, so that a slip in the code does not pass.
std::map<Role, std::set<Verb>> permissions() {
    std::set<Verb> const requester{Verb::submit, Verb::verify, Verb::receive_information, Verb::withdraw, Verb::appeal};
    std::set<Verb> const agent{Verb::submit,
                               Verb::verify,
                               Verb::assign,
                               Verb::request_information,
                               Verb::receive_information,
                               Verb::extend,
                               Verb::submit_for_approval,
                               Verb::fulfil,
                               Verb::fulfil_partially,
                               Verb::deny,
                               Verb::withdraw,
                               Verb::redirect,
                               Verb::appeal};
    auto officer = agent;
    officer.insert({Verb::approve, Verb::send_back});
    return {{Role::requester, requester},
            {Role::agent, agent},
            {Role::officer, officer},
            {Role::admin, {}},
            {Role::system, {Verb::submit, Verb::expire}}};
}

/// The state machine, written down a second time and the other way round: what each verb makes of which status.
std::map<Verb, std::map<Status, Status>> steps() {
    using enum Status;
    auto const to = [](Status end, std::initializer_list<Status> from) {
        std::map<Status, Status> rows;
        for (auto const each : from)
            rows[each] = end;
        return rows;
    };
    return {
        {Verb::verify,
         {{unverified, open}, {open, open}, {in_progress, in_progress}, {awaiting_requester, awaiting_requester}}},
        {Verb::assign,
         {{open, in_progress},
          {in_progress, in_progress},
          {awaiting_requester, awaiting_requester},
          {awaiting_approval, awaiting_approval}}},
        {Verb::request_information, to(awaiting_requester, {in_progress})},
        {Verb::receive_information, to(in_progress, {awaiting_requester})},
        {Verb::extend,
         {{open, open},
          {in_progress, in_progress},
          {awaiting_requester, awaiting_requester},
          {awaiting_approval, awaiting_approval}}},
        {Verb::submit_for_approval, to(awaiting_approval, {in_progress})},
        {Verb::approve, to(in_progress, {awaiting_approval})},
        {Verb::send_back, to(in_progress, {awaiting_approval})},
        {Verb::fulfil, to(fulfilled, {in_progress})},
        {Verb::fulfil_partially, to(partially_fulfilled, {in_progress})},
        {Verb::deny, to(denied, {in_progress, awaiting_requester})},
        {Verb::withdraw, to(withdrawn, {unverified, open, in_progress, awaiting_requester, awaiting_approval})},
        {Verb::redirect, to(redirected, {unverified, open, in_progress, awaiting_requester})},
        {Verb::expire, to(expired, {unverified})},
        {Verb::appeal, to(open, {fulfilled, partially_fulfilled, denied, redirected})},
    };
}

std::optional<Status> step_to(Status from, Verb verb) {
    auto const all = steps();
    auto const rows = all.find(verb);
    if (rows == all.end() || !rows->second.contains(from)) return std::nullopt;
    return rows->second.at(from);
}

Policy const policy;

/// Late enough for an expiry, early enough for an extension.
Day const working_day = usual_day() + 12;

/// With just the evidence, and the approval, that leave the verb something to do.
SubjectRequest ready_for(Verb verb, RequestType type, Status status) {
    auto request = a_request().of(type).in(status);
    // By phone: then staff may match it even unconfirmed.
    if (verb == Verb::verify) return request.with(Evidence::none).by_channel(Channel::phone);
    if (verb == Verb::submit_for_approval) return request.with(Evidence::matched);
    if (verb != Verb::fulfil && verb != Verb::fulfil_partially) return request;
    request.with(Evidence::matched);
    if (!policy.needs_approval(type)) return request;
    return request.approved(verb == Verb::fulfil ? everything_done(request) : all_but_one_done(request));
}

constexpr RequestType worked_types[] = {RequestType::access, RequestType::correction, RequestType::deletion};

} // namespace

TEST_CASE("the table has the steps that are written down, and no other", "[core][verbs]") {
    std::size_t written{};
    for (auto const& [verb, rows] : steps())
        written += rows.size();
    CHECK(std::size(transitions) == written);
    for (auto const& [status, status_word] : words_of<Status>())
        for (auto const& [verb, verb_word] : words_of<Verb>()) {
            CAPTURE(status_word, verb_word);
            CHECK(next_status(status, verb) == step_to(status, verb));
        }
}

TEST_CASE("every verb, in every status, by every role, does what the table and the permissions say", "[core][verbs]") {
    auto const allowed = permissions();
    for (auto const type : worked_types) {
        int done = 0;
        for (auto const& [status, status_word] : words_of<Status>())
            for (auto const& [verb, verb_word] : words_of<Verb>())
                for (auto const& [role, role_word] : words_of<Role>()) {
                    if (verb == Verb::submit) continue; // it starts a request, so there is no status before
                    CAPTURE(code(type), status_word, verb_word, role_word);
                    auto const before = ready_for(verb, type, status);
                    auto const stamp = by(somebody_as(role), working_day);
                    auto const result = use(verb, before, stamp);
                    if (!allowed.at(role).contains(verb)) {
                        CHECK(answer(result) == "forbidden");
                        CHECK_FALSE(may(role, verb));
                    } else if (auto const next = step_to(status, verb); !next) {
                        CHECK(answer(result) == "not_allowed_now");
                    } else {
                        REQUIRE(answer(result) == "done");
                        CHECK(result->after()->status == *next);
                        CHECK(result->after()->version == before.version + 1);
                        CHECK(result->after()->updated_at == stamp.at);
                        CHECK(result->after()->closed_on.has_value() == is_closed(*next));
                        REQUIRE(result->audit().size() == 1);
                        CHECK(detail(*result, "from") == status_word);
                        CHECK(detail(*result, "to") == code(*next));
                        CHECK(result->audit()[0].request == before.id);
                        CHECK(result->audit()[0].actor == stamp.actor);
                        CHECK(result->audit()[0].at == stamp.at);
                        ++done;
                    }
                }
        CHECK(done == 81);
    }
}

TEST_CASE("only those who may submit start a request", "[core][verbs]") {
    for (auto const& [role, allowed] : permissions()) {
        CAPTURE(code(role));
        auto const result = use(Verb::submit, {}, by(somebody_as(role), usual_day()));
        CHECK(answer(result) == (allowed.contains(Verb::submit) ? "done" : "forbidden"));
    }
}

TEST_CASE("the permissions are those written down, and an admin has none", "[core][verbs]") {
    for (auto const& [role, allowed] : permissions())
        for (auto const& [verb, verb_word] : words_of<Verb>()) {
            CAPTURE(code(role), verb_word);
            CHECK(may(role, verb) == allowed.contains(verb));
        }
}

TEST_CASE("a closed status has no way out but an appeal, and every open one has", "[core][verbs]") {
    for (auto const& [status, status_word] : words_of<Status>()) {
        CAPTURE(status_word);
        auto const rows = std::ranges::count(transitions, status, &Transition::from);
        auto const appeals = next_status(status, Verb::appeal) ? 1 : 0;
        if (is_closed(status))
            CHECK(rows == appeals);
        else
            CHECK(rows > 2);
    }
}

TEST_CASE("no pair of status and verb stands in the table twice", "[core][verbs]") {
    for (auto const& row : transitions)
        CHECK(std::ranges::count_if(transitions, [&](Transition const& other) {
                  return other.from == row.from && other.verb == row.verb;
              }) == 1);
}

TEST_CASE("every status can be reached from the beginning", "[core][verbs]") {
    std::set<Status> reached{Status::unverified};
    for (std::size_t round = 0; round < std::size(transitions); ++round)
        for (auto const& row : transitions)
            if (reached.contains(row.from)) reached.insert(row.to);
    CHECK(reached.size() == std::size(words_of<Status>()));
}
