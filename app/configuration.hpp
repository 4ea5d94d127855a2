#pragma once
#include "app/log.hpp"
#include "core/vocabulary.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a deployment decides. Every member of a section is one row of the table in configuration_table.cpp, which holds
// its default, its check and its explanation; the row's key is the member's name ("server.port").
namespace habeas::app {

enum class MailMode { automatic, smtp, folder };
enum class MailSecurity { none, starttls, tls };

} // namespace habeas::app

template <>
struct habeas::core::Words<habeas::app::MailMode> {
    static constexpr std::pair<habeas::app::MailMode, std::string_view> list[] = {
        {habeas::app::MailMode::automatic, "automatic"},
        {habeas::app::MailMode::smtp, "smtp"},
        {habeas::app::MailMode::folder, "folder"},
    };
};
template <>
struct habeas::core::Words<habeas::app::MailSecurity> {
    static constexpr std::pair<habeas::app::MailSecurity, std::string_view> list[] = {
        {habeas::app::MailSecurity::none, "none"},
        {habeas::app::MailSecurity::starttls, "starttls"},
        {habeas::app::MailSecurity::tls, "tls"},
    };
};

namespace habeas::app {

struct CompanySettings {
    std::string name;
    std::string privacy_email;
    std::vector<std::string> postal_address; ///< line by line
    std::string policy_url;
    std::string self_service_url;  ///< may be empty
    std::string dispute_body_name; ///< may be empty, like its URL
    std::string dispute_body_url;
    std::string authority_name;
    std::string authority_url;
    std::string time_zone;
    std::string accent_colour; ///< "#rrggbb"
};

struct ServerSettings {
    std::string address;
    int port{};             ///< 0: any free one
    std::string public_url; ///< without a slash at the end; never empty after loading
    int threads{};          ///< 0: one per processor
    std::string tls_certificate;
    std::string tls_key;
    std::vector<std::string> trusted_proxies;  ///< addresses or networks in CIDR form
    std::vector<std::string> metrics_networks; ///< likewise
    std::chrono::seconds header_seconds{};
    std::chrono::seconds body_seconds{};
    std::chrono::seconds idle_seconds{};
    std::chrono::seconds write_seconds{};
    std::chrono::seconds shutdown_seconds{};
    std::size_t target_bytes{};
    std::size_t header_bytes{};
    int header_count{};
    std::size_t body_bytes{};
    std::size_t api_body_bytes{};
    int connections_total{};
    int connections_per_source{};

    bool ends_tls() const { return !tls_certificate.empty(); }
};

struct StorageSettings {
    std::string folder;
    std::string database;   ///< file name in the folder
    std::string master_key; ///< file name in the folder, or an absolute path
    int readers{};
    std::size_t queue_limit{};
    std::size_t batch_limit{};
    int cache_mib{};
    int start_check_mib{};     ///< 0: none
    int start_check_entries{}; ///< 0: none

    std::string database_path() const;
    std::string master_key_path() const;
};

struct MailSettings {
    MailMode mode{};
    std::string folder; ///< where .eml files go: a name in the data folder, or an absolute path
    std::string host;
    int port{};
    MailSecurity security{};
    std::string username;
    std::string password;
    std::string ca_file;      ///< empty: the system's
    std::string from_name;    ///< never empty after loading
    std::string from_address; ///< never empty after loading
    std::string reply_to;     ///< may be empty
    std::chrono::seconds timeout_seconds{};
    std::vector<int> retry_minutes; ///< wait after the first, second, … failure; the last one repeats
    int attempts{};                 ///< then the letter is dead and staff see it
    int batch{};

    /// "where no SMTP server is configured they are written as .eml files": automatic means smtp where a host is given.
    bool sends_by_smtp() const { return mode == MailMode::smtp || (mode == MailMode::automatic && !host.empty()); }
};

struct DeadlineSettings {
    int respond_days{};
    std::string respond_sentence; ///< shown to people; "{days}" is filled in after loading
    int acknowledge_days{};
    std::string acknowledge_sentence;
    int appeal_days{};
    std::string appeal_sentence;
    int extension_days{}; ///< 0: never
    std::vector<int> remind_days_before;
    std::vector<int> remind_days_over;
    int due_soon_days{};
    std::chrono::hours unverified_reminder_hours{};
    int unverified_expiry_days{};
    int entered_expiry_days{}; ///< 0: as for the others
    std::chrono::hours link_lifetime_hours{};
    std::vector<core::RequestType> approval_required;
};

struct LimitSettings {
    int requests_per_source_hour{};
    int requests_per_source_day{};
    int requests_per_address_day{};
    int sign_in_tries_per_account_hour{};
    int sign_in_tries_per_login_hour{};
    int sign_in_tries_per_source_hour{};
    int sign_in_tries_total_hour{};
    int sign_in_failures_noted_hour{};
    int status_lookups_per_source_hour{};
    int api_requests_per_token_second{};
    int api_requests_per_token_burst{};
    int mails_per_address_hour{};
    int rate_limit_entries{};
    std::size_t search_characters{};
    int queue_page_rows{};
    int api_page_rows{};
    int api_audit_rows{};
    int api_list_entries{};
    int report_rows{};
    int bulk_rows{};
    int suppression_check_addresses{};
    std::size_t drafts{};
    std::size_t draft_bytes{};
    std::chrono::minutes draft_minutes{};
};

struct SessionSettings {
    std::chrono::minutes idle_minutes{};
    std::chrono::hours absolute_hours{};
    std::chrono::days device_days{};
    std::chrono::minutes unsent_minutes{};
    std::chrono::minutes requester_minutes{};
};

struct PasswordSettings {
    std::size_t memory_kib{};
    int passes{};
    int threads{};
    std::size_t queue_limit{};
    std::chrono::hours given_hours{};
};

struct LogSettings {
    LogLevel level{};
    std::string file; ///< empty: standard error
};

struct JobSettings {
    std::chrono::seconds outbox_seconds{};
    std::chrono::seconds deadline_seconds{};
    std::chrono::seconds cleaning_seconds{};
    std::chrono::seconds lease_seconds{};
    int deadline_batch{};
    std::chrono::minutes clock_jump_minutes{};
    std::chrono::hours idempotency_hours{};
};

/// "Required Contact Information", "Billing Information", … (policy §2): what a person may ask about.
struct CategorySettings {
    std::string id;
    std::string name;
    std::string description;
    friend bool operator==(CategorySettings const&, CategorySettings const&) = default;
};

/// A Configuration that is made is whole: every option has its default.
struct Configuration {
    Configuration();

    CompanySettings company;
    ServerSettings server;
    StorageSettings storage;
    MailSettings mail;
    DeadlineSettings deadlines;
    LimitSettings limits;
    SessionSettings sessions;
    PasswordSettings passwords;
    LogSettings log;
    JobSettings jobs;
    std::vector<CategorySettings> categories;
};

/// Where values come from, weakest first: the table's defaults, the file, the environment, the command line.
struct ConfigurationInput {
    std::optional<std::string> file;
    /// `server.port` is HABEAS_SERVER_PORT; HABEAS_MAIL_PASSWORD_FILE names a file that holds the secret.
    std::map<std::string, std::string> environment;
    /// Key and value, such as {"server.port", "8081"}. Secrets are refused here: every user of a machine can read them.
    std::vector<std::pair<std::string, std::string>> command_line;
};

/// One thing that is wrong, in words for whoever runs the service. `where` is "habeas.toml:12", the name of an
/// environment variable, or "command line".
struct ConfigurationMistake {
    std::string where;
    std::string key;
    std::string message;
    friend bool operator==(ConfigurationMistake const&, ConfigurationMistake const&) = default;
};

/// One option as it is in force. A secret's value is "(set)" or "(not set)".
struct EffectiveOption {
    std::string key;
    std::string value;
    std::string origin; ///< "default", or as ConfigurationMistake::where
};

struct LoadedConfiguration {
    Configuration values;
    std::vector<EffectiveOption> effective;     ///< in the table's order
    std::vector<ConfigurationMistake> warnings; ///< what may be meant so, but is dangerous where it is not
};

/// Reads everything and reports every mistake at once; what comes back without mistakes can be run.
std::expected<LoadedConfiguration, std::vector<ConfigurationMistake>>
load_configuration(ConfigurationInput const& input);

/// The HABEAS_… variables of this process.
std::map<std::string, std::string> process_environment();

/// What `check-config` prints: one line an option, its value and where it comes from. No secrets.
std::string effective_text(LoadedConfiguration const& loaded);
std::string effective_json(LoadedConfiguration const& loaded);
/// One line a mistake: `habeas.toml:12: server.port: must be between 0 and 65535, not 99999`.
std::string mistakes_text(std::vector<ConfigurationMistake> const& mistakes);
std::string mistakes_json(std::vector<ConfigurationMistake> const& mistakes);

/// A whole configuration file with every option's help and default, made from the table.
std::string sample_toml();

} // namespace habeas::app
