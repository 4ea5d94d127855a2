#include "app/desk.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::FreeText;
using core::Status;

namespace {

using Words = std::vector<std::string>;
using std::chrono::days;

/// One request lived through by a desk without HTTP: each step has its day, and is checked against what is stored.
class Story {
  public:
    Story()
        : desk({}, store->references())
        , mira(add("mira@example.com", core::Role::agent))
        , ines(add("ines@example.com", core::Role::officer)) {}

    template <class Verb>
    core::SubjectRequest step(Verb verb) {
        auto changed =
            in_transaction(*store, [&](storage::Transaction& transaction) { return verb(desk, transaction); });
        INFO((changed ? "" : changed.error().message + " " + changed.error().detail));
        REQUIRE(changed);
        request = *changed;
        CHECK(find(*store, request.id) == request);
        return request;
    }
    void begin(core::NewRequest const& asked) {
        step([&](auto& office, auto& transaction) {
            return office.submit(transaction, asked, requester_on(asked.received_on));
        });
    }
    void confirmed(core::Day day) {
        step([&](auto& office, auto& transaction) {
            return office.verify(transaction, seen(), core::Evidence::address_confirmed, requester_on(day));
        });
    }
    void assigned(core::Day day) {
        step([&](auto& office, auto& transaction) { return office.assign(transaction, seen(), mira, as_ines(day)); });
    }
    void matched(core::Day day) {
        step([&](auto& office, auto& transaction) {
            return office.verify(transaction, seen(), core::Evidence::matched, as_mira(day));
        });
    }
    void asked_for_approval(core::Outcome const& outcome, core::Day day) {
        core::PreparedOutcome const prepared{outcome, core::completeness_of(outcome)};
        step([&](auto& office, auto& transaction) {
            return office.submit_for_approval(transaction, seen(), prepared, FreeText("Ready."), as_mira(day));
        });
    }
    void approved(core::Day day) {
        step([&](auto& office, auto& transaction) {
            return office.approve(transaction, seen(), FreeText("Agreed."), as_ines(day));
        });
    }
    void fulfilled(core::Outcome const& outcome, core::Day day) {
        core::PreparedOutcome const answer{outcome, core::completeness_of(outcome)};
        step([&](auto& office, auto& transaction) { return office.fulfil(transaction, seen(), answer, as_mira(day)); });
    }
    void carried_out(core::Day day) {
        step([&](auto& office, auto& transaction) {
            return office.fulfil_as_approved(transaction, seen(), as_mira(day));
        });
    }
    void delivered(core::LetterKind kind, core::Day day) {
        store->write([&](storage::Transaction& transaction) {
            for (auto const& letter : transaction.letters_of(request.id))
                if (letter.kind == kind)
                    desk.letter_delivered(transaction, claimed(transaction, letter, system_on(day).at), "Subject",
                                          "Text", system_on(day));
        });
        request = find(*store, request.id).value();
    }

    app::Target seen() const { return {request.id, request.version}; }
    core::Stamp as_mira(core::Day day) const { return stamp_of(agent(mira.value), day); }
    core::Stamp as_ines(core::Day day) const { return stamp_of(officer(ines.value), day); }

    Words actions() {
        return from_snapshot(*store, [&](storage::Snapshot& snapshot) {
            storage::AuditQuery about;
            about.request = request.id;
            Words all;
            for (auto const& record : snapshot.audit(about))
                all.push_back(record.action.substr(record.action.find('.') + 1));
            return all;
        });
    }
    /// The kinds of its letters in the order they were owed; `*` marks those to staff.
    Words letters() {
        return from_snapshot(*store, [&](storage::Snapshot& snapshot) {
            Words all;
            for (auto const& letter : snapshot.letters_of(request.id))
                all.push_back(std::string(core::code(letter.kind)) +
                              (letter.to.kind == core::Addressee::Kind::staff ? "*" : ""));
            return all;
        });
    }
    bool is_intact() {
        return from_snapshot(*store, [](storage::Snapshot& snapshot) { return snapshot.verify_audit().intact; });
    }
    bool is_suppressed(std::string const& email, core::Topic topic) {
        return from_snapshot(*store, [&](auto& snapshot) { return snapshot.is_suppressed(address(email), topic); });
    }

  private:
    core::StaffId add(std::string const& login, core::Role role) {
        return in_transaction(*store, [&](storage::Transaction& transaction) {
            storage::StaffMember member;
            member.login = login;
            member.name = login;
            member.role = role;
            auto const id = transaction.add_staff(member).value();
            REQUIRE(transaction.commit(
                core::Decision::record({core::Actor::system(), {}, {}}, "staff.added",
                                       {{"staff", std::to_string(id.value)}, {"role", std::string(core::code(role))}}),
                {}));
            return id;
        });
    }

  public:
    TemporaryStore store;
    app::Desk desk;
    core::StaffId mira, ines;
    core::SubjectRequest request;
};

} // namespace

TEST_CASE("access: a copy of the data after a question and an extension", "[journey][story]") {
    Story story;
    auto asked = new_request(core::RequestType::access, "Ada Lindqvist", "ada@example.org", march(2));
    asked.categories = {"contact", "billing"};
    story.begin(asked);
    CHECK(story.request.status == Status::unverified);
    CHECK(story.request.due_on() == march(2) + days{30});
    story.confirmed(march(3));
    CHECK(story.request.status == Status::open);
    story.assigned(march(4));
    CHECK(story.request.status == Status::in_progress);
    story.step([&](auto& office, auto& transaction) {
        return office.request_information(transaction, story.seen(), FreeText("Under which other address?"),
                                          story.as_mira(march(5)));
    });
    CHECK(story.request.status == Status::awaiting_requester);
    CHECK(story.request.due_on() == march(2) + days{30}); // the clock does not wait
    story.step([&](auto& office, auto& transaction) {
        return office.receive_information(transaction, story.seen(), FreeText("ada@work.example"),
                                          requester_on(march(9)));
    });
    CHECK(story.request.status == Status::in_progress);
    CHECK(story.request.unread);
    story.matched(march(10));
    story.step([&](auto& office, auto& transaction) {
        return office.extend(transaction, story.seen(), FreeText("The archive is searched by hand."),
                             story.as_mira(march(30)));
    });
    story.delivered(core::LetterKind::extended, march(31));
    CHECK(story.request.due_on() == march(2) + days{60});
    core::Outcome outcome;
    outcome.categories = {{"contact", core::CategoryOutcome::provided, {}, ""},
                          {"billing", core::CategoryOutcome::nothing_held, {}, ""}};
    outcome.answer = FreeText("Your data is attached.");
    story.fulfilled(outcome, march(2) + days{60});

    CHECK(story.request.status == Status::fulfilled);
    CHECK(story.request.closed_on == march(2) + days{60});
    CHECK(story.request.clock(core::ClockName::respond)->state(march(2) + days{90}) == core::ClockState::stopped);
    CHECK(story.actions() == Words{"submitted", "verified", "assigned", "information_requested", "information_received",
                                   "verified", "extended", "extension_in_force", "delivered", "fulfilled"});
    CHECK(story.letters() == Words{"confirm_address", "received", "assignment_noted*", "information_wanted",
                                   "information_noted*", "extended", "fulfilled"});
    CHECK(story.is_intact());
}

TEST_CASE("correction: sent back by the officer, then done in part, then complained about", "[journey][story]") {
    Story story;
    auto asked = new_request(core::RequestType::correction, "Tom Achterberg", "tom@example.com", march(2));
    asked.corrections = {{"contact.phone", FreeText("01632 960 001"), FreeText("01632 960 002")},
                         {"billing.address", FreeText("12 Old Road"), FreeText("48 Mill Lane")}};
    story.begin(asked);
    story.confirmed(march(2));
    story.assigned(march(3));
    story.matched(march(4));
    core::Outcome outcome;
    outcome.corrections = {{0, core::FieldVerdict::corrected, {}}, {1, core::FieldVerdict::corrected, {}}};
    story.asked_for_approval(outcome, march(5));
    CHECK(story.request.status == Status::awaiting_approval);
    story.step([&](auto& office, auto& transaction) {
        return office.send_back(transaction, story.seen(), FreeText("The road has another name."),
                                story.as_ines(march(6)));
    });
    CHECK(story.request.status == Status::in_progress);
    CHECK_FALSE(story.request.approval_asked_by);
    outcome.corrections[1] = {1, core::FieldVerdict::refused, FreeText("The invoice went out already.")};
    story.asked_for_approval(outcome, march(9));
    story.approved(march(10));
    story.carried_out(march(11));
    CHECK(story.request.status == Status::partially_fulfilled);
    story.step([&](auto& office, auto& transaction) {
        return office.appeal(transaction, story.seen(), FreeText("The next one will be wrong, too."),
                             requester_on(march(20)));
    });

    CHECK(story.request.status == Status::open);
    CHECK(story.request.strictest() == core::ClockName::appeal);
    CHECK(story.request.due_on() == march(20) + days{30});
    CHECK(story.actions() == Words{"submitted", "verified", "assigned", "verified", "approval_asked", "sent_back",
                                   "approval_asked", "approved", "partially_fulfilled", "appealed"});
    CHECK(story.letters() == Words{"confirm_address", "received", "assignment_noted*", "approval_wanted*",
                                   "return_noted*", "approval_wanted*", "approval_noted*", "partially_fulfilled",
                                   "appeal_received", "appeal_noted*"});
    CHECK(story.is_intact());
}

TEST_CASE("a complaint taken back: the first answer stands, and counts as it did", "[journey][story]") {
    Story story;
    story.begin(new_request(core::RequestType::access, "Ada Lindqvist", "ada@example.org", march(2)));
    story.confirmed(march(2));
    story.assigned(march(3));
    story.step([&](auto& office, auto& transaction) {
        return office.deny(transaction, story.seen(), {core::DenialReason::excessive, FreeText("Asked daily.")},
                           story.as_mira(march(9)));
    });
    story.step([&](auto& office, auto& transaction) {
        return office.appeal(transaction, story.seen(), FreeText("It was once."), requester_on(march(12)));
    });
    auto const by_first_decider = in_transaction(*story.store, [&](storage::Transaction& transaction) {
        return story.desk.withdraw(transaction, story.seen(), FreeText("By phone."), story.as_mira(march(13)));
    });
    REQUIRE_FALSE(by_first_decider);
    CHECK(by_first_decider.error().code == core::ErrorCode::forbidden);
    story.step([&](auto& office, auto& transaction) {
        return office.withdraw(transaction, story.seen(), FreeText("By phone."), story.as_ines(march(14)));
    });
    CHECK(story.request.status == Status::denied);
    CHECK(story.request.closed_on == march(9));
    CHECK(story.request.outcome.denial_reason == core::DenialReason::excessive);
    CHECK(story.actions().back() == "appeal_withdrawn");
    CHECK(story.letters() == Words{"confirm_address", "received", "assignment_noted*", "denied", "appeal_received",
                                   "appeal_noted*", "withdrawn"});
    CHECK(story.is_intact());
}

TEST_CASE("deletion: needs two people, and what is kept has a ground", "[journey][story]") {
    Story story;
    auto asked = new_request(core::RequestType::deletion, "Noor Rahimi", "noor@example.org", march(2));
    asked.deletion_scope = core::DeletionScope::categories;
    asked.categories = {"contact", "billing"};
    story.begin(asked);
    story.confirmed(march(2));
    story.assigned(march(3));
    story.matched(march(4));
    core::Outcome outcome;
    outcome.categories = {
        {"contact", core::CategoryOutcome::deleted, {}, ""},
        {"billing", core::CategoryOutcome::kept, core::RetentionGround::legal_obligation, "2034-12-31"}};
    story.asked_for_approval(outcome, march(5));
    story.approved(march(6));
    CHECK(story.request.status == Status::in_progress);
    CHECK(story.request.approved_by == story.as_ines(march(6)).actor);
    story.carried_out(march(2) + days{30});

    CHECK(story.request.status == Status::partially_fulfilled);
    CHECK(story.request.clock(core::ClockName::respond)->state(march(2) + days{90}) == core::ClockState::stopped);
    CHECK(story.request.outcome.categories == outcome.categories);
    CHECK(story.actions() ==
          Words{"submitted", "verified", "assigned", "verified", "approval_asked", "approved", "partially_fulfilled"});
    CHECK(story.letters() == Words{"confirm_address", "received", "assignment_noted*", "approval_wanted*",
                                   "approval_noted*", "partially_fulfilled"});
    CHECK(story.is_intact());
}

TEST_CASE("unsubscribe: at once, without a question, and again without harm", "[journey][story]") {
    Story story;
    auto asked = new_request(core::RequestType::unsubscribe, "", "fred@example.org", march(2));
    asked.channel = core::Channel::unsubscribe_link;
    asked.topics = {core::Topic::events};
    story.begin(asked);
    CHECK(story.request.status == Status::fulfilled);
    CHECK(story.request.closed_on == march(2));
    CHECK_FALSE(story.request.due_on());
    CHECK(story.is_suppressed("Fred@Example.org", core::Topic::events));
    CHECK_FALSE(story.is_suppressed("fred@example.org", core::Topic::marketing));
    CHECK(story.actions() == Words{"submitted", "fulfilled"});
    CHECK(story.letters() == Words{"unsubscribed"});

    asked.topics.clear(); // names none: all of them
    story.begin(asked);
    for (auto const& [topic, word] : core::words_of<core::Topic>()) {
        INFO(word);
        CHECK(story.is_suppressed("fred@example.org", topic));
    }
    CHECK_FALSE(story.is_suppressed("frida@example.org", core::Topic::events));
    CHECK(story.is_intact());
}
