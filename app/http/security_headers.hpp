#pragma once
#include "app/http/message.hpp"

namespace habeas::app::http {

/// Adds to an answer what every answer carries (ASVS 14.4, 8.2.1), where it has not set its own:
/// Content-Security-Policy without unsafe-*, X-Content-Type-Options, Referrer-Policy, Cross-Origin-Opener-Policy,
/// Cross-Origin-Resource-Policy, Permissions-Policy, Cache-Control: no-store; over TLS Strict-Transport-Security.
/// The server does this for every answer, those of its own refusals included; nobody else needs to.
void add_security_headers(HttpResponse& response, bool secure);

} // namespace habeas::app::http
