#include "app/http/security_headers.hpp"

namespace habeas::app::http {
namespace {

constexpr Headers::Field always[] = {
    {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                                "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"Cache-Control", "no-store"},
};

} // namespace

void add_security_headers(HttpResponse& response, bool secure) {
    for (auto const& field : always) {
        if (!response.headers.contains(field.name)) response.headers.add(field.name, field.value);
    }
    // "HSTS ≥ 1 year" (ASVS 9.1)
    if (secure && !response.headers.contains("Strict-Transport-Security")) {
        response.headers.add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
}

} // namespace habeas::app::http
