#include "app/pages/queue_page.hpp"

#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/numbers.hpp"
#include "app/pages/words.hpp"
#include "app/search_notice.hpp"
#include "core/transitions.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

using html::Chosen;
using html::View;

Chosen chosen_if(bool holds) {
    return holds ? Chosen::yes : Chosen::no;
}

std::string_view tab_label(QueueView view) {
    switch (view) {
    case QueueView::open:
        return "All open";
    case QueueView::mine:
        return "Mine";
    case QueueView::unassigned:
        return "Unassigned";
    case QueueView::due_soon:
        return "Due soon";
    case QueueView::overdue:
        return "Overdue";
    case QueueView::approval:
        return "Waiting for approval";
    case QueueView::unverified:
        return "Not confirmed yet";
    case QueueView::closed:
        return "Closed";
    }
    return {};
}

std::int64_t count_of(storage::QueueCounts const& counts, core::Status status) {
    auto const found = counts.by_status.find(status);
    return found == counts.by_status.end() ? 0 : found->second;
}

std::int64_t closed_count(storage::QueueCounts const& counts) {
    std::int64_t sum{};
    for (auto const& [status, count] : counts.by_status)
        if (core::is_closed(status)) sum += count;
    return sum;
}

/// How many requests a tab has, known without counting rows.
std::int64_t tab_count(QueueSight const& sight, QueueView view) {
    switch (view) {
    case QueueView::open:
        return sight.counts.workable;
    case QueueView::mine:
        return sight.mine;
    case QueueView::unassigned:
        return sight.counts.unassigned_workable;
    case QueueView::due_soon:
        return sight.due_soon;
    case QueueView::overdue:
        return sight.overdue;
    case QueueView::approval:
        return count_of(sight.counts, core::Status::awaiting_approval);
    case QueueView::unverified:
        return count_of(sight.counts, core::Status::unverified);
    case QueueView::closed:
        return closed_count(sight.counts);
    }
    return 0;
}

void add_tabs(View& view, QueueSight const& sight, QueueChoice const& choice) {
    for (auto const& [tab, code] : core::words_of<QueueView>()) {
        auto& part = view.add("TAB");
        part.text("TAB_URL", choice.with_view(tab).url()).text("TAB_LABEL", tab_label(tab));
        part.maybe("TAB_COUNT", number_words(tab_count(sight, tab)));
        part.show_if(choice.found.empty() && tab == choice.view, "CURRENT");
    }
}

std::string_view order_label(storage::QueueOrder order) {
    switch (order) {
    case storage::QueueOrder::due_first:
        return "Due first";
    case storage::QueueOrder::due_last:
        return "Due last";
    case storage::QueueOrder::received_newest:
        return "Newest first";
    case storage::QueueOrder::received_oldest:
        return "Oldest first";
    }
    return {};
}

template <class Word>
void add_word_options(View& view, std::string_view section, std::optional<Word> const& chosen) {
    for (auto const& [word, code] : core::words_of<Word>())
        html::add_option(view, section, code, label(word), chosen_if(chosen == word));
}

void add_assignee_options(View& view, People const& people, std::string const& chosen) {
    html::add_option(view, "ASSIGNEE_OPTION", "none", "Nobody", chosen_if(chosen == "none"));
    for (auto const& member : people.assignable()) {
        auto const id = std::to_string(member.id.value);
        html::add_option(view, "ASSIGNEE_OPTION", id, member.name, chosen_if(chosen == id));
    }
}

void add_filters(View& page, QueueSight const& sight, QueueChoice const& choice) {
    auto& view = page.add("FILTERS");
    view.text("VIEW_NAME", core::code(choice.view)).show_if(choice.filtered(), "IN_USE");
    if (choice.due_from) view.maybe("DUE_FROM", core::iso(*choice.due_from));
    if (choice.due_until) view.maybe("DUE_UNTIL", core::iso(*choice.due_until));
    for (auto const status : choice.statuses())
        html::add_option(view, "STATUS_OPTION", core::code(status), label(status), chosen_if(choice.status == status));
    add_word_options(view, "TYPE_OPTION", choice.type);
    add_word_options(view, "URGENCY_OPTION", choice.urgency);
    add_word_options(view, "CHANNEL_OPTION", choice.channel);
    add_assignee_options(view, sight.people, choice.assignee);
    for (auto const& [order, code] : core::words_of<storage::QueueOrder>())
        html::add_option(view, "SORT_OPTION", code, order_label(order), chosen_if(order == choice.order_in_force()));
}

void add_chip(View& chips, std::string_view label, QueueChoice const& without) {
    chips.add("CHIP").text("CHIP_LABEL", label).text("CHIP_REMOVE_URL", without.url());
}

std::string assignee_words(People const& people, std::string const& assignee) {
    return assignee == "none" ? "with nobody" : "with " + people.name_of(core::StaffId{std::stoll(assignee)});
}

void add_chips(View& page, QueueSight const& sight, QueueChoice const& choice) {
    if (!choice.filtered()) return;
    auto& chips = page.add("CHIPS");
    auto base = choice;
    base.after.reset();
    base.before.reset();
    auto const chip = [&](auto QueueChoice::* member, std::string_view label) {
        auto without = base;
        without.*member = {};
        add_chip(chips, label, without);
    };
    if (choice.status) chip(&QueueChoice::status, label(*choice.status));
    if (choice.type) chip(&QueueChoice::type, label(*choice.type));
    if (choice.urgency) chip(&QueueChoice::urgency, label(*choice.urgency));
    if (choice.channel) chip(&QueueChoice::channel, label(*choice.channel));
    if (choice.due_from) chip(&QueueChoice::due_from, "due from " + html::day_words(*choice.due_from));
    if (choice.due_until) chip(&QueueChoice::due_until, "due until " + html::day_words(*choice.due_until));
    if (!choice.assignee.empty()) chip(&QueueChoice::assignee, assignee_words(sight.people, choice.assignee));
}

/// How much of the time between receipt and due day has passed, in percent.
std::int64_t used_percent(storage::QueueRow const& row, core::Day today) {
    auto const whole = (*row.due_on - row.received_on).count();
    if (whole <= 0) return 100;
    return std::clamp<std::int64_t>((today - row.received_on).count() * 100 / whole, 0, 100);
}

void add_due(View& part, storage::QueueRow const& row, QueueDays days) {
    auto const closed = core::is_closed(row.status);
    if (row.due_on) part.text("DUE_ISO", core::iso(*row.due_on));
    if (closed || !row.due_on) {
        part.text("URGENCY", "closed").text("DUE_WORDS", closed ? "closed" : "no deadline").text("USED_PERCENT", "0");
        return;
    }
    part.text("URGENCY", mark(core::urgency_of(*row.due_on, days.today, days.due_soon_days)))
        .text("DUE_WORDS", html::due_words(*row.due_on, days.today))
        .number("USED_PERCENT", used_percent(row, days.today));
}

void add_row(View& list, storage::QueueRow const& row, QueueChoice const& choice, People const& people,
             QueueDays days) {
    auto& part = list.add("ROW");
    part.text("REFERENCE", row.reference.text())
        .text("REQUEST_URL", url_of(row, choice))
        .text("TYPE_LABEL", label(row.type))
        .text("SUBJECT_NAME", row.damaged ? "cannot be read" : row.subject_name.reveal())
        .text("STATUS_LABEL", label(row.status))
        .show_if(row.unread, "UNREAD")
        .show_if(row.appealed && !core::is_closed(row.status), "COMPLAINT");
    add_due(part, row, days);
    part.text("ASSIGNEE_INITIALS", row.assignee ? people.initials_of(*row.assignee) : "–")
        .text("ASSIGNEE_NAME", row.assignee ? people.name_of(*row.assignee) : "Nobody yet")
        .show_if(!row.assignee, "UNASSIGNED");
}

/// Keyset pages do not know where in the whole they are; the first one knows its beginning.
std::string range_words(QueueSight const& sight, QueueChoice const& choice) {
    auto const rows = static_cast<std::int64_t>(sight.page.rows.size());
    if (choice.after || choice.before) return number_words(rows) + " more";
    if (!sight.has_next) return number_words(rows) + (rows == 1 ? " request" : " requests");
    auto const counted = !choice.filtered() && choice.found.empty();
    return "The first " + number_words(rows) + (counted ? " of " + number_words(tab_count(sight, choice.view)) : "");
}

void add_pages(View& list, QueueSight const& sight, QueueChoice const& choice) {
    list.text("PAGE_RANGE", range_words(sight, choice));
    auto elsewhere = choice;
    elsewhere.after.reset();
    elsewhere.before.reset();
    if (sight.has_previous) {
        list.add("NEWER").text("NEWER_URL", elsewhere.url());
        elsewhere.before = sight.page.rows.front().place;
        list.add("PREVIOUS").text("PREVIOUS_URL", elsewhere.url());
        elsewhere.before.reset();
    }
    if (sight.has_next) {
        elsewhere.after = sight.page.rows.back().place;
        list.add("FURTHER").text("FURTHER_URL", elsewhere.url());
    }
}

void add_list(View& page, QueueSight const& sight, QueueChoice const& choice, QueueDays days) {
    auto& list = page.add("LIST");
    list.maybe("IN", QueuePosition{choice, {}}.text());
    for (auto const& row : sight.page.rows)
        add_row(list, row, choice, sight.people, days);
    auto& bulk = list.add("BULK");
    for (auto const& member : sight.people.assignable())
        html::add_option(bulk, "STAFF", std::to_string(member.id.value), member.name);
    add_pages(list, sight, choice);
}

std::string found_words(QueueSight const& sight, QueueChoice const& choice) {
    auto const rows = static_cast<std::int64_t>(sight.page.rows.size());
    if (sight.has_next || sight.has_previous || choice.filtered())
        return "Every request is searched, also closed ones.";
    return number_words(rows) + (rows == 1 ? " request fits." : " requests fit.");
}

void add_search(View& page, QueueSight const& sight, QueueChoice const& choice, QueueSearch const& search) {
    page.text("SEARCH", search.typed).maybe("SEARCH_ERROR", search.mistake);
    if (search.mistake.empty()) page.maybe("SEARCHED", found_words(sight, choice));
    if (sight.page.more_matches) page.maybe("NEWEST_ONLY", search_notice);
}

void add_choice(View& page, QueueSight const& sight, QueueChoice const& choice, QueueDays days) {
    if (choice.found.empty()) add_filters(page, sight, choice);
    page.text("CLEAR_URL", choice.without_filters().url());
    add_chips(page, sight, choice);
    if (!sight.page.rows.empty())
        add_list(page, sight, choice, days);
    else if (!choice.found.empty() && !choice.filtered())
        page.show("NO_MATCH");
    else
        page.show(choice.filtered() || choice.after || choice.before ? "EMPTY_SEARCH" : "EMPTY_QUEUE");
}

/// A page before a place was asked for backwards; the reader finds it in the order of the queue.
void turn_round(QueueSight& sight) {
    std::ranges::reverse(sight.page.rows);
    sight.has_previous = sight.page.next.has_value();
    sight.has_next = true;
}

} // namespace

std::string url_of(storage::QueueRow const& row, QueueChoice const& choice) {
    return desk_path(row.reference) + "?in=" + QueuePosition{choice, row.place}.text();
}

QueueDays queue_days(Services const& services) {
    return {services.calendar.day_of(services.clock.now()), services.desk.policy().due_soon_days};
}

std::optional<std::string> opened_search(Services const& services, QueueChoice const& choice, core::StaffId who) {
    if (choice.found.empty()) return std::string();
    return services.sealed_texts.open(SealedFor::queue_search, who, choice.found, services.clock.now(),
                                      services.configuration.sessions.absolute_hours);
}

QueueSight look_at_tabs(storage::Snapshot& snapshot, core::StaffId me, QueueDays days) {
    auto const soon = days.today + std::chrono::days{days.due_soon_days};
    auto const yesterday = days.today - std::chrono::days{1};
    return {.page = {},
            .has_previous = false,
            .has_next = false,
            .counts = snapshot.counts(),
            .mine = snapshot.count_open_of(me),
            .due_soon = snapshot.count_workable_due(days.today, soon),
            .overdue = snapshot.count_workable_due(std::nullopt, yesterday),
            .people = People::read_staff(snapshot)};
}

QueueSight look_at_queue(storage::Snapshot& snapshot, QueueChoice const& choice, QueueViewer const& viewer,
                         QueueDays days, int limit) {
    auto sight = look_at_tabs(snapshot, viewer.me, days);
    sight.has_previous = choice.after.has_value();
    auto const query = query_of(choice, viewer, days, limit);
    if (!query) return sight;
    sight.page = snapshot.queue(*query);
    sight.has_next = sight.page.next.has_value();
    if (choice.before) turn_round(sight);
    return sight;
}

http::HttpResponse show_queue(Services const& services, int status, SignedIn const& signed_in, QueueSight const& sight,
                              QueueChoice const& choice, std::optional<QueueSearch> const& search) {
    auto view = desk_frame(services, signed_in, "Queue", Place::queue);
    add_tabs(view, sight, choice);
    if (search) add_search(view, sight, choice, *search);
    if (!search || search->mistake.empty()) add_choice(view, sight, choice, queue_days(services));
    return show(services, status, "pages/queue.html", view);
}

} // namespace habeas::app::pages
