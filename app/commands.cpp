#include "app/commands.hpp"

#include "app/api/verification_json.hpp"
#include "app/audit_heads.hpp"
#include "app/command_parts.hpp"
#include "app/company_calendar.hpp"
#include "app/html/dates.hpp"
#include "app/key_file.hpp"
#include "app/named_files.hpp"
#include "app/shell_user.hpp"
#include "core/letter_case.hpp"
#include "storage/sqlite/backup.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <filesystem>
#include <ostream>

#include <boost/json.hpp>
#include <sys/stat.h>

namespace habeas::app {

namespace {

namespace json = boost::json;

std::unique_ptr<Ground> open_told(CommandContext const& context, DataFolder mode) {
    auto ground = open_ground(context.configuration.values, context.clock_file, mode);
    if (auto const& tally = ground->caught_up)
        context.err << "Rows of an older version brought up to date: " << tally->requests
                    << ". Damaged, and left as they were: " << tally->unreadable << ".\n";
    return ground;
}

Passwords make_passwords(Ground& ground, Configuration const& configuration) {
    auto const& wanted = configuration.passwords;
    return Passwords(ground.master_key, {wanted.memory_kib, static_cast<unsigned>(wanted.passes)}, ground.random, 0);
}

void print_broken(CommandContext const& context, storage::Verification const& found) {
    context.out << "BROKEN";
    if (found.broken_at) context.out << " at entry " << found.broken_at->value;
    context.out << ": " << found.what << ". " << found.entries
                << (found.broken_at ? " entries before it hold.\n" : " entries of the chain hold.\n");
}

void print_kept_heads(CommandContext const& context, std::size_t kept) {
    if (kept == 0)
        context.out << "It was compared with no end of the chain that was kept outside the database: an older copy of "
                       "the whole database in its place would not be found.\n";
    else
        context.out << "Heads kept outside the database, all of them part of the chain: " << kept << '\n';
}

void print_verification(CommandContext const& context, storage::Verification const& found) {
    if (context.json) {
        context.out << json::serialize(api::verification_json(found)) << '\n';
        return;
    }
    if (!found.intact) return print_broken(context, found);
    bool const is_sealed = found.seal == storage::Seal::verified;
    context.out << (is_sealed ? "Intact: " : "Not known to be intact: ") << found.entries << " entries, head "
                << core::to_hex(found.head) << '\n';
    if (!is_sealed)
        context.out
            << "The entries hold, but the seal of the chain's end was not checked, for that needs the key file: "
               "a chain that was cut back or written anew as a whole looks the same.\n";
    print_kept_heads(context, found.kept_heads);
}

std::string revoked_words(std::size_t tokens) {
    if (tokens == 0) return {};
    return tokens == 1 ? "Their API token was revoked.\n"
                       : "Their " + std::to_string(tokens) + " API tokens were revoked.\n";
}

/// The entry `backup.made`, or why there is none where the database cannot be written.
struct Noted {
    std::unique_ptr<Ground> ground; ///< open during the copy: who closes the database last tidies its journal away
    std::optional<std::string> why_not;
};

Noted note_backup(CommandContext const& context) {
    Noted noted;
    try {
        // Of an older version too: it is the copy to go back to, made before the new version is started.
        noted.ground = open_ground(context.configuration.values, context.clock_file, DataFolder::as_it_is);
        auto const stamp = noted.ground->stamp(core::Actor::system());
        noted.ground->store->write([&stamp](storage::Transaction& transaction) {
            (void)transaction.commit(by_shell_user(core::Decision::record(stamp, "backup.made")), stamp.at);
        });
    } catch (DatabaseNotWritable const& why) {
        noted.why_not = why.what();
    } catch (storage::StoreUnavailable const& why) {
        noted.why_not = why.what();
    }
    return noted;
}

/// The heads in audit-heads.txt. A copy of the database may have been made before the later ones.
std::vector<storage::AuditHead> heads_for(AuditToVerify const& wanted, StorageSettings const& storage) {
    auto heads = read_audit_heads(storage.folder);
    if (!wanted.database) return heads;
    auto const entries = storage::sqlite::audit_head_of(*wanted.database).entries;
    std::erase_if(heads, [entries](auto const& head) { return head.entries > entries; });
    return heads;
}

} // namespace

int complain(CommandContext const& context, std::string_view message, int status) {
    if (context.json)
        context.err << json::serialize(json::object{{"error", json::string_view(message.data(), message.size())}})
                    << '\n';
    else
        context.err << "habeas: " << message << '\n';
    return status;
}

void warn_of_configuration(CommandContext const& context) {
    if (!context.configuration.warnings.empty())
        context.err << "Warning: " << mistakes_text(context.configuration.warnings);
}

int migrate(CommandContext const& context) {
    auto const ground = open_told(context, DataFolder::may_begin);
    auto const path = context.configuration.values.storage.database_path();
    if (context.json)
        context.out << json::serialize(json::object{{"database", path}, {"created", ground->database_was_new}}) << '\n';
    else
        context.out << (ground->database_was_new ? "Made " : "Up to date: ") << path << '\n';
    return done;
}

int backup(CommandContext const& context, std::string const& target) {
    if (std::filesystem::exists(target))
        return complain(context, "There is a file of that name already; nothing was written.", misused);
    auto const database = context.configuration.values.storage.database_path();
    // Before the copy, as with every export: nothing leaves that the chain does not know of. But a database that cannot
    // be written any more needs its copy most.
    auto const [ground, why_not] = note_backup(context);
    storage::sqlite::backup(database, target);
    if (why_not) warn_not_noted(context, "The copy was made", *why_not);
    if (context.json)
        context.out << json::serialize(json::object{{"backup", target}, {"noted", !why_not}}) << '\n';
    else
        context.out << "Wrote " << target << ". The key file is not in it: keep a copy of that apart.\n";
    return done;
}

int verify_audit(CommandContext const& context, AuditToVerify const& wanted) {
    core::start_crypto();
    auto const& storage = context.configuration.values.storage;
    auto const path = wanted.database.value_or(storage.database_path());
    if (!std::filesystem::exists(path)) return complain(context, "There is no database " + path + ".");
    auto const expected = parse_audit_head(wanted.expect);
    if (!wanted.expect.empty() && !expected)
        return complain(context, "Write the expected head as ENTRIES:HASH, as it was printed.", misused);
    auto kept = heads_for(wanted, storage);
    if (expected) kept.push_back(*expected);
    std::optional<core::Key> key;
    if (!wanted.without_key && std::filesystem::exists(storage.master_key_path()))
        key = read_key_file(storage.master_key_path());
    else if (!wanted.without_key)
        context.err << "habeas: There is no key file " << storage.master_key_path()
                    << ". With --without-key the rest is enough.\n";
    auto const found = storage::sqlite::verify_audit_file(path, key, kept);
    print_verification(context, found);
    return found.intact && (key || wanted.without_key) ? done : failed;
}

int add_staff(CommandContext const& context, NewStaff const& staff) {
    auto const role = staff_role(staff.role);
    if (!role) return complain(context, bad_role, misused);
    if (!core::EmailAddress::parse(staff.login)) return complain(context, "The login is an e-mail address.", misused);
    if (!is_name(staff.name)) return complain(context, bad_name, misused);
    auto const ground = existing_ground(context);
    auto const passwords = make_passwords(*ground, context.configuration.values);
    auto const password = random_password(ground->random);
    auto const stamp = ground->stamp(core::Actor::system());
    auto const works_for = context.configuration.values.passwords.given_hours;
    storage::StaffMember const member{.login = core::lower_case(staff.login),
                                      .name = staff.name,
                                      .role = *role,
                                      .password_hash = passwords.hash(password),
                                      .must_change_password = true,
                                      .password_expires_at = stamp.at + works_for,
                                      .created_at = stamp.at};
    core::Result<core::StaffId> added;
    ground->store->write([&](storage::Transaction& transaction) {
        added = transaction.add_staff(member);
        if (!added) return;
        (void)transaction.commit(
            by_shell_user(core::Decision::record(stamp, "staff.added",
                                                 {{"staff", std::to_string(added->value)}, {"role", staff.role}})),
            stamp.at);
    });
    if (!added) return complain(context, added.error().message);
    if (context.json)
        context.out << json::serialize(
                           json::object{{"id", added->value}, {"login", member.login}, {"password", password}})
                    << '\n';
    else
        context.out << "Added " << staff.role << " " << member.login << "\nFirst password: " << password
                    << "\nIt must be changed at the first sign-in, and works for " << works_for.count() << " hours.\n";
    return done;
}

int list_staff(CommandContext const& context) {
    auto const ground = ground_to_read(context);
    std::vector<storage::StaffMember> members;
    ground->store->read([&](storage::Snapshot& snapshot) { members = snapshot.staff(); });
    json::array rows;
    for (auto const& member : members) {
        if (context.json)
            rows.push_back(json::object{{"id", member.id.value},
                                        {"login", member.login},
                                        {"name", member.name},
                                        {"role", std::string(core::code(member.role))},
                                        {"active", member.active}});
        else
            context.out << member.id.value << '\t' << core::code(member.role) << '\t' << member.login << '\t'
                        << member.name << (member.active ? "" : "\t(not active)") << '\n';
    }
    if (context.json) context.out << json::serialize(rows) << '\n';
    return done;
}

int reset_password(CommandContext const& context, std::string const& login) {
    auto const ground = existing_ground(context);
    auto const passwords = make_passwords(*ground, context.configuration.values);
    auto const password = random_password(ground->random);
    auto const hash = passwords.hash(password);
    auto const stamp = ground->stamp(core::Actor::system());
    auto const works_for = context.configuration.values.passwords.given_hours;
    bool found = false;
    ground->store->write([&](storage::Transaction& transaction) {
        auto member = transaction.staff_by_login(core::lower_case(login));
        if (!member) return;
        found = true;
        member->password_hash = hash;
        member->must_change_password = true;
        member->password_expires_at = stamp.at + works_for;
        transaction.update_staff(*member);
        transaction.end_sessions_of(member->id, std::nullopt);
        (void)transaction.commit(
            by_shell_user(core::Decision::new_password(stamp, "staff.password_reset", member->id, works_for)),
            stamp.at);
    });
    if (!found) return complain(context, "Nobody has that login.");
    if (context.json)
        context.out << json::serialize(json::object{{"login", core::lower_case(login)}, {"password", password}})
                    << '\n';
    else
        context.out << "New password: " << password << "\nIt must be changed at the next sign-in, and works for "
                    << works_for.count() << " hours. All sessions were ended.\n";
    return done;
}

int set_account(CommandContext const& context, std::string const& login, Account wanted) {
    auto const ground = existing_ground(context);
    auto const stamp = ground->stamp(core::Actor::system());
    auto const opens = wanted == Account::open;
    std::string mistake;
    std::size_t ended = 0;
    ground->store->write([&](storage::Transaction& transaction) {
        auto member = transaction.staff_by_login(core::lower_case(login));
        if (!member || member->active == opens) {
            mistake = !member ? "Nobody has that login." : opens ? "This account is open." : "This account is closed.";
            return;
        }
        member->active = opens;
        transaction.update_staff(*member);
        transaction.end_sessions_of(member->id, std::nullopt);
        (void)transaction.commit(by_shell_user(core::Decision::record(stamp, opens ? "staff.opened" : "staff.closed",
                                                                      {{"staff", std::to_string(member->id.value)}})),
                                 stamp.at);
        if (!opens) ended = end_tokens_of(transaction, member->id, stamp);
    });
    if (!mistake.empty()) return complain(context, mistake);
    if (context.json)
        context.out << json::serialize(json::object{
                           {"login", core::lower_case(login)}, {"active", opens}, {"revoked_tokens", ended}})
                    << '\n';
    else if (opens)
        context.out << "Opened. The password is the one from before; staff reset-password gives a new one.\n";
    else
        context.out << "Closed. All sessions were ended.\n" << revoked_words(ended);
    return done;
}

int check_configuration(CommandContext const& context) {
    if (auto const unusable = unusable_files(context.configuration); !unusable.empty()) {
        context.err << (context.json ? mistakes_json(unusable) : mistakes_text(unusable));
        return misused;
    }
    warn_of_configuration(context);
    context.out << (context.json ? effective_json(context.configuration) + "\n"
                                 : effective_text(context.configuration));
    return done;
}

} // namespace habeas::app
