#pragma once
#include "app/authentication.hpp"

// One handler a verb: POST /desk/requests/:reference/<sub-resource>. All read their form strictly, decide through the
// desk, and answer 303 to the request's page. Where the step is refused the page comes back with everything typed:
// 422 with the mistakes beside their fields, 409 where the request has moved on meanwhile, 403 where the role may not.
namespace habeas::app::pages {

using DeskAnswer = boost::asio::awaitable<http::HttpResponse>;

DeskAnswer add_note(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer send_message(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer send_link_again(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer confirm_match(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer assign(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer ask_for_information(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer record_information(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer extend(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer ask_for_approval(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer approve(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer send_back(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer fulfil(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer deny(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer withdraw(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer redirect(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);
DeskAnswer record_appeal(Services&, http::HttpRequest&, SignedIn const&, http::Form const&);

} // namespace habeas::app::pages
