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
    explicit PostOffice(Services const& services);

    mail::LetterWriter writer;
    std::unique_ptr<mail::Carrier> carrier;
    jobs::OutboxJob outbox;
};

} // namespace habeas::app
