#include "core/casework.hpp"
#include "core/guards.hpp"
#include "tests/support/decisions.hpp"
#include "tests/support/requests.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace habeas::core;
using namespace habeas::testing;

namespace {

Policy const policy;
Day const due = usual_day() + 30;
std::vector<StaffId> const officers{{2}, {3}};

std::optional<Decision> attend_on(SubjectRequest const& request, Day day) {
    return attend(request, officers, by(the_system(), day), policy);
}

std::string recipients_of(Decision const& decision) {
    std::string all;
    for (auto const& letter : decision.letters())
        all += (all.empty() ? "" : " ") + std::to_string(letter.to.staff.value);
    return all;
}

/// Everything that attending every day from the first to the last gives: "day: letters to whom", one line each.
std::vector<std::string> story(SubjectRequest request, Day first, Day last, int step = 1) {
    std::vector<std::string> lines;
    std::vector<ReminderMark> marks;
    for (Day day = first; day <= last; day = day + step)
        while (auto const decision = attend_on(request, day)) {
            for (auto const mark : decision->reminders()) {
                REQUIRE(std::ranges::find(marks, mark) == marks.end());
                marks.push_back(mark);
            }
            lines.push_back(std::to_string((day - due).count()) + ": " + letters_of(*decision) + " to " +
                            recipients_of(*decision));
            request = *decision->after();
        }
    return lines;
}

} // namespace

TEST_CASE("a request in work is reminded of at every stage, from the first day over to officers too",
          "[core][schedule]") {
    CHECK(story(a_request().assigned_to(1), usual_day(), due + 22) ==
          std::vector<std::string>{
              "-14: deadline_reminder to 1",
              "-7: deadline_reminder to 1",
              "-3: deadline_reminder to 1",
              "-1: deadline_reminder to 1",
              "0: deadline_reminder to 1",
              "1: deadline_escalation deadline_escalation deadline_escalation to 2 3 1",
              "3: deadline_escalation deadline_escalation deadline_escalation to 2 3 1",
              "7: deadline_escalation deadline_escalation deadline_escalation to 2 3 1",
              "14: deadline_escalation deadline_escalation deadline_escalation to 2 3 1",
              "21: deadline_escalation deadline_escalation deadline_escalation to 2 3 1",
          });
}

TEST_CASE("an unassigned request is the officers' concern, and an officer is told once", "[core][schedule]") {
    auto const lines = story(a_request().in(Status::open), due - 14, due + 1, 15);
    CHECK(lines == std::vector<std::string>{"-14: deadline_reminder deadline_reminder to 2 3",
                                            "1: deadline_escalation deadline_escalation to 2 3"});
    CHECK(recipients_of(*attend_on(a_request().assigned_to(3), due + 1)) == "2 3");
}

TEST_CASE("a reminder says which clock, which stage, which day and how many days", "[core][schedule]") {
    auto const before_due = attend_on(a_request(), due - 6);
    REQUIRE(before_due.has_value());
    CHECK(fact(*before_due, "clock") == "respond");
    CHECK(fact(*before_due, "stage") == "-7");
    CHECK(fact(*before_due, "due_on") == "2026-03-01");
    CHECK(fact(*before_due, "days") == "6");
    CHECK(fact(*before_due, "mark") == "-7");
    CHECK(actions_of(*before_due) == "request.reminded");
    CHECK(detail(*before_due, "clock") == "respond");
    CHECK(detail(*before_due, "stage") == "-7");
    CHECK(detail(*before_due, "letters") == "1");
    CHECK(before_due->after()->version == 8);
    CHECK(before_due->after()->clocks[0].reminded_stage == -7);
    CHECK(before_due->after()->attention_on == due - 3);
    auto const after_due = attend_on(a_request(), due + 4);
    CHECK(fact(*after_due, "stage") == "3");
    CHECK(fact(*after_due, "days") == "4");
}

TEST_CASE("after weeks of downtime one reminder comes, the most urgent, and marks the others", "[core][schedule]") {
    auto const decision = attend_on(a_request(), due + 9);
    REQUIRE(decision.has_value());
    CHECK(letters_of(*decision) == "deadline_escalation deadline_escalation deadline_escalation");
    CHECK(fact(*decision, "stage") == "7");
    std::vector<ReminderMark> expected;
    for (int const stage : {-14, -7, -3, -1, 0, 1, 3, 7})
        expected.push_back({ClockName::respond, stage});
    CHECK(decision->reminders() == expected);
    CHECK(decision->audit().size() == 1);
    CHECK(decision->after()->attention_on == due + 14);
    CHECK_FALSE(attend_on(*decision->after(), due + 9).has_value());
}

TEST_CASE("attending twice, or after the clock was set back, owes nothing", "[core][schedule]") {
    auto const decision = attend_on(a_request(), due - 3);
    REQUIRE(decision.has_value());
    for (int const days : {-40, -14, -7, -4, -3, -2})
        CHECK_FALSE(attend_on(*decision->after(), due + days).has_value());
    CHECK(attend_on(*decision->after(), due - 1).has_value());
}

TEST_CASE("skipping days sends fewer letters, never other ones", "[core][schedule]") {
    auto const daily = story(a_request(), usual_day(), due + 60);
    for (int const step : {2, 3, 5, 11}) {
        auto const skipping = story(a_request(), usual_day(), due + 60, step);
        CHECK(skipping.size() <= daily.size());
        CHECK_FALSE(skipping.empty());
    }
}

TEST_CASE("attention is asked for exactly on the days on which something is owed", "[core][schedule]") {
    for (auto const status : {Status::unverified, Status::open, Status::in_progress, Status::awaiting_requester,
                              Status::awaiting_approval}) {
        CAPTURE(code(status));
        SubjectRequest request = a_request().in(status);
        // Any verb computes the day; this one changes nothing else that matters.
        request = *add_message(request, MessageKind::note, FreeText{"x"}, by(an_agent(), usual_day()), policy)->after();
        for (Day day = usual_day(); day < due + 40 && request.attention_on; day = day + 1) {
            auto const decision = attend_on(request, day);
            CHECK(decision.has_value() == (day >= *request.attention_on));
            if (decision) request = *decision->after();
        }
    }
}

TEST_CASE("a request that waits for the requester is still reminded of: its clock runs", "[core][schedule]") {
    CHECK(attend_on(a_request().in(Status::awaiting_requester), due - 7).has_value());
    CHECK(attend_on(a_request().in(Status::awaiting_approval), due - 7).has_value());
}

TEST_CASE("a closed request is owed nothing, ever", "[core][schedule]") {
    for (auto const& [status, word] : words_of<Status>()) {
        if (!is_closed(status)) continue;
        CAPTURE(word);
        CHECK_FALSE(attend_on(a_request().in(status), due + 100).has_value());
    }
}

TEST_CASE("a stopped clock is not reminded of, the running one is", "[core][schedule]") {
    auto const decision = attend_on(a_request().appealed_after(an_agent(4)), usual_day() + 20 + 30);
    REQUIRE(decision.has_value());
    CHECK(fact(*decision, "clock") == "appeal");
    CHECK(fact(*decision, "stage") == "0");
    for (auto const mark : decision->reminders())
        CHECK(mark.clock == ClockName::appeal);
}

TEST_CASE("two running clocks are each reminded of, in one decision", "[core][schedule]") {
    auto before = a_request().in(Status::open).asked_by(RequesterKind::organisation_admin).build();
    before.clocks[1].stopped_on.reset();
    auto const decision = attend_on(before, due - 3);
    REQUIRE(decision.has_value());
    CHECK(actions_of(*decision) == "request.reminded request.reminded");
    CHECK(detail(*decision, "clock", 0) == "respond");
    CHECK(detail(*decision, "clock", 1) == "acknowledge");
    CHECK(decision->after()->version == before.version + 1);
}

TEST_CASE("a stage that nobody can be told of waits for the first officer", "[core][schedule]") {
    SubjectRequest const open = a_request().in(Status::open);
    CHECK_FALSE(attend(open, {}, by(the_system(), due), policy).has_value());
    auto const later = attend_on(open, due + 1);
    REQUIRE(later.has_value());
    CHECK(recipients_of(*later) == "2 3");
}

TEST_CASE("where the assignee has left, the officers are reminded", "[core][schedule]") {
    SubjectRequest const taken = a_request().assigned_to(1);
    for (auto const day : {due - 3, due + 1}) {
        auto const decision = attend(taken, officers, by(the_system(), day), policy, AssigneeIs::gone);
        REQUIRE(decision.has_value());
        CHECK(recipients_of(*decision) == "2 3");
    }
    CHECK_FALSE(attend(taken, {}, by(the_system(), due), policy, AssigneeIs::gone).has_value());
}

TEST_CASE("an unconfirmed request is reminded of after a day, once", "[core][schedule]") {
    SubjectRequest const before = a_request().in(Status::unverified);
    auto const after = [&](std::chrono::milliseconds time) {
        Stamp const stamp{the_system(), before.recorded_at + time, usual_day() + 1};
        return attend(before, officers, stamp, policy);
    };
    CHECK_FALSE(after(std::chrono::hours{24} - std::chrono::milliseconds{1}).has_value());
    auto const decision = after(std::chrono::hours{24});
    REQUIRE(decision.has_value());
    CHECK(decision->after()->unverified_reminded);
    CHECK(decision->after()->status == Status::unverified);
    CHECK(decision->after()->attention_on == usual_day() + 7);
    CHECK(letters_of(*decision) == "confirm_reminder");
    CHECK(decision->letters()[0].to == Addressee::requester());
    CHECK(fact(*decision, "expires_on") == "2026-02-06");
    CHECK(fact(*decision, "due_on") == "2026-03-01");
    CHECK(actions_of(*decision) == "request.unverified_reminded");
    for (int day = 1; day < 7; ++day)
        CHECK_FALSE(attend_on(*decision->after(), usual_day() + day).has_value());
    CHECK(attend_on(*decision->after(), usual_day() + 7)->after()->status == Status::expired);
}

TEST_CASE("an unconfirmed request that was overlooked for weeks expires without a reminder first", "[core][schedule]") {
    auto const decision = attend_on(a_request().in(Status::unverified), usual_day() + 40);
    REQUIRE(decision.has_value());
    CHECK(decision->after()->status == Status::expired);
    CHECK(letters_of(*decision) == "expired");
    CHECK(decision->audit()[0].actor == the_system());
    CHECK(decision->reminders().empty());
    CHECK_FALSE(attend_on(*decision->after(), usual_day() + 41).has_value());
}

TEST_CASE("expiry is always the program's deed", "[core][schedule]") {
    auto const decision =
        attend(a_request().in(Status::unverified), officers, by(an_officer(), usual_day() + 7), policy);
    REQUIRE(decision.has_value());
    CHECK(decision->audit()[0].actor == the_system());
    CHECK(decision->after()->decided_by == the_system());
}

TEST_CASE("an unconfirmed request from the form gets no reminders of its deadline, one the company entered does",
          "[core][schedule]") {
    auto patient = policy;
    patient.unverified_expiry_days = 60;
    for (auto const& [channel, word] : words_of<Channel>()) {
        CAPTURE(word);
        auto before = a_request().in(Status::unverified).by_channel(channel).build();
        before.unverified_reminded = true;
        auto const decision = attend(before, officers, by(the_system(), due + 3), patient);
        bool const is_entered = channel != Channel::web_form && channel != Channel::unsubscribe_link;
        REQUIRE(decision.has_value() == is_entered);
        if (!is_entered) continue;
        CHECK(letters_of(*decision) == "deadline_escalation deadline_escalation");
        CHECK(recipients_of(*decision) == "2 3");
        CHECK(decision->after()->status == Status::unverified);
        CHECK_FALSE(attend(*decision->after(), officers, by(the_system(), due + 3), patient).has_value());
    }
}

TEST_CASE("a posted letter entered a day before it is due is told to the officers until it expires",
          "[core][schedule]") {
    auto before = a_request().in(Status::unverified).by_channel(Channel::postal_mail).build();
    before.recorded_at = before.received_at + std::chrono::days{29};
    before.recorded_on = before.received_on + std::chrono::days{29};
    CHECK(story(before, due - 1, due + 10) == std::vector<std::string>{
                                                  "-1: deadline_reminder deadline_reminder to 2 3",
                                                  "0: confirm_reminder deadline_reminder deadline_reminder to 0 2 3",
                                                  "1: deadline_escalation deadline_escalation to 2 3",
                                                  "3: deadline_escalation deadline_escalation to 2 3",
                                                  "6: expired to 0", // seven days after it was entered
                                              });
}

TEST_CASE("attention for an unconfirmed request the company entered comes with the first thing that is owed",
          "[core][schedule]") {
    auto before = a_request().in(Status::unverified).by_channel(Channel::phone).build();
    before.recorded_at = before.received_at + std::chrono::days{14};
    before.recorded_on = before.received_on + std::chrono::days{14};
    before = *add_message(before, MessageKind::note, FreeText{"x"}, by(an_agent(), usual_day() + 14), policy)->after();
    CHECK(before.attention_on == usual_day() + 15); // the reminder to confirm
    auto const reminded = attend_on(before, usual_day() + 15);
    REQUIRE(reminded.has_value());
    CHECK(reminded->after()->attention_on == usual_day() + 16); // 14 days before it is due
    auto const told = attend_on(*reminded->after(), usual_day() + 16);
    REQUIRE(told.has_value());
    CHECK(letters_of(*told) == "deadline_reminder deadline_reminder");
    CHECK(told->after()->attention_on == usual_day() + 21); // its expiry
}

TEST_CASE("requests the company entered expire like others, unless the policy gives them a time of their own",
          "[core][schedule]") {
    auto own = policy;
    own.entered_expiry_days = 20;
    for (auto const& [channel, word] : words_of<Channel>()) {
        CAPTURE(word);
        SubjectRequest const before = a_request().in(Status::unverified).by_channel(channel);
        bool const is_entered = channel != Channel::web_form && channel != Channel::unsubscribe_link;
        CHECK(expires_on(before, policy) == usual_day() + 7);
        CHECK(expires_on(before, own) == usual_day() + (is_entered ? 20 : 7));
        auto const last = expires_on(before, own);
        CHECK(answer(expire(before, by(the_system(), last - 1), own)) == "not_allowed_now");
        auto const expired = expire(before, by(the_system(), last), own);
        REQUIRE(answer(expired) == "done");
        CHECK(detail(*expired, "after_days") == (is_entered ? "20" : "7"));
    }
}

TEST_CASE("an unconfirmed request expires counted from its entry, not from its receipt", "[core][schedule]") {
    auto before = a_request().in(Status::unverified).build();
    before.recorded_at = before.received_at + std::chrono::days{10};
    before.recorded_on = before.received_on + std::chrono::days{10};
    CHECK(expires_on(before, policy) == usual_day() + 17);
    CHECK_FALSE(attend_on(before, usual_day() + 10).has_value());
    CHECK(letters_of(*attend_on(before, usual_day() + 11)) == "confirm_reminder");
    CHECK(letters_of(*attend_on(before, usual_day() + 17)) == "expired");
}

TEST_CASE("an unconfirmed request expires counted from the day of its entry, whatever the hours of receipt and entry",
          "[core][schedule]") {
    using namespace std::chrono_literals;
    auto const midnight = at_noon(usual_day()) - 12h;
    auto const entered = [&](Instant received_at, Instant recorded_at, Day recorded_on) {
        auto asked = a_new_request(RequestType::access, usual_day());
        asked.channel = Channel::postal_mail;
        asked.received_at = received_at;
        auto const decision = submit(asked, RequestId{1}, Reference{}, {an_agent(), recorded_at, recorded_on}, policy);
        return *decision.value().after();
    };
    auto const hour_of_entry = GENERATE(0ms, 12h - 1ms, 12h + 0ms, 24h - 1ms); // both sides of midnight and of noon
    CAPTURE(hour_of_entry.count());
    for (auto const hour_of_receipt : {0ms, 12h - 1ms, 12h + 0ms, 24h - 1ms}) {
        CAPTURE(hour_of_receipt.count());
        auto const received_at = midnight + hour_of_receipt;
        auto const next_day = entered(received_at, midnight + 24h + hour_of_entry, usual_day() + 1);
        CHECK(expires_on(next_day, policy) == usual_day() + 8);
        CHECK(next_day.attention_on == usual_day() + 2); // the reminder to confirm, a day after the entry
        CHECK(answer(expire(next_day, by(the_system(), usual_day() + 7), policy)) == "not_allowed_now");
        CHECK(answer(expire(next_day, by(the_system(), usual_day() + 8), policy)) == "done");
        if (hour_of_entry < hour_of_receipt) continue;
        CHECK(expires_on(entered(received_at, midnight + hour_of_entry, usual_day()), policy) == usual_day() + 7);
    }
}

TEST_CASE("attention for the reminder to confirm comes on the day it may be owed, never later", "[core][schedule]") {
    auto own = policy;
    auto before = a_request().in(Status::unverified).build();
    for (auto const& [hours, days] : {std::pair{1, 0}, {23, 0}, {24, 1}, {47, 1}, {48, 2}}) {
        CAPTURE(hours);
        own.unverified_reminder = std::chrono::hours{hours};
        CHECK(confirmation_reminder_from(before, own) == usual_day() + days);
    }
}

TEST_CASE("an extension is in force once its letter was delivered on or before the original due day",
          "[core][schedule]") {
    SubjectRequest const before = a_request().extended(usual_day() + 20);
    auto const decision = letter_delivered(before, LetterKind::extended, by(the_system(), due), policy);
    REQUIRE(decision.after().has_value());
    CHECK(decision.after()->due_on() == due + 30);
    CHECK(decision.after()->clocks[0].extension->effective_on == due);
    CHECK(decision.after()->version == before.version + 1);
    CHECK(decision.after()->attention_on == due + 16); // 14 days before the new due day
    CHECK(actions_of(decision) == "request.extension_in_force letter.delivered");
    CHECK(detail(decision, "due_on") == "2026-03-31");
    CHECK(detail(decision, "letter", 1) == "extended");
    CHECK(letters_of(decision).empty());
}

TEST_CASE("an extension whose letter was late is dropped, and the audit says so", "[core][schedule]") {
    SubjectRequest const before = a_request().extended(usual_day() + 20);
    auto const decision = letter_delivered(before, LetterKind::extended, by(the_system(), due + 1), policy);
    REQUIRE(decision.after().has_value());
    CHECK(decision.after()->due_on() == due);
    CHECK(decision.after()->clocks[0].extension->dropped_on == due + 1);
    CHECK(actions_of(decision) == "request.extension_dropped letter.delivered");
    CHECK(detail(decision, "due_on") == "2026-03-01");
}

TEST_CASE("an extension whose letter was given up is dropped, visibly, and another may be asked for",
          "[core][schedule]") {
    SubjectRequest const before = a_request().extended(usual_day() + 2);
    auto const decision = letter_failed(before, LetterKind::extended, "550", by(the_system(), usual_day() + 3), policy);
    REQUIRE(decision.after().has_value());
    auto const& clock = decision.after()->clocks[0];
    CHECK(clock.extension->dropped_on == usual_day() + 3);
    CHECK_FALSE(decision.after()->awaits_extension_letter());
    CHECK(clock.due_on() == due);
    CHECK(actions_of(decision) == "letter.given_up request.extension_dropped");
    CHECK(detail(decision, "letter") == "extended");
    CHECK(detail(decision, "why") == "550");
    auto const trace = explain(clock);
    CHECK(std::ranges::any_of(trace, [](auto const& line) {
        return line.what == "extension dropped: its letter was not delivered in time; the due day stays";
    }));
    CHECK(std::ranges::none_of(trace, [](auto const& line) { return line.what.contains("it counts once"); }));

    auto const verbs = allowed_verbs(*decision.after(), by(an_agent(), due), policy);
    CHECK(std::ranges::find(verbs, Verb::extend) != verbs.end());
    auto const anew = extend(*decision.after(), FreeText{"More."}, by(an_agent(), due), policy);
    REQUIRE(answer(anew) == "done");
    CHECK(anew->after()->awaits_extension_letter());
}

TEST_CASE("any other letter that was given up changes nothing and leaves an entry", "[core][schedule]") {
    for (auto const& decision : {letter_failed(a_request(), LetterKind::message, "550", by(the_system(), due), policy),
                                 letter_failed(a_request().in(Status::denied).extended(due), LetterKind::extended,
                                               "550", by(the_system(), due), policy)}) {
        CHECK_FALSE(decision.after().has_value());
        CHECK(actions_of(decision) == "letter.given_up");
    }
}

TEST_CASE("a posted letter counts on the day it was posted, not when that was entered", "[core][schedule]") {
    SubjectRequest const before = a_request().on_paper().extended(due - 5);
    auto const posted = [&](Day on, Actor who = an_agent()) {
        return letter_posted(before, {LetterKind::extended, due - 5, on}, by(who, due + 3), policy);
    };
    auto const in_time = posted(due);
    REQUIRE(answer(in_time) == "done");
    CHECK(in_time->after()->clocks[0].extension->effective_on == due);
    CHECK(in_time->after()->due_on() == due + 30);
    CHECK(actions_of(*in_time) == "request.extension_in_force letter.posted");
    CHECK(detail(*in_time, "posted_on", 1) == "2026-03-01");
    CHECK(in_time->audit()[1].actor == an_agent());
    auto const late = posted(due + 1);
    CHECK(actions_of(*late) == "request.extension_dropped letter.posted");
    CHECK(late->after()->due_on() == due);

    CHECK(answer(posted(due + 3)) == "done");
    CHECK(answer(posted(due + 4)) == "invalid"); // in the future
    CHECK(answer(posted(due - 5)) == "done");
    CHECK(answer(posted(due - 6)) == "invalid"); // before it was written
    CHECK(answer(posted(due, an_officer())) == "done");
    for (auto const& who : {an_admin(), the_requester(), the_system()})
        CHECK(answer(posted(due, who)) == "forbidden");
}

TEST_CASE("staff have a letter tried again, but not one of an extension that was dropped with it", "[core][schedule]") {
    for (auto const& who : {an_agent(), an_officer(), an_admin()}) {
        auto const again = retry_letter(a_request(), LetterKind::denied, by(who, due), policy);
        REQUIRE(answer(again) == "done");
        CHECK(actions_of(*again) == "letter.retried");
        CHECK(answer(retry_letter(a_request(), LetterKind::extended, by(who, due), policy)) == "not_allowed_now");
    }
    CHECK(answer(retry_letter(a_request(), LetterKind::denied, by(the_requester(), due), policy)) == "forbidden");
}

TEST_CASE("a letter delivered twice, or of another kind, changes no clock", "[core][schedule]") {
    SubjectRequest const in_force = a_request().extended(usual_day() + 2, usual_day() + 3);
    SubjectRequest const pending = a_request().extended(usual_day() + 2);
    SubjectRequest const ended = a_request().in(Status::denied).extended(usual_day() + 2);
    for (auto const& decision : {letter_delivered(in_force, LetterKind::extended, by(the_system(), due), policy),
                                 letter_delivered(pending, LetterKind::message, by(the_system(), due), policy),
                                 letter_delivered(ended, LetterKind::extended, by(the_system(), due), policy),
                                 letter_delivered(a_request(), LetterKind::extended, by(the_system(), due), policy)}) {
        CHECK_FALSE(decision.after().has_value());
        CHECK(actions_of(decision) == "letter.delivered");
        CHECK(decision.audit()[0].request == RequestId{17});
    }
}

// "An extension or a refusal exists only once its letter was handed to the mail server" (REQUIREMENTS, innovation 3)
TEST_CASE("an answer counts from the day its letter was handed over, not from the day it was decided",
          "[core][schedule]") {
    auto const [kind, status] = GENERATE(table<LetterKind, Status>({
        {LetterKind::fulfilled, Status::fulfilled},
        {LetterKind::partially_fulfilled, Status::partially_fulfilled},
        {LetterKind::denied, Status::denied},
        {LetterKind::redirected, Status::redirected},
    }));
    CAPTURE(code(kind));
    SubjectRequest const before = a_request().in(status).closed(due - 1);
    auto const delivered_on = [&](Day day) { return letter_delivered(before, kind, by(the_system(), day), policy); };
    auto const same_day = delivered_on(due - 1);
    CHECK_FALSE(same_day.after().has_value());
    CHECK(actions_of(same_day) == "letter.delivered");

    auto const in_time = delivered_on(due);
    REQUIRE(in_time.after().has_value());
    CHECK(in_time.after()->clocks[0].stopped_on == due);
    CHECK(in_time.after()->clocks[0].state(due + 9) == ClockState::stopped);
    auto const late = delivered_on(due + 1);
    REQUIRE(late.after().has_value());
    auto const& request = *late.after();
    CHECK(request.clocks[0].stopped_on == due + 1);
    CHECK(request.clocks[0].state(due + 9) == ClockState::missed);
    CHECK(request.status == status);
    CHECK(request.closed_on == due - 1); // decided then, and closed for staff
    CHECK(request.version == before.version + 1);
    CHECK_FALSE(request.attention_on.has_value());
    CHECK_FALSE(attend_on(request, due + 2).has_value());
    CHECK(actions_of(late) == "request.answer_delivered letter.delivered");
    CHECK(detail(late, "clock") == "respond");
    CHECK(detail(late, "on") == iso(due + 1));
    CHECK(detail(late, "to") == code(status));
    CHECK(detail(late, "version") == std::to_string(request.version));
    CHECK(letters_of(late).empty());
    // Handed over once more on a day before, it moves nothing back.
    CHECK_FALSE(letter_delivered(request, kind, by(the_system(), due), policy).after().has_value());
}

TEST_CASE("an answer on paper counts from the day it was posted, however late that is", "[core][schedule]") {
    SubjectRequest const before = a_request().on_paper().in(Status::denied).closed(usual_day());
    auto const posted = [&](Day on) {
        return letter_posted(before, {LetterKind::denied, usual_day(), on}, by(an_agent(), due + 10), policy);
    };
    auto const late = posted(due + 10);
    REQUIRE(answer(late) == "done");
    CHECK(late->after()->clocks[0].stopped_on == due + 10);
    CHECK(late->after()->clocks[0].state(due + 10) == ClockState::missed);
    CHECK(actions_of(*late) == "request.answer_delivered letter.posted");
    CHECK(detail(*late, "on") == iso(due + 10));
    CHECK(posted(due)->after()->clocks[0].state(due + 10) == ClockState::stopped);
    CHECK(actions_of(*posted(usual_day())) == "letter.posted");
}

TEST_CASE("the answer to a complaint moves the complaint's clock, that of the first answer the first",
          "[core][schedule]") {
    SubjectRequest const decided = a_request().in(Status::denied).appealed_after(an_agent()); // day 10, day 25
    auto const second = letter_delivered(decided, {LetterKind::denied, {}, {}, AnswerTo::complaint},
                                         by(the_system(), usual_day() + 60), policy);
    REQUIRE(second.after().has_value());
    CHECK(second.after()->clock(ClockName::appeal)->stopped_on == usual_day() + 60);
    CHECK(second.after()->clock(ClockName::respond)->stopped_on == usual_day() + 10);
    CHECK(detail(second, "clock") == "appeal");

    SubjectRequest const open = a_request().appealed_after(an_agent());
    auto const first = letter_delivered(open, LetterKind::denied, by(the_system(), usual_day() + 22), policy);
    REQUIRE(first.after().has_value());
    CHECK(first.after()->clock(ClockName::respond)->stopped_on == usual_day() + 22);
    CHECK_FALSE(first.after()->clock(ClockName::appeal)->stopped_on.has_value());
    CHECK(first.after()->strictest() == ClockName::appeal);
    // 14 days before the complaint is due, as before.
    CHECK(first.after()->attention_on == usual_day() + 36);
    CHECK(detail(first, "clock") == "respond");
}

TEST_CASE("what was withdrawn or never confirmed has no answer whose letter could count", "[core][schedule]") {
    for (auto const& [kind, status] :
         {std::pair{LetterKind::withdrawn, Status::withdrawn}, std::pair{LetterKind::expired, Status::expired},
          std::pair{LetterKind::message, Status::denied}}) {
        SubjectRequest const before = a_request().in(status);
        CHECK_FALSE(letter_delivered(before, kind, by(the_system(), due + 5), policy).after().has_value());
    }
    SubjectRequest const unsubscribed = a_request().of(RequestType::unsubscribe).in(Status::fulfilled);
    CHECK_FALSE(letter_delivered(unsubscribed, LetterKind::fulfilled, by(the_system(), due), policy).after());
}

TEST_CASE("the entry of a letter says who got it and under which number, and no address", "[core][schedule]") {
    auto const entry_of = [](HandedOver const& letter) {
        return letter_delivered(a_request(), letter, by(the_system(), due), policy);
    };
    auto const to_requester = entry_of({LetterKind::message, Addressee::requester(), "0a1b"});
    CHECK(detail(to_requester, "letter") == "message");
    CHECK(detail(to_requester, "to") == "requester");
    CHECK(detail(to_requester, "message") == "0a1b");
    CHECK(detail(entry_of({LetterKind::asked_for_you, Addressee::subject(), "0a1b"}), "to") == "subject");
    CHECK(detail(entry_of({LetterKind::assignment_noted, Addressee::member({3}), "0a1b"}), "to") == "staff:3");
}

TEST_CASE("an extended request is reminded of its first and then of its new due day", "[core][schedule]") {
    SubjectRequest request = a_request().assigned_to(1);
    std::vector<std::string> days;
    for (Day day = usual_day(); day <= due + 31; day = day + 1) {
        if (day == due - 2) request = *extend(request, FreeText{"More."}, by(an_agent(), day), policy)->after();
        if (day == due - 1)
            request = *letter_delivered(request, LetterKind::extended, by(the_system(), day), policy).after();
        if (auto const decision = attend_on(request, day)) {
            days.push_back(std::to_string((day - due).count()) + " stage " + fact(*decision, "stage"));
            request = *decision->after();
        }
    }
    CHECK(days == std::vector<std::string>{"-14 stage -14", "-7 stage -7", "-3 stage -3", "16 stage -14", "23 stage -7",
                                           "27 stage -3", "29 stage -1", "30 stage 0", "31 stage 1"});
}

TEST_CASE("a letter is overtaken the day after it could still take effect, or once its request has gone on",
          "[core][schedule]") {
    SubjectRequest const pending = a_request().extended(due - 5);
    CHECK(overtaken_because(pending, LetterKind::extended, due) == "");
    CHECK(overtaken_because(pending, LetterKind::extended, due + 1) == "extension_too_late");
    SubjectRequest const in_force = a_request().extended(due - 5, due - 4);
    CHECK(overtaken_because(in_force, LetterKind::extended, due + 1) == "");
    SubjectRequest const ended = a_request().in(Status::denied).extended(due - 5);
    CHECK(overtaken_because(ended, LetterKind::extended, due - 5) == "no_longer_needed");
    CHECK(overtaken_because(a_request(), LetterKind::confirm_address, due) == "no_longer_needed");
    CHECK(overtaken_because(a_request().in(Status::unverified), LetterKind::confirm_address, due) == "");
    CHECK(overtaken_because(ended, LetterKind::message, due + 100) == "");
}
