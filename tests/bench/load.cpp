#include "tests/bench/load.hpp"

#include "tests/bench/wire.hpp"

#include <array>
#include <stdexcept>

#include <sys/epoll.h>
#include <unistd.h>

namespace habeas::bench {

namespace {

using Clock = std::chrono::steady_clock;

/// Tells which connections have something to read.
class Poll {
  public:
    Poll()
        : descriptor_(::epoll_create1(EPOLL_CLOEXEC)) {}
    Poll(Poll const&) = delete;
    Poll& operator=(Poll const&) = delete;
    ~Poll() { ::close(descriptor_); }

    void watch(Socket const& socket, std::size_t index) const {
        epoll_event event{.events = EPOLLIN, .data = {.u64 = index}};
        if (::epoll_ctl(descriptor_, EPOLL_CTL_ADD, socket.descriptor(), &event) != 0)
            throw std::runtime_error("a connection cannot be watched");
    }

    std::size_t wait(std::array<epoll_event, 64>& events) const {
        auto const count = ::epoll_wait(descriptor_, events.data(), static_cast<int>(events.size()), 10'000);
        if (count == 0) throw std::runtime_error("the server has not answered for ten seconds");
        return static_cast<std::size_t>(std::max(count, 0));
    }

  private:
    int descriptor_;
};

struct Line {
    Socket socket;
    std::string received;
    Clock::time_point sent_at;
};

class Load {
  public:
    Load(LoadPlan const& plan, NumberedRequest& requests)
        : plan_(plan)
        , requests_(requests)
        , lines_(static_cast<std::size_t>(plan.connections)) {
        result_.microseconds.reserve(200'000);
    }

    LoadResult run() {
        auto const start = Clock::now();
        end_ = start + plan_.time;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            connect(i);
            send(lines_[i], start);
        }
        std::array<epoll_event, 64> events{};
        while (waiting_ > 0)
            for (std::size_t i = 0, count = poll_.wait(events); i < count; ++i)
                read(events[i].data.u64);
        result_.seconds = std::chrono::duration<double>(Clock::now() - start).count();
        std::ranges::sort(result_.microseconds);
        return std::move(result_);
    }

  private:
    void connect(std::size_t index) {
        lines_[index].socket = Socket(plan_.port);
        poll_.watch(lines_[index].socket, index);
    }

    void send(Line& line, Clock::time_point now) {
        line.sent_at = now;
        line.socket.send(requests_.next());
        ++waiting_;
    }

    void read(std::size_t index) {
        auto& line = lines_[index];
        line.socket.receive(line.received, Socket::Waiting::no);
        auto const frame = frame_of(line.received);
        if (!frame || line.received.size() < frame->head + frame->body) return;
        if (frame->status != plan_.expected_status)
            throw std::runtime_error("the server answered " + line.received.substr(0, 2'000));
        auto const now = Clock::now();
        auto const took = std::chrono::duration_cast<std::chrono::microseconds>(now - line.sent_at).count();
        result_.microseconds.push_back(static_cast<std::uint32_t>(took));
        result_.answer_bytes = frame->body;
        ++result_.answers;
        --waiting_;
        line.received.clear();
        if (now >= end_) return;
        if (frame->closes) connect(index); // after so many requests the server wants a new connection
        send(line, now);
    }

    LoadPlan const& plan_;
    NumberedRequest& requests_;
    Poll poll_;
    std::vector<Line> lines_;
    Clock::time_point end_;
    std::size_t waiting_{};
    LoadResult result_;
};

} // namespace

NumberedRequest::NumberedRequest(std::string text)
    : text_(std::move(text)) {
    for (auto at = text_.find(number_here); at != text_.npos; at = text_.find(number_here, at + number_here.size()))
        places_.push_back(at);
}

std::string_view NumberedRequest::next() {
    auto rest = ++number_;
    std::array<char, number_here.size()> digits{};
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, rest /= 10)
        *digit = static_cast<char>('0' + rest % 10);
    for (auto const place : places_)
        std::ranges::copy(digits, text_.begin() + static_cast<std::ptrdiff_t>(place));
    return text_;
}

LoadResult run_load(LoadPlan const& plan, NumberedRequest& requests) {
    return Load(plan, requests).run();
}

} // namespace habeas::bench
