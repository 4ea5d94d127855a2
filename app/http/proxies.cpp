#include "app/http/proxies.hpp"

#include "app/http/text.hpp"
#include "core/whole_number.hpp"

#include <optional>

namespace habeas::app::http {
namespace {

using boost::asio::ip::address;

address narrowed(address const& any) {
    if (any.is_v6() && any.to_v6().is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, any.to_v6());
    return any;
}

bool is_port(std::string_view text) {
    return core::whole_number<std::uint16_t>(text).has_value();
}

/// The element without its port, and an IPv6 address without its brackets; nothing where it is no such thing.
std::optional<std::string_view> host_in(std::string_view element) {
    if (element.starts_with('[')) {
        auto const end = element.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        auto const behind = element.substr(end + 1);
        if (!behind.empty() && !(behind.starts_with(':') && is_port(behind.substr(1)))) return std::nullopt;
        return element.substr(1, end - 1);
    }
    auto const colon = element.find(':');
    // More than one colon without brackets: a bare IPv6 address, which cannot have a port.
    if (colon == std::string_view::npos || element.find(':', colon + 1) != std::string_view::npos) return element;
    return is_port(element.substr(colon + 1)) ? std::optional{element.substr(0, colon)} : std::nullopt;
}

std::optional<address> address_in(std::string_view element) {
    auto const host = host_in(element);
    if (!host) return std::nullopt;
    boost::system::error_code failed;
    auto const named = boost::asio::ip::make_address(std::string{*host}, failed);
    // Brackets are for IPv6 alone.
    if (failed || (element.starts_with('[') && !named.is_v6())) return std::nullopt;
    return narrowed(named);
}

/// What the proxies have said, the last one's word last.
std::string forwarded_chain(Headers const& headers) {
    std::string chain;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        auto const field = headers.at(i);
        if (equal_ignoring_case(field.name, "X-Forwarded-For"))
            chain.append(chain.empty() ? "" : ",").append(field.value);
    }
    return chain;
}

} // namespace

TrustedProxies::TrustedProxies(std::span<std::string const> networks)
    : networks_(networks) {}

void TrustedProxies::identify(address const& peer, bool over_tls, HttpRequest& request) const {
    auto client = narrowed(peer);
    request.secure = over_tls;
    if (networks_.contains(peer)) {
        // Each proxy appends whom it saw: read from the right, as far as those named are trusted themselves.
        auto chain = forwarded_chain(request.headers);
        while (!chain.empty() && networks_.contains(client)) {
            auto const comma = chain.rfind(',');
            auto const named =
                address_in(trimmed(std::string_view{chain}.substr(comma == std::string::npos ? 0 : comma + 1)));
            request.client_unread = !named;
            if (!named) break;
            client = *named;
            chain.resize(comma == std::string::npos ? 0 : comma);
        }
        if (auto const scheme = request.headers.find("X-Forwarded-Proto"))
            request.secure = equal_ignoring_case(*scheme, "https");
    }
    request.remote_address = client.to_string();
}

} // namespace habeas::app::http
