#pragma once
#include <array>
#include <cstddef>
#include <memory>
#include <tuple>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace habeas::app::http {

/// Completion by value: an error code instead of an exception, for connections that end are no exception.
constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Bytes over a socket, with or without TLS. The socket must outlive it.
class Transport {
  public:
    template <class... Values>
    using Result = boost::asio::awaitable<std::tuple<boost::system::error_code, Values...>>;

    Transport() = default;
    Transport(Transport const&) = delete;
    Transport& operator=(Transport const&) = delete;
    virtual ~Transport() = default;

    virtual Result<> open() = 0; ///< the handshake, where there is one
    virtual Result<std::size_t> read_some(boost::asio::mutable_buffer into) = 0;
    virtual Result<std::size_t> write(std::array<boost::asio::const_buffer, 2> parts) = 0; ///< all of both
    virtual Result<> say_goodbye() = 0;                                                    ///< TLS close_notify
    virtual bool secure() const = 0;
};

std::unique_ptr<Transport> plain_transport(boost::asio::ip::tcp::socket& socket);
std::unique_ptr<Transport> tls_transport(boost::asio::ip::tcp::socket& socket, boost::asio::ssl::context& context);

} // namespace habeas::app::http
