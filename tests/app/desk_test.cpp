#include "tests/support/office.hpp"

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

TEST_CASE("of two people who act on the same version one wins and the other is told", "[app][desk]") {
    Office office;
    auto const seen = office.assigned();
    auto const first = office.run([&](auto& transaction) {
        return office.desk.withdraw(transaction, {seen.id, seen.version}, FreeText("not needed"),
                                    requester_on(march(5)));
    });
    auto const second = office.run([&](auto& transaction) {
        return office.desk.deny(transaction, {seen.id, seen.version},
                                {core::DenialReason::no_data_found, FreeText("We hold nothing.")},
                                office.mira_on(march(5)));
    });
    REQUIRE(first);
    CHECK(code_of(second) == ErrorCode::conflict);
    CHECK(second.error().message == "Someone changed this request while you were working on it.");
    auto const now = find(*office.store, seen.id).value();
    CHECK(now.status == Status::withdrawn);
    CHECK(now.version == seen.version + 1);
    CHECK(office.actions(seen.id) ==
          std::vector<std::string>{"request.submitted", "request.verified", "request.assigned", "request.withdrawn"});
    CHECK(office.letters(seen.id).back().kind == core::LetterKind::withdrawn);
}

TEST_CASE("a version nobody has seen yet is a conflict, too, and a mailed link needs none", "[app][desk]") {
    Office office;
    auto const seen = office.assigned();
    auto const withdraw = [&](app::ExpectedVersion version) {
        return office.run([&](auto& transaction) {
            return office.desk.withdraw(transaction, {seen.id, version}, {}, requester_on(march(5)));
        });
    };
    CHECK(code_of(withdraw(seen.version + 1)) == ErrorCode::conflict);
    CHECK(code_of(withdraw(0)) == ErrorCode::conflict);
    CHECK(withdraw(std::nullopt));
}

TEST_CASE("a verb on a request that does not exist finds nothing and writes nothing", "[app][desk]") {
    Office office;
    auto const entries = [&] {
        return from_snapshot(*office.store, [](auto& snapshot) { return snapshot.audit_head().entries; });
    };
    auto const before = entries();
    CHECK(code_of(office.run([&](auto& transaction) {
              return office.desk.assign(transaction, {core::RequestId{404}, 1}, office.mira, office.ines_on(march(3)));
          })) == ErrorCode::not_found);
    CHECK(entries() == before);
}

TEST_CASE("nobody is kept from asking by requests that others sent for the same address", "[app][desk]") {
    Office office;
    for (int i = 0; i < 20; ++i) {
        auto const made = office.ask(new_request(core::RequestType::access, "Ada Lindqvist", "ada@example.org"));
        REQUIRE(made);
        CHECK(made->status == Status::unverified);
    }
}

TEST_CASE("a request with mistakes in it is told all of them and not begun", "[app][desk]") {
    Office office;
    auto asked = new_request(core::RequestType::correction, "Ada", "ada@example.org");
    asked.corrections.clear();
    asked.categories = {"shoe size"};
    auto const refused = office.ask(asked);
    CHECK(code_of(refused) == ErrorCode::invalid);
    CHECK(refused.error().fields.size() == 2);
    CHECK(from_snapshot(*office.store, [](auto& snapshot) { return snapshot.counts().open; }) == 0);
}

TEST_CASE("work is given only to an agent or officer who is active", "[app][desk]") {
    Office office;
    auto const request = office.opened();
    auto const gone = add_colleague(*office.store, "gone@example.com", core::Role::agent, false);
    auto const admin = add_colleague(*office.store, "tomasz@example.com", core::Role::admin);
    auto const assign = [&](core::StaffId to) {
        return office.run([&](auto& transaction) {
            return office.desk.assign(transaction, {request.id, std::nullopt}, to, office.ines_on(march(3)));
        });
    };
    for (auto const nobody : {gone, admin, core::StaffId{999}, core::StaffId{0}, core::StaffId{-1}}) {
        INFO(nobody.value);
        auto const refused = assign(nobody);
        CHECK(code_of(refused) == ErrorCode::invalid);
        CHECK(refused.error().fields.at(0).field == "assignee");
    }
    CHECK(find(*office.store, request.id)->status == Status::open);
    CHECK(assign(office.jonas)->assignee == office.jonas);
    CHECK(assign(office.ines)->assignee == office.ines);
}
