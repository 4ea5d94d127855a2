#include "app/http/transport.hpp"

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace habeas::app::http {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

class PlainTransport final : public Transport {
  public:
    explicit PlainTransport(tcp::socket& socket)
        : socket_{socket} {}

    Result<> open() override { co_return std::tuple{error_code{}}; }
    Result<std::size_t> read_some(boost::asio::mutable_buffer into) override {
        return socket_.async_read_some(into, as_result);
    }
    Result<std::size_t> write(std::array<boost::asio::const_buffer, 2> parts) override {
        return boost::asio::async_write(socket_, parts, as_result);
    }
    Result<> say_goodbye() override { co_return std::tuple{error_code{}}; }
    bool secure() const override { return false; }

  private:
    tcp::socket& socket_;
};

class TlsTransport final : public Transport {
  public:
    TlsTransport(tcp::socket& socket, boost::asio::ssl::context& context)
        : stream_{socket, context} {}

    Result<> open() override { return stream_.async_handshake(boost::asio::ssl::stream_base::server, as_result); }
    Result<std::size_t> read_some(boost::asio::mutable_buffer into) override {
        return stream_.async_read_some(into, as_result);
    }
    Result<std::size_t> write(std::array<boost::asio::const_buffer, 2> parts) override {
        return boost::asio::async_write(stream_, parts, as_result);
    }
    Result<> say_goodbye() override { return stream_.async_shutdown(as_result); }
    bool secure() const override { return true; }

  private:
    boost::asio::ssl::stream<tcp::socket&> stream_;
};

} // namespace

std::unique_ptr<Transport> plain_transport(tcp::socket& socket) {
    return std::make_unique<PlainTransport>(socket);
}

std::unique_ptr<Transport> tls_transport(tcp::socket& socket, boost::asio::ssl::context& context) {
    return std::make_unique<TlsTransport>(socket, context);
}

} // namespace habeas::app::http
