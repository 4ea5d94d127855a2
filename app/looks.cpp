#include "app/looks.hpp"

#include "app/store_access.hpp"

#include <algorithm>
#include <limits>

namespace habeas::app {

namespace {

constexpr std::chrono::minutes one_look{15};
constexpr std::chrono::hours one_listing{1};
constexpr int most_tokens = 100; // more than list within an hour; beyond it an entry more does no harm

storage::AuditQuery newest_first(std::string action, int limit) {
    storage::AuditQuery query;
    query.before = core::AuditSequence{std::numeric_limits<std::int64_t>::max()};
    query.action = std::move(action);
    query.limit = limit;
    return query;
}

bool takes_unread_mark(core::SubjectRequest const& request, core::Actor const& actor) {
    return request.unread && actor.kind == core::ActorKind::staff;
}

} // namespace

// The trail itself says when the last look was, so that two processes and a restart agree.
bool must_note_view(storage::Snapshot& snapshot, core::SubjectRequest const& request, core::Stamp const& stamp) {
    if (takes_unread_mark(request, stamp.actor)) return true;
    auto query = newest_first("request.viewed", 1);
    query.request = request.id;
    query.actor = stamp.actor;
    auto const last = snapshot.audit(query);
    return last.empty() || stamp.at - last.front().at >= one_look;
}

core::Result<void> note_view(Desk const& desk, storage::Transaction& transaction, core::RequestId id,
                             core::Stamp const& stamp) {
    auto const request = transaction.find(id);
    if (!request || !must_note_view(transaction, *request, stamp)) return {};
    auto noted = desk.note_viewed(transaction, {id, std::nullopt}, stamp);
    if (!noted) return std::unexpected(std::move(noted.error()));
    return {};
}

boost::asio::awaitable<core::Result<void>> note_look(Services& services, core::RequestId id, core::Stamp stamp) {
    auto noting = write_store(services.store, [&desk = services.desk, id, stamp](storage::Transaction& transaction) {
        return note_view(desk, transaction, id, stamp);
    });
    co_return co_await std::move(noting);
}

// By the action, not by the actor: a busy token has written a million entries of other kinds since.
bool must_note_list(storage::Snapshot& snapshot, core::Stamp const& stamp) {
    auto const listings = snapshot.audit(newest_first("requests.listed", most_tokens));
    return std::ranges::none_of(listings, [&](core::AuditRecord const& listing) {
        return listing.actor.same_actor(stamp.actor) && stamp.at - listing.at < one_listing;
    });
}

core::Result<void> note_list(storage::Transaction& transaction, core::Stamp const& stamp) {
    if (!must_note_list(transaction, stamp)) return {};
    return transaction.commit(core::Decision::record(stamp, "requests.listed"), stamp.at);
}

void log_damaged(Services const& services, storage::QueuePage const& page) {
    for (auto const& row : page.rows)
        if (row.damaged) services.log.error("request.damaged", {{"reference", row.reference.text()}});
}

} // namespace habeas::app
