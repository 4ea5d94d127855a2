#include "app/pages/thread.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace habeas::app::pages {

namespace {

/// What we say to the requester travels in a letter that was committed with it, hence has the same time.
bool may_carry(storage::OutboxLetter const& letter, storage::MessageRow const& message) {
    auto const is_of_messages =
        letter.kind == core::LetterKind::message || letter.kind == core::LetterKind::information_wanted;
    return is_of_messages && message.kind == core::MessageKind::to_requester && letter.created_at == message.at;
}

} // namespace

std::vector<ThreadPiece> thread_of(std::vector<storage::MessageRow> const& messages,
                                   std::vector<storage::OutboxLetter> const& letters) {
    std::vector<ThreadPiece> pieces;
    pieces.reserve(messages.size() + letters.size());
    for (auto const& message : messages)
        pieces.push_back({message.at, pieces.size(), &message, nullptr});
    auto const is_message_of = [](storage::OutboxLetter const& letter) {
        // Two things said in one moment travel in two letters, in the same order.
        return [&letter](ThreadPiece const& piece) {
            return piece.message && !piece.letter && may_carry(letter, *piece.message);
        };
    };
    for (auto const& letter : letters) {
        auto const carried = std::ranges::find_if(pieces, is_message_of(letter));
        if (carried != pieces.end())
            carried->letter = &letter;
        else
            pieces.push_back({letter.created_at, pieces.size(), nullptr, &letter});
    }
    return pieces;
}

void put_newest_first(std::vector<ThreadPiece>& pieces) {
    std::ranges::sort(pieces, std::greater{},
                      [](ThreadPiece const& piece) { return std::pair(piece.at, piece.place); });
}

} // namespace habeas::app::pages
