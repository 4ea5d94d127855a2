#pragma once
#include "app/http/connection.hpp"

#include <cstdint>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace habeas::app::http {

/// Throws std::runtime_error when somebody else already listens there: SO_REUSEPORT alone would share the port with a
/// second process of the same user and not say so.
void refuse_taken_port(boost::asio::io_context& context, boost::asio::ip::tcp::endpoint const& endpoint);

/// A listening socket that shares its port with the other loops. Throws std::runtime_error with a sentence for the
/// operator.
boost::asio::ip::tcp::acceptor listen_on(boost::asio::io_context& context,
                                         boost::asio::ip::tcp::endpoint const& endpoint);

/// Accepts until the acceptor is closed. Where descriptors run out it waits a tenth of a second instead of spinning.
boost::asio::awaitable<void> accept_connections(boost::asio::ip::tcp::acceptor& acceptor, Loop& loop,
                                                Admission& admission, Surroundings const& surroundings);

} // namespace habeas::app::http
