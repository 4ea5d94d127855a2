#include "app/pages/queue_choice.hpp"

#include "app/http/text.hpp"
#include "app/pages/strict_form.hpp"
#include "core/crypto.hpp"
#include "core/transitions.hpp"

#include <algorithm>
#include <charconv>

namespace habeas::app::pages {

namespace {

/// An assignee filter is "none" or a staff number.
bool is_assignee(std::string_view text) {
    return text == "none" || (!text.empty() && text.size() < 10 &&
                              std::ranges::all_of(text, [](char each) { return each >= '0' && each <= '9'; }));
}

void add_parameter(std::string& url, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    url += url.find('?') == url.npos ? '?' : '&';
    url.append(name).append("=").append(value);
}

template <class Word>
std::string_view code_of(std::optional<Word> const& word) {
    return word ? core::code(*word) : std::string_view{};
}

template <class Holds>
std::vector<core::Status> statuses_where(Holds holds) {
    std::vector<core::Status> all;
    for (auto const& [status, text] : core::words_of<core::Status>())
        if (holds(status)) all.push_back(status);
    return all;
}

bool is_workable(core::Status status) {
    return status != core::Status::unverified && !core::is_closed(status);
}

void narrow(storage::QueueQuery& query, std::optional<core::Day> from, std::optional<core::Day> until) {
    if (from && (!query.due_from || *query.due_from < *from)) query.due_from = from;
    if (until && (!query.due_until || *query.due_until > *until)) query.due_until = until;
}

void narrow_by_urgency(storage::QueueQuery& query, core::Urgency urgency, QueueDays days) {
    auto const soon = days.today + std::chrono::days{days.due_soon_days};
    switch (urgency) {
    case core::Urgency::overdue:
        return narrow(query, {}, days.today - std::chrono::days{1});
    case core::Urgency::due_soon:
        return narrow(query, days.today, soon);
    case core::Urgency::on_time:
        return narrow(query, soon + std::chrono::days{1}, {});
    case core::Urgency::closed:
        std::erase_if(query.statuses, [](core::Status status) { return !core::is_closed(status); });
        return;
    }
}

void apply_view(storage::QueueQuery& query, QueueView view, core::StaffId me, QueueDays days) {
    switch (view) {
    case QueueView::open:
    case QueueView::approval:
    case QueueView::unverified:
    case QueueView::closed:
        return;
    case QueueView::mine:
        query.assignee = storage::AssigneeFilter::somebody_named;
        query.assignee_id = me;
        return;
    case QueueView::unassigned:
        query.assignee = storage::AssigneeFilter::nobody;
        return;
    case QueueView::due_soon:
        return narrow_by_urgency(query, core::Urgency::due_soon, days);
    case QueueView::overdue:
        return narrow_by_urgency(query, core::Urgency::overdue, days);
    }
}

/// False where the tab is about somebody else than the filter.
bool apply_assignee(storage::QueueQuery& query, std::string const& assignee) {
    if (assignee.empty()) return true;
    auto wanted = storage::AssigneeFilter::nobody;
    core::StaffId id{};
    if (assignee != "none") {
        wanted = storage::AssigneeFilter::somebody_named;
        std::from_chars(assignee.data(), assignee.data() + assignee.size(), id.value);
    }
    auto const fits =
        query.assignee == storage::AssigneeFilter::anyone || (query.assignee == wanted && query.assignee_id == id);
    query.assignee = wanted;
    query.assignee_id = id;
    return fits;
}

std::optional<storage::QueuePlace> read_place(StrictForm& fields, std::string_view name) {
    auto const text = fields.text(name);
    auto const place = storage::QueuePlace::parse(text);
    if (!text.empty() && !place) fields.mistake(name, "no such place");
    return place;
}

} // namespace

core::Result<QueueChoice> QueueChoice::read(http::Form const& form) {
    StrictForm fields(form);
    QueueChoice choice;
    choice.view = fields.choice<QueueView>("view").value_or(QueueView::open);
    choice.status = fields.choice<core::Status>("status");
    choice.type = fields.choice<core::RequestType>("type");
    choice.urgency = fields.choice<core::Urgency>("urgency");
    choice.channel = fields.choice<core::Channel>("channel");
    choice.due_from = fields.day("due_from", Presence::optional);
    choice.due_until = fields.day("due_until", Presence::optional);
    choice.order = fields.choice<storage::QueueOrder>("sort");
    choice.assignee = fields.text("assignee");
    choice.found = fields.text("found");
    choice.after = read_place(fields, "after");
    choice.before = read_place(fields, "before");
    if (!choice.assignee.empty() && !is_assignee(choice.assignee)) fields.mistake("assignee", "no such choice");
    if (auto mistakes = fields.mistakes(); !mistakes.empty())
        return core::fail(core::ErrorCode::malformed, "This address of the queue cannot be read.",
                          "field " + mistakes.front().field);
    return choice;
}

storage::QueueOrder QueueChoice::order_in_force() const {
    if (order) return *order;
    return view == QueueView::closed || !found.empty() ? storage::QueueOrder::received_newest
                                                       : storage::QueueOrder::due_first;
}

std::string QueueChoice::url() const {
    std::string url = "/desk";
    if (view != QueueView::open) add_parameter(url, "view", core::code(view));
    add_parameter(url, "status", code_of(status));
    add_parameter(url, "type", code_of(type));
    add_parameter(url, "urgency", code_of(urgency));
    add_parameter(url, "channel", code_of(channel));
    if (due_from) add_parameter(url, "due_from", core::iso(*due_from));
    if (due_until) add_parameter(url, "due_until", core::iso(*due_until));
    add_parameter(url, "assignee", assignee);
    add_parameter(url, "found", found);
    add_parameter(url, "sort", code_of(order));
    if (after) add_parameter(url, "after", after->text());
    if (before) add_parameter(url, "before", before->text());
    return url;
}

QueueChoice QueueChoice::with_view(QueueView other) const {
    QueueChoice choice;
    choice.view = other;
    choice.type = type;
    choice.channel = channel;
    choice.order = order;
    // A tab that is about who works on it has its own assignee, and a member's tab keeps none.
    if (other != QueueView::mine && other != QueueView::unassigned) choice.assignee = assignee;
    return choice;
}

QueueChoice QueueChoice::without_filters() const {
    QueueChoice choice;
    choice.view = view;
    choice.order = order;
    return choice;
}

std::vector<core::Status> QueueChoice::statuses() const {
    if (!found.empty()) return statuses_where([](core::Status) { return true; });
    switch (view) {
    case QueueView::open:
    case QueueView::unassigned:
    case QueueView::due_soon:
    case QueueView::overdue:
        return statuses_where(is_workable);
    case QueueView::mine:
        return statuses_where([](core::Status status) { return !core::is_closed(status); });
    case QueueView::approval:
        return {core::Status::awaiting_approval};
    case QueueView::unverified:
        return {core::Status::unverified};
    case QueueView::closed:
        return statuses_where(core::is_closed);
    }
    return {};
}

std::string QueuePosition::text() const {
    auto url = choice.url();
    if (at) add_parameter(url, "at", at->text());
    auto const query = url.find('?');
    return query == url.npos ? std::string() : core::to_base64url(core::as_bytes(url.substr(query + 1)));
}

std::optional<QueuePosition> QueuePosition::read(std::string_view text) {
    auto const bytes = core::from_base64url(text);
    if (!bytes || bytes->empty()) return std::nullopt;
    auto const typed = http::parse_urlencoded(core::as_text(*bytes));
    if (!typed) return std::nullopt;
    http::Form query;
    QueuePosition position;
    for (auto const& [name, value] : typed->fields())
        if (name == "at")
            position.at = storage::QueuePlace::parse(value);
        else
            query.add(name, value);
    auto choice = QueueChoice::read(query);
    if (!choice) return std::nullopt;
    position.choice = std::move(*choice);
    return position;
}

storage::QueueOrder reversed(storage::QueueOrder order) {
    switch (order) {
    case storage::QueueOrder::due_first:
        return storage::QueueOrder::due_last;
    case storage::QueueOrder::due_last:
        return storage::QueueOrder::due_first;
    case storage::QueueOrder::received_newest:
        return storage::QueueOrder::received_oldest;
    case storage::QueueOrder::received_oldest:
        return storage::QueueOrder::received_newest;
    }
    return order;
}

std::optional<storage::QueueQuery> query_of(QueueChoice const& choice, QueueViewer const& viewer, QueueDays days,
                                            int limit) {
    storage::QueueQuery query;
    query.statuses = choice.statuses();
    if (choice.found.empty())
        apply_view(query, choice.view, viewer.me, days);
    else
        query.search = viewer.searched;
    // A filter narrows what the tab holds; it never brings in what the tab leaves out.
    if (choice.status) std::erase_if(query.statuses, [&](core::Status each) { return each != *choice.status; });
    if (choice.type) query.types = {*choice.type};
    if (choice.urgency) narrow_by_urgency(query, *choice.urgency, days);
    narrow(query, choice.due_from, choice.due_until);
    query.channel = choice.channel;
    if (!apply_assignee(query, choice.assignee) || query.statuses.empty()) return std::nullopt;
    query.order = choice.before ? reversed(choice.order_in_force()) : choice.order_in_force();
    query.after = choice.before ? choice.before : choice.after;
    query.limit = limit;
    return query;
}

} // namespace habeas::app::pages
