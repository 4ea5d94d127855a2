#pragma once
#include "app/desk.hpp"
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

/// Whether this person's look at the request must be written down now: once in a quarter of an hour, not at every
/// reload; and always where it takes the unread mark away.
bool must_note_view(storage::Snapshot& snapshot, core::SubjectRequest const& request, core::Stamp const& stamp);

/// Writes the look down, where it still must be.
void note_view(Desk const& desk, storage::Transaction& transaction, core::RequestId id, core::Stamp const& stamp);

} // namespace habeas::app::pages
