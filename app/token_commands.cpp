#include "app/command_parts.hpp"
#include "app/company_calendar.hpp"
#include "app/scopes.hpp"
#include "app/shell_user.hpp"
#include "core/letter_case.hpp"
#include "core/parts.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <ostream>

#include <boost/json.hpp>

// `habeas token …`
namespace habeas::app {

namespace {

namespace json = boost::json;

using Details = std::vector<std::pair<std::string, std::string>>;

/// Whose the new token is to be; nothing where it is to belong to nobody.
core::Result<std::optional<core::StaffId>> owner_of(storage::Snapshot& snapshot, NewToken const& token) {
    if (!token.owner) return std::nullopt;
    auto const member = snapshot.staff_by_login(core::lower_case(*token.owner));
    if (!member) return core::fail(core::ErrorCode::not_found, "Nobody has the login " + *token.owner + ".");
    if (!member->active)
        return core::fail(core::ErrorCode::not_allowed_now, "The account of " + member->login + " is closed.");
    for (auto const& scope : token.scopes)
        if (!allows(member->role, core::parse<Scope>(scope).value()))
            return core::fail(core::ErrorCode::invalid, "The scope " + scope + " is more than the role of " +
                                                            member->login + " allows (" +
                                                            std::string(core::code(member->role)) + ").");
    return member->id;
}

/// What the trail tells of a new token, and `audit verify` holds the table against.
Details told_of(core::TokenId id, storage::ApiToken const& token) {
    Details details{{"token", std::to_string(id.value)}, {"scopes", core::joined(token.scopes, ",")}};
    if (token.owner) details.emplace_back("owner", std::to_string(token.owner->value));
    return details;
}

/// A name may have been given again since an older token of that name was revoked.
std::vector<storage::ApiToken> tokens_in_force(storage::Snapshot& snapshot) {
    auto tokens = snapshot.tokens();
    std::erase_if(tokens, [](storage::ApiToken const& token) { return token.revoked_at.has_value(); });
    return tokens;
}

void revoke(storage::Transaction& transaction, storage::ApiToken const& token, core::Stamp const& stamp,
            Details const& why) {
    transaction.revoke_token(token.name, stamp.at);
    Details details{{"token", std::to_string(token.id.value)}};
    std::ranges::copy(why, std::back_inserter(details));
    (void)transaction.commit(by_shell_user(core::Decision::record(stamp, "token.revoked", std::move(details))),
                             stamp.at);
}

json::value login_json(std::optional<std::string> const& login) {
    return login ? json::value(core::lower_case(*login)) : json::value(nullptr);
}

} // namespace

/// For good, unlike the account: an account that is opened again is no reason to trust what was given out before.
std::size_t end_tokens_of(storage::Transaction& transaction, core::StaffId owner, core::Stamp const& stamp) {
    auto tokens = tokens_in_force(transaction);
    std::erase_if(tokens, [owner](storage::ApiToken const& token) { return token.owner != owner; });
    for (auto const& token : tokens)
        revoke(transaction, token, stamp, {{"because", "owner_closed"}});
    return tokens.size();
}

int add_token(CommandContext const& context, NewToken const& token) {
    if (token.scopes.empty()) return complain(context, "Name at least one scope: " + all_scopes() + ".", misused);
    for (auto const& scope : token.scopes)
        if (!core::parse<Scope>(scope)) return complain(context, "There is no scope " + scope + ".", misused);
    if (!is_name(token.name)) return complain(context, bad_name, misused);
    auto const ground = existing_ground(context);
    auto const secret = "hbs_" + core::to_base64url(random_bytes<32>(ground->random));
    auto const stamp = ground->stamp(core::Actor::system());
    storage::ApiToken made{.id = {},
                           .name = token.name,
                           .scopes = token.scopes,
                           .token_digest = FormTokens(ground->master_key).digest_of_secret(secret),
                           .created_at = stamp.at,
                           .revoked_at = std::nullopt,
                           .used_at = std::nullopt};
    core::Result<core::TokenId> added;
    ground->store->write([&](storage::Transaction& transaction) {
        auto const owner = owner_of(transaction, token);
        if (!owner) {
            added = std::unexpected(owner.error());
            return;
        }
        made.owner = *owner;
        added = transaction.add_token(made);
        if (!added) return;
        (void)transaction.commit(by_shell_user(core::Decision::record(stamp, "token.added", told_of(*added, made))),
                                 stamp.at);
    });
    if (!added)
        return complain(context, added.error().message,
                        added.error().code == core::ErrorCode::invalid ? misused : failed);
    if (context.json)
        context.out << json::serialize(
                           json::object{{"name", token.name}, {"token", secret}, {"owner", login_json(token.owner)}})
                    << '\n';
    else
        context.out << secret << '\n';
    return done;
}

int list_tokens(CommandContext const& context) {
    auto const ground = ground_to_read(context);
    std::vector<storage::ApiToken> tokens;
    std::map<core::StaffId, std::string> logins;
    ground->store->read([&](storage::Snapshot& snapshot) {
        tokens = snapshot.tokens();
        for (auto const& member : snapshot.staff())
            logins.emplace(member.id, member.login);
    });
    json::array rows;
    for (auto const& token : tokens) {
        auto const owner = token.owner ? std::optional(logins[*token.owner]) : std::nullopt;
        if (context.json) {
            rows.push_back(json::object{{"id", token.id.value},
                                        {"name", token.name},
                                        {"scopes", json::value_from(token.scopes)},
                                        {"owner", login_json(owner)},
                                        {"created_at", rfc3339(token.created_at)},
                                        {"revoked", token.revoked_at.has_value()}});
            continue;
        }
        context.out << token.id.value << '\t' << token.name << '\t';
        for (auto const& scope : token.scopes)
            context.out << scope << ' ';
        context.out << '\t' << rfc3339(token.created_at) << '\t' << owner.value_or("(no owner)")
                    << (token.revoked_at ? "\t(revoked)" : "") << '\n';
    }
    if (context.json) context.out << json::serialize(rows) << '\n';
    return done;
}

int revoke_token(CommandContext const& context, std::string const& name) {
    auto const ground = existing_ground(context);
    auto const stamp = ground->stamp(core::Actor::system());
    bool revoked = false;
    ground->store->write([&](storage::Transaction& transaction) {
        auto const tokens = tokens_in_force(transaction);
        auto const token = std::ranges::find(tokens, name, &storage::ApiToken::name);
        if (token == tokens.end()) return;
        revoke(transaction, *token, stamp, {});
        revoked = true;
    });
    if (!revoked) return complain(context, "There is no token of that name that still works.");
    if (context.json)
        context.out << json::serialize(json::object{{"name", name}, {"revoked", true}}) << '\n';
    else
        context.out << "Revoked.\n";
    return done;
}

} // namespace habeas::app
