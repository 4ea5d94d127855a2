#pragma once
#include <span>
#include <string>
#include <vector>

#include <boost/asio/ip/address.hpp>

namespace habeas::app::http {

/// A list of addresses and networks, IPv4 and IPv6.
class Networks {
  public:
    /// Each an address or a network in CIDR notation. Throws std::runtime_error naming the one that is neither.
    explicit Networks(std::span<std::string const> networks);

    bool contains(boost::asio::ip::address const& any) const;

  private:
    struct Network {
        boost::asio::ip::address_v6 address; ///< IPv4 in its IPv4-mapped form
        unsigned prefix;
    };
    std::vector<Network> networks_;
};

} // namespace habeas::app::http
