#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace habeas::support {

/// An answer as it came over the wire; status 0 when the connection ended without one.
struct RawAnswer {
    int status = 0;
    std::string head; ///< status line and fields, without the empty line
    std::string body;

    /// The first field of that name, empty if there is none.
    std::string header(std::string_view name) const;
};

/// A blocking TCP client that sends exactly the bytes it is given. Every wait ends after five seconds with
/// std::runtime_error, so that a server that hangs fails a test instead of stopping it.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port, std::string const& address = "127.0.0.1");
    RawClient(RawClient&& other) noexcept;
    RawClient& operator=(RawClient&&) = delete;
    ~RawClient();

    /// False when the other side has closed.
    bool send(std::string_view bytes);

    /// The next answer by its Content-Length; without body for `head_only`.
    RawAnswer read_answer(bool head_only = false);

    /// As many bytes as have come; empty at the end of the connection.
    std::string read_some();

    /// Waits for the other side's end; true if it came without further bytes. A reset counts as an end too.
    bool is_closed();

    void shut_sending();
    int descriptor() const { return socket_; }

  private:
    int socket_ = -1;
    std::string pending_;
};

} // namespace habeas::support
