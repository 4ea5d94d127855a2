#pragma once
#include "app/http/router.hpp"
#include "core/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::app::http {

struct ServerOptions {
    std::vector<std::string> addresses = {"127.0.0.1"}; ///< IPv4 or IPv6, no names
    std::uint16_t port = 8080;                          ///< 0: any free one, told by Server::port()
    unsigned threads = 2;                               ///< event loops, each with its own listeners

    std::size_t header_bytes = 16 * 1024;
    std::size_t header_count = 100;
    std::size_t target_bytes = 4 * 1024;
    std::size_t default_body_bytes = 64 * 1024;    ///< for routes which name no limit
    std::chrono::milliseconds header_time{10'000}; ///< from the first byte of a request to the end of its header
    std::chrono::milliseconds body_time{30'000};   ///< for the whole body
    std::chrono::milliseconds write_time{30'000};  ///< for the whole answer
    std::chrono::milliseconds idle_time{15'000};   ///< between two requests of one connection
    std::size_t requests_per_connection = 1'000;
    std::size_t connections_total = 4'096;
    std::size_t connections_per_source = 256; ///< per IPv4 address or IPv6 /64; trusted proxies are exempt

    std::string certificate_file; ///< PEM chain; TLS when both are set
    std::string private_key_file; ///< PEM, readable by its owner alone

    /// People reach the service by https, whoever ends TLS: cookies are Secure and `__Host-`, answers carry HSTS.
    bool reached_by_https = false;

    /// Addresses or networks (`10.0.0.0/8`) whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<std::string> trusted_proxies;
};

/// What the access log may know of an answered request: no target, no body, no names; tokens stand in paths.
struct AccessRecord {
    std::string_view request_id;
    std::string_view method; ///< empty if the request could not be read so far
    std::string_view route;  ///< pattern; empty when no row matched
    std::string_view actor;  ///< who asked, as a code such as `staff:12`; empty where nobody is known
    std::string_view remote_address;
    int status = 0;
    std::size_t bytes_in = 0;  ///< of the body
    std::size_t bytes_out = 0; ///< of the body
    std::chrono::nanoseconds duration{};
    bool secure = false;
    bool client_unread = false; ///< a trusted proxy's X-Forwarded-For could not be read
    std::string_view refusal;   ///< why the wire refused it ("header too large"); empty otherwise
    std::string_view failure;   ///< what an unexpected exception said; for the log alone
};

/// Called on the event loop threads, at the same time from several: must be quick and thread-safe.
using LogHook = std::function<void(AccessRecord const&)>;

/// HTTP/1.1 over TCP or TLS: one event loop a thread, each with its own listeners (SO_REUSEPORT).
class Server {
  public:
    /// Binds and listens, so that a wrong address, a taken port or an unreadable certificate is known at once.
    /// Throws std::runtime_error with a sentence for the operator.
    Server(ServerOptions options, Router router, LogHook log = {});
    ~Server(); ///< stops without grace if still running
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// Starts the threads and returns.
    void start();

    /// Stops accepting, closes idle connections, lets what is in flight finish, cuts off what has not finished
    /// after `grace`, and joins the threads. Call from any thread but the server's own. A second call returns at once.
    void stop(std::chrono::milliseconds grace);

    /// Reads certificate and key anew, for the connections that come from now on. Throws std::runtime_error with a
    /// sentence for the operator; then those of before stay. Nothing happens without TLS.
    void reload_certificate();
    /// When the certificate in use, or one above it in its chain, runs out; nothing without TLS.
    std::optional<core::Instant> certificate_expires() const;

    std::uint16_t port() const;

    /// Connections open now.
    std::size_t connections() const;

    struct State;

  private:
    std::unique_ptr<State> state_;
};

} // namespace habeas::app::http
