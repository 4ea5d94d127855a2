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
    bool has_previous{}, has_next{};
    storage::QueueCounts counts;
    std::int64_t mine{};
    std::int64_t due_soon{};
    std::int64_t overdue{};
    People people;
};

QueueDays queue_days(Services const& services);
/// The request's page, which knows where in the queue it was opened.
std::string url_of(storage::QueueRow const& row, QueueChoice const& choice);
/// What was searched for, opened for who looks; empty where nothing was, nothing where the search is over.
std::optional<std::string> opened_search(Services const& services, QueueChoice const& choice, core::StaffId who);
/// The numbers of the tabs alone.
QueueSight look_at_tabs(storage::Snapshot& snapshot, core::StaffId me, QueueDays days);
QueueSight look_at_queue(storage::Snapshot& snapshot, QueueChoice const& choice, QueueViewer const& viewer,
                         QueueDays days, int limit);

/// What was searched for comes back in its field and nowhere else.
struct QueueSearch {
    std::string typed;
    std::string mistake; ///< why there was no search, or empty
};

http::HttpResponse show_queue(Services const& services, int status, SignedIn const& signed_in, QueueSight const& sight,
                              QueueChoice const& choice, std::optional<QueueSearch> const& search = {});

} // namespace habeas::app::pages
