#include "core/casework.hpp"
#include "tests/support/decisions.hpp"
#include "tests/support/requests.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

Policy const policy;
Day const later = usual_day() + 12;
FreeText const too_long{std::string(5001, 'x')};

Result<Decision> fulfil_with(SubjectRequest const& before, Outcome const& outcome,
                             Completeness completeness = Completeness::whole, Actor actor = an_agent()) {
    auto const subject = verified(before);
    if (!subject) return std::unexpected(subject.error());
    return fulfil(before, *subject, outcome, completeness, by(actor, later), policy);
}

Result<Decision> fulfil_all(SubjectRequest const& before, Actor actor = an_agent()) {
    return fulfil_with(before, everything_done(before).outcome, Completeness::whole, actor);
}

std::string wrong_in(Result<Decision> const& result) {
    return result ? "nothing" : answer(result) + ": " + fields_of(result.error().fields);
}

Outcome result_of(std::string category, CategoryOutcome outcome, std::optional<RetentionGround> ground = std::nullopt,
                  std::string until = {}) {
    Outcome all;
    all.categories.push_back({std::move(category), outcome, ground, std::move(until)});
    return all;
}

Outcome corrected(FieldVerdict verdict, std::string reason = {}) {
    Outcome all;
    all.corrections.push_back({0, verdict, FreeText{std::move(reason)}});
    return all;
}

SubjectRequest deletion() {
    return a_request().of(RequestType::deletion).approved();
}
SubjectRequest correction() {
    return a_request().of(RequestType::correction).approved();
}

} // namespace

TEST_CASE("fulfilling ends a request with its result, stops its clocks and sends the closing letter",
          "[core][endings]") {
    auto outcome = result_of("contact", CategoryOutcome::provided);
    outcome.answer = FreeText{"Here it is."};
    auto const result = fulfil_with(a_request().about({"contact"}), outcome);
    REQUIRE(answer(result) == "done");
    auto const& request = *result->after();
    CHECK(request.status == Status::fulfilled);
    CHECK(request.closed_on == later);
    CHECK(request.decided_by == an_agent());
    CHECK(request.outcome == outcome);
    CHECK(request.clock(ClockName::respond)->stopped_on == later);
    CHECK_FALSE(request.attention_on.has_value());
    CHECK(request.due_on() == on_day(2026, 3, 1));
    CHECK(letters_of(*result) == "fulfilled");
    CHECK(fact(*result, "category.contact") == "provided");
    CHECK(fact(*result, "answer") == "Here it is.");
    CHECK(actions_of(*result) == "request.fulfilled");
    CHECK(detail(*result, "category.contact") == "provided");
    CHECK(detail(*result, "answer") == "(none)"); // words are sealed, not in the details
    CHECK(result->audit()[0].text == FreeText{"Here it is."});
}

TEST_CASE("fulfilling in part has its own end and letter", "[core][endings]") {
    auto outcome = result_of("contact", CategoryOutcome::not_searched);
    outcome.answer = FreeText{"The archive is with our auditors."};
    auto const result = fulfil_with(a_request().about({"contact"}), outcome, Completeness::part);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::partially_fulfilled);
    CHECK(letters_of(*result) == "partially_fulfilled");
    CHECK(actions_of(*result) == "request.partially_fulfilled");
}

TEST_CASE("whoever is given data is told how to get it", "[core][endings]") {
    auto given = result_of("contact", CategoryOutcome::provided);
    SubjectRequest const before = a_request().about({"contact"});
    CHECK(wrong_in(fulfil_with(before, given)) == "invalid: answer");
    given.answer = FreeText{"The copy is in the post."};
    CHECK(wrong_in(fulfil_with(before, given)) == "nothing");
    CHECK(wrong_in(fulfil_with(before, result_of("contact", CategoryOutcome::nothing_held))) == "nothing");
}

TEST_CASE("what was left undone without a ground of its own is explained in the words of the answer",
          "[core][endings]") {
    SubjectRequest const access = a_request().about({"contact"});
    auto undone = result_of("contact", CategoryOutcome::not_searched);
    CHECK(wrong_in(fulfil_with(access, undone, Completeness::part)) == "invalid: answer");
    undone.answer = FreeText{"The archive is with our auditors."};
    CHECK(wrong_in(fulfil_with(access, undone, Completeness::part)) == "nothing");
    auto as_it_was = corrected(FieldVerdict::corrected);
    as_it_was.categories.push_back({"contact", CategoryOutcome::not_corrected, std::nullopt, {}});
    auto const wrong = [&] {
        SubjectRequest const before = a_request().of(RequestType::correction).approved({as_it_was, Completeness::part});
        return wrong_in(fulfil_with(before, as_it_was, Completeness::part));
    };
    CHECK(wrong() == "invalid: answer");
    as_it_was.answer = FreeText{"The contract says so."};
    CHECK(wrong() == "nothing");
}

TEST_CASE("the letter that answers a complaint is told so, and no other", "[core][endings]") {
    SubjectRequest const first = a_request();
    SubjectRequest const again = a_request().appealed_after(an_officer(5));
    auto const told = [](Result<Decision> const& result) {
        REQUIRE(answer(result) == "done");
        return fact(*result, "complained_on");
    };
    auto const complained_on = iso(usual_day() + 20);
    auto const stamp = by(an_agent(), usual_day() + 22);
    Denial const denial{DenialReason::excessive, FreeText{"Twice a day."}};
    CHECK(told(fulfil_all(first)) == "(none)");
    CHECK(told(fulfil_all(again)) == complained_on);
    CHECK(told(deny(first, denial, stamp, policy)) == "(none)");
    CHECK(told(deny(again, denial, stamp, policy)) == complained_on);
    CHECK(told(redirect(again, OrganisationName{"Birch Bakery"}, {}, stamp, policy)) == complained_on);
}

TEST_CASE("a clock that was stopped before keeps its day", "[core][endings]") {
    auto const result = fulfil_all(a_request().asked_by(RequesterKind::organisation_admin));
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->clock(ClockName::acknowledge)->stopped_on == usual_day());
    CHECK(result->after()->clock(ClockName::respond)->stopped_on == later);
}

TEST_CASE("nobody's data is released before the evidence is reached", "[core][endings]") {
    for (auto const evidence : {Evidence::none, Evidence::address_confirmed})
        CHECK(answer(fulfil_all(a_request().with(evidence))) == "not_allowed_now");
    CHECK(answer(fulfil_all(a_request().with(Evidence::matched))) == "done");
}

TEST_CASE("a request is not fulfilled for another subject than the verified one", "[core][endings]") {
    SubjectRequest const before = a_request();
    auto other = before;
    other.subject.email = mailbox("else@example.net");
    auto const subject = verified(other);
    REQUIRE(subject.has_value());
    auto const result = fulfil(before, *subject, {}, Completeness::whole, by(an_agent(), later), policy);
    CHECK(answer(result) == "forbidden");
}

TEST_CASE("deletion and correction need an approval, access does not", "[core][endings]") {
    CHECK(answer(fulfil_all(a_request().of(RequestType::deletion))) == "not_allowed_now");
    CHECK(wrong_in(fulfil_all(a_request().of(RequestType::correction))) == "not_allowed_now: ");
    CHECK(answer(fulfil_all(a_request().of(RequestType::access))) == "done");
    CHECK(answer(fulfil_all(deletion())) == "done");
    CHECK(answer(fulfil_all(correction())) == "done");
}

TEST_CASE("an approval by the person who asked does not count", "[core][endings]") {
    auto before = deletion();
    before.approved_by = before.approval_asked_by;
    CHECK(answer(fulfil_all(before)) == "forbidden");
}

TEST_CASE("an approval of nothing, as they once were, does not count", "[core][endings]") {
    auto before = deletion();
    before.prepared.reset();
    CHECK(answer(fulfil_all(before)) == "not_allowed_now");
}

TEST_CASE("what was approved is carried out and nothing else", "[core][endings]") {
    auto const all = [](SubjectRequest const& before) { return everything_done(before).outcome; };
    auto other = all(deletion());
    other.categories.back() = {"customer_data", CategoryOutcome::kept, RetentionGround::conduct_audits, "2031-12-31"};
    auto const refused = fulfil_with(deletion(), other, Completeness::part);
    REQUIRE(answer(refused) == "not_allowed_now");
    CHECK(refused.error().message ==
          "This is not the answer that was approved. Carry out what was approved, or ask for approval again.");
    auto with_words = all(deletion());
    with_words.answer = FreeText{"Sorry."};
    CHECK(answer(fulfil_with(deletion(), with_words)) == "not_allowed_now");
    auto turned = all(deletion());
    std::ranges::reverse(turned.categories); // the order of the rows says nothing
    CHECK(answer(fulfil_with(deletion(), turned)) == "done");
    // An access needs no approval; but where one was asked for and given, it binds.
    SubjectRequest const access = a_request().about({"contact"}).approved();
    CHECK(answer(fulfil_with(access, result_of("contact", CategoryOutcome::nothing_held))) == "not_allowed_now");
    CHECK(answer(fulfil_with(access, all(access))) == "done");
}

TEST_CASE("an approved answer is carried out without being written again", "[core][endings]") {
    auto const in_part = all_but_one_done(a_request().of(RequestType::deletion));
    SubjectRequest const before = a_request().of(RequestType::deletion).approved(in_part);
    auto const carry_out = [](SubjectRequest const& request, Actor const& who = an_agent()) {
        return fulfil_as_approved(request, *verified(request), by(who, later), policy);
    };
    auto const result = carry_out(before);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::partially_fulfilled);
    CHECK(result->after()->outcome == in_part.outcome);
    CHECK_FALSE(result->after()->prepared.has_value());
    CHECK(letters_of(*result) == "partially_fulfilled");
    CHECK(detail(*result, "category.customer_data") == "not_searched");
    CHECK(answer(carry_out(a_request().of(RequestType::deletion))) == "not_allowed_now");
    CHECK(answer(carry_out(before, the_requester())) == "forbidden");
}

TEST_CASE("nothing is kept until a day that has come between the approval and the deed", "[core][endings]") {
    auto answer_until = [](std::string until) {
        auto all = everything_done(a_request().of(RequestType::deletion).about({"billing"}));
        all.outcome.categories[0] = {"billing", CategoryOutcome::kept, RetentionGround::conduct_audits, until};
        all.completeness = Completeness::part;
        return all;
    };
    auto const carry_out = [&](std::string const& until) {
        SubjectRequest const before =
            a_request().of(RequestType::deletion).about({"billing"}).approved(answer_until(until));
        return wrong_in(fulfil_as_approved(before, *verified(before), by(an_agent(), later), policy));
    };
    CHECK(carry_out(iso(later + 1)) == "nothing");
    CHECK(carry_out(iso(later)) == "invalid: categories.0.until");
}

TEST_CASE("every asked category needs a result", "[core][endings]") {
    SubjectRequest const before = a_request().about({"contact", "forum"});
    CHECK(wrong_in(fulfil_with(before, {})) == "invalid: categories.contact categories.forum");
    auto const one = fulfil_with(before, result_of("forum", CategoryOutcome::nothing_held));
    CHECK(wrong_in(one) == "invalid: categories.contact");
    CHECK(one.error().fields[0].message == "Say what was done about contact.");
    auto both = result_of("forum", CategoryOutcome::nothing_held);
    both.answer = FreeText{"The copy is in the post."};
    both.categories.push_back({"contact", CategoryOutcome::provided, std::nullopt, {}});
    CHECK(wrong_in(fulfil_with(before, both)) == "nothing");
    both.categories.push_back({"contact", CategoryOutcome::provided, std::nullopt, {}});
    CHECK(wrong_in(fulfil_with(before, both)) == "invalid: categories.2.category");
    CHECK(wrong_in(fulfil_with(a_request().about({"contact"}), result_of("shoes", CategoryOutcome::nothing_held))) ==
          "invalid: categories.0.category categories.contact");
}

TEST_CASE("where no category was named every one of the policy's needs a result", "[core][endings]") {
    for (SubjectRequest const& before : {a_request().build(), deletion()}) {
        CAPTURE(code(before.type));
        CHECK(categories_concerned(before, policy) == policy.categories);
        auto answer = everything_done(before);
        CHECK(answer.outcome.categories.size() == 7);
        CHECK(wrong_in(fulfil_with(before, answer.outcome)) == "nothing");
        if (before.type == RequestType::deletion) continue; // approval is of all of it: nothing less gets this far
        CHECK(wrong_in(fulfil_with(before, {})) ==
              "invalid: categories.contact categories.billing categories.optional categories.navigational "
              "categories.testimonial categories.forum categories.customer_data");
        answer.outcome.categories.erase(answer.outcome.categories.begin() + 1);
        CHECK(wrong_in(fulfil_with(before, answer.outcome)) == "invalid: categories.billing");
    }
}

TEST_CASE("a category that was asked for stays one, though the policy has dropped it since", "[core][endings]") {
    Policy smaller;
    smaller.categories = {"contact"};
    SubjectRequest const before = a_request().about({"forum"});
    CHECK(categories_concerned(before, smaller) == std::vector<std::string>{"forum"});
    CHECK(answer(fulfil(before, *verified(before), result_of("forum", CategoryOutcome::nothing_held),
                        Completeness::whole, by(an_agent(), later), smaller)) == "done");
}

TEST_CASE("whole or in part is what the rows say", "[core][endings]") {
    auto const wrong = [](SubjectRequest const& before, PreparedOutcome const& answer, Completeness said) {
        auto open = before;
        open.prepared = PreparedOutcome{answer.outcome, said}; // approved as said, so that only the rows can be wrong
        return wrong_in(fulfil_with(open, answer.outcome, said));
    };
    auto const access = a_request().about({"contact", "billing"}).approved().build();
    CHECK(wrong(access, everything_done(access), Completeness::whole) == "nothing");
    CHECK(wrong(access, everything_done(access), Completeness::part) == "invalid: complete");
    CHECK(wrong(access, all_but_one_done(access), Completeness::whole) == "invalid: categories.1.outcome");
    CHECK(wrong(access, all_but_one_done(access), Completeness::part) == "nothing");
    CHECK(wrong(correction(), everything_done(correction()), Completeness::part) == "invalid: complete");
    CHECK(wrong(correction(), all_but_one_done(correction()), Completeness::whole) == "invalid: corrections.0.verdict");
    CHECK(wrong(correction(), all_but_one_done(correction()), Completeness::part) == "nothing");
    for (auto const& [outcome, word] : words_of<CategoryOutcome>()) {
        CAPTURE(word);
        bool const is_part = outcome == CategoryOutcome::kept || outcome == CategoryOutcome::not_searched ||
                             outcome == CategoryOutcome::not_corrected;
        CHECK(completeness_of(result_of("contact", outcome)) == (is_part ? Completeness::part : Completeness::whole));
    }
}

TEST_CASE("a result fits the type of the request", "[core][endings]") {
    auto const fits = [](SubjectRequest before, CategoryOutcome outcome) {
        auto all = outcome == CategoryOutcome::kept
                       ? result_of("contact", outcome, RetentionGround::legal_obligation, "2031-12-31")
                       : result_of("contact", outcome);
        all.answer = FreeText{"The copy is in the post."};
        if (before.type == RequestType::correction) all.corrections = corrected(FieldVerdict::corrected).corrections;
        before.categories = {"contact"};
        if (before.approved_by) before.prepared = PreparedOutcome{all, completeness_of(all)};
        return wrong_in(fulfil_with(before, all, completeness_of(all))) == "nothing";
    };
    using enum CategoryOutcome;
    for (auto const& [outcome, word] : words_of<CategoryOutcome>()) {
        CAPTURE(word);
        bool const for_all = outcome == nothing_held || outcome == not_searched;
        CHECK(fits(a_request(), outcome) == (for_all || outcome == provided));
        CHECK(fits(correction(), outcome) ==
              (for_all || outcome == CategoryOutcome::corrected || outcome == not_corrected));
        CHECK(fits(deletion(), outcome) == (for_all || outcome == deleted || outcome == anonymised || outcome == kept));
        CHECK_FALSE(fits(a_request().of(RequestType::unsubscribe), outcome));
    }
}

TEST_CASE("what is kept names a ground and a day to come, and nothing else does", "[core][endings]") {
    using enum CategoryOutcome;
    auto const ground = RetentionGround::conduct_audits;
    auto const fulfil_billing = [](Outcome const& outcome) {
        PreparedOutcome const approved{outcome, completeness_of(outcome)};
        SubjectRequest const before = a_request().of(RequestType::deletion).about({"billing"}).approved(approved);
        return fulfil_with(before, outcome, approved.completeness);
    };
    auto const wrong = [&](Outcome const& outcome) { return wrong_in(fulfil_billing(outcome)); };
    CHECK(wrong(result_of("billing", kept)) == "invalid: categories.0.ground categories.0.until");
    CHECK(wrong(result_of("billing", kept, ground)) == "invalid: categories.0.until");
    CHECK(wrong(result_of("billing", kept, std::nullopt, "2031-12-31")) == "invalid: categories.0.ground");
    for (auto const* until : {"2019-01-01", "2031-02-29", "2031-12", "for ever", "31.12.2031", " 2031-12-31"})
        CHECK(wrong(result_of("billing", kept, ground, until)) == "invalid: categories.0.until");
    CHECK(wrong(result_of("billing", kept, ground, iso(later))) == "invalid: categories.0.until");
    CHECK(wrong(result_of("billing", kept, ground, iso(later + 1))) == "nothing");
    CHECK(wrong(result_of("billing", deleted, ground, "2031-12-31")) ==
          "invalid: categories.0.ground categories.0.until");
    auto const result = fulfil_billing(result_of("billing", kept, ground, "2031-12-31"));
    REQUIRE(answer(result) == "done");
    CHECK(fact(*result, "category.billing") == "kept");
    CHECK(fact(*result, "ground.billing") == "conduct_audits");
    CHECK(fact(*result, "until.billing") == "2031-12-31");
    CHECK(detail(*result, "ground.billing") == "conduct_audits");
    CHECK(detail(*result, "until.billing") == "2031-12-31");
}

TEST_CASE("every asked correction is decided about once, a refused one with its reason", "[core][endings]") {
    auto const fulfil_so = [](Outcome const& outcome) {
        PreparedOutcome const approved{outcome, completeness_of(outcome)};
        SubjectRequest const before = a_request().of(RequestType::correction).approved(approved);
        return fulfil_with(before, outcome, approved.completeness);
    };
    auto const wrong = [&](Outcome const& outcome) { return wrong_in(fulfil_so(outcome)); };
    CHECK(wrong({}) == "invalid: corrections.billing.address");
    CHECK(fulfil_so({}).error().fields[0].message == "Decide about billing address.");
    CHECK(wrong(corrected(FieldVerdict::refused)) == "invalid: corrections.0.reason");
    CHECK(wrong(corrected(FieldVerdict::refused, "Not proven.")) == "nothing");
    CHECK(wrong(corrected(FieldVerdict::corrected)) == "nothing");
    auto twice = corrected(FieldVerdict::corrected);
    twice.corrections.push_back(twice.corrections[0]);
    CHECK(wrong(twice) == "invalid: corrections.1.index");
    auto stray = corrected(FieldVerdict::corrected);
    stray.corrections.push_back({1, FieldVerdict::corrected, {}});
    CHECK(wrong(stray) == "invalid: corrections.1.index");
    SubjectRequest const access = a_request().about({"contact"});
    auto with_correction = everything_done(access).outcome;
    with_correction.corrections = corrected(FieldVerdict::corrected).corrections;
    CHECK(wrong_in(fulfil_with(access, with_correction)) == "invalid: corrections.0.index");

    auto const result = fulfil_so(corrected(FieldVerdict::refused, "Not proven."));
    CHECK(fact(*result, "correction.0.field") == "billing.address");
    CHECK(fact(*result, "correction.0.verdict") == "refused");
    CHECK(fact(*result, "correction.0.reason") == "Not proven.");
    CHECK(detail(*result, "correction.0") == "refused");
}

TEST_CASE("a correction is answered field by field, whatever categories were named with it", "[core][endings]") {
    SubjectRequest const before = a_request().of(RequestType::correction).approved().about({"billing"});
    CHECK(categories_concerned(before, policy).empty());
    CHECK(wrong_in(fulfil_with(before, everything_done(before).outcome)) == "nothing");
}

TEST_CASE("an outcome cannot carry a refusal or a redirection along", "[core][endings]") {
    SubjectRequest const before = a_request().about({"contact"});
    auto outcome = everything_done(before).outcome;
    auto const clean = outcome;
    outcome.denial_reason = DenialReason::excessive;
    outcome.redirected_to = OrganisationName{"Birch Bakery"};
    auto const result = fulfil_with(before, outcome);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->outcome == clean);
    outcome.answer = too_long;
    CHECK(wrong_in(fulfil_with(before, outcome)) == "invalid: answer");
}

TEST_CASE("a refusal has a reason and an explanation, both in the letter", "[core][endings]") {
    for (auto const& [reason, word] : words_of<DenialReason>()) {
        CAPTURE(word);
        if (reason == DenialReason::first_answer_stands) continue;
        auto const result = deny(a_request().in(Status::awaiting_requester), {reason, FreeText{"Because."}},
                                 by(an_agent(), later), policy);
        REQUIRE(answer(result) == "done");
        CHECK(result->after()->status == Status::denied);
        CHECK(result->after()->closed_on == later);
        CHECK(result->after()->decided_by == an_agent());
        CHECK(result->after()->outcome.denial_reason == reason);
        CHECK(result->after()->outcome.answer == FreeText{"Because."});
        CHECK(result->after()->clock(ClockName::respond)->stopped_on == later);
        CHECK(letters_of(*result) == "denied");
        CHECK(fact(*result, "denial_reason") == word);
        CHECK(fact(*result, "explanation") == "Because.");
        CHECK(actions_of(*result) == "request.denied");
        CHECK(detail(*result, "reason") == word);
    }
    for (auto const& text : {FreeText{}, FreeText{" "}, too_long})
        CHECK(wrong_in(deny(a_request(), {DenialReason::other, text}, by(an_agent(), later), policy)) ==
              "invalid: explanation");
}

TEST_CASE("a requester takes a request back with or without a reason", "[core][endings]") {
    auto const result = withdraw(a_request(), FreeText{"Found it."}, by(the_requester(), later), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::withdrawn);
    CHECK(result->after()->closed_on == later);
    CHECK(result->after()->decided_by == the_requester());
    CHECK_FALSE(result->after()->attention_on.has_value());
    CHECK(letters_of(*result) == "withdrawn");
    CHECK(actions_of(*result) == "request.withdrawn");
    CHECK(result->audit()[0].text == FreeText{"Found it."});
    CHECK(answer(withdraw(a_request(), {}, by(the_requester(), later), policy)) == "done");
    CHECK(wrong_in(withdraw(a_request(), too_long, by(the_requester(), later), policy)) == "invalid: reason");
    // A requester's own words go into no letter.
    CHECK(fact(*result, "what") == "request");
    CHECK(fact(*result, "by") == "requester");
    CHECK(fact(*result, "reason") == "(none)");
}

TEST_CASE("staff withdraw a request only with the reason, which the letter carries", "[core][endings]") {
    for (auto const& actor : {an_agent(), an_officer(), a_token()})
        for (auto const& nothing : {FreeText{}, FreeText{" \n"}})
            CHECK(wrong_in(withdraw(a_request(), nothing, by(actor, later), policy)) == "invalid: reason");
    auto const result = withdraw(a_request(), FreeText{"By phone."}, by(an_agent(), later), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::withdrawn);
    CHECK(fact(*result, "what") == "request");
    CHECK(fact(*result, "by") == "company");
    CHECK(fact(*result, "reason") == "By phone.");
}

TEST_CASE("a complaint that is taken back leaves the request as it had ended first", "[core][endings]") {
    for (auto const status : {Status::fulfilled, Status::partially_fulfilled, Status::denied, Status::redirected}) {
        CAPTURE(code(status));
        auto finished = a_request().in(status).build();
        finished.outcome.answer = FreeText{"The first answer."};
        auto const complained = appeal(finished, FreeText{"Not complete."}, by(the_requester(), later), policy);
        REQUIRE(answer(complained) == "done");
        auto const result = withdraw(*complained->after(), {}, by(the_requester(), later + 3), policy);
        REQUIRE(answer(result) == "done");
        auto const& request = *result->after();
        CHECK(request.status == status);
        CHECK(request.outcome == finished.outcome);
        CHECK(request.decided_by == finished.decided_by);
        CHECK(request.closed_on == finished.closed_on);
        CHECK(request.appeal_withdrawn);
        CHECK(request.clock(ClockName::appeal)->stopped_on == later + 3);
        CHECK(request.clock(ClockName::respond)->stopped_on == finished.closed_on);
        CHECK_FALSE(request.attention_on.has_value());
        CHECK(actions_of(*result) == "request.appeal_withdrawn");
        CHECK(detail(*result, "to") == code(status));
        CHECK(letters_of(*result) == "withdrawn");
        CHECK(fact(*result, "what") == "complaint");
        // There is one complaint about an answer.
        CHECK(answer(appeal(request, FreeText{"After all."}, by(the_requester(), later + 4), policy)) ==
              "not_allowed_now");
    }
}

TEST_CASE("who decided first cannot end the complaint by withdrawing it, somebody else can with the reason",
          "[core][endings]") {
    auto const first = an_agent(4);
    for (auto const status :
         {Status::open, Status::in_progress, Status::awaiting_requester, Status::awaiting_approval}) {
        CAPTURE(code(status));
        SubjectRequest const before = a_request().in(status).appealed_after(first);
        for (auto const& same : {an_agent(4), an_officer(4)})
            CHECK(answer(withdraw(before, FreeText{"By phone."}, by(same, later), policy)) == "forbidden");
        CHECK(wrong_in(withdraw(before, {}, by(an_agent(5), later), policy)) == "invalid: reason");
        auto const result = withdraw(before, FreeText{"By phone."}, by(an_agent(5), later), policy);
        REQUIRE(answer(result) == "done");
        CHECK(result->after()->status == Status::denied);
        CHECK(result->after()->outcome.denial_reason == DenialReason::excessive);
        CHECK(result->after()->decided_by == first);
        CHECK_FALSE(result->after()->prepared.has_value());
        CHECK(fact(*result, "reason") == "By phone.");
    }
}

TEST_CASE("staff send a requester on to the organisation by name", "[core][endings]") {
    auto const result = redirect(a_request(), OrganisationName{"Birch Bakery"}, FreeText{"They hold it."},
                                 by(an_agent(), later), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::redirected);
    CHECK(result->after()->outcome.redirected_to == OrganisationName{"Birch Bakery"});
    CHECK_FALSE(result->after()->outcome.denial_reason.has_value()); // handled, not denied
    CHECK(letters_of(*result) == "redirected");
    CHECK(fact(*result, "organisation") == "Birch Bakery");
    CHECK(fact(*result, "explanation") == "They hold it.");
    CHECK(actions_of(*result) == "request.redirected");
    auto const stamp = by(an_agent(), later);
    CHECK(wrong_in(redirect(a_request(), {}, {}, stamp, policy)) == "invalid: organisation");
    CHECK(wrong_in(redirect(a_request(), OrganisationName{std::string(201, 'x')}, too_long, stamp, policy)) ==
          "invalid: explanation organisation");
    CHECK(wrong_in(redirect(a_request(), OrganisationName{"Birch Bakery"}, {}, stamp, policy)) == "nothing");
}

TEST_CASE("that the first answer stands is an answer to a complaint and to nothing else", "[core][endings]") {
    Denial const stands{DenialReason::first_answer_stands, FreeText{"We looked again."}};
    CHECK(wrong_in(deny(a_request().in(Status::in_progress), stands, by(an_agent(), later), policy)) ==
          "invalid: reason");
    SubjectRequest const complaint = a_request().in(Status::in_progress).appealed_after(an_agent(7));
    auto const result = deny(complaint, stands, by(an_agent(), later), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->outcome.denial_reason == DenialReason::first_answer_stands);
    CHECK(fact(*result, "denial_reason") == "first_answer_stands");
}

TEST_CASE("an appeal opens a finished request again with a clock of its own", "[core][endings]") {
    for (auto const status : {Status::fulfilled, Status::partially_fulfilled, Status::denied, Status::redirected}) {
        CAPTURE(code(status));
        SubjectRequest const before = a_request().in(status);
        auto const result = appeal(before, FreeText{"Not complete."}, by(the_requester(), later), policy);
        REQUIRE(answer(result) == "done");
        auto const& request = *result->after();
        CHECK(request.status == Status::open);
        CHECK(request.appealed);
        CHECK(request.unread);
        CHECK_FALSE(request.closed_on.has_value());
        CHECK_FALSE(request.approved_by.has_value());
        CHECK(request.decided_by == before.decided_by);
        CHECK(request.first_end == FirstEnd{status, *before.closed_on, before.outcome});
        CHECK_FALSE(request.assignee.has_value()); // who decided first does not go on with it
        CHECK(request.outcome == before.outcome);
        CHECK(request.clock(ClockName::respond)->stopped_on == before.closed_on);
        CHECK(request.strictest() == ClockName::appeal);
        CHECK(request.due_on() == later + 30);
        CHECK(request.attention_on == later + 16);
        CHECK(letters_of(*result) == "appeal_received");
        CHECK(fact(*result, "due_on") == iso(later + 30));
        CHECK(actions_of(*result) == "request.appealed");
        CHECK(detail(*result, "rule") == "policy-30-days-appeal");
        CHECK(detail(*result, "assignee") == "0");
        REQUIRE(result->messages().size() == 1);
        CHECK(result->messages()[0].kind == MessageKind::from_requester);
        CHECK(result->messages()[0].body == FreeText{"Not complete."});
    }
    for (auto const& text : {FreeText{}, too_long})
        CHECK(wrong_in(appeal(a_request().in(Status::denied), text, by(the_requester(), later), policy)) ==
              "invalid: complaint");
}

// "receipt of appeal. Never the time somebody typed it in" (RULES, 3)
TEST_CASE("a complaint's clock starts on the day it reached the company", "[core][endings]") {
    auto const entered_on = later + 8;
    auto const received = [&](std::optional<Day> day) {
        return appeal(a_request().in(Status::denied), {FreeText{"Not complete."}, day}, by(an_agent(), entered_on),
                      policy);
    };
    auto const result = received(later);
    REQUIRE(answer(result) == "done");
    auto const& request = *result->after();
    CHECK(request.clock(ClockName::appeal)->started_on == later);
    CHECK(request.due_on() == later + 30);
    CHECK(fact(*result, "due_on") == iso(later + 30));
    CHECK(detail(*result, "received_on") == iso(later));
    CHECK(result->audit()[0].at == at_noon(entered_on)); // when it was entered
    CHECK(result->messages()[0].at == at_noon(entered_on));

    CHECK(received(std::nullopt)->after()->clock(ClockName::appeal)->started_on == entered_on);
    CHECK(detail(*received(std::nullopt), "received_on") == iso(entered_on));
    CHECK(wrong_in(received(entered_on)) == "nothing");
    CHECK(wrong_in(received(entered_on + 1)) == "invalid: received_on");
    CHECK(wrong_in(received(usual_day() + 10)) == "nothing"); // the day of the answer
    CHECK(wrong_in(received(usual_day() + 9)) == "invalid: received_on");
    CHECK(wrong_in(appeal(a_request().in(Status::denied), {FreeText{}, entered_on + 1}, by(an_agent(), entered_on),
                          policy)) == "invalid: complaint received_on");
}

TEST_CASE("an approval of the first answer does not count for the appeal", "[core][endings]") {
    SubjectRequest const before = a_request().of(RequestType::deletion).in(Status::fulfilled).approved();
    REQUIRE(before.approved_by.has_value());
    auto const result = appeal(before, FreeText{"Not complete."}, by(the_requester(), later), policy);
    REQUIRE(answer(result) == "done");
    CHECK_FALSE(result->after()->approved_by.has_value());
    CHECK_FALSE(result->after()->approval_asked_by.has_value());
    CHECK(result->after()->first_end->approved_by == before.approved_by); // who decides now must be another
}

TEST_CASE("a complaint leaves the hands of who approved the first answer, and stays in others", "[core][endings]") {
    auto const complained = [](std::int64_t assignee) {
        return appeal(a_request().of(RequestType::deletion).in(Status::fulfilled).approved().assigned_to(assignee),
                      FreeText{"Not complete."}, by(the_requester(), later), policy);
    };
    auto const with_approver = complained(2);
    REQUIRE(answer(with_approver) == "done");
    CHECK_FALSE(with_approver->after()->assignee.has_value());
    CHECK(detail(*with_approver, "assignee") == "0");
    auto const with_another = complained(3);
    REQUIRE(answer(with_another) == "done");
    CHECK(with_another->after()->assignee == StaffId{3});
}

TEST_CASE("a complaint that is taken back leaves the first end as it was", "[core][endings]") {
    SubjectRequest const before = a_request().appealed_after(an_agent(4)).approved_first_by(an_officer(6));
    auto const result = withdraw(before, {}, by(the_requester(), later), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->first_end == before.first_end);
    CHECK(result->after()->decided_by == before.decided_by);
    CHECK(answer(withdraw(before, FreeText{"By phone."}, by(an_officer(6), later), policy)) == "forbidden");
    CHECK(answer(withdraw(before, FreeText{"By phone."}, by(an_officer(7), later), policy)) == "done");
}

TEST_CASE("a request is appealed once", "[core][endings]") {
    auto const result = appeal(a_request().in(Status::denied).appealed_after(an_agent()), FreeText{"Again."},
                               by(the_requester(), later), policy);
    CHECK(answer(result) == "not_allowed_now");
}

TEST_CASE("an appeal is decided by another person than the first, whatever the decision", "[core][endings]") {
    auto const first = an_agent(4);
    SubjectRequest const before = a_request().appealed_after(first);
    Denial const denial{DenialReason::excessive, FreeText{"Because."}};
    OrganisationName const organisation{"Birch Bakery"};
    for (auto const& same : {an_agent(4), an_officer(4), Actor::token({9}, Role::agent, StaffId{4})}) {
        CHECK(answer(fulfil_all(before, same)) == "forbidden");
        CHECK(answer(fulfil_with(before, all_but_one_done(before).outcome, Completeness::part, same)) == "forbidden");
        CHECK(answer(deny(before, denial, by(same, later), policy)) == "forbidden");
        CHECK(answer(redirect(before, organisation, {}, by(same, later), policy)) == "forbidden");
    }
    for (auto const& other : {an_agent(5), an_officer(5), Actor::token({4}, Role::agent, StaffId{5})}) {
        auto const decided = deny(before, denial, by(other, later), policy);
        REQUIRE(answer(decided) == "done");
        CHECK(decided->after()->decided_by == other.person());
        CHECK(decided->after()->clock(ClockName::appeal)->stopped_on == later);
        CHECK(decided->after()->clock(ClockName::respond)->stopped_on == usual_day() + 10); // as it was
        CHECK(answer(fulfil_all(before, other)) == "done");
        CHECK(answer(redirect(before, organisation, {}, by(other, later), policy)) == "done");
    }
    // The first time, the same person may of course decide what they worked on.
    CHECK(answer(deny(a_request().assigned_to(4), denial, by(first, later), policy)) == "done");
}

TEST_CASE("an unconfirmed request expires on the seventh day and not before", "[core][endings]") {
    SubjectRequest const before = a_request().in(Status::unverified);
    CHECK(answer(expire(before, by(the_system(), usual_day() + 6), policy)) == "not_allowed_now");
    auto const result = expire(before, by(the_system(), usual_day() + 7), policy);
    REQUIRE(answer(result) == "done");
    CHECK(result->after()->status == Status::expired);
    CHECK(result->after()->closed_on == usual_day() + 7);
    CHECK(result->after()->clock(ClockName::respond)->stopped_on == usual_day() + 7);
    CHECK(letters_of(*result) == "expired");
    CHECK(actions_of(*result) == "request.expired");
    CHECK(detail(*result, "after_days") == "7");
}
