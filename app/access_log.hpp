#pragma once
#include "app/http/server.hpp"
#include "app/log.hpp"
#include "core/crypto.hpp"

#include <atomic>
#include <cstdint>

namespace habeas::app {

/// What /metrics says of the wire: what was refused since the start, and the certificate.
struct WireFigures {
    std::atomic<std::uint64_t> refused{};               ///< before any route: ill-formed, too large, too slow …
    std::atomic<std::uint64_t> unknown_methods{};       ///< of these, for a method that HTTP may know but we do not
    std::atomic<std::uint64_t> unread_clients{};        ///< whose proxy named them in a way we cannot read
    std::atomic<std::int64_t> certificate_expires_at{}; ///< seconds since 1970; 0: TLS does not end here
};

/// One line an answered request, with who asked and from where (security requirement 41): no target, no address, no
/// names. Tokens stand in paths, so only the route is named; the source is a keyed tag of the network address, the same
/// for the same address in one deployment. Thread-safe.
class AccessLog {
  public:
    /// Log and figures must outlive it.
    AccessLog(Log const& log, core::Key const& master_key, WireFigures& figures);

    void operator()(http::AccessRecord const& record) const;

  private:
    void count(http::AccessRecord const& record) const;
    void warn_of_unread_client(http::AccessRecord const& record) const;
    std::string source_tag(std::string_view address) const;

    Log const& log_;
    core::Key key_;
    WireFigures& figures_;
};

} // namespace habeas::app
