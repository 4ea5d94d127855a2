#pragma once
#include "app/pages/people.hpp"
#include "storage/store.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace habeas::app::pages {

/// Stands where a text would, had it not been damaged.
inline constexpr std::string_view cannot_be_read = "This text cannot be read: what is stored of it is damaged.";

/// One entry of the timeline, with the reason somebody wrote where there is one.
struct TimelineEntry {
    core::AuditRecord record;
    core::FreeText text;
};

/// What else is known under the address of the subject.
struct OtherRequests {
    std::vector<storage::QueueRow> rows; ///< the newest first, without the request itself
    bool has_more{};
    std::vector<core::RequestId> same; ///< of these, by the same subject and of the same type
};

/// Everything the request page shows, read in one go.
struct RequestCase {
    core::SubjectRequest request;
    std::vector<storage::MessageRow> messages;
    std::vector<storage::OutboxLetter> letters;
    std::vector<TimelineEntry> timeline; ///< newest first
    OtherRequests others;
    People people;
};

std::optional<RequestCase> read_case(storage::Snapshot& snapshot, core::RequestId id);

} // namespace habeas::app::pages
