#pragma once
#include "app/authentication.hpp"
#include "app/pages/request_case.hpp"

#include <optional>
#include <string_view>

namespace habeas::app::pages {

/// A form of the request page that was sent and refused: its name (`extension`), what was typed, and why.
struct Refusal {
    std::string_view form;
    http::Form const& typed;
    core::Error const& error;
};

/// Where the request stands in the queue it was opened from; the page carries `in` on, so that its forms come back
/// here.
struct QueueLinks {
    std::string in;
    std::string back{"/desk"};
    std::string previous, next; ///< of the neighbours in that queue, or empty
};
/// Only the way back: what a refused form shows.
QueueLinks way_back(std::string_view in, core::Reference const& reference);

/// The page of one request: facts, clocks, conversation, timeline, and what may be done now. With a refusal the form
/// that was sent is open, filled with what was typed; where its step is gone meanwhile the words are shown to be kept.
/// `done` is what just happened, in words, or empty.
http::HttpResponse show_request(Services const& services, SignedIn const& signed_in, RequestCase const& seen,
                                std::string_view done = {}, std::optional<Refusal> const& refusal = {},
                                QueueLinks const& links = {});

} // namespace habeas::app::pages
