#include "tests/support/office.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::ErrorCode;
using core::FreeText;
using core::Status;

namespace {

ErrorCode code_of(app::Desk::Changed const& changed) {
    REQUIRE_FALSE(changed);
    return changed.error().code;
}

} // namespace

TEST_CASE("an extension is in force from the day its letter was handed over", "[app][desk]") {
    Office office;
    auto const request = office.assigned(); // received on 2 March, due on 1 April
    auto const due = march(2) + std::chrono::days{30};
    auto const asked = office.run([&](auto& transaction) {
        return office.desk.extend(transaction, {request.id, request.version}, FreeText("The archive is large."),
                                  office.mira_on(march(20)));
    });
    REQUIRE(asked);
    CHECK(asked->due_on() == due);
    auto const letter = office.letters(request.id).back();
    REQUIRE(letter.kind == core::LetterKind::extended);

    SECTION("before the due day has passed") {
        office.deliver(letter, due);
        auto const now = find(*office.store, request.id).value();
        CHECK(now.due_on() == due + std::chrono::days{30});
        CHECK(now.clock(core::ClockName::respond)->extension->effective_on == due);
        auto const actions = office.actions(request.id);
        CHECK(std::vector(actions.end() - 2, actions.end()) ==
              std::vector<std::string>{"request.extension_in_force", "letter.delivered"});
    }
    SECTION("too late: the day after the due day") {
        office.deliver(letter, due + std::chrono::days{1});
        auto const now = find(*office.store, request.id).value();
        CHECK(now.due_on() == due);
        CHECK(now.clock(core::ClockName::respond)->extension->dropped_on);
        auto const actions = office.actions(request.id);
        CHECK(std::vector(actions.end() - 2, actions.end()) ==
              std::vector<std::string>{"request.extension_dropped", "letter.delivered"});
    }
    auto const sent = office.letters(request.id).back();
    CHECK(sent.state == core::LetterState::sent);
    CHECK(sent.sent_subject == "Subject");
    CHECK(sent.sent_text == "Text");
}

TEST_CASE("each answer's letter moves the clock of its own answer, in whatever order they go out", "[app][desk]") {
    Office office;
    auto const request = office.assigned();
    auto const deny = [&](core::Stamp const& stamp) {
        REQUIRE(office.run([&](auto& transaction) {
            return office.desk.deny(transaction, {request.id, {}}, {core::DenialReason::other, FreeText("No.")}, stamp);
        }));
        return office.letters(request.id).back();
    };
    auto const first = deny(office.mira_on(march(9)));
    REQUIRE(office.run([&](auto& transaction) {
        return office.desk.appeal(transaction, {request.id, {}}, FreeText("Look again."), requester_on(march(12)));
    }));
    REQUIRE(office.run([&](auto& transaction) {
        return office.desk.assign(transaction, {request.id, {}}, office.jonas, office.ines_on(march(13)));
    }));
    auto const second = deny(office.jonas_on(march(20)));
    office.deliver(second, march(22));
    office.deliver(first, march(25));
    auto const now = find(*office.store, request.id).value();
    CHECK(now.clock(core::ClockName::respond)->stopped_on == march(25));
    CHECK(now.clock(core::ClockName::appeal)->stopped_on == march(22));
    auto const entries = from_snapshot(*office.store, [&](storage::Snapshot& snapshot) {
        storage::AuditQuery about;
        about.request = request.id;
        return snapshot.audit(about);
    });
    CHECK(entries.back().details.contains("to=requester\nmessage=" + first.message_id));
}

TEST_CASE("any other letter that was handed over is noted and changes nothing else", "[app][desk]") {
    Office office;
    auto const request = office.assigned();
    office.deliver(office.letters(request.id).front(), march(4));
    CHECK(find(*office.store, request.id) == request);
    CHECK(office.actions(request.id).back() == "letter.delivered");
}

TEST_CASE("every look of staff at a request is noted without spoiling a colleague's work", "[app][desk]") {
    Office office;
    auto const request = office.assigned();
    auto const look = [&](core::Stamp const& stamp) {
        return office.run(
            [&](auto& transaction) { return office.desk.note_viewed(transaction, {request.id, {}}, stamp); });
    };
    CHECK(look(office.mira_on(march(4)))->version == request.version);
    CHECK(look(office.jonas_on(march(4)))->version == request.version);
    auto const actions = office.actions(request.id);
    CHECK(std::vector(actions.end() - 2, actions.end()) == std::vector<std::string>(2, "request.viewed"));
    CHECK(code_of(look(stamp_of(core::Actor::staff(core::StaffId{9}, core::Role::admin), march(4)))) ==
          ErrorCode::forbidden);
    CHECK(code_of(look(requester_on(march(4)))) == ErrorCode::forbidden);
    CHECK(office.actions(request.id).size() == actions.size());
}

TEST_CASE("the first look after the requester has written makes the request read", "[app][desk]") {
    Office office;
    auto const request = office.assigned();
    auto const written = office.run([&](auto& transaction) {
        return office.desk.add_message(transaction, {request.id, {}}, core::MessageKind::from_requester,
                                       FreeText("Any news?"), requester_on(march(4)));
    });
    REQUIRE(written);
    CHECK(written->unread);
    auto const looked = office.run([&](auto& transaction) {
        return office.desk.note_viewed(transaction, {request.id, {}}, office.mira_on(march(5)));
    });
    CHECK_FALSE(looked->unread);
    CHECK(looked->version == written->version + 1);
}

TEST_CASE("approval is asked of every active officer but not of who asks", "[app][desk]") {
    Office office;
    auto const request = office.assigned(core::RequestType::deletion);
    add_colleague(*office.store, "former@example.com", core::Role::officer, false);
    REQUIRE(office.run([&](auto& transaction) {
        return office.desk.verify(transaction, {request.id, {}}, core::Evidence::matched, office.mira_on(march(5)));
    }));
    auto const ask = [&](core::Stamp const& stamp) {
        REQUIRE(office.run([&](auto& transaction) {
            return office.desk.submit_for_approval(transaction, {request.id, {}}, everything_done(request),
                                                   FreeText("ready"), stamp);
        }));
        std::vector<core::StaffId> asked;
        for (auto const& letter : office.letters(request.id))
            if (letter.kind == core::LetterKind::approval_wanted) asked.push_back(letter.to.staff);
        std::ranges::sort(asked);
        return asked;
    };
    SECTION("an agent asks both") {
        CHECK(ask(office.mira_on(march(6))) == std::vector{office.ines, office.henrik});
    }
    SECTION("an officer asks the other, and cannot approve alone") {
        CHECK(ask(office.ines_on(march(6))) == std::vector{office.henrik});
        CHECK(code_of(office.run([&](auto& transaction) {
                  return office.desk.approve(transaction, {request.id, {}}, {}, office.ines_on(march(6)));
              })) == ErrorCode::forbidden);
    }
}

TEST_CASE("nothing is fulfilled for somebody whose address was not compared", "[app][desk]") {
    Office office;
    auto const request = office.assigned(); // confirmed by the link alone
    auto const fulfil = [&] {
        return office.run([&](auto& transaction) {
            return office.desk.fulfil(transaction, {request.id, {}}, everything_done(request),
                                      office.mira_on(march(8)));
        });
    };
    CHECK(code_of(fulfil()) == ErrorCode::not_allowed_now);
    REQUIRE(office.run([&](auto& transaction) {
        return office.desk.verify(transaction, {request.id, {}}, core::Evidence::matched, office.mira_on(march(8)));
    }));
    CHECK(fulfil()->status == Status::fulfilled);
}

TEST_CASE("a reminder is owed once a day of it has come, and only once", "[app][desk]") {
    Office office;
    auto const request = office.assigned(); // due on 1 April: the first reminder is 14 days before
    auto const attend = [&](core::Day day) {
        return in_transaction(*office.store, [&](storage::Transaction& transaction) {
            return office.desk.attend(transaction, request.id, system_on(day));
        });
    };
    CHECK_FALSE(attend(march(17)));
    CHECK(attend(march(18)));
    CHECK_FALSE(attend(march(18)));
    auto const letter = office.letters(request.id).back();
    CHECK(letter.kind == core::LetterKind::deadline_reminder);
    CHECK(letter.to.staff == office.mira);
    CHECK_FALSE(in_transaction(*office.store, [&](storage::Transaction& transaction) {
        return office.desk.attend(transaction, core::RequestId{404}, system_on(march(18)));
    }));
}
