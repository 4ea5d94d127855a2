#include "tests/bench/bare_answer.hpp"

#include "tests/bench/wire.hpp"

#include <array>
#include <memory>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace habeas::bench {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

class Exchange : public std::enable_shared_from_this<Exchange> {
  public:
    Exchange(Tcp::socket socket, std::string const& body)
        : stream_(std::move(socket)) {
        response_.result(http::status::ok);
        response_.set(http::field::content_type, "text/html; charset=utf-8");
        response_.body() = body;
        response_.prepare_payload();
    }

    void read() {
        request_ = {};
        http::async_read(stream_, buffer_, request_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error) self->write();
        });
    }

  private:
    void write() {
        http::async_write(stream_, response_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error) self->read();
        });
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> response_;
};

/// Connections go to the two loops in turn.
class Listener {
  public:
    Listener(std::uint16_t port, std::size_t body_bytes)
        : body_(body_bytes, 'x')
        , acceptor_(loops_[0], {asio::ip::address_v4::loopback(), port}) {}

    void run() {
        accept(1);
        std::jthread const second([this] {
            auto const work = asio::make_work_guard(loops_[1]);
            loops_[1].run();
        });
        loops_[0].run();
    }

  private:
    void accept(std::size_t turn) {
        acceptor_.async_accept(loops_[turn], [this, turn](beast::error_code error, Tcp::socket socket) {
            if (!error) {
                socket.set_option(Tcp::no_delay(true));
                auto const exchange = std::make_shared<Exchange>(std::move(socket), body_);
                asio::post(loops_[turn], [exchange] { exchange->read(); });
            }
            accept(1 - turn);
        });
    }

    std::string body_;
    std::array<asio::io_context, 2> loops_;
    Tcp::acceptor acceptor_;
};

} // namespace

BareServer bare_answer_server(std::size_t body_bytes) {
    auto const port = free_port();
    auto process = ChildProcess::function([=] { Listener(port, body_bytes).run(); });
    for (int tries = 0; tries < 1'000; ++tries) {
        try {
            Socket const probe(port);
            break;
        } catch (std::runtime_error const&) { // it has not bound its port yet
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    return {std::move(process), port};
}

} // namespace habeas::bench
