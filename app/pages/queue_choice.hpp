#pragma once
#include "app/http/forms.hpp"
#include "app/policy.hpp"
#include "core/error.hpp"
#include "core/time.hpp"
#include "core/vocabulary.hpp"
#include "storage/requests.hpp"

#include <optional>
#include <string>
#include <vector>

namespace habeas::app::pages {

/// The tabs of the queue. What nobody has confirmed yet stands apart from what can be worked on.
enum class QueueView { open, mine, unassigned, due_soon, overdue, approval, unverified, closed };

} // namespace habeas::app::pages

template <>
struct habeas::core::Words<habeas::app::pages::QueueView> {
    using View = habeas::app::pages::QueueView;
    static constexpr std::pair<View, std::string_view> list[] = {
        {View::open, "open"},
        {View::mine, "mine"},
        {View::unassigned, "unassigned"},
        {View::due_soon, "due_soon"},
        {View::overdue, "overdue"},
        {View::approval, "approval"},
        {View::unverified, "unverified"},
        {View::closed, "closed"},
    };
};

template <>
struct habeas::core::Words<habeas::storage::QueueOrder> {
    using Order = habeas::storage::QueueOrder;
    static constexpr std::pair<Order, std::string_view> list[] = {
        {Order::due_first, "due_on"},
        {Order::due_last, "-due_on"},
        {Order::received_newest, "-received_at"},
        {Order::received_oldest, "received_at"},
    };
};

namespace habeas::app::pages {

/// What a person chose to see: a tab, filters within it, an order, a place. Codes only, so that it can be a URL.
struct QueueChoice {
    QueueView view{QueueView::open};
    std::optional<core::Status> status;
    std::optional<core::RequestType> type;
    std::optional<core::Urgency> urgency;
    std::optional<core::Channel> channel;
    std::optional<core::Day> due_from, due_until; ///< both inclusive
    std::string assignee;                         ///< a staff number, "none", or empty for anyone
    std::string found; ///< what was searched for, sealed; a search looks at every request, whatever the tab
    std::optional<storage::QueueOrder> order;
    std::optional<storage::QueuePlace> after;  ///< the page that follows this place …
    std::optional<storage::QueuePlace> before; ///< … or the one that ends before it

    /// malformed: a field that is unknown, doubled or no code.
    static core::Result<QueueChoice> read(http::Form const& query);

    bool filtered() const { return status || type || urgency || channel || due_from || due_until || !assignee.empty(); }
    storage::QueueOrder order_in_force() const;

    /// "/desk?view=mine&type=access"; values that say nothing are left out.
    std::string url() const;
    /// Another tab with the filters that mean the same in it.
    QueueChoice with_view(QueueView other) const;
    QueueChoice without_filters() const;
    /// The statuses the tab holds.
    std::vector<core::Status> statuses() const;
};

/// Where in the queue a request was opened: travels with its page, so that one can go back and on.
struct QueuePosition {
    QueueChoice choice;
    std::optional<storage::QueuePlace> at; ///< of the request itself; a page as a whole has none

    /// Safe in a URL.
    std::string text() const;
    /// Nothing where the text is none of ours.
    static std::optional<QueuePosition> read(std::string_view text);
};

/// What "today" and "due soon" mean for a query.
struct QueueDays {
    core::Day today{};
    int due_soon_days{};
};

/// Who looks, and what they searched for, where they did.
struct QueueViewer {
    core::StaffId me{};
    std::string searched{};
};

/// The choice as a question to the store. A page `before` a place is asked for backwards. Nothing where the filters
/// leave nothing of the tab.
std::optional<storage::QueueQuery> query_of(QueueChoice const& choice, QueueViewer const& viewer, QueueDays days,
                                            int limit);
storage::QueueOrder reversed(storage::QueueOrder order);

} // namespace habeas::app::pages
