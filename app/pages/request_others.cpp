#include "app/html/dates.hpp"
#include "app/links.hpp"
#include "app/pages/queue_choice.hpp"
#include "app/pages/request_parts.hpp"
#include "app/pages/words.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

using html::View;

/// The newest of the same kind; the panel has them all.
constexpr int most_named = 3;

void fill_other(View& part, RequestSight const& sight, storage::QueueRow const& row) {
    part.text("OTHER_URL", desk_path(row.reference))
        .text("OTHER_REFERENCE", row.reference.text())
        .text("OTHER_TYPE", label(row.type))
        .text("OTHER_STATUS", label(row.status))
        .text("OTHER_RECEIVED", html::day_words(row.received_on));
    if (!row.due_on || core::is_closed(row.status)) return;
    auto const urgency = core::urgency_of(*row.due_on, sight.today, sight.services.desk.policy().due_soon_days);
    part.add("OTHER_DUE")
        .text("OTHER_DUE_ISO", core::iso(*row.due_on))
        .text("OTHER_DUE_DAY", html::day_words(*row.due_on))
        .text("OTHER_URGENCY", mark(urgency));
}

/// A search for the address, which stands in the URL sealed: nobody reads it in a history or a log.
std::string search_url(RequestSight const& sight) {
    QueueChoice choice;
    choice.found =
        sight.services.sealed_texts.seal(SealedFor::queue_search, sight.signed_in.member.id,
                                         sight.seen.request.subject.email->reveal(), sight.services.clock.now());
    return choice.url();
}

bool is_entered_by_staff(core::Channel channel) {
    switch (channel) {
    case core::Channel::postal_mail:
    case core::Channel::phone:
    case core::Channel::email:
        return true;
    case core::Channel::web_form:
    case core::Channel::unsubscribe_link:
    case core::Channel::api:
        return false;
    }
    return false;
}

/// What came by the form and nobody has confirmed may have been typed by anybody.
bool was_asked(storage::QueueRow const& row) {
    auto const is_confirmed = row.status != core::Status::unverified && row.status != core::Status::expired;
    return is_confirmed || is_entered_by_staff(row.channel);
}

/// "excessive, in particular because of their repetitive character" (GDPR Art. 12(5)): whoever answers must know that
/// the same was asked before, or is asked twice.
void fill_same(View& view, RequestSight const& sight) {
    auto const& others = sight.seen.others;
    View* same{};
    for (int named = 0; auto const& row : others.rows) {
        if (!was_asked(row) || std::ranges::find(others.same, row.id) == others.same.end()) continue;
        if (!same) same = &view.add("SAME");
        if (named++ == most_named) return void(same->show("SAME_MORE"));
        auto& part = same->add("SAME_REQUEST");
        auto const later = row.id.value > sight.seen.request.id.value;
        part.text("SAME_URL", desk_path(row.reference))
            .text("SAME_REFERENCE", row.reference.text())
            .text("SAME_STATUS", label(row.status))
            .text("SAME_RECEIVED", html::day_words(row.received_on))
            .show(later ? "SAME_LATER" : "SAME_EARLIER");
    }
}

} // namespace

void fill_others(View& view, RequestSight const& sight) {
    auto const& others = sight.seen.others;
    if (others.rows.empty()) return;
    fill_same(view, sight);
    auto& panel = view.add("OTHERS");
    for (auto const& row : others.rows)
        fill_other(panel.add("OTHER"), sight, row);
    if (others.has_more) panel.maybe("MORE_URL", search_url(sight));
}

} // namespace habeas::app::pages
