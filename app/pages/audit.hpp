#pragma once
#include "app/authentication.hpp"

namespace habeas::app::pages {

/// GET /audit?actor&action&reference&from&to&before: who did what, when, to which request; newest first. 422 where a
/// reference or a day is mistyped.
boost::asio::awaitable<http::HttpResponse> audit(Services&, http::HttpRequest&, SignedIn const&);

/// GET /audit.csv: everything that the same filters leave, up to `limits.report_rows`; leaves an entry of its own.
boost::asio::awaitable<http::HttpResponse> audit_csv(Services&, http::HttpRequest&, SignedIn const&);

/// POST /audit/verification: walks the whole chain now, says whether it is intact, and leaves an entry that it was
/// asked.
boost::asio::awaitable<http::HttpResponse> verify_audit(Services&, http::HttpRequest&, SignedIn const&,
                                                        http::Form const&);

} // namespace habeas::app::pages
