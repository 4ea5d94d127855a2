#include "app/http/connection.hpp"

namespace habeas::app::http {

Connection::Connection(boost::asio::ip::tcp::socket socket, Admission::Place place, Loop& loop)
    : socket_{std::move(socket)}
    , place_{std::move(place)}
    , loop_{loop}
    , timer_{loop.context} {
    loop_.connections.insert(this);
}

Connection::~Connection() {
    loop_.connections.erase(this);
}

void Connection::drain() {
    if (idle_) cut();
}

void Connection::cut() {
    boost::system::error_code ignored; // a socket that is gone already is what we want
    socket_.close(ignored);
}

void Connection::set_deadline(Clock::duration from_now) {
    due_ = Clock::now() + from_now;
    timed_out_ = false;
    // A timer that goes off too early looks again; so a deadline that only moves back, request by request, costs
    // nothing.
    if (due_ < watching_for_) watch();
}

void Connection::watch() {
    watching_for_ = due_;
    timer_.expires_at(due_);
    timer_.async_wait([weak = weak_from_this()](boost::system::error_code cancelled) {
        auto const self = weak.lock();
        if (self && !cancelled) self->on_timer();
    });
}

void Connection::on_timer() {
    watching_for_ = Clock::time_point::max();
    if (due_ == Clock::time_point::max()) return;
    if (Clock::now() < due_) return watch();
    clear_deadline();
    timed_out_ = true;
    boost::system::error_code ignored; // nothing under way: the next read asks timed_out()
    socket_.cancel(ignored);
}

} // namespace habeas::app::http
