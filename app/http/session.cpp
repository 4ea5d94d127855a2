#include "app/http/compression.hpp"
#include "app/http/request_reader.hpp"
#include "app/http/security_headers.hpp"
#include "app/http/serialize.hpp"

#include <array>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>

namespace habeas::app::http {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using boost::system::error_code;

/// A body up to this size is copied behind its head, so that both leave in one segment or TLS record.
constexpr std::size_t inline_body = 16 * 1024;
constexpr std::size_t linger_bytes = 64 * 1024;
constexpr std::chrono::seconds linger_time{1};

asio::ip::address peer_of(asio::ip::tcp::socket const& socket) {
    error_code gone_already;
    return socket.remote_endpoint(gone_already).address();
}

/// What an exception says, for the log. Only within a catch.
std::string words_of_exception() {
    try {
        throw;
    } catch (std::exception const& exception) {
        return exception.what();
    } catch (...) {
        return "an exception of no standard type";
    }
}

/// The engine counts who uses a certificate, so the context may go when this returns.
std::unique_ptr<Transport> transport_over(asio::ip::tcp::socket& socket,
                                          std::shared_ptr<asio::ssl::context> const& tls) {
    return tls ? tls_transport(socket, *tls) : plain_transport(socket);
}

/// Serves one connection: reads a request, has it answered, sends the answer, and again.
class Session final : public Connection {
  public:
    Session(asio::ip::tcp::socket accepted, Admission::Place place, Loop& loop, Surroundings const& surroundings)
        : Connection{std::move(accepted), std::move(place), loop}
        , around_{surroundings}
        , transport_{transport_over(socket(), surroundings.tls.get())}
        , reader_{*this, *transport_, surroundings, peer_of(socket())} {}

    awaitable<void> run();

    void log(int status, std::size_t bytes_out, std::string_view failure);

  private:
    awaitable<bool> serve_one();
    awaitable<HttpResponse> answer(Router::Match const& match);
    std::optional<HttpResponse> admit(Router::Match const& match);
    HttpResponse broken(std::string failure);
    void complete(HttpResponse& response);
    void serialize(HttpResponse& response, Afterwards afterwards);
    awaitable<bool> send(HttpResponse response, Afterwards afterwards);
    awaitable<bool> refuse(Refusal refusal);
    std::string allowed();
    awaitable<void> linger();

    Surroundings const& around_;
    std::unique_ptr<Transport> transport_;
    RequestReader reader_;
    std::string out_;
    std::string failure_;
    std::string_view refused_;
    std::size_t answered_ = 0;
};

awaitable<void> Session::run() {
    set_deadline(around_.options.header_time);
    set_idle(true); // nothing is lost if we stop during the handshake
    auto opening = transport_->open();
    auto [failed] = co_await std::move(opening);
    while (!failed) {
        auto serving = serve_one();
        if (!co_await std::move(serving)) break;
    }
    cut();
}

/// One request and its answer; true if the connection can take another.
awaitable<bool> Session::serve_one() {
    reader_.begin();
    failure_.clear();
    refused_ = {};
    auto reading = reader_.read_head();
    auto const head = co_await std::move(reading);
    clear_deadline();
    if (!head) co_return co_await refuse(head.error());

    auto const match = around_.router.match(reader_.request());
    if (auto refused = admit(match)) {
        auto sending =
            send(std::move(*refused), reader_.framing().has_body() ? Afterwards::close : Afterwards::keep_alive);
        co_return co_await std::move(sending);
    }
    auto const own_limit = match.route == nullptr ? 0 : match.route->body_limit;
    auto reading_body = reader_.read_body(own_limit == 0 ? around_.options.default_body_bytes : own_limit);
    auto const body = co_await std::move(reading_body);
    clear_deadline();
    if (!body) co_return co_await refuse(body.error());

    auto answering = answer(match);
    auto response = co_await std::move(answering);
    auto sending = send(std::move(response), Afterwards::keep_alive);
    co_return co_await std::move(sending);
}

std::optional<HttpResponse> Session::admit(Router::Match const& match) {
    if (match.route == nullptr || !around_.router.hooks().admit) return std::nullopt;
    try {
        return around_.router.hooks().admit(reader_.request());
    } catch (...) {
        return broken(words_of_exception());
    }
}

awaitable<HttpResponse> Session::answer(Router::Match const& match) {
    try {
        auto answering = around_.router.answer(reader_.request(), match);
        co_return co_await std::move(answering);
    } catch (...) {
        co_return broken(words_of_exception());
    }
}

/// What the visitor is told says nothing of what broke; the log has that, under the same reference.
HttpResponse Session::broken(std::string failure) {
    failure_ = failure.empty() ? "an exception without words" : std::move(failure);
    return around_.router.error(reader_.request(), 500, "internal",
                                "Something went wrong on our side. Reference: " + reader_.request().request_id);
}

/// "The origin server MUST generate an Allow header field in a 405 response" (RFC 9110 §15.5.6), here for a method that
/// no address takes: what this one does take.
std::string Session::allowed() {
    HttpRequest asked;
    if (!read_target(reader_.request().target, Method::get, asked)) return {};
    return around_.router.allowed(asked.path);
}

awaitable<bool> Session::refuse(Refusal refusal) {
    if (refusal.status == 0) co_return false;
    refused_ = refusal.why;
    auto response = around_.router.error(reader_.request(), refusal.status, refusal.code, refusal.message);
    if (refusal.status == 405) response.with_header("Allow", allowed());
    // What follows on this connection cannot be told from the refused request any more.
    auto sending = send(std::move(response), Afterwards::close);
    co_return co_await std::move(sending);
}

void Session::complete(HttpResponse& response) {
    auto const& request = reader_.request();
    try {
        if (around_.router.hooks().after) around_.router.hooks().after(request, response);
        compress_if_useful(request, response);
    } catch (...) {
        response = broken(words_of_exception());
    }
    add_security_headers(response, request.secure);
}

/// Head, and body if it is small, into out_.
void Session::serialize(HttpResponse& response, Afterwards afterwards) {
    out_.clear();
    try {
        serialize_head(response, afterwards, http_date(), out_);
    } catch (std::invalid_argument const& splitting) {
        response = broken(splitting.what());
        add_security_headers(response, reader_.request().secure);
        out_.clear();
        serialize_head(response, afterwards, http_date(), out_);
    }
    auto const method = reader_.request().method == Method::head ? BodyOf::head_answer : BodyOf::full_answer;
    if (!sends_body(response, method)) response.body.clear();
    if (response.body.size() <= inline_body) out_.append(response.body);
}

awaitable<bool> Session::send(HttpResponse response, Afterwards afterwards) {
    complete(response);
    ++answered_;
    if (!reader_.framing().keep_alive || loop().draining || answered_ >= around_.options.requests_per_connection)
        afterwards = Afterwards::close;
    serialize(response, afterwards);
    auto const apart = response.body.size() <= inline_body ? std::string_view{} : std::string_view{response.body};
    set_deadline(around_.options.write_time);
    auto writing = transport_->write({asio::buffer(out_), asio::buffer(apart)});
    auto [failed, written] = co_await std::move(writing);
    clear_deadline();
    log(response.status, response.body.size(), failure_);
    if (failed) co_return false;
    if (afterwards == Afterwards::keep_alive) co_return true;
    auto lingering = linger();
    co_await std::move(lingering);
    co_return false;
}

/// Closing with unread bytes in the socket would reset the connection and take the answer back: say that no more
/// comes, then read on for a moment.
awaitable<void> Session::linger() {
    set_deadline(linger_time);
    auto parting = transport_->say_goodbye();
    [[maybe_unused]] auto [unclean] = co_await std::move(parting);
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

void Session::log(int status, std::size_t bytes_out, std::string_view failure) {
    if (!around_.log) return;
    auto const& request = reader_.request();
    AccessRecord record;
    record.request_id = request.request_id;
    if (refused_.empty() || !request.path.empty()) record.method = to_string(request.method);
    record.route = request.route;
    record.actor = request.actor;
    record.remote_address = request.remote_address;
    record.status = status;
    record.bytes_in = reader_.body_bytes();
    record.bytes_out = bytes_out;
    record.duration = Clock::now() - reader_.started();
    record.secure = request.secure;
    record.client_unread = request.client_unread;
    record.refusal = refused_;
    record.failure = failure;
    around_.log(record);
}

} // namespace

void start_session(asio::ip::tcp::socket socket, Admission::Place place, Loop& loop, Surroundings const& surroundings) {
    error_code ignored; // without it answers only leave a little later
    socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
    auto session = std::make_shared<Session>(std::move(socket), std::move(place), loop, surroundings);
    asio::co_spawn(
        loop.context, [session] { return session->run(); },
        [session](std::exception_ptr failed) {
            if (!failed) return;
            try {
                std::rethrow_exception(failed);
            } catch (...) {
                session->log(0, 0, words_of_exception());
            }
        });
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
