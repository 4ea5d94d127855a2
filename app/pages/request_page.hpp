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

/// The page of one request: facts, clocks, conversation, timeline, and what may be done now. With a refusal the form
/// that was sent is open, filled with what was typed; where its step is gone meanwhile the words are shown to be kept.
/// `done` is what just happened, in words, or empty.
http::HttpResponse show_request(Services const& services, SignedIn const& signed_in, RequestCase const& seen,
                                std::string_view done = {}, std::optional<Refusal> const& refusal = {});

} // namespace habeas::app::pages
