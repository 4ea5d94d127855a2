#include "app/http/listener.hpp"

#include "app/http/rate_limit.hpp"
#include "app/http/transport.hpp"

#include <stdexcept>

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/socket.h>

namespace habeas::app::http {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds back_off{100};

std::runtime_error cannot_listen(tcp::endpoint const& endpoint, error_code const& failed) {
    auto const address = endpoint.address().to_string();
    return std::runtime_error{"cannot listen on " + (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" +
                              std::to_string(endpoint.port()) + ": " + failed.message()};
}

void set_flag(tcp::acceptor& acceptor, int option, error_code& failed) {
    int const on = 1;
    if (setsockopt(acceptor.native_handle(), SOL_SOCKET, option, &on, sizeof on) != 0)
        failed = error_code{errno, boost::system::system_category()};
}

/// Says that the house is full, as far as the socket takes it without waiting.
void turn_away(tcp::socket socket, Surroundings const& surroundings) {
    error_code ignored; // the connection is given up either way
    socket.non_blocking(true, ignored);
    if (surroundings.tls.get()) return;
    auto const answer = full_house_answer();
    socket.send(boost::asio::buffer(answer), MSG_NOSIGNAL, ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

Admission::Place place_for(tcp::socket const& socket, Admission& admission, Surroundings const& surroundings) {
    error_code failed;
    auto const peer = socket.remote_endpoint(failed).address();
    if (failed) return {};
    // Behind a proxy everybody comes from one address.
    auto const source = surroundings.proxies.contains(peer) ? std::string{} : source_key(peer.to_string());
    return admission.enter(source);
}

} // namespace

void refuse_taken_port(boost::asio::io_context& context, tcp::endpoint const& endpoint) {
    if (endpoint.port() == 0) return;
    tcp::acceptor probe{context};
    error_code failed;
    probe.open(endpoint.protocol(), failed);
    if (!failed) set_flag(probe, SO_REUSEADDR, failed);
    if (!failed) probe.bind(endpoint, failed);
    if (failed) throw cannot_listen(endpoint, failed);
}

tcp::acceptor listen_on(boost::asio::io_context& context, tcp::endpoint const& endpoint) {
    tcp::acceptor acceptor{context};
    error_code failed;
    acceptor.open(endpoint.protocol(), failed);
    if (!failed) set_flag(acceptor, SO_REUSEADDR, failed);
    if (!failed) set_flag(acceptor, SO_REUSEPORT, failed);
    if (!failed && endpoint.address().is_v6()) acceptor.set_option(boost::asio::ip::v6_only{true}, failed);
    if (!failed) acceptor.bind(endpoint, failed);
    if (!failed) acceptor.listen(tcp::acceptor::max_listen_connections, failed);
    if (failed) throw cannot_listen(endpoint, failed);
    return acceptor;
}

boost::asio::awaitable<void> accept_connections(tcp::acceptor& acceptor, Loop& loop, Admission& admission,
                                                Surroundings const& surroundings) {
    boost::asio::steady_timer pause{loop.context};
    while (acceptor.is_open()) {
        auto accepting = acceptor.async_accept(as_result);
        auto [failed, socket] = co_await std::move(accepting);
        if (!acceptor.is_open() || loop.draining) break;
        if (failed) {
            // EMFILE, ENFILE, ENOBUFS, ENOMEM last for a while; ECONNABORTED and the like do not mind a short wait.
            pause.expires_after(back_off);
            auto waiting = pause.async_wait(as_result);
            [[maybe_unused]] auto [cancelled] = co_await std::move(waiting);
            continue;
        }
        auto place = place_for(socket, admission, surroundings);
        if (place) {
            start_session(std::move(socket), std::move(place), loop, surroundings);
        } else {
            turn_away(std::move(socket), surroundings);
        }
    }
}

} // namespace habeas::app::http
