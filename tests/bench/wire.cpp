#include "tests/bench/wire.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace habeas::bench {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

sockaddr* generic(sockaddr_in& address) {
    return reinterpret_cast<sockaddr*>(&address); // the sockets API is made so
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_name(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

} // namespace

Socket::Socket(std::uint16_t port)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    auto address = loopback(port);
    if (descriptor_ < 0 || ::connect(descriptor_, generic(address), sizeof address) != 0) {
        if (descriptor_ >= 0) ::close(descriptor_);
        throw std::runtime_error("nobody listens");
    }
    int const on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Socket::~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void Socket::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        auto const sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) throw std::runtime_error("the server closed the connection");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void Socket::receive(std::string& into, Waiting waiting) const {
    constexpr std::size_t step = 64 * 1024;
    auto const before = into.size();
    ssize_t received = 0;
    into.resize_and_overwrite(before + step, [&](char* bytes, std::size_t) {
        received = ::recv(descriptor_, bytes + before, step, waiting == Waiting::yes ? 0 : MSG_DONTWAIT);
        return before + static_cast<std::size_t>(std::max<ssize_t>(received, 0));
    });
    auto const nothing_yet = received < 0 && (errno == EAGAIN || errno == EINTR);
    if (received <= 0 && !nothing_yet) throw std::runtime_error("the server closed the connection");
}

std::string_view header_of(std::string_view head, std::string_view name) {
    while (true) {
        auto const end = head.find("\r\n");
        auto const line = head.substr(0, end);
        if (auto const colon = line.find(':'); colon != line.npos && same_name(line.substr(0, colon), name))
            return line.substr(std::min(line.find_first_not_of(' ', colon + 1), line.size()));
        if (end == head.npos) return {};
        head.remove_prefix(end + 2);
    }
}

std::optional<AnswerFrame> frame_of(std::string_view received) {
    auto const end = received.find("\r\n\r\n");
    if (end == received.npos) return std::nullopt;
    auto const head = received.substr(0, end);
    AnswerFrame frame{.status = 0, .head = end + 4, .body = 0, .closes = header_of(head, "Connection") == "close"};
    if (head.size() < 12) throw std::runtime_error("this is no HTTP answer");
    std::from_chars(head.data() + 9, head.data() + 12, frame.status);
    auto const length = header_of(head, "Content-Length");
    std::from_chars(length.data(), length.data() + length.size(), frame.body);
    return frame;
}

std::uint16_t free_port() {
    auto const probe = ::socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    auto const found = ::bind(probe, generic(address), size) == 0 && ::getsockname(probe, generic(address), &size) == 0;
    ::close(probe);
    if (!found) throw std::runtime_error("there is no free port");
    return ntohs(address.sin_port);
}

} // namespace habeas::bench
