#include "tests/support/raw_client.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

namespace habeas::support {

std::string RawAnswer::header(std::string_view name) const {
    for (std::size_t at = head.find("\r\n"); at != std::string::npos; at = head.find("\r\n", at + 2)) {
        auto const line = std::string_view{head}.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
        if (line.size() <= name.size() || line[name.size()] != ':') continue;
        if (strncasecmp(line.data(), name.data(), name.size()) != 0) continue;
        auto const value = line.substr(name.size() + 1);
        return std::string{value.substr(std::min(value.find_first_not_of(' '), value.size()))};
    }
    return {};
}

RawClient::RawClient(std::uint16_t port, std::string const& address)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    inet_pton(AF_INET, address.c_str(), &to.sin_addr);
    int const on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(socket_, reinterpret_cast<sockaddr const*>(&to), sizeof to) != 0) {
        close(socket_);
        throw std::runtime_error{"cannot connect"};
    }
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}
    , pending_{std::move(other.pending_)} {}

RawClient::~RawClient() {
    if (socket_ >= 0) close(socket_);
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string RawClient::read_some() {
    if (!pending_.empty()) return std::exchange(pending_, {});
    pollfd waiting{socket_, POLLIN, 0};
    if (poll(&waiting, 1, 5000) == 0) throw std::runtime_error{"nothing came in five seconds"};
    char bytes[16384];
    auto const received = recv(socket_, bytes, sizeof bytes, 0);
    return received > 0 ? std::string(bytes, static_cast<std::size_t>(received)) : std::string{};
}

RawAnswer RawClient::read_answer(bool head_only) {
    std::string text;
    auto const more = [&] {
        auto const bytes = read_some();
        text += bytes;
        return !bytes.empty();
    };
    while (!text.contains("\r\n\r\n")) {
        if (!more()) return {};
    }
    RawAnswer answer;
    auto const end = text.find("\r\n\r\n");
    answer.head = text.substr(0, end);
    answer.status = std::stoi(answer.head.substr(9, 3));
    auto const length_text = answer.header("Content-Length");
    auto const length = head_only || length_text.empty() ? 0 : std::stoul(length_text);
    while (text.size() - end - 4 < length) {
        if (!more()) break;
    }
    answer.body = text.substr(end + 4, length);
    pending_ = text.substr(std::min(text.size(), end + 4 + length));
    return answer;
}

bool RawClient::is_closed() {
    return read_some().empty();
}

void RawClient::shut_sending() {
    shutdown(socket_, SHUT_WR);
}

} // namespace habeas::support
