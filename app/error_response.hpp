#pragma once
#include "app/http/message.hpp"
#include "app/services.hpp"

#include <string_view>

namespace habeas::app {

/// A person's mistake as an answer: problem+json below /api, else an error page in the voice of its face (public or
/// desk).
http::HttpResponse error_response(Services const& services, http::HttpRequest const& request, core::Error const& error);

/// The same for errors that have no core::Error: of the wire, of the router, and 500 (`code` such as `not_found`).
http::HttpResponse error_response(Services const& services, http::HttpRequest const& request, int status,
                                  std::string_view code, std::string_view message);

} // namespace habeas::app
