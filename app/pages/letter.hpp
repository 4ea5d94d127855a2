#pragma once
#include "app/authentication.hpp"

// Letters that need a hand of staff: those on paper, and those that were given up.
namespace habeas::app::pages {

/// GET /desk/requests/:reference/letters/:letter: a letter on paper, ready to be printed.
boost::asio::awaitable<http::HttpResponse> letter(Services&, http::HttpRequest&, SignedIn const&);

/// POST …/posting: it was posted on that day. 422 with the page of the letter where the day cannot be.
boost::asio::awaitable<http::HttpResponse> record_posting(Services&, http::HttpRequest&, SignedIn const&,
                                                          http::Form const&);

/// POST …/delivery: a letter that was given up is tried once more.
boost::asio::awaitable<http::HttpResponse> send_letter_again(Services&, http::HttpRequest&, SignedIn const&,
                                                             http::Form const&);

/// The number in the path; nothing where it is none.
std::optional<core::LetterId> read_letter_id(std::string_view text);

} // namespace habeas::app::pages
