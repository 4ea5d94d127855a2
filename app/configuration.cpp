#include "app/configuration.hpp"

#include "app/configuration_sources.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace habeas::app {
namespace {

using configuration::Source;

std::string below(std::string const& folder, std::string const& name) {
    return (std::filesystem::path(folder) / name).string(); // an absolute name stays what it is
}

std::vector<Source> read_sources(ConfigurationInput const& input) {
    std::vector<Source> sources;
    if (input.file) sources.push_back(configuration::from_file(*input.file));
    sources.push_back(configuration::from_environment(input.environment));
    sources.push_back(configuration::from_command_line(input.command_line));
    return sources;
}

std::map<std::string_view, configuration::Assignment> strongest(std::vector<Source> const& sources) {
    std::map<std::string_view, configuration::Assignment> chosen;
    for (auto const& source : sources) // later sources are stronger
        for (auto const& assignment : source.assignments)
            chosen.insert_or_assign(assignment.option->key, assignment);
    return chosen;
}

void fill_in_days(std::string& sentence, int days) {
    static constexpr std::string_view placeholder = "{days}";
    for (auto at = sentence.find(placeholder); at != std::string::npos; at = sentence.find(placeholder))
        sentence.replace(at, placeholder.size(), std::to_string(days));
}

std::string own_url(ServerSettings const& server) {
    auto const everywhere = server.address == "0.0.0.0" || server.address == "::";
    auto const ipv6 = server.address.find(':') != std::string::npos && !everywhere;
    return fmt::format("{}://{}:{}", server.ends_tls() ? "https" : "http",
                       everywhere ? "localhost"
                       : ipv6     ? "[" + server.address + "]"
                                  : server.address,
                       server.port);
}

/// Values that follow from others where they were left empty.
void derive(Configuration& values) {
    if (values.server.public_url.empty()) values.server.public_url = own_url(values.server);
    if (values.mail.from_name.empty()) values.mail.from_name = values.company.name;
    if (values.mail.from_address.empty()) values.mail.from_address = values.company.privacy_email;
    auto& deadlines = values.deadlines;
    fill_in_days(deadlines.respond_sentence, deadlines.respond_days);
    fill_in_days(deadlines.acknowledge_sentence, deadlines.acknowledge_days);
    fill_in_days(deadlines.appeal_sentence, deadlines.appeal_days);
}

/// The host of an address such as https://privacy.example.com:8443.
std::string_view host_of(std::string_view url) {
    if (auto const scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    if (url.starts_with('[')) return url.substr(1, url.find(']') - 1);
    return url.substr(0, url.find_first_of(":/"));
}

bool is_loopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1";
}

bool is_this_machine(std::string_view host) {
    return is_loopback(host) || host == "localhost" || host.ends_with(".localhost") || host == "0.0.0.0" ||
           host == "::";
}

/// Every letter carries links, and an address that means "this machine" leads its reader to their own. A mail server on
/// this machine is left alone: that is how one tries the letters out.
bool links_lead_nowhere(ServerSettings const& server, MailSettings const& mail) {
    return mail.sends_by_smtp() && !mail.host.empty() && !is_this_machine(mail.host) &&
           (server.public_url.empty() || is_this_machine(host_of(server.public_url)));
}

/// A rule between options: where it is broken, the first option's origin says where to mend it.
struct Rule {
    bool broken;
    std::string_view key;
    std::string_view message;
};

/// "10.0.0.0/0": everybody. Whoever is trusted may say where a request comes from.
bool is_everybody(std::string const& network) {
    auto const slash = network.find('/');
    return slash != std::string::npos && network.find_first_not_of('0', slash + 1) == std::string::npos;
}

std::vector<Rule> broken_rules(Configuration const& values) {
    auto const& [company, server, storage, mail, deadlines, limits, sessions, passwords, log, jobs, categories] =
        values;
    std::vector<Rule> rules{
        {server.tls_certificate.empty() != server.tls_key.empty(),
         server.tls_certificate.empty() ? "server.tls_key" : "server.tls_certificate",
         "server.tls_certificate and server.tls_key must be given together"},
        // Cookies would have to be Secure, and the limits would count the whole world as one visitor: the proxy.
        {server.public_url.starts_with("https://") && !server.ends_tls() && server.trusted_proxies.empty(),
         "server.public_url",
         "begins with https, but nothing here ends TLS: give server.tls_certificate and server.tls_key, or name the "
         "proxy that does in server.trusted_proxies"},
        {std::ranges::any_of(server.trusted_proxies, is_everybody), "server.trusted_proxies",
         "must not be a network of everybody (/0): anybody could say from where they come"},
        {server.connections_per_source > server.connections_total, "server.connections_per_source",
         "must not exceed server.connections_total"},
        {server.target_bytes > server.header_bytes, "server.target_bytes", "must not exceed server.header_bytes"},
        {mail.mode == MailMode::smtp && mail.host.empty(), "mail.mode", "smtp needs mail.host"},
        {links_lead_nowhere(server, mail), "server.public_url",
         "letters go out by mail.host, so their links need the address people reach this service at, such as "
         "https://privacy.example.com"},
        {mail.username.empty() != mail.password.empty(), mail.username.empty() ? "mail.password" : "mail.username",
         "mail.username and mail.password must be given together"},
        {!mail.username.empty() && mail.security == MailSecurity::none, "mail.username",
         "a password is not sent in clear: mail.security must be starttls or tls"},
        {deadlines.unverified_reminder_hours >= std::chrono::days(deadlines.unverified_expiry_days),
         "deadlines.unverified_reminder_hours", "must come before deadlines.unverified_expiry_days"},
        {limits.requests_per_source_hour > limits.requests_per_source_day, "limits.requests_per_source_hour",
         "must not exceed limits.requests_per_source_day"},
        {sessions.idle_minutes > sessions.absolute_hours, "sessions.idle_minutes",
         "must not exceed sessions.absolute_hours"},
        {categories.empty(), "categories", "there must be at least one category"},
    };
    std::erase_if(rules, [](Rule const& rule) { return !rule.broken; });
    return rules;
}

/// What is right in a container, whose port is published on loopback, and wrong elsewhere.
std::vector<Rule> doubtful_rules(Configuration const& values) {
    auto const& server = values.server;
    std::vector<Rule> rules{
        {!is_loopback(server.address) && !server.ends_tls() && server.trusted_proxies.empty(), "server.address",
         "other machines may reach this address, and what they send is not encrypted: there is neither a certificate "
         "(server.tls_certificate) nor a proxy that is known (server.trusted_proxies)"},
    };
    std::erase_if(rules, [](Rule const& rule) { return !rule.broken; });
    return rules;
}

std::string origin_of(std::string_view key, std::map<std::string_view, configuration::Assignment> const& chosen) {
    auto const found = chosen.find(key);
    return found == chosen.end() ? "default" : found->second.where;
}

std::vector<EffectiveOption> effective_options(std::map<std::string_view, configuration::Assignment> const& chosen) {
    std::vector<EffectiveOption> effective;
    for (auto const& option : configuration::options()) {
        auto const found = chosen.find(option.key);
        auto const value = found == chosen.end() ? configuration::parse_value(option.type, option.default_text).value()
                                                 : found->second.value;
        auto const* const secret = option.secret() ? std::get_if<std::string>(&value) : nullptr;
        effective.push_back({.key = std::string(option.key),
                             .value = !secret           ? configuration::toml_text(value)
                                      : secret->empty() ? "(not set)"
                                                        : "(set)",
                             .origin = origin_of(option.key, chosen)});
    }
    return effective;
}

} // namespace

std::string StorageSettings::database_path() const {
    return below(folder, database);
}
std::string StorageSettings::master_key_path() const {
    return below(folder, master_key);
}

std::expected<LoadedConfiguration, std::vector<ConfigurationMistake>>
load_configuration(ConfigurationInput const& input) {
    auto const sources = read_sources(input);
    auto const chosen = strongest(sources);

    LoadedConfiguration loaded;
    std::vector<ConfigurationMistake> mistakes;
    for (auto const& source : sources) {
        mistakes.insert(mistakes.end(), source.mistakes.begin(), source.mistakes.end());
        if (source.categories) loaded.values.categories = *source.categories;
    }
    for (auto const& [key, assignment] : chosen)
        assignment.option->store(loaded.values, assignment.value);
    for (auto const& rule : broken_rules(loaded.values))
        mistakes.push_back({origin_of(rule.key, chosen), std::string(rule.key), std::string(rule.message)});
    if (!mistakes.empty()) return std::unexpected(std::move(mistakes));

    for (auto const& rule : doubtful_rules(loaded.values))
        loaded.warnings.push_back({origin_of(rule.key, chosen), std::string(rule.key), std::string(rule.message)});
    derive(loaded.values);
    loaded.effective = effective_options(chosen);
    return loaded;
}

} // namespace habeas::app
