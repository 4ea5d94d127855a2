#include "app/html/dates.hpp"
#include "app/links.hpp"
#include "app/pages/audit_words.hpp"
#include "app/pages/letter_words.hpp"
#include "app/pages/request_parts.hpp"
#include "app/pages/words.hpp"

#include <algorithm>
#include <utility>

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

/// A message to the requester travels in a letter that was committed with it, hence has the same time.
bool carries(storage::OutboxLetter const& letter, storage::MessageRow const& message) {
    return letter.kind == core::LetterKind::message && message.kind == core::MessageKind::to_requester &&
           letter.created_at == message.at;
}

/// Either a message or a letter.
struct Piece {
    core::Instant at{};
    std::size_t place{}; ///< of what happened at the same time, the later one stands above
    storage::MessageRow const* message{};
    storage::OutboxLetter const* letter{};
};

std::vector<Piece> pieces_of(RequestCase const& seen) {
    std::vector<Piece> pieces;
    for (auto const& message : seen.messages)
        pieces.push_back({message.at, pieces.size(), &message, nullptr});
    for (auto const& letter : seen.letters) {
        auto const is_message = std::ranges::any_of(
            seen.messages, [&](storage::MessageRow const& message) { return carries(letter, message); });
        if (!is_message) pieces.push_back({letter.created_at, pieces.size(), nullptr, &letter});
    }
    std::ranges::sort(pieces, std::greater{}, [](Piece const& piece) { return std::pair(piece.at, piece.place); });
    return pieces;
}

void fill_piece(View& part, RequestSight const& sight, Piece const& piece) {
    if (piece.letter) return fill_letter(part, sight, *piece.letter);
    auto const& message = *piece.message;
    fill_message(part, sight, message);
    auto const& letters = sight.seen.letters;
    auto const letter =
        std::ranges::find_if(letters, [&](storage::OutboxLetter const& each) { return carries(each, message); });
    if (letter != letters.end()) fill_delivery(part, sight, *letter);
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
    auto const pieces = pieces_of(sight.seen);
    view.show_if(pieces.empty(), "NO_MESSAGES");
    for (auto const& piece : pieces)
        fill_piece(view.add("MESSAGE"), sight, piece);
    for (auto const& entry : sight.seen.timeline)
        fill_event(view.add("EVENT"), sight, entry);
}

} // namespace habeas::app::pages
