#pragma once
#include "tests/support/store_temporary.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace habeas::testing {

/// A real mail server (aiosmtpd) on a free loopback port, for as long as this lives. See smtp_server.py for how the
/// recipient's name chooses its answer.
class SmtpServer {
  public:
    struct Options {
        std::string certificate; ///< PEM files: with them STARTTLS is demanded
        std::string key;
        std::string user; ///< with it signing in is demanded
        std::string password;
    };
    SmtpServer()
        : SmtpServer(Options{}) {}
    explicit SmtpServer(Options const& options);
    SmtpServer(SmtpServer const&) = delete;
    SmtpServer& operator=(SmtpServer const&) = delete;
    ~SmtpServer() { stop(); }

    int port() const { return port_; }
    /// Every message taken so far, whole, the oldest first.
    std::vector<std::string> messages() const;
    /// From now on nobody listens at the port.
    void stop();

  private:
    TemporaryFolder folder_;
    pid_t process_{-1};
    int stdin_{-1};
    int port_{};
};

/// A certificate for "localhost" and its key, signed by itself, made by openssl.
struct TestCertificate {
    explicit TestCertificate(std::filesystem::path const& folder);
    std::string certificate;
    std::string key;
};

} // namespace habeas::testing
