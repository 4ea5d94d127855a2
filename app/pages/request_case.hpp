#pragma once
#include "app/pages/people.hpp"
#include "storage/store.hpp"

#include <optional>
#include <vector>

namespace habeas::app::pages {

/// One entry of the timeline, with the reason somebody wrote where there is one.
struct TimelineEntry {
    core::AuditRecord record;
    core::FreeText text;
};

/// Everything the request page shows, read in one go.
struct RequestCase {
    core::SubjectRequest request;
    std::vector<storage::MessageRow> messages;
    std::vector<storage::OutboxLetter> letters;
    std::vector<TimelineEntry> timeline; ///< newest first
    People people;
};

std::optional<RequestCase> read_case(storage::Snapshot& snapshot, core::RequestId id);

/// Whether this person's look at the request must be written down now: it is audited once in a quarter of an hour, not
/// at every reload.
bool must_note_view(RequestCase const& seen, core::Actor const& viewer, core::Instant now);

} // namespace habeas::app::pages
