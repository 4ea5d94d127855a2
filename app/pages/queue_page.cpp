#include "app/pages/queue_page.hpp"

#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/numbers.hpp"
#include "app/pages/words.hpp"
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

/// How many requests a tab has, where that is known without counting rows.
std::optional<std::int64_t> tab_count(QueueSight const& sight, QueueView view) {
    switch (view) {
    case QueueView::open:
        return sight.counts.open;
    case QueueView::mine:
        return std::nullopt;
    case QueueView::unassigned:
        return sight.counts.unassigned_open;
    case QueueView::due_soon:
        return sight.due_soon;
    case QueueView::overdue:
        return sight.overdue;
    case QueueView::approval:
        return count_of(sight.counts, core::Status::awaiting_approval);
    case QueueView::closed:
        return closed_count(sight.counts);
    }
    return std::nullopt;
}

std::string count_words(QueueView view, std::int64_t count) {
    auto const limited = (view == QueueView::due_soon || view == QueueView::overdue) && count >= counted_at_most;
    return number_words(count) + (limited ? "+" : "");
}

void add_tabs(View& view, QueueSight const& sight, QueueChoice const& choice) {
    for (auto const& [tab, code] : core::words_of<QueueView>()) {
        auto& part = view.add("TAB");
        part.text("TAB_URL", choice.with_view(tab).url()).text("TAB_LABEL", tab_label(tab));
        if (auto const count = tab_count(sight, tab)) part.maybe("TAB_COUNT", count_words(tab, *count));
        part.show_if(tab == choice.view, "CURRENT");
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
    view.text("VIEW_NAME", core::code(choice.view));
    if (choice.due_from) view.maybe("DUE_FROM", core::iso(*choice.due_from));
    if (choice.due_until) view.maybe("DUE_UNTIL", core::iso(*choice.due_until));
    add_word_options(view, "STATUS_OPTION", choice.status);
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
    if (row.due_on) part.text("DUE_ISO", html::iso_day(*row.due_on));
    if (closed || !row.due_on) {
        part.text("URGENCY", "closed").text("DUE_WORDS", closed ? "closed" : "no deadline").text("USED_PERCENT", "0");
        return;
    }
    part.text("URGENCY", mark(core::urgency_of(*row.due_on, days.today, days.due_soon_days)))
        .text("DUE_WORDS", html::due_words(*row.due_on, days.today))
        .number("USED_PERCENT", used_percent(row, days.today));
}

void add_row(View& list, storage::QueueRow const& row, People const& people, QueueDays days) {
    auto& part = list.add("ROW");
    part.text("REFERENCE", row.reference.text())
        .text("TYPE_LABEL", label(row.type))
        .text("SUBJECT_NAME", row.damaged ? "cannot be read" : row.subject_name.reveal())
        .text("STATUS_LABEL", label(row.status))
        .show_if(row.unread, "UNREAD");
    add_due(part, row, days);
    if (row.assignee) {
        part.add("ASSIGNED")
            .text("ASSIGNEE_INITIALS", people.initials_of(*row.assignee))
            .text("ASSIGNEE_NAME", people.name_of(*row.assignee));
    } else {
        part.show("UNASSIGNED");
    }
}

/// Keyset pages do not know where in the whole they are; the first one knows its beginning.
std::string range_words(QueueSight const& sight, QueueChoice const& choice) {
    auto const rows = static_cast<std::int64_t>(sight.page.rows.size());
    if (choice.after) return number_words(rows) + " more";
    if (!sight.page.next) return number_words(rows) + (rows == 1 ? " request" : " requests");
    auto const all = choice.filtered() ? std::nullopt : tab_count(sight, choice.view);
    return "The first " + number_words(rows) + (all ? " of " + count_words(choice.view, *all) : "");
}

void add_pages(View& list, QueueSight const& sight, QueueChoice const& choice) {
    list.text("PAGE_RANGE", range_words(sight, choice));
    auto elsewhere = choice;
    if (choice.after) {
        elsewhere.after.reset();
        list.add("NEWER").text("NEWER_URL", elsewhere.url());
    }
    if (sight.page.next) {
        elsewhere.after = sight.page.next;
        list.add("FURTHER").text("FURTHER_URL", elsewhere.url());
    }
}

View& add_list(View& page, QueueSight const& sight, QueueDays days) {
    auto& list = page.add("LIST");
    for (auto const& row : sight.page.rows)
        add_row(list, row, sight.people, days);
    auto& bulk = list.add("BULK");
    for (auto const& member : sight.people.assignable())
        html::add_option(bulk, "STAFF", std::to_string(member.id.value), member.name);
    return list;
}

std::string found_words(QueueSight const& sight) {
    auto const rows = static_cast<std::int64_t>(sight.page.rows.size());
    if (sight.page.next)
        return "More than " + number_words(rows) + " requests fit. Type more of the name, or a whole address.";
    return number_words(rows) + (rows == 1 ? " request fits." : " requests fit.");
}

void add_search(View& page, QueueSight const& sight, QueueSearch const& search, QueueDays days) {
    page.text("SEARCH", search.typed).maybe("SEARCH_ERROR", search.mistake);
    if (!search.mistake.empty()) return;
    page.maybe("SEARCHED", found_words(sight));
    if (sight.page.rows.empty()) {
        page.add("EMPTY_SEARCH").text("CLEAR_URL", "/desk");
        return;
    }
    add_list(page, sight, days).text("PAGE_RANGE", "");
}

void add_choice(View& page, QueueSight const& sight, QueueChoice const& choice, QueueDays days) {
    add_tabs(page, sight, choice);
    add_filters(page, sight, choice);
    page.text("CLEAR_URL", choice.without_filters().url());
    add_chips(page, sight, choice);
    if (!sight.page.rows.empty())
        add_pages(add_list(page, sight, days), sight, choice);
    else
        page.show(choice.filtered() || choice.after ? "EMPTY_SEARCH" : "EMPTY_QUEUE");
}

} // namespace

QueueDays queue_days(Services const& services) {
    return {services.calendar.day_of(services.clock.now()), services.desk.policy().due_soon_days};
}

QueueSight look_at_queue(storage::Snapshot& snapshot, storage::QueueQuery const& query, QueueDays days) {
    auto const soon = days.today + std::chrono::days{days.due_soon_days};
    return {.page = snapshot.queue(query),
            .counts = snapshot.counts(),
            .due_soon = snapshot.count_open_due(days.today, soon, counted_at_most),
            .overdue = snapshot.count_open_due(std::nullopt, days.today - std::chrono::days{1}, counted_at_most),
            .people = People::read_staff(snapshot)};
}

http::HttpResponse show_queue(Services const& services, int status, SignedIn const& signed_in, QueueSight const& sight,
                              QueueChoice const& choice, std::optional<QueueSearch> const& search) {
    auto view = desk_frame(services, signed_in, "Queue", Place::queue);
    auto const days = queue_days(services);
    if (search)
        add_search(view, sight, *search, days);
    else
        add_choice(view, sight, choice, days);
    return show(services, status, "pages/queue.html", view);
}

} // namespace habeas::app::pages
