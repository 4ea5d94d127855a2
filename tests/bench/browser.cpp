#include "tests/bench/browser.hpp"

#include <stdexcept>

#include <fmt/core.h>

namespace habeas::bench {

namespace {

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (char const letter : text) {
        auto const plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_';
        encoded += plain ? std::string(1, letter) : fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    }
    return encoded;
}

/// What stands between the two marks, or nothing.
std::string between(std::string_view text, std::string_view before, std::string_view after) {
    auto const at = text.find(before);
    if (at == text.npos) return {};
    auto const start = at + before.size();
    return std::string(text.substr(start, text.find(after, start) - start));
}

} // namespace

Answer Browser::get(std::string const& path) {
    return exchange(fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n{}\r\n", path, port_,
                                cookie_line()));
}

Answer Browser::post(std::string const& path, Fields const& fields) {
    auto const body = form_body(fields);
    return exchange(fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n{}"
                                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
                                path, port_, cookie_line(), body.size(), body));
}

std::string Browser::form_body(Fields const& fields) const {
    auto body = "form_token=" + percent_encoded(form_token_);
    for (auto const& [name, value] : fields)
        body += "&" + percent_encoded(name) + "=" + percent_encoded(value);
    return body;
}

std::string Browser::cookie_line() const {
    std::string line;
    for (auto const& [name, value] : cookies_)
        line += (line.empty() ? "Cookie: " : "; ") + name + "=" + value;
    return line.empty() ? line : line + "\r\n";
}

Answer Browser::exchange(std::string const& request) {
    Socket const socket(port_);
    socket.send(request);
    std::string received;
    auto frame = frame_of(received);
    while (!frame || received.size() < frame->head + frame->body) {
        socket.receive(received);
        frame = frame_of(received);
    }
    Answer answer{frame->status, received.substr(0, frame->head), received.substr(frame->head, frame->body)};
    auto const cookie = header_of(answer.head, "Set-Cookie");
    if (auto const equals = cookie.find('='); equals != cookie.npos)
        cookies_[std::string(cookie.substr(0, equals))] =
            cookie.substr(equals + 1, cookie.find(';') == cookie.npos ? cookie.npos : cookie.find(';') - equals - 1);
    if (auto token = between(answer.body, "name=\"form_token\" value=\"", "\""); !token.empty())
        form_token_ = std::move(token);
    return answer;
}

} // namespace habeas::bench
