#include "app/http/proxies.hpp"

#include "app/http/text.hpp"

namespace habeas::app::http {
namespace {

using boost::asio::ip::address;

address narrowed(address const& any) {
    if (any.is_v6() && any.to_v6().is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, any.to_v6());
    return any;
}

} // namespace

TrustedProxies::TrustedProxies(std::span<std::string const> networks)
    : networks_(networks) {}

void TrustedProxies::identify(address const& peer, bool over_tls, HttpRequest& request) const {
    auto client = narrowed(peer);
    request.secure = over_tls;
    if (networks_.contains(peer)) {
        // Each proxy appends whom it saw: read from the right, as far as those named are trusted themselves.
        std::string chain;
        for (std::size_t i = 0; i < request.headers.size(); ++i) {
            auto const field = request.headers.at(i);
            if (equal_ignoring_case(field.name, "X-Forwarded-For"))
                chain.append(chain.empty() ? "" : ",").append(field.value);
        }
        while (!chain.empty() && networks_.contains(client)) {
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
