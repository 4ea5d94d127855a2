#include "app/mail/plain_text.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/parsed_message.hpp"
#include "tests/support/workshop.hpp"

#include <map>
#include <set>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using namespace std::chrono_literals;
using app::mail::Handed;
using core::LetterKind;
using core::LetterState;

namespace {

Handed answered(Handed::Result result, std::string code, bool unreachable = false) {
    return {result, std::move(code), unreachable};
}

struct Office {
    TemporaryStore store;
    StandingClock clock;
    RememberingCarrier carrier;
    std::unique_ptr<Workshop> shop;

    explicit Office(app::jobs::DeliveryOptions options = {}) { open(std::move(options)); }

    void open(app::jobs::DeliveryOptions options = {}) {
        shop = std::make_unique<Workshop>(*store, carrier, clock.moment(), std::move(options));
    }
    /// The process ends and another begins.
    void restart() {
        shop.reset();
        store.reopen();
        open();
    }
    std::string deliver() { return shop->outbox.run(clock.moment(), never); }

    core::SubjectRequest submit(std::string const& email = "ines@example.com") {
        auto asked = a_new_request(core::RequestType::access);
        asked.subject.email = mailbox(email);
        return must(*store, [&](auto& transaction) {
            return shop->desk.submit(transaction, asked, {core::Actor::requester(), clock.at, clock.stamp().on});
        });
    }
    core::SubjectRequest submit_on_paper() {
        auto asked = a_new_request(core::RequestType::access);
        asked.subject.email.reset();
        asked.channel = core::Channel::postal_mail;
        asked.subject.postal_address = core::PostalAddress{"1 Old Lane\n20457 Hamburg"};
        return must(*store, [&](auto& transaction) {
            return shop->desk.submit(transaction, asked, {an_agent(), clock.at, clock.stamp().on});
        });
    }
    core::SubjectRequest in_progress(std::string const& email = "ines@example.com") {
        auto const agent = add_member(*store, "agent-of-" + email, core::Role::agent);
        auto const request = submit(email);
        auto const stamp = core::Stamp{core::Actor::staff(agent, core::Role::agent), clock.at, clock.stamp().on};
        must(*store, [&](auto& transaction) {
            return shop->desk.verify(transaction, {request.id, {}}, core::Evidence::address_confirmed,
                                     {core::Actor::requester(), clock.at, clock.stamp().on});
        });
        return must(*store,
                    [&](auto& transaction) { return shop->desk.assign(transaction, {request.id, {}}, agent, stamp); });
    }
    void message(core::SubjectRequest const& request, std::string const& body) {
        must(*store, [&](auto& transaction) {
            return shop->desk.add_message(transaction, {request.id, {}}, core::MessageKind::to_requester,
                                          core::FreeText{body}, {an_agent(), clock.at, clock.stamp().on});
        });
    }
    storage::OutboxLetter last_letter(core::SubjectRequest const& request) {
        return letters_of(*store, request.id).back();
    }
    bool has_audit(std::string const& action) {
        return from_snapshot(*store, [&](storage::Snapshot& snapshot) {
            storage::AuditQuery query;
            query.action = action;
            return !snapshot.audit(query).empty();
        });
    }
};

} // namespace

TEST_CASE("what is owed is delivered, recorded as it was sent, and audited", "[jobs][outbox]") {
    Office office;
    auto const request = office.submit();
    CHECK(office.deliver() == "1 sent");
    REQUIRE(office.carrier.taken.size() == 1);
    CHECK(office.carrier.taken.front().to.reveal() == "ines@example.com");
    CHECK(office.carrier.taken.front().envelope_from == "desk@tidewater.example");
    auto const letter = office.last_letter(request);
    CHECK(letter.state == LetterState::sent);
    CHECK(letter.sent_at == office.clock.at);
    CHECK(letter.sent_subject == "Confirm your e-mail address for request " + request.reference.text());
    CHECK(app::mail::flowed(letter.sent_text) == parse_message(office.carrier.taken.front().message).text);
    CHECK(office.has_audit("letter.delivered"));
    CHECK(office.deliver() == "nothing to send");
    CHECK(office.carrier.taken.size() == 1);
}

TEST_CASE("a letter that nobody takes now is tried again after each delay of the list, then given up",
          "[jobs][outbox]") {
    app::jobs::DeliveryOptions options;
    options.retry_delays = {60s, 300s};
    options.attempts = 4;
    Office office{options};
    auto const request = office.submit();
    office.carrier.answer = [](auto const&) { return answered(Handed::Result::try_later, "451"); };

    for (auto const wait : {60s, 300s, 300s}) { // the last delay repeats
        CHECK(office.deliver() == "1 put off");
        auto const letter = office.last_letter(request);
        CHECK(letter.state == LetterState::owed);
        CHECK(letter.last_error == "451");
        CHECK(letter.next_try_at == office.clock.at + wait);
        office.clock.at += wait - 1ms;
        CHECK(office.deliver() == "nothing to send");
        office.clock.at += 1ms;
    }
    CHECK(office.deliver() == "1 given up");
    CHECK(office.last_letter(request).state == LetterState::dead);
    CHECK(office.last_letter(request).attempts == 4);
}

TEST_CASE("a letter refused for good is dead at once, and staff can try it again", "[jobs][outbox]") {
    Office office;
    auto const request = office.submit();
    office.carrier.answer = [](auto const&) { return answered(Handed::Result::refused, "550"); };
    CHECK(office.deliver() == "1 given up");
    auto const letter = office.last_letter(request);
    CHECK(letter.state == LetterState::dead);
    CHECK(letter.last_error == "550");

    office.carrier.answer = nullptr;
    CHECK(in_transaction(*office.store, [&](storage::Transaction& transaction) {
        auto const revived = transaction.revive_letter(letter.id, office.clock.at);
        (void)transaction.commit(core::Decision::bookkeeping(), office.clock.at);
        return revived;
    }));
    CHECK(office.deliver() == "1 sent");
}

TEST_CASE("when nobody can be reached the batch is not tried letter by letter", "[jobs][outbox]") {
    Office office;
    for (int i = 0; i < 5; ++i)
        office.submit("person" + std::to_string(i) + "@example.com");
    int tries = 0;
    office.carrier.answer = [&](auto const&) {
        ++tries;
        return answered(Handed::Result::try_later, "connection_refused", true);
    };
    CHECK(office.deliver() == "1 put off");
    CHECK(tries == 1);
    CHECK(letters_in(*office.store, LetterState::owed).size() == 5);
    CHECK(letters_in(*office.store, LetterState::sending).empty());

    office.carrier.answer = nullptr;
    office.clock.at += 60s;
    CHECK(office.deliver() == "5 sent");
}

TEST_CASE("a crash between handing over and recording delivers again with the same Message-ID", "[jobs][outbox]") {
    Office office;
    auto const request = office.submit();
    struct PowerCut {};
    auto cut = true;
    office.carrier.answer = [&](auto const& dispatch) -> Handed {
        if (cut) {
            std::scoped_lock const lock(office.carrier.mutex);
            office.carrier.taken.push_back(dispatch); // the server has it …
            throw PowerCut{};                         // … and we are gone before we could write that down
        }
        return answered(Handed::Result::over, {});
    };
    CHECK_THROWS_AS(office.deliver(), PowerCut);
    cut = false;
    office.restart();
    CHECK(office.deliver() == "nothing to send"); // the claim still holds
    office.clock.at += 600s;
    CHECK(office.deliver() == "1 sent");
    REQUIRE(office.carrier.taken.size() == 2);
    auto const first = parse_message(office.carrier.taken[0].message);
    auto const second = parse_message(office.carrier.taken[1].message);
    CHECK(first.headers.at("message-id") == second.headers.at("message-id"));
    CHECK(office.last_letter(request).state == LetterState::sent);
}

TEST_CASE("a letter that ends the process each time is given up in the end", "[jobs][outbox]") {
    Office office;
    auto const request = office.submit();
    struct PowerCut {};
    office.carrier.answer = [](auto const&) -> Handed { throw PowerCut{}; };
    int crashes = 0;
    while (office.last_letter(request).state != LetterState::dead && crashes < 20) {
        try {
            office.deliver();
        } catch (PowerCut const&) {
            ++crashes;
        }
        office.restart();
        office.clock.at += 600s;
    }
    CHECK(crashes == 7);
    CHECK(office.last_letter(request).last_error == "gave_up");
}

TEST_CASE("when the record cannot be written the letter is not handed over a second time", "[jobs][outbox]") {
    Office office;
    auto const request = office.submit();
    office.carrier.answer = [&](auto const&) {
        office.store->close(); // the disk goes away while the letter is on its way
        return answered(Handed::Result::over, {});
    };
    CHECK_THROWS(office.deliver());
    CHECK(office.carrier.taken.size() == 1);
    CHECK_THROWS(office.deliver()); // still away: nothing is claimed, nothing is sent
    CHECK(office.carrier.taken.size() == 1);
}

TEST_CASE("an address gets three letters an hour that anybody can cause, and the others later", "[jobs][outbox]") {
    Office office;
    auto const request = office.submit();
    for (int i = 0; i < 4; ++i)
        must(*office.store, [&](auto& transaction) {
            return office.shop->desk.send_link(transaction, {request.id, {}},
                                               {core::Actor::requester(), office.clock.at, office.clock.stamp().on});
        });
    CHECK(office.deliver() == "3 sent, 2 put off");
    CHECK(office.last_letter(request).last_error == "hourly_budget");
    office.clock.at += 1h - 1ms;
    CHECK(office.deliver() == "nothing to send");
    office.clock.at += 1ms;
    CHECK(office.deliver() == "2 sent");
    CHECK(office.carrier.taken.size() == 5);
}

TEST_CASE("letters that are put off all arrive in the end, however many rounds it takes", "[jobs][outbox]") {
    app::jobs::DeliveryOptions options;
    options.attempts = 3;
    Office office{options};
    auto const request = office.submit();
    for (int i = 0; i < 44; ++i)
        must(*office.store, [&](auto& transaction) {
            return office.shop->desk.send_link(transaction, {request.id, {}},
                                               {core::Actor::requester(), office.clock.at, office.clock.stamp().on});
        });
    for (int hour = 0; hour < 15; ++hour) {
        office.deliver();
        CHECK(office.carrier.taken.size() == static_cast<std::size_t>(3 * (hour + 1)));
        office.clock.at += 1h;
    }
    CHECK(letters_in(*office.store, LetterState::owed).empty());
    CHECK(letters_in(*office.store, LetterState::dead).empty());
    for (auto const& letter : letters_in(*office.store, LetterState::sent))
        CHECK(letter.attempts == 1);
}

TEST_CASE("a link that confirms goes before what strangers cause, in every round", "[jobs][outbox]") {
    Office office;
    for (int i = 0; i < 30; ++i) {
        auto asked = a_new_request(core::RequestType::access);
        asked.relationship = core::Relationship::end_user;
        must(*office.store, [&](auto& transaction) {
            return office.shop->desk.submit(transaction, asked,
                                            {core::Actor::requester(), office.clock.at, office.clock.stamp().on});
        });
    }
    for (int hour = 0; hour < 4; ++hour) {
        CAPTURE(hour);
        office.deliver(); // two of theirs at most; the third is kept
        office.clock.at += 10min;
        auto const own = office.submit();
        office.deliver();
        CHECK(office.last_letter(own).state == LetterState::sent);
        CHECK(office.carrier.taken.size() == static_cast<std::size_t>(3 * (hour + 1)));
        office.clock.at += 50min;
    }
}

TEST_CASE("who asks for many others does not fill the mailbox of one of them", "[jobs][outbox]") {
    Office office;
    for (int i = 0; i < 4; ++i) {
        auto asked = a_new_request(core::RequestType::access);
        asked.requester = {core::RequesterKind::agent, core::PersonName{"Tomas Reiter"},
                           mailbox("agent" + std::to_string(i) + "@example.org")};
        must(*office.store, [&](auto& transaction) {
            return office.shop->desk.submit(transaction, asked,
                                            {core::Actor::requester(), office.clock.at, office.clock.stamp().on});
        });
    }
    CHECK(office.deliver() == "6 sent, 2 put off");
    std::map<std::string, int> letters;
    for (auto const& dispatch : office.carrier.taken)
        ++letters[dispatch.to.reveal()];
    CHECK(letters["ines@example.com"] == 2);
}

TEST_CASE("what staff write to a confirmed person is never put off", "[jobs][outbox]") {
    Office office;
    auto const request = office.in_progress();
    for (int i = 0; i < 5; ++i)
        office.message(request, "Message " + std::to_string(i));
    CHECK(office.deliver() == "6 sent, 1 not needed"); // with `received`; the link to confirm came too late
}

TEST_CASE("a restart gives no address another letter", "[jobs][outbox]") {
    Office office;
    for (int i = 0; i < 3; ++i)
        office.submit();
    CHECK(office.deliver() == "3 sent");
    office.restart();
    office.submit();
    CHECK(office.deliver() == "1 put off");
    office.clock.at += 59min;
    office.restart();
    CHECK(office.deliver() == "nothing to send");
    office.clock.at += 1min;
    CHECK(office.deliver() == "1 sent");
}

TEST_CASE("the budget is each address's own", "[jobs][outbox]") {
    Office office;
    for (int i = 0; i < 10; ++i)
        office.submit("person" + std::to_string(i) + "@example.com");
    CHECK(office.deliver() == "10 sent");
}

TEST_CASE("without an e-mail address the letter is left to be printed", "[jobs][outbox]") {
    Office office;
    auto const request = office.submit_on_paper();
    CHECK(office.deliver() == "1 to print");
    auto const letter = office.last_letter(request);
    CHECK(letter.state == LetterState::print);
    CHECK_THAT(letter.sent_text, Catch::Contains("We must answer by 1 March 2026."));
    CHECK(office.carrier.taken.empty());
}

TEST_CASE("a letter is owed though the request has ended since; a link that confirms nothing any more is not",
          "[jobs][outbox]") {
    Office office;
    auto const confirmed = office.in_progress("one@example.com"); // its link to confirm was never delivered
    office.message(confirmed, "Good day.");
    must(*office.store, [&](auto& transaction) {
        return office.shop->desk.withdraw(transaction, {confirmed.id, {}}, {},
                                          {core::Actor::requester(), office.clock.at, office.clock.stamp().on});
    });
    CHECK(office.deliver() == "3 sent, 1 not needed");
    auto const letters = letters_of(*office.store, confirmed.id);
    REQUIRE(letters.size() == 4);
    CHECK(letters[0].kind == LetterKind::confirm_address);
    CHECK(letters[0].state == LetterState::dropped);
    CHECK(letters[0].last_error == "no_longer_needed");
    for (std::size_t i = 1; i < letters.size(); ++i)
        CHECK(letters[i].state == LetterState::sent);
}

TEST_CASE("an extension is in force once its letter was handed over", "[jobs][outbox]") {
    Office office;
    auto const request = office.in_progress();
    auto const extend = [&] {
        must(*office.store, [&](auto& transaction) {
            return office.shop->desk.extend(transaction, {request.id, {}}, core::FreeText{"The archive is large."},
                                            {an_agent(), office.clock.at, office.clock.stamp().on});
        });
    };
    auto const due_on = [&] { return find(*office.store, request.id)->due_on().value(); };
    auto const last_day = on_day(2026, 3, 1);
    office.deliver();
    CHECK(due_on() == last_day);

    SECTION("on the last day it still counts, though midnight strikes while it is on its way") {
        office.clock.at = at_noon(last_day) + 11h + 59min;
        extend();
        CHECK(due_on() == last_day);
        office.carrier.answer = [&](auto const&) {
            office.clock.at += 2min;
            return answered(Handed::Result::over, {});
        };
        CHECK(office.deliver() == "1 sent");
        CHECK(due_on() == on_day(2026, 3, 31));
    }
    SECTION("where its letter is refused it is dropped, and the trail says why") {
        office.clock.at = at_noon(last_day - 5);
        extend();
        office.carrier.answer = [](auto const&) { return answered(Handed::Result::refused, "550"); };
        CHECK(office.deliver() == "1 given up");
        CHECK(office.last_letter(request).state == LetterState::dead);
        CHECK(due_on() == last_day);
        CHECK(office.has_audit("letter.given_up"));
        CHECK(office.has_audit("request.extension_dropped"));
        office.carrier.answer = nullptr;
        extend(); // anew, for there is time left
        CHECK(office.deliver() == "1 sent");
        CHECK(due_on() == on_day(2026, 3, 31));
    }
    SECTION("the day after it the letter would be untrue: it is not sent, and nothing is extended") {
        office.clock.at = at_noon(last_day) + 11h;
        extend();
        office.clock.at += 2h;
        CHECK(office.deliver() == "1 not needed");
        CHECK(office.last_letter(request).state == LetterState::dropped);
        CHECK(office.last_letter(request).last_error == "extension_too_late");
        CHECK(due_on() == last_day);
        CHECK(office.has_audit("request.extension_dropped"));
        CHECK(find(*office.store, request.id)->clocks[0].extension->dropped_on == last_day + 1);
    }
}

TEST_CASE("who has the answer is not told that it will take longer", "[jobs][outbox]") {
    Office office;
    auto const request = office.in_progress();
    office.deliver();
    auto const agent = core::Stamp{an_agent(), office.clock.at, office.clock.stamp().on};
    must(*office.store, [&](auto& transaction) {
        return office.shop->desk.extend(transaction, {request.id, {}}, core::FreeText{"The archive is large."}, agent);
    });
    must(*office.store, [&](auto& transaction) {
        return office.shop->desk.deny(transaction, {request.id, {}},
                                      {core::DenialReason::other, core::FreeText{"It could be done at once."}}, agent);
    });
    CHECK(office.deliver() == "1 sent, 1 not needed");
    auto const letters = letters_of(*office.store, request.id);
    CHECK(letters[letters.size() - 2].last_error == "no_longer_needed");
    CHECK(letters.back().kind == LetterKind::denied);
    CHECK(letters.back().state == LetterState::sent);
}

TEST_CASE("a member of staff who has left gets no letters", "[jobs][outbox]") {
    Office office;
    auto const request = office.in_progress();
    office.deliver();
    in_transaction(*office.store, [&](storage::Transaction& transaction) {
        auto member = transaction.staff_member(*request.assignee).value();
        member.active = false;
        transaction.update_staff(member);
        (void)transaction.commit(core::Decision::bookkeeping(), office.clock.at);
    });
    office.clock.at = at_noon(on_day(2026, 2, 20));
    office.shop->scheduler.run_due();
    CHECK(office.last_letter(request).kind == LetterKind::received);
    CHECK(office.carrier.taken.size() == 1); // there is no officer, and who left is not written to
}

TEST_CASE("a letter to a member who leaves before it goes is dropped", "[jobs][outbox]") {
    Office office;
    auto const request = office.in_progress();
    office.deliver();
    must(*office.store, [&](auto& transaction) {
        return office.shop->desk.add_message(transaction, {request.id, {}}, core::MessageKind::from_requester,
                                             core::FreeText{"Hello."},
                                             {core::Actor::requester(), office.clock.at, office.clock.stamp().on});
    });
    in_transaction(*office.store, [&](storage::Transaction& transaction) {
        auto member = transaction.staff_member(*request.assignee).value();
        member.active = false;
        transaction.update_staff(member);
        (void)transaction.commit(core::Decision::bookkeeping(), office.clock.at);
    });
    CHECK(office.deliver() == "1 not needed");
    CHECK(office.last_letter(request).kind == LetterKind::message_noted);
    CHECK(office.last_letter(request).last_error == "member_left");
}

TEST_CASE("the letter about a new password reaches its owner, also where the account was closed", "[jobs][outbox]") {
    Office office;
    auto const member = add_member(*office.store, "amara@tidewater.example", core::Role::agent);
    auto const give_password = [&] {
        in_transaction(*office.store, [&](storage::Transaction& transaction) {
            auto const stamp = office.clock.stamp();
            return transaction
                .commit(core::Decision::new_password(stamp, "staff.password_reset", member, 24h), stamp.at)
                .has_value();
        });
    };
    give_password();
    CHECK(office.deliver() == "1 sent");
    REQUIRE(office.carrier.taken.size() == 1);
    CHECK(office.carrier.taken.front().to.reveal() == "amara@tidewater.example");
    CHECK_THAT(parse_message(office.carrier.taken.front().message).text, Catch::Contains("it works for 1 day"));
    in_transaction(*office.store, [&](storage::Transaction& transaction) {
        auto closed = transaction.staff_member(member).value();
        closed.active = false;
        transaction.update_staff(closed);
        (void)transaction.commit(core::Decision::bookkeeping(), office.clock.at);
    });
    give_password();
    CHECK(office.deliver() == "1 sent");
}

TEST_CASE("when it must stop, what is claimed but not sent is given back at once", "[jobs][outbox]") {
    Office office;
    for (int i = 0; i < 5; ++i)
        office.submit("person" + std::to_string(i) + "@example.com");
    auto const stopping = [&] { return office.carrier.taken.size() == 2; };
    CHECK(office.shop->outbox.run(office.clock.moment(), stopping) == "2 sent");
    CHECK(letters_in(*office.store, LetterState::sending).empty());
    CHECK(office.deliver() == "3 sent");
}

TEST_CASE("no delivery begins that could outlast its claim", "[jobs][outbox]") {
    app::jobs::DeliveryOptions options;
    options.lease = 600s;
    options.longest_delivery = 60s;
    Office office{options};
    for (int i = 0; i < 12; ++i)
        office.submit("person" + std::to_string(i) + "@example.com");
    office.carrier.answer = [&](auto const&) {
        office.clock.at += 59s;
        return answered(Handed::Result::over, {});
    };
    // The ninth begins after 472 s, the tenth would begin after 531 s, past the 480 s: it is claimed anew.
    CHECK(office.deliver() == "12 sent");
    CHECK(letters_in(*office.store, LetterState::sending).empty());
    std::set<std::string> ids;
    for (auto const& dispatch : office.carrier.taken)
        ids.insert(dispatch.message_id);
    CHECK(ids.size() == 12);
}

TEST_CASE("after an outage only the newest reminder of a clock goes out, and none once it was answered",
          "[jobs][outbox]") {
    Office office;
    auto const request = office.in_progress();
    office.deliver();
    auto const attend = [&](core::Day day) {
        office.clock.at = at_noon(day);
        in_transaction(*office.store, [&](storage::Transaction& transaction) {
            return office.shop->desk.attend(transaction, request.id, office.clock.stamp());
        });
    };
    auto const last_day = on_day(2026, 3, 1);
    for (int const days : {-7, -3, -1})
        attend(last_day + days);
    CHECK(office.deliver() == "1 sent, 2 not needed");
    CHECK(office.last_letter(request).state == LetterState::sent);
    attend(last_day);
    must(*office.store, [&](auto& transaction) {
        return office.shop->desk.deny(transaction, {request.id, {}},
                                      {core::DenialReason::other, core::FreeText{"It cannot be done."}},
                                      {an_agent(), office.clock.at, office.clock.stamp().on});
    });
    CHECK(office.deliver() == "1 sent, 1 not needed"); // the answer alone
}

TEST_CASE("an approval that is no longer wanted is not asked for", "[jobs][outbox]") {
    Office office;
    auto const request = office.in_progress();
    add_member(*office.store, "officer@example.com", core::Role::officer);
    office.deliver();
    auto const agent =
        core::Stamp{core::Actor::staff(*request.assignee, core::Role::agent), office.clock.at, office.clock.stamp().on};
    auto const officer = core::Stamp{an_officer(7), office.clock.at, office.clock.stamp().on};
    must(*office.store, [&](auto& transaction) {
        return office.shop->desk.verify(transaction, {request.id, {}}, core::Evidence::matched, agent);
    });
    must(*office.store, [&](auto& transaction) {
        return office.shop->desk.submit_for_approval(transaction, {request.id, {}}, everything_done(request), {},
                                                     agent);
    });
    must(*office.store, [&](auto& transaction) {
        return office.shop->desk.send_back(transaction, {request.id, {}}, core::FreeText{"Look again."}, officer);
    });
    CHECK(office.deliver() == "1 sent, 1 not needed");
    CHECK(office.last_letter(request).kind == LetterKind::return_noted);
    CHECK(office.last_letter(request).state == LetterState::sent);
}

TEST_CASE("what became of a letter is not said by whose claim was taken over", "[jobs][outbox]") {
    Office office;
    auto const request = office.submit();
    office.carrier.answer = [&](auto const&) {
        // Suspended for longer than the claim holds; another process has claimed the letter meanwhile.
        office.clock.at += 1h;
        in_transaction(*office.store, [&](storage::Transaction& transaction) {
            CHECK(transaction.claim_letters(office.clock.at, office.clock.at + 10min, 10).size() == 1);
            (void)transaction.commit(core::Decision::bookkeeping(), office.clock.at);
        });
        return answered(Handed::Result::try_later, "451");
    };
    CHECK(office.deliver() == "nothing to send");
    CHECK(office.last_letter(request).state == LetterState::sending);
    CHECK(office.last_letter(request).last_error.empty());
}

TEST_CASE("a letter that cannot be recorded does not keep the others from going, and goes once", "[jobs][outbox]") {
    Office office;
    auto asked = a_new_request(core::RequestType::access);
    asked.subject.email = mailbox("one@example.com");
    asked.requester = {core::RequesterKind::organisation_admin, core::PersonName{"Tomas Reiter"},
                       mailbox("tomas@example.org")};
    asked.organisation = core::OrganisationName{"Birch Bakery"};
    asked.categories = {"customer_data"};
    auto const requester = core::Stamp{core::Actor::requester(), office.clock.at, office.clock.stamp().on};
    auto const broken =
        must(*office.store, [&](auto& transaction) { return office.shop->desk.submit(transaction, asked, requester); });
    office.deliver();
    auto const before = office.carrier.taken.size();
    must(*office.store, [&](auto& transaction) {
        return office.shop->desk.verify(transaction, {broken.id, {}}, core::Evidence::address_confirmed, requester);
    });
    // That the receipt was delivered stops its acknowledge clock, and this request takes no change any more.
    storage::sqlite::Connection{office.store.path(), storage::sqlite::OpenAs::writer, 2}.script(
        "CREATE TRIGGER stubborn BEFORE UPDATE ON requests BEGIN SELECT RAISE(ABORT, 'no'); END");
    auto const other = office.submit("two@example.com");
    for (int turn = 0; turn < 5; ++turn) {
        office.deliver();
        office.clock.at += 1h;
    }
    CHECK(office.carrier.taken.size() == before + 2);
    CHECK(office.last_letter(other).state == LetterState::sent);
    CHECK(office.last_letter(broken).state == LetterState::sent);
    CHECK_FALSE(find(*office.store, broken.id)->clock(core::ClockName::acknowledge)->stopped_on);
}

TEST_CASE("a letter that does not open is given up and keeps no other from leaving", "[jobs][outbox]") {
    Office office;
    auto const damaged = office.submit("ines@example.com");
    office.submit("tom@example.com");
    storage::sqlite::Connection somebody(office.store.path(), storage::sqlite::OpenAs::writer, 1);
    somebody.run("UPDATE letters SET sealed_facts = x'0102' WHERE request_id = ?1", damaged.id.value);
    CHECK(office.deliver() == "1 sent, 1 given up");
    auto const letter = letters_of(*office.store, damaged.id).front();
    CHECK(letter.damaged);
    CHECK(letter.state == LetterState::dead);
    CHECK(letter.last_error == "cannot_be_read");
}
