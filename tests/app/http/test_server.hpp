#pragma once
#include "app/http/await_result.hpp"
#include "app/http/server.hpp"
#include "tests/support/raw_client.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace habeas::app::http {

/// What an AccessRecord said, kept beyond the call of the hook.
struct Logged {
    std::string request_id, method, route, remote_address, refusal, failure;
    int status = 0;
};

/// A thing one thread waits for and another brings about.
class Event {
  public:
    void happen();
    void wait();

  private:
    std::mutex mutex_;
    std::condition_variable happened_;
    bool has_happened_ = false;
};

/// A real server on a free loopback port with a handful of routes:
/// GET /hello, POST /echo (limit 1000 bytes), POST /forms/:name, GET /broken, GET /exhausted, GET /large (100 kB),
/// GET /waiting (answers once `let_go` has happened, from a foreign thread), GET /splitting, GET /who.
class TestServer {
  public:
    static ServerOptions quick_options();

    explicit TestServer(ServerOptions options = quick_options(), Hooks hooks = {});
    ~TestServer();

    std::uint16_t port() const { return server_.port(); }
    Server& server() { return server_; }
    support::RawClient connect() const { return support::RawClient{port()}; }

    /// One request on a connection of its own.
    support::RawAnswer ask(std::string_view request) const;

    std::vector<Logged> log() const;

    Event entered; ///< the handler of /waiting has begun
    Event let_go;

  private:
    std::vector<Route> routes();

    mutable std::mutex mutex_;
    std::vector<Logged> log_;
    std::vector<std::thread> foreign_;
    Server server_;
};

} // namespace habeas::app::http
