#include "app/pages/request_case.hpp"

#include <limits>

namespace habeas::app::pages {

namespace {

constexpr int longest_timeline = 500;

core::FreeText read_text(storage::Snapshot& snapshot, core::AuditRecord const& record) {
    if (record.sealed_text.empty()) return {};
    try {
        return snapshot.unseal_text(record).value_or(core::FreeText{});
    } catch (storage::DamagedRecord const&) {
        return core::FreeText{std::string{cannot_be_read}};
    }
}

std::vector<TimelineEntry> read_timeline(storage::Snapshot& snapshot, core::RequestId id) {
    storage::AuditQuery query;
    query.before = core::AuditSequence{std::numeric_limits<std::int64_t>::max()};
    query.request = id;
    query.limit = longest_timeline;
    std::vector<TimelineEntry> timeline;
    for (auto& record : snapshot.audit(query)) {
        auto text = read_text(snapshot, record);
        timeline.push_back({std::move(record), std::move(text)});
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

} // namespace habeas::app::pages
