#include "app/pages/queue_choice.hpp"

#include "app/pages/strict_form.hpp"
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

std::vector<core::Status> closed_statuses() {
    std::vector<core::Status> all;
    for (auto const& [status, text] : core::words_of<core::Status>())
        if (core::is_closed(status)) all.push_back(status);
    return all;
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
        query.statuses = closed_statuses();
        return;
    }
}

void apply_view(storage::QueueQuery& query, QueueView view, core::StaffId me, QueueDays days) {
    switch (view) {
    case QueueView::open:
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
    case QueueView::approval:
        query.statuses = {core::Status::awaiting_approval};
        return;
    case QueueView::closed:
        query.statuses = closed_statuses();
        return;
    }
}

void apply_assignee(storage::QueueQuery& query, std::string const& assignee) {
    if (assignee.empty()) return;
    if (assignee == "none") {
        query.assignee = storage::AssigneeFilter::nobody;
        return;
    }
    query.assignee = storage::AssigneeFilter::somebody_named;
    std::from_chars(assignee.data(), assignee.data() + assignee.size(), query.assignee_id.value);
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
    auto const after = fields.text("after");
    choice.after = storage::QueuePlace::parse(after);
    if (!choice.assignee.empty() && !is_assignee(choice.assignee)) fields.mistake("assignee", "no such choice");
    if (!after.empty() && !choice.after) fields.mistake("after", "no such place");
    if (auto mistakes = fields.mistakes(); !mistakes.empty())
        return core::fail(core::ErrorCode::malformed, "This address of the queue cannot be read.",
                          "field " + mistakes.front().field);
    return choice;
}

storage::QueueOrder QueueChoice::order_in_force() const {
    if (order) return *order;
    return view == QueueView::closed ? storage::QueueOrder::received_newest : storage::QueueOrder::due_first;
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
    add_parameter(url, "sort", code_of(order));
    if (after) add_parameter(url, "after", after->text());
    return url;
}

QueueChoice QueueChoice::with_view(QueueView other) const {
    QueueChoice choice;
    choice.view = other;
    return choice;
}

QueueChoice QueueChoice::without_filters() const {
    QueueChoice choice;
    choice.view = view;
    choice.order = order;
    return choice;
}

storage::QueueQuery query_of(QueueChoice const& choice, core::StaffId me, QueueDays days, int limit) {
    storage::QueueQuery query;
    apply_view(query, choice.view, me, days);
    if (choice.status) query.statuses = {*choice.status};
    if (choice.type) query.types = {*choice.type};
    if (choice.urgency) narrow_by_urgency(query, *choice.urgency, days);
    narrow(query, choice.due_from, choice.due_until);
    query.channel = choice.channel;
    apply_assignee(query, choice.assignee);
    query.order = choice.order_in_force();
    query.after = choice.after;
    query.limit = limit;
    return query;
}

} // namespace habeas::app::pages
