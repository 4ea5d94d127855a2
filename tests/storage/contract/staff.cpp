#include "tests/storage/contract/contract.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

namespace habeas::testing::contract {

namespace {

template <class Work>
auto book(storage::Store& store, Work work) {
    return in_transaction(store, [&](storage::Transaction& transaction) {
        REQUIRE(transaction.commit(core::Decision::bookkeeping(), noon(march(2))));
        return work(transaction);
    });
}

core::Digest digest_of(std::string_view text) {
    return core::sha256(core::as_bytes(text));
}

storage::StaffMember member(std::string login) {
    return {.login = std::move(login),
            .name = "Agatha Agent",
            .role = core::Role::agent,
            .password_hash = "$argon2id$…",
            .active = true,
            .must_change_password = true,
            .password_expires_at = noon(march(2)),
            .created_at = noon(march(1))};
}

core::StaffId add(storage::Store& store, std::string login) {
    return book(store, [&](auto& transaction) { return transaction.add_staff(member(login)); }).value();
}

void check_members(storage::Store& store) {
    auto const id = add(store, "agatha@example.org");
    auto const found = from_snapshot(store, [&](auto& snapshot) { return snapshot.staff_member(id); });
    REQUIRE(found);
    CHECK(found->login == "agatha@example.org");
    CHECK(found->name == "Agatha Agent");
    CHECK(found->role == core::Role::agent);
    CHECK(found->password_hash == "$argon2id$…");
    CHECK(found->must_change_password);
    CHECK(found->password_expires_at == noon(march(2)));
    CHECK(found->created_at == noon(march(1)));
    CHECK(from_snapshot(store, [](auto& snapshot) { return snapshot.staff_by_login("agatha@example.org"); })->id == id);
    CHECK_FALSE(from_snapshot(store, [](auto& snapshot) { return snapshot.staff_by_login("nobody@example.org"); }));

    auto const taken =
        book(store, [](auto& transaction) { return transaction.add_staff(member("agatha@example.org")); });
    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == core::ErrorCode::conflict);

    auto changed = *found;
    changed.role = core::Role::officer;
    changed.active = false;
    changed.must_change_password = false;
    changed.password_hash = "another";
    changed.password_expires_at = std::nullopt;
    book(store, [&](auto& transaction) { transaction.update_staff(changed); });
    auto const after = from_snapshot(store, [](auto& snapshot) { return snapshot.staff(); });
    REQUIRE(after.size() == 1);
    CHECK(after[0].role == core::Role::officer);
    CHECK_FALSE(after[0].active);
    CHECK_FALSE(after[0].must_change_password);
    CHECK(after[0].password_hash == "another");
    CHECK_FALSE(after[0].password_expires_at);
}

void check_sign_in_failures(storage::Store& store) {
    auto const id = add(store, "agatha@example.org");
    auto const found = [&](std::optional<core::StaffId> whose) {
        return from_snapshot(store, [&](auto& snapshot) { return snapshot.sign_in_failures(whose); });
    };
    CHECK_FALSE(found(id));
    CHECK_FALSE(found(std::nullopt));
    auto const keep = [&](std::optional<core::StaffId> whose, std::int64_t failures, std::int64_t unnoted) {
        storage::SignInFailures const kept{whose, noon(march(1)), failures, unnoted};
        book(store, [&](auto& transaction) { transaction.keep_sign_in_failures(kept); });
    };
    keep(id, 1, 0);
    keep(std::nullopt, 7, 2);
    keep(id, 2, 1);
    REQUIRE(found(id));
    CHECK(found(id)->whose == id);
    CHECK(found(id)->began_at == noon(march(1)));
    CHECK(found(id)->failures == 2);
    CHECK(found(id)->unnoted == 1);
    REQUIRE(found(std::nullopt));
    CHECK_FALSE(found(std::nullopt)->whose);
    CHECK(found(std::nullopt)->failures == 7);
    CHECK(from_snapshot(store, [](auto& snapshot) { return snapshot.all_sign_in_failures(); }).size() == 2);
    book(store, [&](auto& transaction) { transaction.forget_sign_in_failures(std::nullopt); });
    CHECK_FALSE(found(std::nullopt));
    CHECK(found(id));
}

void check_sessions(storage::Store& store) {
    auto const id = add(store, "agatha@example.org");
    auto const begin = [&](std::string_view token, core::Day until) {
        storage::Session const session{digest_of(token), id, noon(march(1)), noon(march(1)), noon(until)};
        book(store, [&](auto& transaction) { transaction.open_session(session); });
    };
    auto const session = [&](std::string_view token) {
        return from_snapshot(store, [&](auto& snapshot) { return snapshot.session(digest_of(token)); });
    };
    begin("one", march(3));
    begin("two", march(4));
    begin("three", march(5));
    REQUIRE(session("one"));
    CHECK(session("one")->staff == id);
    CHECK(session("one")->expires_at == noon(march(3)));
    CHECK_FALSE(session("four"));
    CHECK(from_snapshot(store, [&](auto& snapshot) { return snapshot.sessions_of(id); }).size() == 3);

    book(store, [&](auto& transaction) { transaction.touch_session(digest_of("one"), noon(march(2))); });
    CHECK(session("one")->seen_at == noon(march(2)));
    book(store, [&](auto& transaction) { transaction.end_sessions_before(noon(march(3))); });
    CHECK(session("one")); // it expires at that moment, not before it
    book(store, [&](auto& transaction) { transaction.end_sessions_before(noon(march(4))); });
    CHECK_FALSE(session("one"));
    CHECK(session("two"));
    book(store, [&](auto& transaction) { transaction.end_sessions_of(id, digest_of("two")); });
    CHECK(session("two"));
    CHECK_FALSE(session("three"));
    book(store, [&](auto& transaction) { transaction.end_session(digest_of("two")); });
    CHECK_FALSE(session("two"));
    begin("five", march(6));
    book(store, [&](auto& transaction) { transaction.end_sessions_of(id, std::nullopt); });
    CHECK(from_snapshot(store, [&](auto& snapshot) { return snapshot.sessions_of(id); }).empty());
}

core::TokenId add_token(storage::Store& store, std::string name, std::vector<std::string> scopes) {
    storage::ApiToken const token{.name = name,
                                  .scopes = std::move(scopes),
                                  .token_digest = digest_of(name),
                                  .created_at = noon(march(1)),
                                  .revoked_at = std::nullopt,
                                  .used_at = std::nullopt};
    return book(store, [&](auto& transaction) { return transaction.add_token(token); }).value();
}

void check_tokens(storage::Store& store) {
    auto const id = add_token(store, "shop", {"requests:read", "requests:write"});
    add_token(store, "bare", {});
    auto const found = from_snapshot(store, [](auto& snapshot) { return snapshot.token_by_digest(digest_of("shop")); });
    REQUIRE(found);
    CHECK(found->id == id);
    CHECK(found->name == "shop");
    CHECK(found->scopes == std::vector<std::string>{"requests:read", "requests:write"});
    CHECK_FALSE(found->revoked_at);
    CHECK_FALSE(found->owner);
    CHECK_FALSE(from_snapshot(store, [](auto& snapshot) { return snapshot.token_by_digest(digest_of("x")); }));

    auto const taken = book(store, [&](auto& transaction) {
        auto same_name = *found;
        same_name.token_digest = digest_of("other");
        return transaction.add_token(same_name);
    });
    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == core::ErrorCode::conflict);

    book(store, [&](auto& transaction) { transaction.touch_token(id, noon(march(2))); });
    CHECK(book(store, [](auto& transaction) { return transaction.revoke_token("shop", noon(march(3))); }));
    CHECK_FALSE(book(store, [](auto& transaction) { return transaction.revoke_token("shop", noon(march(4))); }));
    CHECK_FALSE(book(store, [](auto& transaction) { return transaction.revoke_token("nobody", noon(march(4))); }));
    auto const tokens = from_snapshot(store, [](auto& snapshot) { return snapshot.tokens(); });
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[0].used_at == noon(march(2)));
    CHECK(tokens[0].revoked_at == noon(march(3)));
    CHECK(tokens[1].scopes.empty());
}

void check_token_owners(storage::Store& store) {
    auto const owner = book(store, [](auto& transaction) {
                           storage::StaffMember member;
                           member.login = "mira@example.com";
                           member.role = core::Role::officer;
                           return transaction.add_staff(member);
                       }).value();
    storage::ApiToken token{.id = {},
                            .name = "crm",
                            .scopes = {"admin"},
                            .owner = owner,
                            .token_digest = digest_of("crm"),
                            .created_at = noon(march(1)),
                            .revoked_at = std::nullopt,
                            .used_at = std::nullopt};
    auto const id = book(store, [&](auto& transaction) { return transaction.add_token(token); }).value();
    auto const found = from_snapshot(store, [](auto& snapshot) { return snapshot.token_by_digest(digest_of("crm")); });
    REQUIRE(found);
    CHECK(found->id == id);
    CHECK(found->owner == owner);
    CHECK(from_snapshot(store, [](auto& snapshot) { return snapshot.tokens(); }).front().owner == owner);
}

void check_token_names(storage::Store& store) {
    add_token(store, "shop", {});
    book(store, [](auto& transaction) { return transaction.revoke_token("shop", noon(march(3))); });
    auto const successor = book(store, [](auto& transaction) {
        return transaction.add_token({.id = {},
                                      .name = "shop",
                                      .scopes = {},
                                      .token_digest = digest_of("second shop"),
                                      .created_at = noon(march(4)),
                                      .revoked_at = std::nullopt,
                                      .used_at = std::nullopt});
    });
    REQUIRE(successor);
    // Revoking by name means the one in force; the first keeps the day on which it ended.
    CHECK(book(store, [](auto& transaction) { return transaction.revoke_token("shop", noon(march(5))); }));
    auto const tokens = from_snapshot(store, [](auto& snapshot) { return snapshot.tokens(); });
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[0].revoked_at == noon(march(3)));
    CHECK(tokens[1].revoked_at == noon(march(5)));
}

void check_idempotency(storage::Store& store) {
    auto const shop = add_token(store, "shop", {});
    auto const till = add_token(store, "till", {});
    auto const key = digest_of("key");
    auto const remembered = [&](core::TokenId token, core::Digest const& which) {
        return from_snapshot(store, [&](auto& snapshot) { return snapshot.idempotency(token, which); });
    };
    book(store, [&](auto& transaction) {
        transaction.remember_idempotency(shop, key, {digest_of("body"), core::RequestId{5}, std::nullopt},
                                         noon(march(2)));
    });
    REQUIRE(remembered(shop, key));
    CHECK(remembered(shop, key)->body_digest == digest_of("body"));
    CHECK(remembered(shop, key)->request == core::RequestId{5});
    CHECK_FALSE(remembered(shop, key)->answer);
    CHECK_FALSE(remembered(till, key));
    CHECK_FALSE(remembered(shop, digest_of("another key")));
    book(store, [&](auto& transaction) { transaction.forget_idempotency_before(noon(march(2))); });
    CHECK(remembered(shop, key));
    book(store, [&](auto& transaction) { transaction.forget_idempotency_before(noon(march(3))); });
    CHECK_FALSE(remembered(shop, key));
}

void check_first_answers(storage::Store& store) {
    auto const shop = add_token(store, "shop", {});
    auto const request = submit(store, new_request(core::RequestType::access, "Ann", "ann@example.net"));
    storage::FirstAnswer const answer{201, "\"1\"", R"({"subject":{"name":"Ann"}})"};
    book(store, [&](auto& transaction) {
        transaction.remember_idempotency(shop, digest_of("key"), {digest_of("body"), request.id, answer},
                                         noon(march(2)));
    });
    auto const kept = from_snapshot(
        store, [&](auto& snapshot) { return snapshot.idempotency(shop, digest_of("key")).value().answer; });
    CHECK(kept == answer);
}

} // namespace

void staff(StoreFactory const& factory) {
    auto const open = factory();
    auto const store = open({});
    SECTION("members are added once per sign-in name, found and changed") {
        check_members(*store);
    }
    SECTION("failed sign-ins are kept by member, and together for logins that do not exist") {
        check_sign_in_failures(*store);
    }
    SECTION("sessions are opened, touched, ended one by one, by member and by age") {
        check_sessions(*store);
    }
    SECTION("tokens are added once per name, found by digest, used and revoked once") {
        check_tokens(*store);
    }
    SECTION("a token's name is free again once the token is revoked") {
        check_token_names(*store);
    }
    SECTION("a token may belong to a member of staff") {
        check_token_owners(*store);
    }
    SECTION("an idempotency key is remembered per token until it is old") {
        check_idempotency(*store);
    }
    SECTION("the first answer is kept with its idempotency key") {
        check_first_answers(*store);
    }
}

void jobs(StoreFactory const& factory) {
    auto const open = factory();
    auto const store = open({});
    auto const lease = [&](core::Instant now, core::Instant until) {
        return book(*store, [&](auto& transaction) { return transaction.lease_job("reminders", now, until); });
    };
    auto const finish = [&](std::int64_t lease, core::Instant at) {
        return book(*store,
                    [&](auto& transaction) { return transaction.finish_job("reminders", lease, at, "3 sent"); });
    };
    auto const state = [&] { return from_snapshot(*store, [](auto& snapshot) { return snapshot.jobs(); }).at(0); };
    auto const now = noon(march(2));
    using std::chrono::minutes;

    SECTION("a lease is one process's until it runs out or the job is finished") {
        auto const first = lease(now, now + minutes{5});
        CHECK(first);
        CHECK_FALSE(lease(now + minutes{4}, now + minutes{9}));
        auto const second = lease(now + minutes{5}, now + minutes{10});
        REQUIRE(second);
        CHECK(finish(*second, now + minutes{6}));
        CHECK(state().last_result == "3 sent");
        CHECK(state().started_at == now + minutes{5});
        CHECK(state().finished_at == now + minutes{6});
        CHECK_FALSE(state().leased_until);
        CHECK(lease(now + minutes{7}, now + minutes{12}));
        CHECK(state().leased_until == now + minutes{12});
        CHECK(state().last_result == "3 sent");
    }
    SECTION("whose lease ran out and was taken by another says nothing any more") {
        auto const first = lease(now, now + minutes{5});
        auto const second = lease(now + minutes{5}, now + minutes{10});
        REQUIRE((first && second));
        CHECK_FALSE(finish(*first, now + minutes{6}));
        CHECK(state().leased_until == now + minutes{10});
        CHECK(finish(*second, now + minutes{7}));
        CHECK_FALSE(finish(*second, now + minutes{8}));
    }
    SECTION("a lease of before the clock was set back holds nobody up") {
        CHECK(lease(now + minutes{60}, now + minutes{65}));
        CHECK(lease(now, now + minutes{5}));
        CHECK_FALSE(lease(now + minutes{1}, now + minutes{6}));
    }
    SECTION("jobs are listed by name") {
        book(*store, [&](auto& transaction) {
            transaction.lease_job("outbox", now, now);
            transaction.lease_job("expiry", now, now);
        });
        auto const all = from_snapshot(*store, [](auto& snapshot) { return snapshot.jobs(); });
        REQUIRE(all.size() == 2);
        CHECK(all[0].name == "expiry");
        CHECK(all[1].name == "outbox");
    }
}

} // namespace habeas::testing::contract
