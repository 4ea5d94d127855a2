#include "app/html/text.hpp"
#include "app/links.hpp"
#include "app/pages/my_request_parts.hpp"
#include "app/pages/thread.hpp"

#include <algorithm>
#include <ranges>

namespace habeas::app::pages {

namespace {

using html::View;

/// Links in letters are keys that work for weeks. Whoever looks over a shoulder, or uses this computer next, must not
/// find them on the page; the letter itself has them.
constexpr std::string_view instead_of_keys = "(this link is in the letter itself)";

/// Notes, and letters to others, are not for the person who asked; a letter is, once it has left.
bool is_for_requester(ThreadPiece const& piece) {
    if (piece.message) return piece.message->kind != core::MessageKind::note;
    return piece.letter->to.kind == core::Addressee::Kind::requester && piece.letter->sent_at;
}

/// The thread as the person may see it, newest first. A letter stands where it left.
std::vector<ThreadPiece> pieces_of(MyCase const& mine) {
    auto pieces = thread_of(mine.messages, mine.letters);
    std::erase_if(pieces, [](ThreadPiece const& piece) { return !is_for_requester(piece); });
    for (auto& piece : pieces)
        if (!piece.message) piece.at = *piece.letter->sent_at;
    put_newest_first(pieces);
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
    part.text("BODY", html::readable(without_personal_links(letter.sent_text, instead_of_keys)));
}

/// Whether this message is a question: it was committed with the letter that asks it, hence has the same time.
bool is_question(storage::MessageRow const& message, std::vector<storage::OutboxLetter> const& letters) {
    return message.kind == core::MessageKind::to_requester &&
           std::ranges::any_of(letters, [&](storage::OutboxLetter const& letter) {
               return letter.kind == core::LetterKind::information_wanted && letter.created_at == message.at;
           });
}

/// The question we wait for an answer to: the last one we asked, whatever else we have written since.
void fill_question(View& view, MyCase const& mine) {
    if (mine.request.status != core::Status::awaiting_requester) return;
    auto const newest_first = mine.messages | std::views::reverse;
    auto const asked = std::ranges::find_if(
        newest_first, [&](storage::MessageRow const& message) { return is_question(message, mine.letters); });
    if (asked != newest_first.end()) view.maybe("NEEDS_YOU", html::readable(asked->body.reveal()));
}

void fill_form(View& view, MySight const& sight) {
    if (!sight.may_write()) return;
    auto const status = sight.request().status;
    auto const answering = core::is_closed(status) || status == core::Status::awaiting_requester;
    view.add("CAN_WRITE")
        .text("WRITE_LABEL", answering ? "Your answer" : "Write to us about this request")
        .text("SEND_LABEL", answering ? "Send your answer" : "Send message");
}

} // namespace

bool may_write(core::SubjectRequest const& request, std::vector<storage::MessageRow> const& messages) {
    if (!core::is_closed(request.status)) return true;
    auto const newest_first = messages | std::views::reverse;
    auto const last = std::ranges::find_if(
        newest_first, [](storage::MessageRow const& message) { return message.kind != core::MessageKind::note; });
    return last != newest_first.end() && last->kind == core::MessageKind::to_requester;
}

bool MySight::may_write() const {
    return pages::may_write(mine.request, mine.messages);
}

void fill_my_letters(View& view, MySight const& sight) {
    fill_question(view, sight.mine);
    auto const pieces = pieces_of(sight.mine);
    for (auto const& piece : pieces) {
        auto& part = view.add("MESSAGE");
        part.text("WHEN_ISO", rfc3339(piece.at)).text("WHEN", sight.services.calendar.moment_words(piece.at));
        if (piece.message)
            fill_message(part, sight, *piece.message);
        else
            fill_letter(part, sight, *piece.letter);
    }
    auto const open = !core::is_closed(sight.request().status);
    view.show_if(open || !pieces.empty(), "LETTERS").show_if(open && pieces.empty(), "NO_MESSAGES");
    fill_form(view, sight);
}

} // namespace habeas::app::pages
