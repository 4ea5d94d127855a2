#include "app/configuration_rows.hpp"

// The first half of the table: who the company is, and how the service runs.
namespace habeas::app::configuration {
namespace {

std::vector<Option> company_options() {
    return {
        HABEAS_OPTION(company.name, "Fernweh Desk", filled(),
                      "The company as people know it; on every page and letter."),
        HABEAS_OPTION(company.privacy_email, "privacy@fernweh-desk.example", email_address(),
                      "Where questions and complaints about privacy go."),
        HABEAS_OPTION(company.postal_address,
                      R"(["Fernweh Desk GmbH", "Privacy team", "Ahornufer 12", "10999 Berlin", "Germany"])", filled(),
                      "The postal address for requests on paper, line by line."),
        HABEAS_OPTION(company.policy_url, "https://www.fernweh-desk.example/privacy", url(), "The privacy policy."),
        HABEAS_OPTION(
            company.self_service_url, "https://app.fernweh-desk.example/account", url_or_empty(),
            "Where customers change their own registration after logging in; empty where there is no such page."),
        HABEAS_OPTION(company.dispute_body_name, "Online Services Dispute Office", one_line(),
                      "The outside body for people who are not satisfied with an answer; named in every final letter."),
        HABEAS_OPTION(company.dispute_body_url, "https://disputes.example/online-services", url_or_empty(),
                      "How to reach that body."),
        HABEAS_OPTION(company.authority_name, "Berlin Commissioner for Data Protection and Freedom of Information",
                      one_line(), "The supervisory authority; named in every final letter."),
        HABEAS_OPTION(company.authority_url, "https://www.datenschutz-berlin.de", url_or_empty(),
                      "How to reach the authority."),
        HABEAS_OPTION(company.time_zone, "Europe/Berlin", time_zone(),
                      "The zone whose calendar days count for deadlines, by its name in the tz database."),
        HABEAS_OPTION(company.accent_colour, "#0b6e6e", colour(), "The brand's colour as #rrggbb."),
    };
}

std::vector<Option> server_options() {
    return {
        HABEAS_OPTION(server.address, "127.0.0.1", ip_address(),
                      "The address to listen on. Without TLS leave it on loopback and put a proxy in front."),
        HABEAS_OPTION(server.port, "8080", between(0, 65535), "The port to listen on; 0 takes any free one."),
        HABEAS_OPTION(
            server.public_url, "", origin_or_empty(),
            "How people reach the service, such as https://privacy.example.com; links in letters begin with it. "
            "Empty: made from address and port."),
        HABEAS_OPTION(server.threads, "0", between(0, 256), "Event loops; 0 is one per processor."),
        HABEAS_OPTION(server.tls_certificate, "", one_line(),
                      "File with the certificate chain (PEM), where the service ends TLS itself; read anew on SIGHUP."),
        HABEAS_OPTION(server.tls_key, "", one_line(),
                      "File with the certificate's private key (PEM), without a pass phrase; read anew on SIGHUP."),
        HABEAS_OPTION(server.trusted_proxies, "", networks(),
                      "Addresses or networks (CIDR) whose X-Forwarded-For and X-Forwarded-Proto are believed."),
        HABEAS_OPTION(
            server.metrics_networks, R"(["127.0.0.0/8", "::1"])", networks(),
            "Addresses or networks (CIDR) that may read /metrics, without a proxy in between: the numbers tell "
            "strangers too much."),
        HABEAS_OPTION(server.header_seconds, "10", between(1, 300), "Time for the whole header of an HTTP request."),
        HABEAS_OPTION(server.body_seconds, "30", between(1, 3600), "Time for the whole body of an HTTP request."),
        HABEAS_OPTION(server.idle_seconds, "60", between(1, 3600),
                      "How long a kept-alive connection may wait for its next request."),
        HABEAS_OPTION(server.write_seconds, "30", between(1, 3600), "Time for writing an answer."),
        HABEAS_OPTION(server.shutdown_seconds, "8", between(0, 600),
                      "How long running exchanges may take to finish after SIGTERM."),
        HABEAS_OPTION(server.target_bytes, "4096", between(256, 65536), "Longest request target (path and query)."),
        HABEAS_OPTION(server.header_bytes, "16384", between(1024, 1048576), "Largest header of an HTTP request."),
        HABEAS_OPTION(server.header_count, "100", between(10, 10000), "Most header fields of an HTTP request."),
        HABEAS_OPTION(server.body_bytes, "131072", between(1024, 104857600), "Largest body of a form."),
        HABEAS_OPTION(server.api_body_bytes, "65536", between(1024, 104857600), "Largest body of an API call."),
        HABEAS_OPTION(server.connections_total, "1024", between(1, 100000), "Most connections at once."),
        HABEAS_OPTION(server.connections_per_source, "128", between(1, 100000),
                      "Most connections at once from one address (for IPv6: from one /64 network)."),
    };
}

std::vector<Option> storage_options() {
    return {
        HABEAS_OPTION(storage.folder, "data", filled(), "The data folder; made with mode 0700 where it is missing."),
        HABEAS_OPTION(storage.database, "habeas.sqlite3", file_name(), "The database's file name in the data folder."),
        HABEAS_OPTION(storage.master_key, "master.key", filled(),
                      "The file with the master key (mode 0600): a name in the data folder, or an absolute path. "
                      "Without it no personal data can be read; back it up apart from the database."),
        HABEAS_OPTION(storage.readers, "2", between(1, 64), "Threads that read for pages and reports."),
        HABEAS_OPTION(storage.queue_limit, "1024", between(1, 1000000),
                      "Work that may wait for the store; beyond it the answer is 503 with Retry-After."),
        HABEAS_OPTION(storage.batch_limit, "256", between(1, 100000), "Most changes committed together."),
        HABEAS_OPTION(storage.cache_mib, "8", between(1, 4096), "Page cache of each connection, in MiB."),
        HABEAS_OPTION(storage.start_check_mib, "64", between(0, 1000000),
                      "At start every page of the database is looked at up to this size in MiB, beyond it only the "
                      "small tables; 0: none. A damaged one is refused."),
        HABEAS_OPTION(storage.start_check_entries, "1000", between(0, 1000000),
                      "At start the last so many audit entries and the seal of the chain's end are checked; 0: none. "
                      "A broken chain is refused."),
    };
}

std::vector<Option> mail_options() {
    return {
        HABEAS_OPTION(mail.mode, "automatic", any(),
                      "automatic: smtp where a host is given, else folder. folder: letters become .eml files."),
        HABEAS_OPTION(mail.folder, "mail", filled(),
                      "Where .eml files go: a name in the data folder, or an absolute path."),
        HABEAS_OPTION(mail.host, "", one_line(), "The SMTP server's name."),
        HABEAS_OPTION(mail.port, "587", between(1, 65535),
                      "Its port: mostly 587 for starttls, 465 for tls, 25 for none."),
        HABEAS_OPTION(mail.security, "starttls", any(),
                      "none, starttls or tls. With the last two a certificate that does not fit is an error."),
        HABEAS_OPTION(mail.username, "", one_line(), "Name to sign in to the SMTP server; empty: without signing in."),
        HABEAS_OPTION(mail.password, "", one_line(), "Password to sign in to the SMTP server.", Secrecy::secret),
        HABEAS_OPTION(mail.ca_file, "", one_line(), "Certificate authorities to trust (PEM); empty: the system's."),
        HABEAS_OPTION(mail.from_name, "", one_line(), "Sender's name on letters; empty: the company's name."),
        HABEAS_OPTION(mail.from_address, "", email_address_or_empty(),
                      "Sender's address on letters; empty: the company's privacy_email."),
        HABEAS_OPTION(mail.reply_to, "", email_address_or_empty(),
                      "Where answers to letters go; empty: to the sender."),
        HABEAS_OPTION(mail.timeout_seconds, "30", between(1, 600), "Time for handing one letter to the server."),
        HABEAS_OPTION(mail.retry_minutes, "1, 5, 15, 60, 240, 720", between(1, 10080),
                      "Wait after the first, second, … failure; the last one repeats."),
        HABEAS_OPTION(mail.attempts, "12", between(1, 1000),
                      "Attempts before a letter is given up and shown to staff."),
        HABEAS_OPTION(mail.batch, "20", between(1, 1000), "Most letters taken in one step."),
    };
}

std::vector<Option> log_options() {
    return {
        HABEAS_OPTION(log.level, "info", any(), "debug, info, warning or error."),
        HABEAS_OPTION(log.file, "", one_line(), "File to append to (reopened on SIGHUP); empty: standard error."),
    };
}

} // namespace

std::vector<Option> service_options() {
    std::vector<Option> all;
    for (auto const& section : {company_options(), server_options(), storage_options(), mail_options(), log_options()})
        all.insert(all.end(), section.begin(), section.end());
    return all;
}

} // namespace habeas::app::configuration
