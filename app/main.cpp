#include "app/application.hpp"
#include "app/commands.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include <CLI/CLI.hpp>

namespace {

using namespace habeas::app;

constexpr int failed = 1;
constexpr int misused = 2;

struct Typed {
    std::string config;
    std::string data;
    std::string clock_file;
    std::string port;
    std::vector<std::string> settings;
    bool json{};
    bool no_demo{};
    bool demo{};
    bool sample{};
    std::string backup_target;
    std::string restored_file;
    std::string audit_database;
    AuditToVerify audit;
    NewStaff staff;
    std::string new_name, new_role;
    std::string login;
    std::string token_name;
    std::vector<std::string> scopes;
    std::string token_owner;
    std::string from, to, as_of;
};

std::optional<std::string> maybe(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

/// Signals are taken by one thread that waits for them, so that nothing runs inside a handler.
sigset_t hold_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (int const signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

int serve(CommandContext const& context, Typed const& typed) {
    warn_of_configuration(context);
    auto const signals = hold_signals();
    Application application(
        {context.configuration, typed.demo ? Demo::fill_new_database : Demo::leave_empty, maybe(typed.clock_file)});
    application.start();
    context.out << application.greeting() << std::flush;
    context.out.clear(); // nobody reads a greeting that a service manager throws away
    while (true) {
        int signal = 0;
        sigwait(&signals, &signal);
        if (signal != SIGHUP) break;
        application.reopen_log();
        application.reload_certificate();
    }
    application.stop();
    return 0;
}

std::optional<LoadedConfiguration> load(Typed const& typed) {
    ConfigurationInput input{.file = maybe(typed.config), .environment = process_environment(), .command_line = {}};
    if (!typed.data.empty()) input.command_line.emplace_back("storage.folder", typed.data);
    if (!typed.port.empty()) input.command_line.emplace_back("server.port", typed.port);
    for (auto const& setting : typed.settings) {
        auto const equals = std::min(setting.find('='), setting.size());
        input.command_line.emplace_back(setting.substr(0, equals),
                                        setting.substr(std::min(equals + 1, setting.size())));
    }
    auto loaded = load_configuration(input);
    if (loaded) return *std::move(loaded);
    std::cerr << (typed.json ? mistakes_json(loaded.error()) : mistakes_text(loaded.error()));
    return std::nullopt;
}

/// A command of the program: how it is called, and what it does once the configuration is read.
using Action = std::function<int(CommandContext const&)>;

struct CommandLine {
    CLI::App program{"Habeas: a data subject request system. One service, one SQLite file."};
    Typed typed;
    Action action;

    CLI::App* command(CLI::App& parent, std::string const& name, std::string const& help, Action act) {
        auto* made = parent.add_subcommand(name, help);
        made->fallthrough();
        made->footer([this] { return common_options(); });
        if (act)
            made->callback([this, act] { action = act; });
        else
            made->require_subcommand(1);
        return made;
    }
    /// What every command takes, for the help of each: CLI11 shows only a command's own.
    std::string common_options() const {
        CLI::Formatter const formatter;
        std::string text = "Every command takes:\n";
        for (auto const* option : program.get_options())
            if (!option->get_group().empty() && option != program.get_help_ptr() && option != program.get_version_ptr())
                text += formatter.make_option(option, false);
        return text;
    }
    void define();
    void define_staff();
    void define_tokens();
};

void CommandLine::define() {
    program.require_subcommand(1);
    program.fallthrough();
    program.set_version_flag("--version", "habeas " HABEAS_VERSION, "Print the version");
    program.add_option("--config", typed.config, "Configuration file (TOML)")->envname("HABEAS_CONFIG");
    program.add_option("--data", typed.data, "Data folder (default: data)");
    program.add_option("--port", typed.port, "Port to listen on, or to ask");
    program.add_option("--set", typed.settings, "One setting, such as server.threads=4; may be given again")
        ->allow_extra_args(false);
    program.add_flag("--json", typed.json, "Answer as JSON, for programs");
    program.add_option("--clock-file", typed.clock_file)->group("");

    auto* serving =
        command(program, "serve", "Run the service", [this](auto const& context) { return serve(context, typed); });
    serving->add_flag("--no-demo", typed.no_demo, "Leave a new database empty");
    serving->add_flag("--demo", typed.demo,
                      "Fill a new database with an invented company's requests (scripts/run does)");
    command(program, "migrate", "Make or bring up to date the database, then stop", migrate);
    auto* backing = command(program, "backup", "Write a consistent copy of the database, while the service runs",
                            [this](auto const& context) { return backup(context, typed.backup_target); });
    backing->add_option("FILE", typed.backup_target, "The copy; must not exist yet")->required();
    auto* restoring = command(program, "restore",
                              "Put a backup in the place of the database, which is set aside; only while no service "
                              "runs on the data folder",
                              [this](auto const& context) { return restore(context, typed.restored_file); });
    restoring->add_option("FILE", typed.restored_file, "What `backup` wrote")->required();
    command(program, "check-config", "Print the settings in force, without secrets, and try the files they name",
            check_configuration)
        ->add_flag("--sample", typed.sample, "Print a whole configuration file with every default instead");
    command(program, "check-health", "Ask the running service whether it is ready", check_health);

    auto* audit = command(program, "audit", "The audit chain", nullptr);
    auto* verifying = command(*audit, "verify",
                              "Walk the whole chain offline, compare it with the tables and with audit-heads.txt (keep "
                              "copies of that file elsewhere), and name what does not hold",
                              [this](auto const& context) {
                                  typed.audit.database = maybe(typed.audit_database);
                                  return verify_audit(context, typed.audit);
                              });
    verifying->add_option("--database", typed.audit_database,
                          "A database file, such as a backup (default: the data folder's)");
    verifying->add_option("--expect", typed.audit.expect,
                          "ENTRIES:HASH, an end of the chain that was kept elsewhere: it must be part of the chain");
    verifying->add_flag("--without-key", typed.audit.without_key,
                        "Be content though the seal of the chain's end cannot be checked");

    auto* report = command(program, "report", "Reports", nullptr);
    auto* deadlines =
        command(*report, "deadlines", "The deadline report as CSV (with --json as the API has it)",
                [this](auto const& context) {
                    return report_deadlines(context, {maybe(typed.from), maybe(typed.to), maybe(typed.as_of)});
                });
    deadlines->add_option("--from", typed.from, "First day of receipt (default: 1 January)");
    deadlines->add_option("--to", typed.to, "Last day of receipt (default: today)");
    deadlines->add_option("--as-of", typed.as_of, "The day it speaks of, none in the future (default: today)");
    define_staff();
    define_tokens();
}

void CommandLine::define_staff() {
    auto* staff = command(program, "staff", "Who may sign in", nullptr);
    auto* adding = command(*staff, "add", "Add somebody; prints a first password",
                           [this](auto const& context) { return add_staff(context, typed.staff); });
    adding->add_option("LOGIN", typed.staff.login, "E-mail address")->required();
    adding->add_option("--name", typed.staff.name, "Name as colleagues see it")->required();
    adding->add_option("--role", typed.staff.role, "agent, officer or admin")->required();
    auto* changing =
        command(*staff, "change", "Give somebody another name or role; a new role ends their sessions",
                [this](auto const& context) {
                    return change_staff(context, {typed.login, maybe(typed.new_name), maybe(typed.new_role)});
                });
    changing->add_option("LOGIN", typed.login, "E-mail address")->required();
    changing->add_option("--name", typed.new_name, "Name as colleagues see it");
    changing->add_option("--role", typed.new_role, "agent, officer or admin");
    command(*staff, "list", "List everybody", list_staff);
    command(*staff, "reset-password", "Give a new first password and end all sessions",
            [this](auto const& context) { return reset_password(context, typed.login); })
        ->add_option("LOGIN", typed.login, "E-mail address")
        ->required();
    command(*staff, "close", "End somebody's account, all its sessions and API tokens at once",
            [this](auto const& context) { return set_account(context, typed.login, Account::closed); })
        ->add_option("LOGIN", typed.login, "E-mail address")
        ->required();
    command(*staff, "open", "Open a closed account again",
            [this](auto const& context) { return set_account(context, typed.login, Account::open); })
        ->add_option("LOGIN", typed.login, "E-mail address")
        ->required();
}

void CommandLine::define_tokens() {
    auto* token = command(program, "token", "Bearer tokens of the API", nullptr);
    auto* adding = command(*token, "add", "Make one; prints it alone, this once", [this](auto const& context) {
        return add_token(context, {typed.token_name, typed.scopes, maybe(typed.token_owner)});
    });
    adding->add_option("NAME", typed.token_name, "What it is for")->required();
    adding->add_option("--scope", typed.scopes, "requests:read,requests:write,reports:read,audit:read,admin")
        ->delimiter(',')
        ->required();
    adding->add_option("--owner", typed.token_owner,
                       "E-mail address of the member of staff it belongs to. It may do no more than their role allows, "
                       "counts as them where a second person is asked for, and ends when their account is closed. "
                       "Without an owner it can neither ask for an approval nor give one");
    command(*token, "list", "List all, without their secrets", list_tokens);
    command(*token, "revoke", "End one at once",
            [this](auto const& context) { return revoke_token(context, typed.token_name); })
        ->add_option("NAME", typed.token_name, "Its name")
        ->required();
}

/// A word that is no command is what was wrong, not that a command is missing.
int explain(CommandLine const& line, CLI::ParseError const& error) {
    auto const words = line.program.remaining();
    auto const unknown = std::ranges::find_if(words, [](std::string const& word) { return !word.starts_with('-'); });
    bool const no_command = line.program.get_subcommands().empty() && unknown != words.end();
    if (no_command && error.get_exit_code() != 0) {
        std::cerr << "There is no command " << *unknown << ".\nRun with --help for more information.\n";
        return misused;
    }
    return line.program.exit(error) == 0 ? 0 : misused;
}

/// Whoever asked for an answer must hear that it did not arrive: a token is shown once.
int unless_lost(int status) {
    if (std::cout.flush()) return status;
    std::cerr << "habeas: The answer could not be written.\n";
    return failed;
}

int run(int argc, char** argv) {
    CommandLine line;
    line.define();
    try {
        line.program.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return unless_lost(explain(line, error));
    }
    if (line.typed.no_demo) line.typed.demo = false;
    if (line.typed.sample) {
        std::cout << sample_toml();
        return unless_lost(0);
    }
    auto const configuration = load(line.typed);
    if (!configuration) return misused;
    CommandContext const context{*configuration, maybe(line.typed.clock_file), line.typed.json, std::cout, std::cerr};
    try {
        return unless_lost(line.action(context));
    } catch (std::exception const& error) {
        return complain(context, error.what(), failed);
    }
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (std::exception const& error) {
        std::cerr << "habeas: " << error.what() << '\n';
        return failed;
    }
}
