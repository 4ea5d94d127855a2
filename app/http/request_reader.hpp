#pragma once
#include "app/http/connection.hpp"
#include "app/http/read_buffer.hpp"
#include "app/http/request_head.hpp"
#include "app/http/transport.hpp"

#include <functional>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace habeas::app::http {

/// Reads the requests of one connection, one after the other: head first, so that the route can say how large the body
/// may be. A Refusal of status 0 means that the other side is gone and nothing is to be said.
class RequestReader {
  public:
    RequestReader(Connection& connection, Transport& transport, Surroundings const& surroundings,
                  boost::asio::ip::address peer);

    /// Forgets the last request. Not while its answer is being made.
    void begin();

    /// Waits for a request and reads its head; fills all of the request but body, route and context.
    boost::asio::awaitable<Checked<void>> read_head();

    /// Reads the body up to `limit` bytes, answering `Expect: 100-continue`.
    boost::asio::awaitable<Checked<void>> read_body(std::size_t limit);

    HttpRequest& request() { return request_; }
    Framing const& framing() const { return framing_; }
    std::size_t body_bytes() const { return body_bytes_; }
    Connection::Clock::time_point started() const { return started_; }

  private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    Checked<bool> scan(HeadScan& head, bool first);
    Checked<void> understand_head(std::size_t length);
    Checked<void> feed_body(std::size_t& budget);
    boost::asio::awaitable<bool> invite();
    boost::asio::awaitable<bool> receive();

    Connection& connection_;
    Transport& transport_;
    Surroundings const& around_;
    boost::asio::ip::address peer_;
    ReadBuffer buffer_;
    std::optional<Parser> parser_;
    std::function<void(std::uint64_t, boost::beast::string_view, boost::system::error_code&)> on_chunk_;
    HttpRequest request_;
    Framing framing_;
    Connection::Clock::time_point started_{};
    std::size_t body_bytes_ = 0;
    bool first_request_ = true;
};

} // namespace habeas::app::http
