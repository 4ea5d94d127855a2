#include "app/http/proxies.hpp"

#include "app/http/text.hpp"

#include <charconv>
#include <stdexcept>

namespace habeas::app::http {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v6;

/// IPv4 as IPv4-mapped IPv6, so that one comparison serves both.
address_v6 widened(address const& any) {
    return any.is_v6() ? any.to_v6() : boost::asio::ip::make_address_v6(boost::asio::ip::v4_mapped, any.to_v4());
}

address narrowed(address const& any) {
    if (any.is_v6() && any.to_v6().is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, any.to_v6());
    return any;
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

TrustedProxies::TrustedProxies(std::span<std::string const> networks) {
    for (auto const& text : networks) {
        auto rest = std::string_view{text};
        boost::system::error_code failed;
        auto const parsed = boost::asio::ip::make_address(std::string{next_part(rest, '/')}, failed);
        auto const widest = parsed.is_v4() ? 32U : 128U;
        auto prefix = widest;
        if (text.contains('/')) {
            auto const read = std::from_chars(rest.data(), rest.data() + rest.size(), prefix);
            if (read.ec != std::errc{} || read.ptr != rest.data() + rest.size()) prefix = widest + 1;
        }
        if (failed || prefix > widest)
            throw std::runtime_error{"the trusted proxy '" + text + "' is neither an address nor a network"};
        networks_.push_back({widened(parsed), prefix + (128 - widest)});
    }
}

bool TrustedProxies::contains(address const& any) const {
    auto const wide = widened(any);
    for (auto const& network : networks_) {
        if (same_prefix(network.address, wide, network.prefix)) return true;
    }
    return false;
}

void TrustedProxies::identify(address const& peer, bool over_tls, HttpRequest& request) const {
    auto client = narrowed(peer);
    request.secure = over_tls;
    if (contains(peer)) {
        // Each proxy appends whom it saw: read from the right, as far as those named are trusted themselves.
        std::string chain;
        for (std::size_t i = 0; i < request.headers.size(); ++i) {
            auto const field = request.headers.at(i);
            if (equal_ignoring_case(field.name, "X-Forwarded-For"))
                chain.append(chain.empty() ? "" : ",").append(field.value);
        }
        while (!chain.empty() && contains(client)) {
            auto const comma = chain.rfind(',');
            auto const last = trimmed(std::string_view{chain}.substr(comma == std::string::npos ? 0 : comma + 1));
            boost::system::error_code failed;
            auto const named = boost::asio::ip::make_address(std::string{last}, failed);
            if (failed) break;
            client = narrowed(named);
            chain.resize(comma == std::string::npos ? 0 : comma);
        }
        if (auto const scheme = request.headers.find("X-Forwarded-Proto"))
            request.secure = equal_ignoring_case(*scheme, "https");
    }
    request.remote_address = client.to_string();
}

} // namespace habeas::app::http
