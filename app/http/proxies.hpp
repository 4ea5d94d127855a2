#pragma once
#include "app/http/message.hpp"
#include "app/http/networks.hpp"

#include <span>
#include <string>

namespace habeas::app::http {

/// The reverse proxies whose X-Forwarded-* fields are believed. Everybody else's are ignored (ASVS 14.5).
class TrustedProxies {
  public:
    /// Addresses and networks in CIDR notation. Throws std::runtime_error naming the one that is neither.
    explicit TrustedProxies(std::span<std::string const> networks);

    bool contains(boost::asio::ip::address const& any) const { return networks_.contains(any); }

    /// Sets remote_address, client_unread and secure of a request that came from `peer`; `over_tls` says how it reached
    /// us. Proxies may name the port as well: `203.0.113.5:4711`, `[2001:db8::5]:4711`.
    void identify(boost::asio::ip::address const& peer, bool over_tls, HttpRequest& request) const;

  private:
    Networks networks_;
};

} // namespace habeas::app::http
