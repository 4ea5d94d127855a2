#include "app/configuration.hpp"
#include "app/configuration_sources.hpp"
#include "app/configuration_table.hpp"
#include "app/policy.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <unistd.h>

using namespace habeas;
using namespace habeas::app;
using namespace std::chrono_literals;

namespace {

/// Files of one test, gone after it.
class Folder {
  public:
    Folder() { std::filesystem::create_directories(path_); }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;

    std::string write(std::string const& name, std::string const& content, std::filesystem::perms mode = owner_only) {
        auto const path = path_ / name;
        std::ofstream(path) << content;
        std::filesystem::permissions(path, mode);
        return path.string();
    }

    static constexpr auto owner_only = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    static constexpr auto for_all =
        owner_only | std::filesystem::perms::group_read | std::filesystem::perms::others_read;

  private:
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("habeas-configuration-test-" + std::to_string(::getpid()));
};

Configuration load(ConfigurationInput const& input) {
    auto const loaded = load_configuration(input);
    if (!loaded) FAIL(mistakes_text(loaded.error()));
    return loaded->values;
}

std::vector<ConfigurationMistake> mistakes_of(ConfigurationInput const& input) {
    auto const loaded = load_configuration(input);
    return loaded ? std::vector<ConfigurationMistake>{} : loaded.error();
}

ConfigurationInput command_line(std::string key, std::string value) {
    return {.file = {}, .environment = {}, .command_line = {{std::move(key), std::move(value)}}};
}

ConfigurationInput environment(std::map<std::string, std::string> variables) {
    return {.file = {}, .environment = std::move(variables), .command_line = {}};
}

ConfigurationInput file(std::string path) {
    return {.file = std::move(path), .environment = {}, .command_line = {}};
}

} // namespace

TEST_CASE("without any file the service runs with safe defaults", "[app][configuration]") {
    auto const values = load({});
    CHECK(values.company.name == "Fernweh Desk");
    CHECK(values.company.postal_address.size() == 5);
    CHECK(values.server.address == "127.0.0.1");
    CHECK(values.server.port == 8080);
    CHECK(values.server.public_url == "http://127.0.0.1:8080");
    CHECK(values.deadlines.respond_days == 30);
    CHECK(values.deadlines.respond_sentence ==
          "Requests to access, change, or delete your information will be handled within 30 days.");
    CHECK(values.deadlines.remind_days_before == std::vector{14, 7, 3, 1, 0});
    CHECK(values.deadlines.approval_required ==
          std::vector{core::RequestType::correction, core::RequestType::deletion});
    CHECK(values.limits.requests_per_source_day == 20);
    CHECK(values.sessions.idle_minutes == 15min);
    CHECK(values.passwords.memory_kib == 19456);
    CHECK_FALSE(values.mail.sends_by_smtp());
    CHECK(values.mail.from_address == values.company.privacy_email);
    CHECK(values.storage.database_path() == "data/habeas.sqlite3");
    CHECK(values.categories.size() == 7);
}

TEST_CASE("a configuration that nobody loaded has the defaults too", "[app][configuration]") {
    CHECK(Configuration().server.body_bytes == 131072);
    CHECK(Configuration().log.level == LogLevel::info);
}

TEST_CASE("every option's default passes its own check, and every option is explained", "[app][configuration]") {
    std::set<std::string_view> keys;
    for (auto const& option : configuration::options()) {
        CAPTURE(option.key);
        CHECK(keys.insert(option.key).second);
        CHECK_FALSE(option.help.empty());
        CHECK_FALSE(configuration::section_help(option.section()).empty());
        auto const value = configuration::parse_value(option.type, option.default_text);
        REQUIRE(value);
        CHECK(option.check(*value) == std::nullopt);
        Configuration configuration;
        CHECK(option.store(configuration, *value) == std::nullopt);
    }
    CHECK(keys.size() > 90);
}

TEST_CASE("the environment is stronger than the file, and the command line stronger than both",
          "[app][configuration]") {
    Folder folder;
    auto const path = folder.write("habeas.toml", "[server]\nport = 1001\nthreads = 1\nheader_count = 11\n");
    auto const loaded =
        load_configuration({.file = path,
                            .environment = {{"HABEAS_SERVER_PORT", "1002"}, {"HABEAS_SERVER_THREADS", "2"}},
                            .command_line = {{"server.port", "1003"}}});
    REQUIRE(loaded);
    CHECK(loaded->values.server.port == 1003);
    CHECK(loaded->values.server.threads == 2);
    CHECK(loaded->values.server.header_count == 11);

    auto const origin = [&](std::string_view key) {
        return std::ranges::find(loaded->effective, key, &EffectiveOption::key)->origin;
    };
    CHECK(origin("server.port") == "command line");
    CHECK(origin("server.threads") == "HABEAS_SERVER_THREADS");
    CHECK(origin("server.header_count") == path + ":4");
    CHECK(origin("server.address") == "default");
}

TEST_CASE("all mistakes of a file are reported at once, each with its line", "[app][configuration]") {
    Folder folder;
    auto const path = folder.write("habeas.toml", "[server]\n"
                                                  "prot = 8080\n"
                                                  "port = 99999\n"
                                                  "threads = \"two\"\n"
                                                  "[comapny]\n"
                                                  "[deadlines]\n"
                                                  "remind_days_before = [1, 7]\n"
                                                  "approval_required = [\"access\", \"everything\"]\n"
                                                  "[mail]\n"
                                                  "mode = \"pigeon\"\n");
    auto found = mistakes_of(file(path));
    std::ranges::sort(found, {}, &ConfigurationMistake::where);
    CHECK(mistakes_text(found) ==
          path + ":10: mail.mode: must be one of: automatic, smtp, folder, not \"pigeon\"\n" + //
              path + ":2: server.prot: there is no such option; did you mean server.port?\n" + //
              path + ":3: server.port: must be between 0 and 65535, not 99999\n" +             //
              path + ":4: server.threads: must be a whole number\n" +                          //
              path +
              ":5: comapny: there is no such section; there are company, server, storage, mail, log, deadlines, "
              "limits, sessions, passwords, jobs and [[categories]]\n" +
              path + ":7: deadlines.remind_days_before: must be falling numbers\n" + //
              path +
              ":8: deadlines.approval_required: must be one of: access, correction, deletion, unsubscribe, not "
              "\"everything\"\n");
}

TEST_CASE("a file that is no TOML is reported with the line where reading stopped", "[app][configuration]") {
    Folder folder;
    auto const path = folder.write("habeas.toml", "[server]\nport = \n");
    auto const found = mistakes_of(file(path));
    REQUIRE(found.size() == 1);
    CHECK(found[0].where.starts_with(path + ":2"));
}

TEST_CASE("a file that is missing is a mistake, not an empty file", "[app][configuration]") {
    auto const found = mistakes_of(file("/nowhere/habeas.toml"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].where == "/nowhere/habeas.toml");
}

TEST_CASE("each option refuses what does not fit it", "[app][configuration]") {
    struct Row {
        std::string key, value, message;
    };
    // One wrong thing a row.
    std::vector<Row> const rows{
        {"server.port", "-1", "must be between 0 and 65535, not -1"},
        {"server.port", "65536", "must be between 0 and 65535, not 65536"},
        {"server.port", "80 80", "must be a whole number, not \"80 80\""},
        {"server.port", "", "must be a whole number, not \"\""},
        {"server.address", "localhost", "must be an IPv4 or IPv6 address, not \"localhost\""},
        {"server.public_url", "https://example.org/", // a slash
         "must be https://host or http://host, with a port where needed and nothing after it, not "
         "\"https://example.org/\""},
        {"server.trusted_proxies", "10.0.0.0/33", // too many bits for IPv4
         "must hold addresses or networks such as 10.0.0.0/8, not \"10.0.0.0/33\""},
        {"server.trusted_proxies", "10.0.0.1, proxy",
         "must hold addresses or networks such as 10.0.0.0/8, not \"proxy\""},
        {"server.trusted_proxies", "proxy, 10.0.0.1, 10.0.0.0/33", // every wrong one
         "must hold addresses or networks such as 10.0.0.0/8, not \"proxy\" or \"10.0.0.0/33\""},
        {"company.name", "   ", "must not be empty"},
        {"company.name", "two\nlines", "must be without control characters"},
        {"company.postal_address", "[]", "must not be empty"},
        {"company.privacy_email", "nobody", "must be an e-mail address, not \"nobody\""},
        {"company.policy_url", "ftp://example.org", // another scheme
         "must be an address that begins with https:// or http://, not \"ftp://example.org\""},
        {"company.policy_url", "javascript:alert(1)",
         "must be an address that begins with https:// or http://, not \"javascript:alert(1)\""},
        {"company.time_zone", "Europe/Atlantis",
         "must be a zone of the tz database such as Europe/Berlin, not \"Europe/Atlantis\""},
        {"company.accent_colour", "#12345", "must be a colour such as #0b6e6e, not \"#12345\""},
        {"company.accent_colour", "#12345g", "must be a colour such as #0b6e6e, not \"#12345g\""},
        {"storage.database", "../habeas.sqlite3", "must be a file name without a folder, not \"../habeas.sqlite3\""},
        {"mail.retry_minutes", "[]", "must have at least one number"},
        {"mail.retry_minutes", "1, 0", "must be between 1 and 10080, not 0"},
        {"deadlines.respond_sentence", "Within a month.", "must hold the placeholder {days}"},
        {"deadlines.remind_days_over", "1, 1", "must be rising numbers"},
        {"log.level", "loud", "must be one of: debug, info, warning, error, not \"loud\""},
        {"server.adress", "::1", "there is no such option; did you mean server.address?"},
        {"something.else", "1", "there is no such option"},
    };
    for (auto const& row : rows) {
        CAPTURE(row.key, row.value);
        auto const found = mistakes_of(command_line(row.key, row.value));
        REQUIRE(found.size() == 1);
        CHECK(found[0] == ConfigurationMistake{"command line", row.key, row.message});
    }
}

TEST_CASE("each option takes what is at the edge of its bounds", "[app][configuration]") {
    CHECK(load(command_line("server.port", "0")).server.port == 0);
    CHECK(load(command_line("server.port", "65535")).server.port == 65535);
    CHECK(load(command_line("server.address", "::1")).server.public_url == "http://[::1]:8080");
    CHECK(load(command_line("server.address", "0.0.0.0")).server.public_url == "http://localhost:8080");
    CHECK(load(command_line("server.trusted_proxies", "10.0.0.0/32, fd00::/128, ::1")).server.trusted_proxies.size() ==
          3);
    CHECK(load(command_line("server.public_url", "http://privacy.example.org:8443")).server.public_url ==
          "http://privacy.example.org:8443");
    CHECK(load(command_line("deadlines.extension_days", "0")).deadlines.extension_days == 0);
    CHECK(load(command_line("deadlines.approval_required", "")).deadlines.approval_required.empty());
    CHECK(load(command_line("company.postal_address", R"(["1 Main Street, Suite 300", "Springfield"])"))
              .company.postal_address == std::vector<std::string>{"1 Main Street, Suite 300", "Springfield"});
    CHECK(load(command_line("storage.master_key", "/etc/habeas/master.key")).storage.master_key_path() ==
          "/etc/habeas/master.key");
}

TEST_CASE("an https address for people needs somebody who ends TLS: the service or a proxy that it knows",
          "[app][configuration]") {
    std::pair<std::string, std::string> const outside{"server.public_url", "https://privacy.example.org"};
    CHECK(load({.file = {}, .environment = {}, .command_line = {outside, {"server.trusted_proxies", "10.0.0.0/8"}}})
              .server.public_url == outside.second);
    CHECK(load({.file = {},
                .environment = {},
                .command_line = {outside, {"server.tls_certificate", "a.pem"}, {"server.tls_key", "b.pem"}}})
              .server.public_url == outside.second);
}

TEST_CASE("an address that others reach without encryption is warned of and not refused", "[app][configuration]") {
    auto const warned_of = [](std::vector<std::pair<std::string, std::string>> values) {
        auto const loaded =
            load_configuration({.file = {}, .environment = {}, .command_line = std::move(values)}).value();
        std::vector<std::string> keys;
        for (auto const& warning : loaded.warnings)
            keys.push_back(warning.key);
        return keys;
    };
    std::vector<std::string> const address{"server.address"};
    CHECK(warned_of({}).empty());
    CHECK(warned_of({{"server.address", "127.0.0.2"}}).empty());
    CHECK(warned_of({{"server.address", "::1"}}).empty());
    CHECK(warned_of({{"server.address", "0.0.0.0"}}) == address);
    CHECK(warned_of({{"server.address", "::"}}) == address);
    CHECK(warned_of({{"server.address", "192.0.2.1"}}) == address);
    CHECK(warned_of({{"server.address", "0.0.0.0"}, {"server.trusted_proxies", "10.0.0.1"}}).empty());
    CHECK(warned_of({{"server.address", "0.0.0.0"}, {"server.tls_certificate", "a.pem"}, {"server.tls_key", "b.pem"}})
              .empty());
    auto const loaded = load_configuration(command_line("server.address", "0.0.0.0")).value();
    auto const json = boost::json::parse(effective_json(loaded));
    CHECK(json.at("warnings").at(0).at("key") == "server.address");
    CHECK(mistakes_text(loaded.warnings).starts_with("command line: server.address: other machines may reach"));
}

TEST_CASE("options that contradict each other are mistakes", "[app][configuration]") {
    struct Row {
        std::vector<std::pair<std::string, std::string>> values;
        std::string key;
    };
    std::vector<Row> const rows{
        {{{"server.tls_certificate", "chain.pem"}}, "server.tls_certificate"},
        {{{"server.tls_key", "key.pem"}}, "server.tls_key"},
        {{{"server.public_url", "https://privacy.example.org"}}, "server.public_url"},
        {{{"server.trusted_proxies", "10.0.0.1, 0.0.0.0/0"}}, "server.trusted_proxies"},
        {{{"server.trusted_proxies", "::/0"}}, "server.trusted_proxies"},
        {{{"server.connections_per_source", "1025"}}, "server.connections_per_source"},
        {{{"mail.mode", "smtp"}}, "mail.mode"},
        {{{"mail.username", "habeas"}}, "mail.username"},
        {{{"mail.host", "mail.example.org"}}, "server.public_url"},
        {{{"mail.host", "mail.example.org"}, {"server.public_url", "http://127.0.0.1:8080"}}, "server.public_url"},
        {{{"mail.host", "mail.example.org"},
          {"server.public_url", "https://localhost"},
          {"server.trusted_proxies", "127.0.0.1"}},
         "server.public_url"},
        {{{"mail.host", "mail.example.org"}, {"server.public_url", "http://[::1]:8080"}}, "server.public_url"},
        {{{"deadlines.unverified_expiry_days", "1"}}, "deadlines.unverified_reminder_hours"},
        {{{"limits.requests_per_source_day", "9"}}, "limits.requests_per_source_hour"},
        {{{"sessions.idle_minutes", "61"}, {"sessions.absolute_hours", "1"}}, "sessions.idle_minutes"},
    };
    for (auto const& row : rows) {
        CAPTURE(row.key);
        auto const found = mistakes_of({.file = {}, .environment = {}, .command_line = row.values});
        REQUIRE(found.size() == 1);
        CHECK(found[0].key == row.key);
    }
    CHECK(load(command_line("server.header_seconds", "90")).server.header_seconds == 90s);
    CHECK(load(command_line("deadlines.unverified_reminder_hours", "167")).deadlines.unverified_reminder_hours == 167h);
}

TEST_CASE("letters go out where their links lead somewhere, and to a mail server on this machine for a trial",
          "[app][configuration]") {
    auto const with_mail = [](std::string const& host, std::string const& url, std::string const& mode = "automatic") {
        ConfigurationInput input;
        input.command_line = {{"mail.host", host},
                              {"server.public_url", url},
                              {"server.trusted_proxies", "127.0.0.1"},
                              {"mail.mode", mode}};
        return load_configuration(input).has_value();
    };
    CHECK(with_mail("mail.example.org", "https://privacy.example.org"));
    CHECK_FALSE(with_mail("mail.example.org", ""));
    CHECK(with_mail("mail.example.org", "", "folder"));
    CHECK(with_mail("127.0.0.1", ""));
    CHECK(with_mail("localhost", "http://localhost:8080"));
    CHECK(mistakes_of(command_line("mail.host", "mail.example.org"))[0].message.contains("the address people reach"));
}

TEST_CASE("a configuration that is no file is refused, not read as an empty one", "[app][configuration]") {
    Folder folder;
    auto const path = folder.write("habeas.toml", "");
    auto const parent = std::filesystem::path(path).parent_path().string();
    auto const found = mistakes_of(file(parent));
    REQUIRE(found.size() == 1);
    CHECK(found[0] == ConfigurationMistake{parent, "", "is not a file"});
    CHECK(load(file(path)).server.port == 8080);
}

TEST_CASE("a password is not sent to a mail server in clear", "[app][configuration]") {
    auto input = environment({{"HABEAS_MAIL_USERNAME", "habeas"},
                              {"HABEAS_MAIL_PASSWORD", "correct horse"},
                              {"HABEAS_MAIL_SECURITY", "none"}});
    auto const found = mistakes_of(input);
    REQUIRE(found.size() == 1);
    CHECK(found[0].where == "HABEAS_MAIL_USERNAME");
    input.environment["HABEAS_MAIL_SECURITY"] = "tls";
    CHECK(load(input).mail.password == "correct horse");
}

TEST_CASE("a secret comes from the file that is named for it, without its last newline", "[app][configuration]") {
    Folder folder;
    auto const secret = folder.write("password", "correct horse\n");
    SECTION("in the environment") {
        CHECK(load(environment({{"HABEAS_MAIL_USERNAME", "habeas"}, {"HABEAS_MAIL_PASSWORD_FILE", secret}}))
                  .mail.password == "correct horse");
    }
    SECTION("in the configuration file") {
        auto const path = folder.write(
            "habeas.toml", "[mail]\nusername = \"habeas\"\npassword_file = \"" + secret + "\"\n", Folder::for_all);
        CHECK(load(file(path)).mail.password == "correct horse");
    }
    SECTION("on the command line") {
        ConfigurationInput const input{.file = {},
                                       .environment = {},
                                       .command_line = {{"mail.username", "habeas"}, {"mail.password_file", secret}}};
        CHECK(load(input).mail.password == "correct horse");
    }
}

TEST_CASE("a secret that others could read or change is refused", "[app][configuration]") {
    Folder folder;
    SECTION("in a file of its own that everybody can read") {
        auto const secret = folder.write("password", "correct horse", Folder::for_all);
        auto const found = mistakes_of(environment({{"HABEAS_MAIL_PASSWORD_FILE", secret}}));
        REQUIRE(found.size() == 1);
        CHECK(found[0].message == "\"" + secret + "\" can be read by everybody on this machine; chmod it to 0600");
    }
    SECTION("in a file of its own that the group can change") {
        auto const secret =
            folder.write("password", "correct horse", Folder::owner_only | std::filesystem::perms::group_write);
        CHECK(mistakes_of(environment({{"HABEAS_MAIL_PASSWORD_FILE", secret}})).size() == 1);
    }
    SECTION("in a configuration file that everybody can read") {
        auto const path = folder.write("habeas.toml", "[mail]\npassword = \"correct horse\"\n", Folder::for_all);
        auto const found = mistakes_of(file(path));
        REQUIRE(found.size() == 1);
        CHECK(found[0].key == "mail.password");
        CHECK(found[0].message.find("correct horse") == std::string::npos);
    }
    SECTION("on the command line") {
        auto const found = mistakes_of(command_line("mail.password", "correct horse"));
        REQUIRE(found.size() == 1);
        CHECK(found[0].message.find("correct horse") == std::string::npos);
    }
    SECTION("twice") {
        auto const secret = folder.write("password", "correct horse");
        CHECK(mistakes_of(environment({{"HABEAS_MAIL_PASSWORD", "x"}, {"HABEAS_MAIL_PASSWORD_FILE", secret}})).size() ==
              1);
    }
    SECTION("in a file that is not there") {
        CHECK(mistakes_of(environment({{"HABEAS_MAIL_PASSWORD_FILE", "/nowhere/password"}})).size() == 1);
    }
}

TEST_CASE("what is printed never shows a secret", "[app][configuration]") {
    auto const loaded = load_configuration(
        environment({{"HABEAS_MAIL_USERNAME", "habeas"}, {"HABEAS_MAIL_PASSWORD", "correct horse"}}));
    REQUIRE(loaded);
    CHECK(effective_text(*loaded).find("mail.password = (set)  # HABEAS_MAIL_PASSWORD\n") != std::string::npos);
    CHECK(effective_text(*loaded).find("correct horse") == std::string::npos);
    CHECK(effective_json(*loaded).find("correct horse") == std::string::npos);
    CHECK(effective_text(*load_configuration({})).find("mail.password = (not set)  # default\n") != std::string::npos);

    auto const refused = mistakes_of(environment({{"HABEAS_MAIL_PASSWORD", "correct\nhorse"}}));
    REQUIRE_FALSE(refused.empty());
    CHECK(mistakes_text(refused).find("horse") == std::string::npos);
}

TEST_CASE("the effective configuration and the mistakes can be read by programs", "[app][configuration]") {
    auto const effective = boost::json::parse(effective_json(*load_configuration({})));
    CHECK(effective.at("options").as_array().size() == configuration::options().size());
    CHECK(effective.at("categories").as_array().size() == 7);
    auto const mistakes =
        boost::json::parse(mistakes_json(mistakes_of(command_line("server.port", "-1")))); // one line, ended
    CHECK(mistakes.at("mistakes").at(0).at("key") == "server.port");
}

TEST_CASE("a mistyped variable of the environment is a mistake, another program's is not", "[app][configuration]") {
    auto const found = mistakes_of(environment({{"HABEAS_SERVER_PROT", "1"}}));
    REQUIRE(found.size() == 1);
    CHECK(found[0].message == "there is no such option; did you mean HABEAS_SERVER_PORT?");
    CHECK(mistakes_of(environment({{"HABEAS_SEVER_PORT", "1"}})).size() == 1);
    CHECK(mistakes_of(environment({{"HABEAS_CONFIG", "habeas.toml"}, {"HABEAS_TEST_BINARY", "x"}, {"HOME", "/"}}))
              .empty());
}

TEST_CASE("the sample file is made from the table and changes nothing", "[app][configuration]") {
    Folder folder;
    auto const sample = sample_toml();
    for (auto const& option : configuration::options()) {
        CAPTURE(option.key);
        CHECK(sample.find("\n" + std::string(option.secret() ? "# " : "") + std::string(option.name()) + " = ") !=
              std::string::npos);
    }
    auto const loaded = load_configuration(file(folder.write("habeas.toml", sample)));
    REQUIRE(loaded);
    auto const defaults = load_configuration({});
    for (std::size_t i = 0; i < defaults->effective.size(); ++i)
        CHECK(loaded->effective[i].value == defaults->effective[i].value);
    CHECK(loaded->values.categories == defaults->values.categories);
}

TEST_CASE("categories of data are the deployment's own", "[app][configuration]") {
    Folder folder;
    auto const whole = "[[categories]]\nid = \"orders\"\nname = \"Orders\"\ndescription = \"What was bought.\"\n";
    auto const values = load(file(folder.write("habeas.toml", whole)));
    CHECK(values.categories == std::vector<CategorySettings>{{"orders", "Orders", "What was bought."}});
    CHECK(make_policy(values).categories == std::vector<std::string>{"orders"});

    struct Row {
        std::string content;
        std::size_t mistakes;
    };
    std::vector<Row> const rows{
        {std::string(whole) + whole, 1},                             // the same id twice
        {"[[categories]]\nid = \"orders\"\nname = \"Orders\"\n", 2}, // no description; so no category at all
        {"[[categories]]\nid = \"Two words\"\nname = \"a\"\ndescription = \"b\"\n" + std::string(whole), 1}, // no code
        {"categories = []\n", 1},                       // written otherwise
        {std::string(whole) + "colour = \"red\"\n", 1}, // an unknown field
    };
    for (auto const& row : rows) {
        CAPTURE(row.content);
        CHECK(mistakes_of(file(folder.write("habeas.toml", row.content))).size() == row.mistakes);
    }
}

TEST_CASE("the shipped profiles are without mistakes", "[app][configuration]") {
    auto const example = load(file(HABEAS_PROFILES "/example.toml"));
    CHECK(example.company.name == "Fernweh Desk");
    auto const desk = load(file(HABEAS_PROFILES "/desk-2017.toml"));
    CHECK(desk.company.name == "Desk.com");
    CHECK(desk.company.privacy_email == "privacy@desk.com");
    CHECK(desk.company.dispute_body_name == "TRUSTe");
    CHECK(desk.categories.size() == 7);
    // The policy promises 30 days and names no extension.
    CHECK(desk.deadlines.extension_days == 0);
}

TEST_CASE("the example profile is the sample file", "[app][configuration]") {
    std::ifstream stream(HABEAS_PROFILES "/example.toml");
    std::string const content{std::istreambuf_iterator<char>(stream), {}};
    CHECK(content == sample_toml());
}

TEST_CASE("casework follows the configured rules and names them by their length", "[app][configuration]") {
    auto const policy = make_policy(load({.file = {},
                                          .environment = {},
                                          .command_line = {{"deadlines.respond_days", "45"},
                                                           {"deadlines.extension_days", "0"},
                                                           {"deadlines.approval_required", "access"}}}));
    CHECK(policy.respond.id == "policy-45-days");
    CHECK(policy.respond.days == 45);
    CHECK(policy.respond.extension_days == 0);
    CHECK(policy.respond.sentence ==
          "Requests to access, change, or delete your information will be handled within 45 days.");
    CHECK(policy.acknowledge.id == "policy-acknowledge-30-days");
    CHECK(policy.appeal.id == "policy-30-days-appeal");
    CHECK(policy.approval_required == std::vector{core::RequestType::access});
    CHECK(policy.unverified_reminder == 24h);

    auto const standard = make_policy(Configuration());
    CHECK(standard.respond.id == core::Policy().respond.id);
    CHECK(standard.acknowledge.id == core::Policy().acknowledge.id);
    CHECK(standard.appeal.id == core::Policy().appeal.id);
    CHECK(standard.categories == core::Policy().categories);
}

TEST_CASE("the distance between two words counts insertions, deletions and changes", "[app][configuration]") {
    using configuration::edit_distance;
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("port", "port") == 0);
    CHECK(edit_distance("prot", "port") == 2);
    CHECK(edit_distance("pot", "port") == 1);
    CHECK(edit_distance("", "port") == 4);
}
