#include "app/http/compression.hpp"
#include "app/http/connection.hpp"
#include "app/http/read_buffer.hpp"
#include "app/http/request_head.hpp"
#include "app/http/security_headers.hpp"
#include "app/http/serialize.hpp"
#include "app/http/text.hpp"

#include <array>
#include <optional>
#include <stdexcept>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <openssl/rand.h>

namespace habeas::app::http {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using asio::awaitable;
using boost::system::error_code;
using PlainStream = asio::ip::tcp::socket&;
using TlsStream = asio::ssl::stream<asio::ip::tcp::socket&>;
using Parser = beast_http::request_parser<beast_http::string_body>;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// A body up to this size is copied behind its head, so that both leave in one segment or TLS record.
constexpr std::size_t inline_body = 16 * 1024;
constexpr std::size_t chunk_extension_bytes = 256;
/// Chunk headers, extensions and trailers may be as large again as the body, and this more.
constexpr std::size_t framing_allowance = 64 * 1024;
constexpr std::size_t linger_bytes = 64 * 1024;
constexpr std::chrono::seconds linger_time{1};

/// The other side is gone, or we are stopping: nothing is to be said.
std::unexpected<Refusal> gone() {
    return std::unexpected(Refusal{0, {}, {}, {}});
}

std::unexpected<Refusal> too_slow(std::string_view why) {
    return std::unexpected(Refusal{408, "timeout", "The request did not arrive in time.", why});
}

std::unexpected<Refusal> body_too_large() {
    return std::unexpected(Refusal{413, "body_too_large", "This is larger than the address takes.", "body"});
}

std::string random_id() {
    std::array<unsigned char, 16> bytes;
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error{"no randomness"};
    return hexadecimal({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

template <class Stream>
class Session final : public Connection {
  public:
    Session(asio::ip::tcp::socket accepted, Admission::Place place, Loop& loop, Surroundings const& surroundings)
        : Connection{std::move(accepted), std::move(place), loop}
        , around_{surroundings}
        , buffer_{std::max<std::size_t>(surroundings.options.header_bytes, 16 * 1024)}
        , stream_{make_stream()} {
        error_code failed;
        peer_ = socket().remote_endpoint(failed).address();
    }

    awaitable<void> run();

    /// What ended the session unexpectedly, for the log.
    void report(std::string_view failure) const;

  private:
    static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;

    decltype(auto) make_stream() {
        if constexpr (is_tls) {
            return TlsStream{socket(), *around_.tls};
        } else {
            return socket();
        }
    }

    awaitable<bool> open();
    awaitable<bool> serve_one();
    awaitable<Checked<void>> read_head();
    Checked<void> understand_head(std::size_t length);
    awaitable<Checked<void>> read_body(std::size_t limit);
    Checked<void> feed_body(std::size_t& budget);
    awaitable<bool> receive();
    awaitable<bool> write(std::string_view first, std::string_view second);
    awaitable<HttpResponse> answer(Router::Match const& match);
    std::optional<HttpResponse> admit(Router::Match const& match);
    HttpResponse broken(std::string_view failure);
    void complete(HttpResponse& response);
    awaitable<bool> send(HttpResponse response, Afterwards afterwards);
    awaitable<bool> refuse(Refusal refusal);
    awaitable<void> linger();
    void begin_request();
    void log(HttpResponse const& response) const;

    Surroundings const& around_;
    asio::ip::address peer_;
    ReadBuffer buffer_;
    Stream stream_;
    std::optional<Parser> parser_;
    std::function<void(std::uint64_t, boost::beast::string_view, error_code&)> on_chunk_;
    HttpRequest request_;
    Framing framing_;
    std::string out_;
    std::string failure_;
    std::string_view refused_;
    Clock::time_point started_{};
    std::size_t answered_ = 0;
    std::size_t body_bytes_ = 0;
};

template <class Stream>
awaitable<void> Session<Stream>::run() {
    auto opening = open();
    if (!co_await std::move(opening)) co_return;
    while (true) {
        auto serving = serve_one();
        if (!co_await std::move(serving)) break;
    }
    cut();
}

template <class Stream>
awaitable<bool> Session<Stream>::open() {
    if constexpr (is_tls) {
        set_deadline(around_.options.header_time);
        set_idle(true); // nothing is lost if we stop now
        auto shaking = stream_.async_handshake(asio::ssl::stream_base::server, as_result);
        auto [failed] = co_await std::move(shaking);
        co_return !failed;
    } else {
        co_return true;
    }
}

/// One request and its answer; true if the connection can take another.
template <class Stream>
awaitable<bool> Session<Stream>::serve_one() {
    begin_request();
    auto reading = read_head();
    auto const head = co_await std::move(reading);
    clear_deadline();
    if (!head) co_return co_await refuse(head.error());

    auto const match = around_.router.match(request_);
    if (auto refused = admit(match)) {
        auto sending = send(std::move(*refused), framing_.has_body() ? Afterwards::close : Afterwards::keep_alive);
        co_return co_await std::move(sending);
    }
    auto const own_limit = match.route == nullptr ? 0 : match.route->body_limit;
    auto reading_body = read_body(own_limit == 0 ? around_.options.default_body_bytes : own_limit);
    auto const body = co_await std::move(reading_body);
    clear_deadline();
    if (!body) co_return co_await refuse(body.error());

    auto answering = answer(match);
    auto response = co_await std::move(answering);
    auto sending = send(std::move(response), Afterwards::keep_alive);
    co_return co_await std::move(sending);
}

template <class Stream>
void Session<Stream>::begin_request() {
    auto headers = std::move(request_.headers);
    headers.clear();
    request_ = HttpRequest{};
    request_.headers = std::move(headers);
    request_.remote_address = peer_.to_string();
    request_.secure = is_tls;
    framing_ = Framing{};
    failure_.clear();
    refused_ = {};
    body_bytes_ = 0;
    buffer_.relax();
}

template <class Stream>
awaitable<Checked<void>> Session<Stream>::read_head() {
    auto const& options = around_.options;
    HeadScan scan{{options.header_bytes, options.header_count, options.target_bytes}};
    bool begun = false;
    set_deadline(answered_ == 0 ? options.header_time : options.idle_time);
    while (true) {
        // "a server … SHOULD ignore at least one empty line (CRLF) received prior to the request-line" (RFC 9112 §2.2)
        while (!begun && buffer_.data().starts_with("\r\n"))
            buffer_.consume(2);
        if (auto const received = buffer_.data(); !received.empty() && received != "\r") {
            auto const first = !std::exchange(begun, true);
            if (first) {
                started_ = Clock::now();
                request_.request_id = random_id();
            }
            auto const end = scan.advance(received);
            if (received.starts_with("HEAD ")) request_.method = Method::head;
            if (!end) co_return std::unexpected(end.error());
            if (*end) co_return understand_head(**end);
            if (first) set_deadline(options.header_time);
        }
        if (!begun && loop().draining) co_return gone();
        set_idle(!begun);
        auto receiving = receive();
        auto const more = co_await std::move(receiving);
        set_idle(false);
        if (more) continue;
        if (begun && timed_out()) co_return too_slow("header");
        co_return gone();
    }
}

/// Hands the whole head to Beast for its grammar, then asks what Beast does not.
template <class Stream>
Checked<void> Session<Stream>::understand_head(std::size_t length) {
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
    around_.proxies.identify(peer_, is_tls, request_);
    auto const version = message.version() == 11 ? Version::http_1_1 : Version::http_1_0;
    auto const framing = check_fields(message.method_string(), version, request_.headers);
    if (!framing) return std::unexpected(framing.error());
    framing_ = *framing;
    request_.method = framing_.method;
    return read_target(message.target(), framing_.method, request_);
}

template <class Stream>
awaitable<Checked<void>> Session<Stream>::read_body(std::size_t limit) {
    if (!framing_.has_body()) co_return Checked<void>{};
    if (framing_.content_length > limit) co_return body_too_large();
    set_deadline(around_.options.body_time);
    if (framing_.expects_continue && buffer_.data().empty()) {
        auto inviting = write("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (!co_await std::move(inviting)) co_return gone();
    }
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
        if (timed_out()) co_return too_slow("body");
        co_return gone();
    }
    request_.body = std::move(parser_->get().body());
    body_bytes_ = request_.body.size();
    co_return Checked<void>{};
}

/// Lets the parser take what has come of the body.
template <class Stream>
Checked<void> Session<Stream>::feed_body(std::size_t& budget) {
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

/// Some more bytes; false when the connection ended or the deadline passed.
template <class Stream>
awaitable<bool> Session<Stream>::receive() {
    auto const room = buffer_.room();
    if (timed_out() || room.empty()) co_return false;
    auto reading = stream_.async_read_some(asio::buffer(room.data(), room.size()), as_result);
    auto [failed, received] = co_await std::move(reading);
    if (failed) co_return false;
    buffer_.commit(received);
    co_return true;
}

template <class Stream>
awaitable<bool> Session<Stream>::write(std::string_view first, std::string_view second) {
    if (timed_out()) co_return false;
    std::array<asio::const_buffer, 2> const parts{asio::buffer(first), asio::buffer(second)};
    auto writing = asio::async_write(stream_, parts, as_result);
    auto [failed, written] = co_await std::move(writing);
    co_return !failed && written == first.size() + second.size();
}

template <class Stream>
std::optional<HttpResponse> Session<Stream>::admit(Router::Match const& match) {
    if (match.route == nullptr || !around_.router.hooks().admit) return std::nullopt;
    try {
        return around_.router.hooks().admit(request_);
    } catch (std::exception const& exception) {
        return broken(exception.what());
    } catch (...) {
        return broken("an exception of no standard type");
    }
}

template <class Stream>
awaitable<HttpResponse> Session<Stream>::answer(Router::Match const& match) {
    try {
        auto answering = around_.router.answer(request_, match);
        co_return co_await std::move(answering);
    } catch (std::exception const& exception) {
        co_return broken(exception.what());
    } catch (...) {
        co_return broken("an exception of no standard type");
    }
}

/// What the visitor is told says nothing of what broke; the log has that, under the same reference.
template <class Stream>
HttpResponse Session<Stream>::broken(std::string_view failure) {
    failure_ = failure.empty() ? "an exception without words" : failure;
    return around_.router.error(request_, 500, "internal",
                                "Something went wrong on our side. Reference: " + request_.request_id);
}

template <class Stream>
void Session<Stream>::complete(HttpResponse& response) {
    try {
        if (around_.router.hooks().after) around_.router.hooks().after(request_, response);
        compress_if_useful(request_, response);
    } catch (std::exception const& exception) {
        response = broken(exception.what());
    } catch (...) {
        response = broken("an exception of no standard type");
    }
    add_security_headers(response, request_.secure);
}

template <class Stream>
awaitable<bool> Session<Stream>::send(HttpResponse response, Afterwards afterwards) {
    complete(response);
    ++answered_;
    if (!framing_.keep_alive || loop().draining || answered_ >= around_.options.requests_per_connection)
        afterwards = Afterwards::close;
    out_.clear();
    try {
        serialize_head(response, afterwards, http_date(), out_);
    } catch (std::invalid_argument const& splitting) {
        response = broken(splitting.what());
        add_security_headers(response, request_.secure);
        out_.clear();
        serialize_head(response, afterwards, http_date(), out_);
    }
    auto const method = request_.method == Method::head ? BodyOf::head_answer : BodyOf::full_answer;
    if (!sends_body(response, method)) response.body.clear();
    auto const together = response.body.size() <= inline_body;
    if (together) out_.append(response.body);
    set_deadline(around_.options.write_time);
    auto writing = write(out_, together ? std::string_view{} : std::string_view{response.body});
    auto const written = co_await std::move(writing);
    clear_deadline();
    log(response);
    if (!written) co_return false;
    if (afterwards == Afterwards::keep_alive) co_return true;
    auto lingering = linger();
    co_await std::move(lingering);
    co_return false;
}

template <class Stream>
awaitable<bool> Session<Stream>::refuse(Refusal refusal) {
    if (refusal.status == 0) co_return false;
    refused_ = refusal.why;
    auto response = around_.router.error(request_, refusal.status, refusal.code, refusal.message);
    if (refusal.status == 405) response.with_header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    // What follows on this connection cannot be told from the refused request any more.
    auto sending = send(std::move(response), Afterwards::close);
    co_return co_await std::move(sending);
}

/// Closing with unread bytes in the socket would reset the connection and take the answer back: say that no more
/// comes, then read on for a moment.
template <class Stream>
awaitable<void> Session<Stream>::linger() {
    set_deadline(linger_time);
    if constexpr (is_tls) {
        auto closing = stream_.async_shutdown(as_result);
        [[maybe_unused]] auto [unclean] = co_await std::move(closing);
    }
    error_code failed;
    socket().shutdown(asio::ip::tcp::socket::shutdown_send, failed);
    std::array<char, 4096> waste;
    for (std::size_t total = 0; !failed && !timed_out() && total < linger_bytes;) {
        auto reading = socket().async_read_some(asio::buffer(waste), as_result);
        auto [ended, received] = co_await std::move(reading);
        failed = ended;
        total += received;
    }
}

template <class Stream>
void Session<Stream>::log(HttpResponse const& response) const {
    if (!around_.log) return;
    auto const nothing_understood = refused_.empty() ? false : request_.path.empty();
    around_.log({.request_id = request_.request_id,
                 .method = nothing_understood ? std::string_view{} : to_string(request_.method),
                 .route = request_.route,
                 .remote_address = request_.remote_address,
                 .status = response.status,
                 .bytes_in = body_bytes_,
                 .bytes_out = response.body.size(),
                 .duration = Clock::now() - started_,
                 .secure = request_.secure,
                 .refusal = refused_,
                 .failure = failure_});
}

template <class Stream>
void Session<Stream>::report(std::string_view failure) const {
    if (around_.log)
        around_.log({.request_id = request_.request_id,
                     .method = {},
                     .route = request_.route,
                     .remote_address = request_.remote_address,
                     .secure = is_tls,
                     .refusal = {},
                     .failure = failure});
}

template <class Stream>
void start(asio::ip::tcp::socket socket, Admission::Place place, Loop& loop, Surroundings const& surroundings) {
    auto session = std::make_shared<Session<Stream>>(std::move(socket), std::move(place), loop, surroundings);
    asio::co_spawn(
        loop.context, [session] { return session->run(); },
        [session](std::exception_ptr failed) {
            if (!failed) return;
            try {
                std::rethrow_exception(failed);
            } catch (std::exception const& exception) {
                session->report(exception.what());
            } catch (...) {
                session->report("an exception of no standard type");
            }
        });
}

} // namespace

void start_session(asio::ip::tcp::socket socket, Admission::Place place, Loop& loop, Surroundings const& surroundings) {
    error_code ignored; // answers leave at once; without it they only leave later
    socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
    if (surroundings.tls) return start<TlsStream>(std::move(socket), std::move(place), loop, surroundings);
    start<PlainStream>(std::move(socket), std::move(place), loop, surroundings);
}

std::string full_house_answer() {
    auto response = HttpResponse::text(503, "Too many connections just now. Please try again in a moment.\n");
    response.with_header("Retry-After", "1");
    add_security_headers(response, false);
    std::string out;
    serialize_head(response, Afterwards::close, http_date(), out);
    return out + response.body;
}

} // namespace habeas::app::http
