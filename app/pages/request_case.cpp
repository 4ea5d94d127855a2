#include "app/pages/request_case.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

namespace habeas::app::pages {

namespace {

constexpr int longest_timeline = 500;
constexpr std::chrono::minutes one_look{15};

std::vector<TimelineEntry> read_timeline(storage::Snapshot& snapshot, core::RequestId id) {
    storage::AuditQuery query;
    query.before = core::AuditSequence{std::numeric_limits<std::int64_t>::max()};
    query.request = id;
    query.limit = longest_timeline;
    std::vector<TimelineEntry> timeline;
    for (auto& record : snapshot.audit(query)) {
        auto text = record.sealed_text.empty() ? std::nullopt : snapshot.unseal_text(record);
        timeline.push_back({std::move(record), std::move(text).value_or(core::FreeText{})});
    }
    return timeline;
}

} // namespace

std::optional<RequestCase> read_case(storage::Snapshot& snapshot, core::RequestId id) {
    auto request = snapshot.find(id);
    if (!request) return std::nullopt;
    return RequestCase{.request = std::move(*request),
                       .messages = snapshot.messages(id),
                       .letters = snapshot.letters_of(id),
                       .timeline = read_timeline(snapshot, id),
                       .people = People::read(snapshot)};
}

// "Every *read* of a case by staff is audited" (security requirement 52). The trail itself says when the last look was,
// so that two processes and a restart agree.
bool must_note_view(RequestCase const& seen, core::Actor const& viewer, core::Instant now) {
    if (seen.request.unread) return true;
    return std::ranges::none_of(seen.timeline, [&](TimelineEntry const& entry) {
        auto const& record = entry.record;
        return record.action == "request.viewed" && record.actor.same_person(viewer) && now - record.at < one_look;
    });
}

} // namespace habeas::app::pages
