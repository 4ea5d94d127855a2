#pragma once
#include "storage/outbox.hpp"
#include "storage/requests.hpp"

#include <cstddef>
#include <vector>

// The conversation about a request, as the desk and the requester's own page show it.
namespace habeas::app::pages {

/// A message, with the letter that carries it where there is one; or a letter that speaks for itself.
struct ThreadPiece {
    core::Instant at{};
    std::size_t place{}; ///< of what happened at the same time, the later one stands above
    storage::MessageRow const* message{};
    storage::OutboxLetter const* letter{};
};

/// Everything that was written about a request, each thing once. Points into both lists.
std::vector<ThreadPiece> thread_of(std::vector<storage::MessageRow> const& messages,
                                   std::vector<storage::OutboxLetter> const& letters);

/// The newest first.
void put_newest_first(std::vector<ThreadPiece>& pieces);

} // namespace habeas::app::pages
