#pragma once
#include "app/mail/carrier.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace habeas::app::mail {

enum class SmtpSecurity {
    none,     ///< only for a server on this machine
    starttls, ///< plain at first, then TLS: required, never given up silently
    tls,      ///< TLS from the first byte
};

struct SmtpOptions {
    std::string host;
    int port{587};
    SmtpSecurity security{SmtpSecurity::starttls};
    std::string username; ///< empty: without signing in
    std::string password;
    std::string ca_file; ///< PEM of the authorities to trust; empty: the system's
    std::string helo;    ///< the name we greet with; empty: "localhost"
    std::chrono::milliseconds connect_timeout{15'000};
    std::chrono::milliseconds total_timeout{60'000}; ///< for one letter
};

/// Delivers over SMTP with libcurl: TLS 1.2 or later with the server's certificate and name verified ("SMTP with
/// STARTTLS required and certificate check", requirement 54). The connection is kept for a batch, until rest().
class SmtpCarrier final : public Carrier {
  public:
    /// Throws std::invalid_argument for options that cannot work: no host, or a line break in any of them.
    explicit SmtpCarrier(SmtpOptions options);
    ~SmtpCarrier() override;

    Handed deliver(Dispatch const& dispatch) override;
    void rest() override;
    void interrupt() override { interrupted_ = true; }

  private:
    struct Connection;
    SmtpOptions options_;
    std::atomic<bool> interrupted_{};
    std::unique_ptr<Connection> connection_;
};

} // namespace habeas::app::mail
