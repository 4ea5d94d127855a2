#pragma once
#include "app/jobs/outbox_job.hpp"
#include "app/mail/carrier.hpp"
#include "app/mail/letter_writer.hpp"
#include "app/services.hpp"

#include <memory>

namespace habeas::app {

/// Everything letters need, as the configuration wants it: the writer, the carrier (SMTP, or files in the data folder),
/// the job.
struct PostOffice {
    /// With the carrier that the configuration asks for.
    explicit PostOffice(Services const& services);
    PostOffice(Services const& services, std::unique_ptr<mail::Carrier> carrier);

    mail::LetterWriter writer;
    std::unique_ptr<mail::Carrier> carrier;
    jobs::OutboxJob outbox;
};

/// Where letters go when no mail server is configured: files in the data folder.
std::unique_ptr<mail::Carrier> make_folder_carrier(Configuration const& configuration);

} // namespace habeas::app
