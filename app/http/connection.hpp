#pragma once
#include "app/http/admission.hpp"
#include "app/http/proxies.hpp"
#include "app/http/router.hpp"
#include "app/http/server.hpp"
#include "app/http/tls.hpp"

#include <chrono>
#include <memory>
#include <unordered_set>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace habeas::app::http {

/// What all connections of a server share and none of them changes.
struct Surroundings {
    ServerOptions options;
    Router router;
    LogHook log;
    TrustedProxies proxies;
    TlsInUse tls; ///< the one thing that may be exchanged
};

class Connection;

/// One event loop and what lives on it; touched by its own thread alone once that runs.
struct Loop {
    std::unordered_set<Connection*> connections;
    bool draining = false;
    boost::asio::io_context context{1}; ///< goes first: connections that end with it sign off above
};

/// A connection as its loop sees it: it has a socket, a deadline, and can be told to come to an end.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Clock = std::chrono::steady_clock;

    Connection(boost::asio::ip::tcp::socket socket, Admission::Place place, Loop& loop);
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    virtual ~Connection();

    /// No further request: closed now if it is between two, else after the answer to the present one.
    void drain();

    /// Closes the socket, whatever it is doing.
    void cut();

    /// From now on everything on this socket must be done by then: one deadline over many reads, so that a byte a
    /// second gains nothing. Passing it sets timed_out() and cancels what is under way.
    void set_deadline(Clock::duration from_now);
    void clear_deadline() { due_ = Clock::time_point::max(); }
    bool timed_out() const { return timed_out_; }

    Loop const& loop() const { return loop_; }
    /// Between two requests: may be closed without loss.
    void set_idle(bool idle) { idle_ = idle; }

  protected:
    boost::asio::ip::tcp::socket& socket() { return socket_; }

  private:
    void watch();
    void on_timer();

    boost::asio::ip::tcp::socket socket_;
    Admission::Place place_;
    Loop& loop_;
    boost::asio::steady_timer timer_;
    Clock::time_point due_ = Clock::time_point::max();
    Clock::time_point watching_for_ = Clock::time_point::max();
    bool timed_out_ = false;
    bool idle_ = false;
};

/// Starts to serve an accepted connection. `session.cpp`.
void start_session(boost::asio::ip::tcp::socket socket, Admission::Place place, Loop& loop,
                   Surroundings const& surroundings);

/// The answer to a connection that finds no place: 503 with Retry-After, whole, ready to send.
std::string full_house_answer();

} // namespace habeas::app::http
