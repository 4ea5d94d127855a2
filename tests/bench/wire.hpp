#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace habeas::bench {

/// A TCP connection to loopback, closed with its owner.
class Socket {
  public:
    Socket() = default;
    /// Throws std::runtime_error where nobody listens.
    explicit Socket(std::uint16_t port);
    Socket(Socket&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~Socket();

    int descriptor() const { return descriptor_; }
    /// Sends all of it or throws.
    void send(std::string_view bytes) const;
    enum class Waiting { yes, no };
    /// Appends what has come. Throws where the other side has closed.
    void receive(std::string& into, Waiting waiting = Waiting::yes) const;

  private:
    int descriptor_ = -1;
};

/// The place of an answer in what was received.
struct AnswerFrame {
    int status{};
    std::size_t head{}; ///< bytes up to the body
    std::size_t body{};
    bool closes{}; ///< the server closes the connection after it
};

/// Nothing while the head is not whole. Answers without Content-Length have no body (204, 304).
std::optional<AnswerFrame> frame_of(std::string_view received);

/// The value of a header field in a head, or empty. Name in the server's spelling or lower case.
std::string_view header_of(std::string_view head, std::string_view name);

/// A port nobody listens on just now.
std::uint16_t free_port();

} // namespace habeas::bench
