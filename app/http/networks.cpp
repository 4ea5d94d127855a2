#include "app/http/networks.hpp"

#include "app/http/text.hpp"
#include "core/whole_number.hpp"

#include <stdexcept>

namespace habeas::app::http {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v6;

/// IPv4 as IPv4-mapped IPv6, so that one comparison serves both.
address_v6 widened(address const& any) {
    return any.is_v6() ? any.to_v6() : boost::asio::ip::make_address_v6(boost::asio::ip::v4_mapped, any.to_v4());
}

bool same_prefix(address_v6 const& left, address_v6 const& right, unsigned bits) {
    auto const a = left.to_bytes();
    auto const b = right.to_bytes();
    for (std::size_t i = 0; i < a.size() && bits > 0; ++i) {
        auto const here = std::min(bits, 8U);
        auto const mask = 0xFFU << (8 - here);
        if (((a[i] ^ b[i]) & mask) != 0) return false;
        bits -= here;
    }
    return true;
}

} // namespace

Networks::Networks(std::span<std::string const> networks) {
    for (auto const& text : networks) {
        auto rest = std::string_view{text};
        boost::system::error_code failed;
        auto const parsed = boost::asio::ip::make_address(std::string{next_part(rest, '/')}, failed);
        auto const widest = parsed.is_v4() ? 32U : 128U;
        auto prefix = widest;
        if (text.contains('/')) prefix = core::whole_number<unsigned>(rest).value_or(widest + 1);
        if (failed || prefix > widest) throw std::runtime_error{"'" + text + "' is neither an address nor a network"};
        networks_.push_back({widened(parsed), prefix + (128 - widest)});
    }
}

bool Networks::contains(address const& any) const {
    auto const wide = widened(any);
    for (auto const& network : networks_) {
        if (same_prefix(network.address, wide, network.prefix)) return true;
    }
    return false;
}

} // namespace habeas::app::http
