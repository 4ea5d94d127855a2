#include "core/casework_builder.hpp"
#include "tests/storage/contract/contract.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

namespace habeas::testing::contract {

namespace {

/// A request with something in every field that can hold something.
core::SubjectRequest crowded_request() {
    core::SubjectRequest request;
    request.type = core::RequestType::correction;
    request.status = core::Status::awaiting_approval;
    request.relationship = core::Relationship::end_user;
    request.channel = core::Channel::postal_mail;
    request.subject = {core::PersonName{"Zoë van Dyk"}, address("zoe@example.net"), "NL", "Utrecht",
                       core::PostalAddress{"1 Old Lane\n3511 Utrecht"}};
    request.requester = {core::RequesterKind::agent, core::PersonName{"Ann Agent"}, address("ann@law.example")};
    request.organisation = core::OrganisationName{"Example Foods"};
    request.categories = {"contact", "billing"};
    request.details = core::FreeText{"line one\nline two"};
    request.corrections = {{"contact.phone", core::FreeText{"1"}, core::FreeText{"2"}},
                           {"billing.address", core::FreeText{}, core::FreeText{"Road 9"}}};
    request.deletion_scope = core::DeletionScope::categories;
    request.topics = {core::Topic::events, core::Topic::marketing};
    request.received_at = noon(march(2)) + std::chrono::milliseconds{1};
    request.received_on = march(2);
    request.recorded_at = noon(march(3));
    request.recorded_on = march(3);
    request.closed_on = march(9);
    request.evidence = core::Evidence::matched;
    request.assignee = core::StaffId{7};
    request.clocks = {{.name = core::ClockName::appeal,
                       .rule = "a-rule",
                       .sentence = "Complaints are decided within {days} days.",
                       .days = 30,
                       .started_on = march(2),
                       .extension = core::Extension{30, march(4), march(5)},
                       .stopped_on = march(9),
                       .reminded_stage = -7},
                      {.name = core::ClockName::respond,
                       .rule = "other",
                       .sentence = "",
                       .days = 10,
                       .started_on = march(1),
                       .extension = core::Extension{20, march(4), std::nullopt},
                       .stopped_on = std::nullopt,
                       .reminded_stage = std::nullopt}};
    request.approval_asked_by = agent(7);
    request.approved_by = officer(8);
    request.verified_by = agent(9);
    request.first_end = core::FirstEnd{core::Status::redirected, march(7), {}};
    request.first_end->approved_by = officer(10);
    request.first_end->outcome.answer = core::FreeText{"words of before"};
    request.appeal_withdrawn = true;
    request.decided_by = core::Actor::token(core::TokenId{3}, core::Role::officer);
    request.appealed = request.unverified_reminded = request.unread = true;
    request.outcome.categories = {
        {"billing", core::CategoryOutcome::kept, core::RetentionGround::legal_obligation, "2031-12-31"},
        {"contact", core::CategoryOutcome::corrected, std::nullopt, ""}};
    request.outcome.corrections = {{1, core::FieldVerdict::refused, core::FreeText{"not shown"}}};
    request.outcome.answer = core::FreeText{"words of staff"};
    request.outcome.denial_reason = core::DenialReason::excessive;
    request.outcome.redirected_to = core::OrganisationName{"Elsewhere"};
    return request;
}

core::SubjectRequest store_new(storage::Store& store, core::SubjectRequest request) {
    return in_transaction(store, [&](storage::Transaction& transaction) {
        request.id = transaction.next_request_id();
        request.reference = store.references().encode(request.id);
        core::Policy const policy;
        auto const decision = core::Casework{request, system_on(march(3)), policy}.finish();
        REQUIRE(transaction.commit(decision, noon(march(3))));
        return *decision.after();
    });
}

/// The request as it is, given to `edit`, as the next version.
core::SubjectRequest store_edited(storage::Store& store, core::RequestId id,
                                  std::function<void(core::SubjectRequest&)> const& edit) {
    return change(store, id,
                  [&](core::SubjectRequest const& before) -> core::Result<core::Decision> {
                      core::Policy const policy;
                      core::Casework work{before, system_on(march(10)), policy};
                      edit(work.request());
                      return work.finish();
                  })
        .value();
}

} // namespace

void requests(StoreFactory const& factory) {
    auto const open = factory();
    auto store = open({});

    SECTION("a request comes back with every field as it was stored, also after reopening") {
        auto const stored = store_new(*store, crowded_request());
        CHECK(find(*store, stored.id) == stored);
        store.reset();
        store = open({});
        CHECK(find(*store, stored.id) == stored);
    }
    SECTION("a request of nothing but empty fields comes back empty") {
        auto const stored = store_new(*store, {});
        CHECK(find(*store, stored.id) == stored);
        CHECK(stored.version == 1);
    }
    SECTION("a change of every field is stored, and fields can become empty again") {
        auto const first = store_new(*store, {});
        auto const filled = store_edited(*store, first.id, [&](core::SubjectRequest& request) {
            auto const kept = request;
            request = crowded_request();
            request.id = kept.id;
            request.reference = kept.reference;
            request.version = kept.version;
            request.prepared = core::PreparedOutcome{request.outcome, core::Completeness::part};
        });
        CHECK(filled.version == 2);
        CHECK(find(*store, first.id) == filled);
        auto const emptied = store_edited(*store, first.id, [&](core::SubjectRequest& request) {
            core::SubjectRequest empty;
            empty.id = request.id;
            empty.reference = request.reference;
            empty.version = request.version;
            request = empty;
        });
        CHECK(find(*store, first.id) == emptied);
    }
    SECTION("a number nobody has is no request") {
        CHECK_FALSE(find(*store, core::RequestId{1}));
        CHECK_FALSE(find(*store, core::RequestId{-1}));
    }
    SECTION("numbers grow, and the reference of each leads back to it") {
        auto const first = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
        auto const second = submit(*store, new_request(core::RequestType::access, "Ben", "ben@example.net"));
        CHECK(second.id > first.id);
        CHECK(store->references().decode(first.reference.text()) == first.id);
        CHECK(store->references().decode(second.reference.text()) == second.id);
    }
    SECTION("references stay the same after reopening") {
        auto const request = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
        store.reset();
        store = open({});
        CHECK(store->references().encode(request.id) == request.reference);
    }
    SECTION("messages are read in the order they were written, with author, time and body") {
        auto const request = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
        for (auto const* const body : {"first words", "second words"})
            REQUIRE(change(*store, request.id, [&](auto const& before) {
                return core::add_message(before, core::MessageKind::note, core::FreeText{body},
                                         stamp_of(agent(), march(3)), {});
            }));
        auto const messages = from_snapshot(*store, [&](auto& snapshot) { return snapshot.messages(request.id); });
        REQUIRE(messages.size() == 2);
        CHECK(messages[0].body.reveal() == "first words");
        CHECK(messages[1].body.reveal() == "second words");
        CHECK(messages[1].kind == core::MessageKind::note);
        CHECK(messages[1].author == agent());
        CHECK(messages[1].at == noon(march(3)));
        CHECK(messages[0].id < messages[1].id);
    }
    SECTION("an unsubscribe suppresses the address for its topics, however it is written, and may be repeated") {
        auto asked = new_request(core::RequestType::unsubscribe, "", "Ann@Example.net");
        asked.topics = {core::Topic::marketing};
        submit(*store, asked);
        submit(*store, asked);
        auto const suppressed = [&](std::string const& text, core::Topic topic) {
            return from_snapshot(*store, [&](auto& snapshot) { return snapshot.is_suppressed(address(text), topic); });
        };
        CHECK(suppressed("Ann@Example.net", core::Topic::marketing));
        CHECK(suppressed("ann@example.net", core::Topic::marketing));
        CHECK_FALSE(suppressed("ann@example.net", core::Topic::events));
        CHECK_FALSE(suppressed("ben@example.net", core::Topic::marketing));
    }
    SECTION("the requests of an address are those of its subject or requester, ended ones too, the newest first") {
        auto const own = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
        auto by_agent = new_request(core::RequestType::deletion, "Ben", "ben@example.net");
        by_agent.requester = {core::RequesterKind::agent, core::PersonName{"Ann"}, address("ANN@example.net")};
        auto const represented = submit(*store, by_agent);
        submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.com"));
        auto const withdrawn = submit(*store, new_request(core::RequestType::access, "Ann", "Ann@example.net"));
        REQUIRE(change(*store, withdrawn.id, [](auto const& before) {
            return core::withdraw(before, core::FreeText{"changed my mind"}, requester_on(march(3)), {});
        }));
        auto const found = [&](std::string const& text, int limit) {
            std::vector<core::RequestId> ids;
            for (auto const& row :
                 from_snapshot(*store, [&](auto& snapshot) { return snapshot.requests_of(address(text), limit); }))
                ids.push_back(row.id);
            return ids;
        };
        CHECK(found("ann@example.net", 10) == std::vector{withdrawn.id, represented.id, own.id});
        CHECK(found("ann@example.net", 2) == std::vector{withdrawn.id, represented.id});
        CHECK(found("ben@example.net", 10) == std::vector{represented.id});
        CHECK(found("nobody@example.net", 10).empty());
        auto const rows =
            from_snapshot(*store, [&](auto& snapshot) { return snapshot.requests_of(address("ben@example.net"), 10); });
        REQUIRE(rows.size() == 1);
        CHECK(rows.front().reference == represented.reference);
        CHECK(rows.front().type == core::RequestType::deletion);
        CHECK(rows.front().status == represented.status);
        CHECK(rows.front().due_on == represented.due_on());
        CHECK(rows.front().subject_name.reveal() == "Ben");
    }
    SECTION("what needs attention by a day is found up to that day and not before") {
        auto const request = submit(*store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
        auto const other = submit(*store, new_request(core::RequestType::access, "Ben", "ben@example.net"));
        REQUIRE(request.attention_on);
        auto const needing = [&](core::Day day, core::RequestId after, int limit) {
            return from_snapshot(*store, [&](auto& snapshot) { return snapshot.needing_attention(day, after, limit); });
        };
        CHECK(needing(*request.attention_on - std::chrono::days{1}, {}, 10).empty());
        CHECK(needing(*request.attention_on, {}, 10) == std::vector{request.id, other.id});
        CHECK(needing(*request.attention_on, {}, 1) == std::vector{request.id});
        CHECK(needing(*request.attention_on, request.id, 10) == std::vector{other.id});
    }
}

} // namespace habeas::testing::contract
