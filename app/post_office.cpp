#include "app/post_office.hpp"

#include "app/mail/folder_carrier.hpp"
#include "app/mail/smtp_carrier.hpp"
#include "app/pages/correctable_fields.hpp"

#include <filesystem>

namespace habeas::app {

namespace {

mail::CompanyLetterhead letterhead(Configuration const& configuration) {
    auto const& company = configuration.company;
    mail::CompanyLetterhead head;
    head.name = company.name;
    head.contact_email = company.privacy_email;
    head.postal_address = company.postal_address;
    head.dispute_body_name = company.dispute_body_name;
    head.dispute_body_url = company.dispute_body_url;
    head.authority_name = company.authority_name;
    head.authority_url = company.authority_url;
    for (auto const& category : configuration.categories)
        head.category_names.emplace_back(category.id, category.name);
    for (auto const& field : pages::correctable_fields(configuration))
        head.field_names.emplace_back(field.code, field.name);
    return head;
}

mail::SmtpSecurity security_of(MailSecurity security) {
    switch (security) {
    case MailSecurity::none:
        return mail::SmtpSecurity::none;
    case MailSecurity::starttls:
        return mail::SmtpSecurity::starttls;
    case MailSecurity::tls:
        return mail::SmtpSecurity::tls;
    }
    return mail::SmtpSecurity::starttls;
}

std::string domain_of(std::string const& address) {
    return address.substr(address.rfind('@') + 1);
}

std::unique_ptr<mail::Carrier> make_carrier(Configuration const& configuration) {
    auto const& mail = configuration.mail;
    if (!mail.sends_by_smtp()) return make_folder_carrier(configuration);
    mail::SmtpOptions options;
    options.host = mail.host;
    options.port = mail.port;
    options.security = security_of(mail.security);
    options.username = mail.username;
    options.password = mail.password;
    options.ca_file = mail.ca_file;
    options.helo = domain_of(mail.from_address);
    options.total_timeout = mail.timeout_seconds;
    return std::make_unique<mail::SmtpCarrier>(std::move(options));
}

jobs::DeliveryOptions delivery_options(Configuration const& configuration) {
    jobs::DeliveryOptions options;
    options.retry_delays.clear();
    for (int const minutes : configuration.mail.retry_minutes)
        options.retry_delays.emplace_back(std::chrono::minutes(minutes));
    options.attempts = configuration.mail.attempts;
    options.batch = configuration.mail.batch;
    options.lease = configuration.jobs.lease_seconds;
    options.longest_delivery = configuration.mail.timeout_seconds;
    options.letters_per_address_hour = configuration.limits.mails_per_address_hour;
    return options;
}

mail::Sender sender_of(MailSettings const& mail) {
    return {mail.from_name, mail.from_address, mail.reply_to};
}

} // namespace

std::unique_ptr<mail::Carrier> make_folder_carrier(Configuration const& configuration) {
    return std::make_unique<mail::FolderCarrier>(std::filesystem::path(configuration.storage.folder) /
                                                 configuration.mail.folder);
}

PostOffice::PostOffice(Services const& services)
    : PostOffice(services, make_carrier(services.configuration)) {}

PostOffice::PostOffice(Services const& services, std::unique_ptr<mail::Carrier> wanted)
    : writer(services.renderer, services.links, services.desk.policy(), letterhead(services.configuration),
             domain_of(services.configuration.mail.from_address))
    , carrier(std::move(wanted))
    , outbox(services.store, services.desk, writer, *carrier, sender_of(services.configuration.mail),
             delivery_options(services.configuration), services.log) {}

} // namespace habeas::app
