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

constexpr int most_others = 10;

/// An address is found where it is the subject's or the requester's: somebody who asks for others is not their subject.
bool is_of_subject(storage::Snapshot& snapshot, core::RequestId id, core::EmailAddress const& address) {
    try {
        auto const request = snapshot.find(id);
        return request && request->subject.email && request->subject.email->lookup_key() == address.lookup_key();
    } catch (storage::DamagedRecord const&) {
        return false;
    }
}

OtherRequests read_others(storage::Snapshot& snapshot, core::SubjectRequest const& request) {
    if (!request.subject.email) return {};
    auto const& address = *request.subject.email;
    // One may be the request itself, and one more says that there are more.
    OtherRequests others{.rows = snapshot.requests_of(address, most_others + 2), .has_more = false, .same = {}};
    std::erase_if(others.rows, [&](storage::QueueRow const& row) { return row.id == request.id; });
    others.has_more = others.rows.size() > most_others;
    if (others.has_more) others.rows.resize(most_others);
    for (auto const& row : others.rows)
        if (row.type == request.type && is_of_subject(snapshot, row.id, address)) others.same.push_back(row.id);
    return others;
}

} // namespace

std::optional<RequestCase> read_case(storage::Snapshot& snapshot, core::RequestId id) {
    auto request = snapshot.find(id);
    if (!request) return std::nullopt;
    auto others = read_others(snapshot, *request);
    return RequestCase{.request = std::move(*request),
                       .messages = snapshot.messages(id),
                       .letters = snapshot.letters_of(id),
                       .timeline = read_timeline(snapshot, id),
                       .others = std::move(others),
                       .people = People::read(snapshot)};
}

} // namespace habeas::app::pages
