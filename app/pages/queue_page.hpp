#pragma once
#include "app/authentication.hpp"
#include "app/pages/people.hpp"
#include "app/pages/queue_choice.hpp"

#include <optional>
#include <string>

namespace habeas::app::pages {

/// What the queue page shows, read in one go.
struct QueueSight {
    storage::QueuePage page;
    storage::QueueCounts counts;
    std::int64_t due_soon{};
    std::int64_t overdue{};
    People people;
};

/// The numbers of overdue and due-soon tabs are counted no further than this: "1,000+".
inline constexpr std::int64_t counted_at_most = 1000;

QueueDays queue_days(Services const& services);
QueueSight look_at_queue(storage::Snapshot& snapshot, storage::QueueQuery const& query, QueueDays days);

/// A search instead of a choice: what was searched for comes back in its field and nowhere else.
struct QueueSearch {
    std::string typed;
    std::string mistake; ///< why there was no search, or empty
};

http::HttpResponse show_queue(Services const& services, int status, SignedIn const& signed_in, QueueSight const& sight,
                              QueueChoice const& choice, std::optional<QueueSearch> const& search = {});

} // namespace habeas::app::pages
