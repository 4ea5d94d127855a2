#include "app/http/server.hpp"

#include "app/http/listener.hpp"
#include "app/http/tls.hpp"

#include <algorithm>
#include <list>
#include <stdexcept>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

namespace habeas::app::http {
namespace {

using boost::asio::ip::tcp;

/// How long handlers may still take to come back from other threads after their connections are cut.
constexpr std::chrono::seconds last_wait{10};

boost::asio::ip::address address_of(std::string const& text) {
    boost::system::error_code failed;
    auto const address = boost::asio::ip::make_address(text, failed);
    if (failed) throw std::runtime_error{"'" + text + "' is not an address to listen on"};
    return address;
}

std::unique_ptr<boost::asio::ssl::context> tls_for(ServerOptions const& options) {
    if (options.certificate_file.empty() != options.private_key_file.empty())
        throw std::runtime_error{"TLS needs both a certificate and a key"};
    if (options.certificate_file.empty()) return nullptr;
    return make_tls(options.certificate_file, options.private_key_file);
}

} // namespace

struct Server::State {
    /// A loop with its thread and listeners.
    struct Worker {
        Loop loop;
        std::list<tcp::acceptor> acceptors;
        std::thread thread;
    };

    State(ServerOptions options, Router router, LogHook log)
        : around{std::move(options), std::move(router), std::move(log), TrustedProxies{{}}, {}}
        , admission{affordable_connections(around.options.connections_total), around.options.connections_per_source} {
        around.proxies = TrustedProxies{around.options.trusted_proxies};
        around.tls.exchange(tls_for(around.options));
        workers = std::vector<Worker>(std::max(1U, around.options.threads));
        port = around.options.port;
        for (auto const& text : around.options.addresses) {
            auto const address = address_of(text);
            refuse_taken_port(workers.front().loop.context, {address, port});
            for (auto& worker : workers) {
                worker.acceptors.push_back(listen_on(worker.loop.context, {address, port}));
                port = worker.acceptors.back().local_endpoint().port();
            }
        }
    }

    void run(Worker& worker);
    void accept(Worker& worker, tcp::acceptor& acceptor);
    void tell_everybody(void (*what)(Worker&));
    void note(std::string_view failure) const;

    Surroundings around;
    Admission admission;
    std::vector<Worker> workers; ///< goes first: what is left of its connections needs the two above
    std::uint16_t port = 0;
    bool started = false;
    bool stopped = false;
};

void Server::State::accept(Worker& worker, tcp::acceptor& acceptor) {
    boost::asio::co_spawn(worker.loop.context, accept_connections(acceptor, worker.loop, admission, around),
                          [this, &worker, &acceptor](std::exception_ptr failed) {
                              if (!failed) return;
                              // Out of memory while accepting: say so, and go on accepting.
                              note("accepting a connection failed");
                              if (acceptor.is_open()) accept(worker, acceptor);
                          });
}

void Server::State::run(Worker& worker) {
    while (true) {
        try {
            worker.loop.context.run();
            return;
        } catch (std::exception const& exception) {
            // Thrown past every handler: that connection is lost, the others are not.
            note(exception.what());
        }
    }
}

void Server::State::note(std::string_view failure) const {
    AccessRecord record;
    record.failure = failure;
    if (around.log) around.log(record);
}

void Server::State::tell_everybody(void (*what)(Worker&)) {
    for (auto& worker : workers) {
        boost::asio::post(worker.loop.context, [&worker, what] { what(worker); });
    }
}

Server::Server(ServerOptions options, Router router, LogHook log)
    : state_{std::make_unique<State>(std::move(options), std::move(router), std::move(log))} {}

Server::~Server() {
    stop(std::chrono::milliseconds{0});
}

void Server::start() {
    if (std::exchange(state_->started, true)) return;
    for (auto& worker : state_->workers) {
        for (auto& acceptor : worker.acceptors) {
            state_->accept(worker, acceptor);
        }
        worker.thread = std::thread{[this, &worker] { state_->run(worker); }};
    }
}

void Server::stop(std::chrono::milliseconds grace) {
    if (std::exchange(state_->stopped, true)) return;
    auto const now = std::chrono::steady_clock::now();
    state_->tell_everybody([](State::Worker& worker) {
        worker.loop.draining = true;
        for (auto& acceptor : worker.acceptors) {
            boost::system::error_code ignored; // closed already is what we want
            acceptor.close(ignored);
        }
        for (auto* connection : worker.loop.connections) {
            connection->drain();
        }
    });
    if (!state_->started) return;
    if (!state_->admission.wait_until_empty(now + grace)) {
        state_->tell_everybody([](State::Worker& worker) {
            for (auto* connection : worker.loop.connections) {
                connection->cut();
            }
        });
        if (!state_->admission.wait_until_empty(now + grace + last_wait)) {
            for (auto& worker : state_->workers) {
                worker.loop.context.stop();
            }
        }
    }
    for (auto& worker : state_->workers) {
        worker.thread.join();
    }
}

void Server::reload_certificate() {
    if (state_->around.tls.get()) state_->around.tls.exchange(tls_for(state_->around.options));
}

std::optional<core::Instant> Server::certificate_expires() const {
    auto const tls = state_->around.tls.get();
    return tls ? std::optional(expiry_of(*tls)) : std::nullopt;
}

std::uint16_t Server::port() const {
    return state_->port;
}

std::size_t Server::connections() const {
    return state_->admission.count();
}

} // namespace habeas::app::http
