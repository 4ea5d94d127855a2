#pragma once
#include "app/configuration.hpp"
#include "app/deadline_period.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The operator's commands, as functions of what was typed. Each prints to `out` (and mistakes to `err`) and answers
// with the exit status: 0 done, 1 failed, 2 misused.
namespace habeas::app {

/// What every command knows.
struct CommandContext {
    LoadedConfiguration configuration;
    std::optional<std::string> clock_file;
    bool json{};
    std::ostream& out;
    std::ostream& err;
};

/// Says why nothing came of it, as JSON where the answer would have been; gives `status` back.
int complain(CommandContext const& context, std::string_view message, int status = 1);
/// Says on `err` what of the configuration is dangerous where it was not meant so.
void warn_of_configuration(CommandContext const& context);

int migrate(CommandContext const& context);
/// Leaves an audit entry: a copy is as much as the original. Where the database cannot be written it copies all the
/// same, and says so.
int backup(CommandContext const& context, std::string const& target);

/// Puts a backup in the place of the database, which is set aside with all that belongs to it; leaves an audit entry.
/// Failed while anything works in the data folder, and where the backup is not whole.
int restore(CommandContext const& context, std::string const& file);

/// What to verify, and against what.
struct AuditToVerify {
    std::optional<std::string> database; ///< a copy; else the data folder's
    std::string expect;                  ///< ENTRIES:HASH, a head kept elsewhere; may be empty
    bool without_key{};                  ///< whoever verifies is not to hold the key
};
/// Done only where everything holds and the seal of the chain's end was checked too (unless `without_key`).
int verify_audit(CommandContext const& context, AuditToVerify const& wanted);

struct NewStaff {
    std::string login;
    std::string name;
    std::string role; ///< agent, officer or admin
};
/// Prints a random first password, which must be changed at the first sign-in.
int add_staff(CommandContext const& context, NewStaff const& staff);
int list_staff(CommandContext const& context);
int reset_password(CommandContext const& context, std::string const& login);
struct StaffChange {
    std::string login;
    std::optional<std::string> name;
    std::optional<std::string> role;
};
/// Another name, another role; a new role ends the member's sessions.
int change_staff(CommandContext const& context, StaffChange const& change);
/// Closing an account ends its sessions at once, and its API tokens for good; it can be opened again. Failed where it
/// is so already.
enum class Account { open, closed };
int set_account(CommandContext const& context, std::string const& login, Account wanted);

struct NewToken {
    std::string name;
    std::vector<std::string> scopes;
    std::optional<std::string> owner; ///< the login of a member of staff
};
/// Prints the token alone: it is shown this once. Misused where the owner's role does not include a scope.
int add_token(CommandContext const& context, NewToken const& token);
int list_tokens(CommandContext const& context);
int revoke_token(CommandContext const& context, std::string const& name);

/// Rows as CSV, or with --json what the API answers; leaves an audit entry.
int report_deadlines(CommandContext const& context, TypedPeriod const& period);

int check_configuration(CommandContext const& context);
/// Asks a running service on loopback whether it is ready; for container health checks.
int check_health(CommandContext const& context);

} // namespace habeas::app
