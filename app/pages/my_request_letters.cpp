#include "app/html/text.hpp"
#include "app/pages/my_request_parts.hpp"

#include <algorithm>
#include <functional>
#include <ranges>
#include <utility>

namespace habeas::app::pages {

namespace {

using html::View;

/// Links in letters are keys that work for weeks. Whoever looks over a shoulder, or uses this computer next, must not
/// find them on the page; the letter itself has them.
std::string without_keys(Links const& links, std::string text) {
    for (auto const* path : {"/r/", "/verify/", "/unsubscribe/", "/preferences/"}) {
        auto const begin = links.url(path);
        for (auto at = text.find(begin); at != text.npos; at = text.find(begin, at)) {
            auto const end = std::min(text.find_first_of(" \n", at), text.size());
            text.replace(at, end - at, "(this link is in the letter itself)");
        }
    }
    return text;
}

/// A question or message to the requester travels in a letter that was committed with it, hence has the same time.
bool carries(storage::OutboxLetter const& letter, storage::MessageRow const& message) {
    auto const of_messages =
        letter.kind == core::LetterKind::message || letter.kind == core::LetterKind::information_wanted;
    return of_messages && message.kind == core::MessageKind::to_requester && letter.created_at == message.at;
}

bool is_shown(storage::OutboxLetter const& letter, std::vector<storage::MessageRow> const& messages) {
    if (letter.to.kind != core::Addressee::Kind::requester || !letter.sent_at) return false;
    return std::ranges::none_of(messages, [&](storage::MessageRow const& message) { return carries(letter, message); });
}

/// Either a message or a letter.
struct Piece {
    core::Instant at{};
    std::size_t place{}; ///< of what happened at the same time, the later one stands above
    storage::MessageRow const* message{};
    storage::OutboxLetter const* letter{};
};

/// The thread as the person may see it, newest first. Notes, and letters to staff, are not for them.
std::vector<Piece> pieces_of(MyCase const& mine) {
    std::vector<Piece> pieces;
    for (auto const& message : mine.messages)
        if (message.kind != core::MessageKind::note) pieces.push_back({message.at, pieces.size(), &message, nullptr});
    for (auto const& letter : mine.letters)
        if (is_shown(letter, mine.messages)) pieces.push_back({*letter.sent_at, pieces.size(), nullptr, &letter});
    std::ranges::sort(pieces, std::greater{}, [](Piece const& piece) { return std::pair(piece.at, piece.place); });
    return pieces;
}

void fill_message(View& part, MySight const& sight, storage::MessageRow const& message) {
    auto const incoming = message.kind == core::MessageKind::from_requester;
    part.show(incoming ? "INCOMING" : "FROM_US").show("OPEN");
    part.text("WHO", incoming ? std::string("You") : sight.services.configuration.company.name);
    part.text("BODY", html::readable(message.body.reveal()));
}

void fill_letter(View& part, MySight const& sight, storage::OutboxLetter const& letter) {
    part.show("FROM_US").show("FOLDED").text("FOLDED_LABEL", "Read the letter");
    part.text("WHO", sight.services.configuration.company.name).maybe("SUBJECT_LINE", letter.sent_subject);
    part.text("BODY", html::readable(without_keys(sight.services.links, letter.sent_text)));
}

/// The question we wait for an answer to: the last thing we wrote.
void fill_question(View& view, MyCase const& mine) {
    if (mine.request.status != core::Status::awaiting_requester) return;
    auto const newest_first = mine.messages | std::views::reverse;
    auto const asked = std::ranges::find(newest_first, core::MessageKind::to_requester, &storage::MessageRow::kind);
    if (asked != newest_first.end()) view.maybe("NEEDS_YOU", html::readable(asked->body.reveal()));
}

void fill_form(View& view, core::Status status) {
    if (core::is_closed(status)) return;
    auto const answering = status == core::Status::awaiting_requester;
    view.add("CAN_WRITE")
        .text("WRITE_LABEL", answering ? "Your answer" : "Write to us about this request")
        .text("SEND_LABEL", answering ? "Send your answer" : "Send message");
}

} // namespace

void fill_my_letters(View& view, MySight const& sight) {
    fill_question(view, sight.mine);
    auto const pieces = pieces_of(sight.mine);
    for (auto const& piece : pieces) {
        auto& part = view.add("MESSAGE");
        part.text("WHEN_ISO", rfc3339(piece.at)).text("WHEN", sight.services.calendar.moment_words(piece.at));
        if (piece.letter)
            fill_letter(part, sight, *piece.letter);
        else
            fill_message(part, sight, *piece.message);
    }
    auto const open = !core::is_closed(sight.request().status);
    view.show_if(open || !pieces.empty(), "LETTERS").show_if(open && pieces.empty(), "NO_MESSAGES");
    fill_form(view, sight.request().status);
}

} // namespace habeas::app::pages
