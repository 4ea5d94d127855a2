#include "app/http/request_reader.hpp"

#include "app/http/text.hpp"

#include <array>
#include <stdexcept>

#include <openssl/rand.h>

namespace habeas::app::http {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using asio::awaitable;
using boost::system::error_code;

constexpr std::size_t chunk_extension_bytes = 256;
/// Chunk headers, extensions and trailers may be as large again as the body, and this more.
constexpr std::size_t framing_allowance = 64 * 1024;
constexpr std::size_t least_buffer = 16 * 1024;

std::unexpected<Refusal> gone() {
    return std::unexpected(Refusal{0, {}, {}, {}});
}

std::unexpected<Refusal> too_slow(std::string_view why) {
    return std::unexpected(Refusal{408, "timeout", "The request did not arrive in time.", why});
}

std::unexpected<Refusal> body_too_large() {
    return std::unexpected(Refusal{413, "body_too_large", "This is larger than the address takes.", "body"});
}

/// What a request line asks for, unread: whoever words a refusal knows by it whether a program or a person asked.
std::string_view target_in(std::string_view head) {
    auto line = next_part(head, '\r');
    next_part(line, ' ');
    return next_part(line, ' ');
}

std::string random_id() {
    std::array<unsigned char, 16> bytes;
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error{"no randomness"};
    return hexadecimal({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

} // namespace

RequestReader::RequestReader(Connection& connection, Transport& transport, Surroundings const& surroundings,
                             asio::ip::address peer)
    : connection_{connection}
    , transport_{transport}
    , around_{surroundings}
    , peer_{std::move(peer)}
    , buffer_{std::max(surroundings.options.header_bytes, least_buffer)} {}

void RequestReader::begin() {
    auto headers = std::move(request_.headers);
    headers.clear();
    request_ = HttpRequest{};
    request_.headers = std::move(headers);
    request_.remote_address = peer_.to_string();
    request_.secure = transport_.secure() || around_.options.reached_by_https;
    framing_ = Framing{};
    body_bytes_ = 0;
    buffer_.relax();
}

awaitable<Checked<void>> RequestReader::read_head() {
    auto const& options = around_.options;
    HeadScan head{{options.header_bytes, options.header_count, options.target_bytes}};
    auto begun = false;
    connection_.set_deadline(std::exchange(first_request_, false) ? options.header_time : options.idle_time);
    while (true) {
        // "a server … SHOULD ignore at least one empty line (CRLF) received prior to the request-line" (RFC 9112 §2.2)
        while (!begun && buffer_.data().starts_with("\r\n"))
            buffer_.consume(2);
        if (auto const received = buffer_.data(); !received.empty() && received != "\r") {
            auto const complete = scan(head, !std::exchange(begun, true));
            if (!complete) co_return std::unexpected(complete.error());
            if (*complete) co_return Checked<void>{};
        }
        if (!begun && connection_.loop().draining) co_return gone();
        connection_.set_idle(!begun);
        auto receiving = receive();
        auto const more = co_await std::move(receiving);
        connection_.set_idle(false);
        if (more) continue;
        if (!begun || !connection_.timed_out()) co_return gone();
        request_.target = target_in(buffer_.data());
        co_return too_slow("header");
    }
}

/// Looks at what has come of the head; true once it is complete and understood.
Checked<bool> RequestReader::scan(HeadScan& head, bool first) {
    if (first) {
        started_ = Connection::Clock::now();
        request_.request_id = random_id();
    }
    auto const end = head.advance(buffer_.data());
    if (buffer_.data().starts_with("HEAD ")) request_.method = Method::head; // also where it is refused
    if (!end || *end) request_.target = target_in(buffer_.data());
    if (!end) return std::unexpected(end.error());
    if (*end) {
        auto const understood = understand_head(**end);
        if (!understood) return std::unexpected(understood.error());
        return true;
    }
    if (first) connection_.set_deadline(around_.options.header_time);
    return false;
}

/// Hands the whole head to Beast for its grammar, then asks what Beast does not.
Checked<void> RequestReader::understand_head(std::size_t length) {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(length + 1));
    parser_->body_limit(boost::none);
    error_code failed;
    parser_->put(asio::buffer(buffer_.data().substr(0, length)), failed);
    buffer_.consume(length);
    if (failed || !parser_->is_header_done()) return malformed("grammar of the head");
    auto const& message = parser_->get();
    for (auto const& field : message) {
        request_.headers.add(field.name_string(), field.value());
    }
    around_.proxies.identify(peer_, transport_.secure(), request_);
    request_.secure = request_.secure || around_.options.reached_by_https;
    auto const version = message.version() == 11 ? Version::http_1_1 : Version::http_1_0;
    auto const framing = check_fields(message.method_string(), version, request_.headers);
    if (!framing) return std::unexpected(framing.error());
    framing_ = *framing;
    request_.method = framing_.method;
    return read_target(message.target(), framing_.method, request_);
}

awaitable<Checked<void>> RequestReader::read_body(std::size_t limit) {
    if (!framing_.has_body()) co_return Checked<void>{};
    if (framing_.content_length > limit) co_return body_too_large();
    connection_.set_deadline(around_.options.body_time);
    auto inviting = invite();
    if (!co_await std::move(inviting)) co_return gone();
    on_chunk_ = [](std::uint64_t, boost::beast::string_view extension, error_code& failed) {
        if (extension.size() > chunk_extension_bytes) failed = beast_http::error::bad_chunk_extension;
    };
    parser_->body_limit(limit);
    parser_->eager(true);
    parser_->on_chunk_header(on_chunk_);
    auto budget = 2 * limit + framing_allowance;
    while (true) {
        auto const fed = feed_body(budget);
        if (!fed) co_return fed;
        if (parser_->is_done()) break;
        if (buffer_.room().empty()) co_return malformed("chunk header or trailer too large");
        auto receiving = receive();
        if (co_await std::move(receiving)) continue;
        if (connection_.timed_out()) co_return too_slow("body");
        co_return gone();
    }
    request_.body = std::move(parser_->get().body());
    body_bytes_ = request_.body.size();
    co_return Checked<void>{};
}

/// Lets the parser take what has come of the body.
Checked<void> RequestReader::feed_body(std::size_t& budget) {
    while (!buffer_.data().empty() && !parser_->is_done()) {
        error_code failed;
        auto const taken = parser_->put(asio::buffer(buffer_.data()), failed);
        buffer_.consume(taken);
        if (taken > budget) return body_too_large();
        budget -= taken;
        if (failed == beast_http::error::need_more) return {};
        if (failed == beast_http::error::body_limit) return body_too_large();
        if (failed) return malformed("body");
    }
    return {};
}

/// Tells a client that waits for it to go on (RFC 9110 §10.1.1). False when the connection is gone.
awaitable<bool> RequestReader::invite() {
    if (!framing_.expects_continue || !buffer_.data().empty()) co_return true;
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    auto writing = transport_.write({asio::buffer(go_on), asio::const_buffer{}});
    auto [failed, written] = co_await std::move(writing);
    co_return !failed;
}

/// Some more bytes; false when the connection ended or the deadline passed.
awaitable<bool> RequestReader::receive() {
    auto const room = buffer_.room();
    if (connection_.timed_out() || room.empty()) co_return false;
    auto reading = transport_.read_some(asio::buffer(room.data(), room.size()));
    auto [failed, received] = co_await std::move(reading);
    if (failed) co_return false;
    buffer_.commit(received);
    co_return true;
}

} // namespace habeas::app::http
