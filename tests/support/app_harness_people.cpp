#include "core/parts.hpp"
#include "tests/support/app_harness.hpp"

#include <stdexcept>

// Who uses the application, and what they have asked for.
namespace habeas::testing {

namespace {

constexpr auto test_password = "correct horse battery staple";

} // namespace

Browser AppHarness::visitor() {
    std::string const secret = "a-secret-of-some-visitor";
    return {{{"form", secret}}, services().form_tokens.token_for(secret)};
}

core::StaffId AppHarness::add_staff(core::Role role, std::string const& login, std::string const& password) {
    return add_member(role, login, services().passwords.hash(password.empty() ? test_password : password));
}

core::StaffId AppHarness::add_member(core::Role role, std::string const& login, std::string password_hash) {
    storage::StaffMember member;
    member.login = login;
    member.name = "Staff " + login.substr(0, login.find('@'));
    member.role = role;
    member.password_hash = std::move(password_hash);
    member.created_at = clock().now();
    return write([&](storage::Transaction& transaction) {
        auto const id = transaction.add_staff(member).value();
        transaction.commit(core::Decision::bookkeeping(), member.created_at).value();
        return id;
    });
}

StaffBrowser AppHarness::sign_in_as(core::Role role) {
    StaffBrowser staff;
    staff.role = role;
    staff.login = std::string(core::code(role)) + std::to_string(++staff_count_) + "@company.example";
    staff.password = test_password;
    staff.id = add_staff(role, staff.login);
    auto const secret = "session-secret-" + staff.login;
    staff.cookies["session"] = secret;
    staff.form_token = services().form_tokens.token_for(secret, staff.id);
    auto const now = clock().now();
    storage::Session const session{services().form_tokens.digest_of_secret(secret), staff.id, now, now,
                                   now + services().configuration.sessions.absolute_hours};
    write([&](storage::Transaction& transaction) {
        transaction.open_session(session);
        transaction.commit(core::Decision::bookkeeping(), now).value();
    });
    return staff;
}

void AppHarness::give_password(core::StaffId whose, std::optional<core::Instant> works_until) {
    write([&](storage::Transaction& transaction) {
        auto member = transaction.staff_member(whose).value();
        member.must_change_password = true;
        member.password_expires_at = works_until;
        transaction.update_staff(member);
        transaction.commit(core::Decision::bookkeeping(), clock().now()).value();
    });
}

ApiClient AppHarness::token_of_somebody(core::Role role, std::vector<std::string> const& scopes) {
    auto const login = "owner" + std::to_string(token_count_ + 1) + "@company.example";
    return token_with(scopes, add_member(role, login, "no password fits"));
}

ApiClient AppHarness::token_with(std::vector<std::string> const& scopes, std::optional<core::StaffId> owner) {
    ApiClient client;
    client.owner = owner;
    client.secret = "token-secret-" + std::to_string(++token_count_);
    storage::ApiToken token;
    token.name = "token " + std::to_string(token_count_);
    token.scopes = scopes;
    token.owner = owner;
    token.token_digest = services().form_tokens.digest_of_secret(client.secret);
    token.created_at = clock().now();
    client.id = write([&](storage::Transaction& transaction) {
        auto const id = transaction.add_token(token).value();
        transaction.commit(core::Decision::bookkeeping(), token.created_at).value();
        return id;
    });
    return client;
}

void AppHarness::tell_of_everybody() {
    auto const stamp = services().stamp(core::Actor::system());
    write([&](storage::Transaction& transaction) {
        auto const tell = [&](std::string action, Pairs details) {
            transaction.commit(core::Decision::record(stamp, std::move(action), std::move(details)), stamp.at).value();
        };
        for (auto const& member : transaction.staff()) {
            if (!told_staff_.insert(member.id).second) continue;
            tell("staff.added",
                 {{"staff", std::to_string(member.id.value)}, {"role", std::string(core::code(member.role))}});
        }
        for (auto const& token : transaction.tokens()) {
            if (!told_tokens_.insert(token.id).second) continue;
            Pairs details{{"token", std::to_string(token.id.value)}, {"scopes", core::joined(token.scopes, ",")}};
            if (token.owner) details.emplace_back("owner", std::to_string(token.owner->value));
            tell("token.added", std::move(details));
        }
    });
}

core::NewRequest AppHarness::new_request(core::RequestType type, std::string const& email, std::string name) {
    core::NewRequest asked;
    asked.type = type;
    asked.subject.name = core::PersonName(std::move(name));
    asked.subject.email = core::EmailAddress::parse(email).value();
    asked.received_at = clock().now();
    asked.received_on = today();
    if (type == core::RequestType::correction)
        asked.corrections.push_back(
            {"contact.phone", core::FreeText("01632 960 001"), core::FreeText("01632 960 002")});
    if (type == core::RequestType::deletion) asked.deletion_scope = core::DeletionScope::account;
    return asked;
}

core::SubjectRequest AppHarness::change(std::function<app::Desk::Changed(storage::Transaction&)> const& verb) {
    auto const changed = write([&](storage::Transaction& transaction) { return verb(transaction); });
    if (changed) return *changed;
    auto words = changed.error().message;
    for (auto const& each : changed.error().fields)
        words += " " + each.field + ": " + each.message;
    throw std::runtime_error("the desk refuses: " + words);
}

core::SubjectRequest AppHarness::add_request(core::NewRequest const& asked, core::Actor actor) {
    auto const stamp = services().stamp(actor);
    return change([&](auto& transaction) { return desk().submit(transaction, asked, stamp); });
}

core::SubjectRequest AppHarness::add_request(core::RequestType type, std::string const& email, std::string name) {
    return add_request(new_request(type, email, std::move(name)));
}

core::SubjectRequest AppHarness::find(core::RequestId id) {
    return read([&](storage::Snapshot& snapshot) { return snapshot.find(id); }).value();
}

} // namespace habeas::testing
