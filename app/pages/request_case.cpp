#include "app/pages/request_case.hpp"

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
bool must_note_view(storage::Snapshot& snapshot, core::SubjectRequest const& request, core::Stamp const& stamp) {
    if (request.unread) return true;
    storage::AuditQuery query;
    query.before = core::AuditSequence{std::numeric_limits<std::int64_t>::max()};
    query.request = request.id;
    query.actor = stamp.actor;
    query.action = "request.viewed";
    query.limit = 1;
    auto const last = snapshot.audit(query);
    return last.empty() || stamp.at - last.front().at >= one_look;
}

void note_view(Desk const& desk, storage::Transaction& transaction, core::RequestId id, core::Stamp const& stamp) {
    auto const request = transaction.find(id);
    if (request && must_note_view(transaction, *request, stamp))
        (void)desk.note_viewed(transaction, {id, std::nullopt}, stamp);
}

} // namespace habeas::app::pages
