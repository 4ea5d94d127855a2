#include "app/html/dates.hpp"
#include "app/links.hpp"
#include "app/pages/audit_words.hpp"
#include "app/pages/letter_words.hpp"
#include "app/pages/request_parts.hpp"
#include "app/pages/thread.hpp"
#include "app/pages/words.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

using html::View;

/// The colour of a letter's state, in the style sheet's words.
std::string_view mark_of(core::LetterState state) {
    switch (state) {
    case core::LetterState::owed:
    case core::LetterState::sending:
        return "paused";
    case core::LetterState::sent:
        return "on-time";
    case core::LetterState::dead:
        return "overdue";
    case core::LetterState::print:
        return "due-soon";
    case core::LetterState::dropped:
        return {};
    case core::LetterState::posted:
        return "on-time";
    }
    return {};
}

/// What staff can do about a letter that does not reach anybody by itself.
void fill_hand_needed(View& part, RequestSight const& sight, storage::OutboxLetter const& letter) {
    auto const path = desk_path(sight.seen.request.reference) + "/letters/" + std::to_string(letter.id.value);
    if (letter.state == core::LetterState::dead || letter.state == core::LetterState::dropped)
        part.maybe("DELIVERY_REASON", delivery_words(letter.last_error));
    // With its letter an extension was dropped: it is asked for anew.
    if (letter.state == core::LetterState::dead && core::may_be_tried_again(letter.kind))
        part.add("AGAIN").text("AGAIN_URL", path + "/delivery");
    if (letter.state == core::LetterState::print) part.add("PAPER").text("PAPER_URL", path);
}

void fill_delivery(View& part, RequestSight const& sight, storage::OutboxLetter const& letter) {
    std::string words(label(letter.state));
    auto const& calendar = sight.services.calendar;
    // Most letters leave at once; when one did not, the day it left is worth its place.
    if (letter.sent_at && calendar.day_of(*letter.sent_at) != calendar.day_of(letter.created_at))
        words += " " + html::day_words(calendar.day_of(*letter.sent_at));
    part.maybe("DELIVERY", words).text("DELIVERY_MARK", mark_of(letter.state));
    fill_hand_needed(part, sight, letter);
}

void fill_letter_text(View& part, storage::OutboxLetter const& letter) {
    if (letter.damaged) return void(part.show("OPEN").text("BODY", cannot_be_read));
    part.maybe("SUBJECT_LINE", letter.sent_subject);
    if (letter.sent_text.empty()) return;
    part.text("FOLDED_LABEL", "Read the letter")
        .show("FOLDED")
        .text("BODY", without_personal_links(letter.sent_text, "[the requester's personal link]"));
}

void fill_when(View& part, RequestSight const& sight, core::Instant at) {
    part.text("WHEN_ISO", rfc3339(at)).text("WHEN", sight.services.calendar.moment_words(at));
}

void fill_message(View& part, RequestSight const& sight, storage::MessageRow const& message) {
    auto const author = sight.seen.people.words_of(message.author);
    switch (message.kind) {
    case core::MessageKind::to_requester:
        part.show("FROM_US").text("WHO", author + " to the requester");
        break;
    case core::MessageKind::from_requester: {
        auto const own = message.author.kind == core::ActorKind::requester;
        part.show("INCOMING").text("WHO", own ? "The requester" : "The requester, recorded by " + author);
        break;
    }
    case core::MessageKind::note:
        part.show("NOTE").text("WHO", author + ", internal note");
        break;
    }
    part.show("OPEN").text("BODY", message.damaged ? cannot_be_read : message.body.reveal());
    fill_when(part, sight, message.at);
}

void fill_letter(View& part, RequestSight const& sight, storage::OutboxLetter const& letter) {
    std::string who(label(letter.kind));
    if (letter.to.kind == core::Addressee::Kind::staff) {
        who += ", to " + sight.seen.people.name_of(letter.to.staff);
        part.show("NOTE");
    } else if (letter.to.kind == core::Addressee::Kind::subject) {
        part.show("FROM_US");
        who += ", to the subject";
    } else {
        part.show("FROM_US");
    }
    part.text("WHO", who);
    fill_when(part, sight, letter.created_at);
    fill_delivery(part, sight, letter);
    fill_letter_text(part, letter);
}

void fill_piece(View& part, RequestSight const& sight, ThreadPiece const& piece) {
    if (!piece.message) return fill_letter(part, sight, *piece.letter);
    fill_message(part, sight, *piece.message);
    if (piece.letter) fill_delivery(part, sight, *piece.letter);
}

/// Reminders and the like, which are no part of what is said between us and the requester. One that cannot be delivered
/// wants somebody to do something, so it stays where everybody looks.
bool stands_apart(ThreadPiece const& piece) {
    return !piece.message && piece.letter->to.kind == core::Addressee::Kind::staff &&
           piece.letter->state != core::LetterState::dead;
}

void fill_staff_letters(View& view, RequestSight const& sight, std::vector<ThreadPiece> const& pieces) {
    auto const letters = std::ranges::count_if(pieces, stands_apart);
    if (letters == 0) return;
    auto& apart = view.add("STAFF_LETTERS");
    apart.number("STAFF_LETTERS_COUNT", letters);
    for (auto const& piece : pieces)
        if (stands_apart(piece)) fill_piece(apart.add("MESSAGE"), sight, piece);
}

void fill_event(View& part, RequestSight const& sight, TimelineEntry const& entry) {
    auto const words = audit_words(entry.record, sight.seen.people, sight.services);
    auto detail = words.detail;
    if (!entry.text.empty()) detail += (detail.empty() ? "" : "\n") + entry.text.reveal();
    part.text("WHAT", words.what).text("WHO", sight.seen.people.words_of(entry.record.actor));
    part.maybe("DETAIL", detail).show_if(words.turning_point, "KEY_EVENT");
    fill_when(part, sight, entry.record.at);
}

} // namespace

void fill_conversation(View& view, RequestSight const& sight) {
    auto pieces = thread_of(sight.seen.messages, sight.seen.letters);
    put_newest_first(pieces);
    view.show_if(std::ranges::all_of(pieces, stands_apart), "NO_MESSAGES");
    for (auto const& piece : pieces)
        if (!stands_apart(piece)) fill_piece(view.add("MESSAGE"), sight, piece);
    fill_staff_letters(view, sight, pieces);
    for (auto const& entry : sight.seen.timeline)
        fill_event(view.add("EVENT"), sight, entry);
}

} // namespace habeas::app::pages
