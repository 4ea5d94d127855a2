#pragma once
#include "core/time.hpp"

#include <memory>
#include <mutex>
#include <string>

#include <boost/asio/ssl/context.hpp>

namespace habeas::app::http {

/// TLS 1.2 and 1.3 with forward secrecy, resumption on, no renegotiation, ALPN http/1.1.
/// Throws std::runtime_error with a sentence for the operator when a file cannot be used, key
/// and chain do not match, others can read the key, or a pass phrase protects it.
std::unique_ptr<boost::asio::ssl::context> make_tls(std::string const& certificate_file,
                                                    std::string const& private_key_file);

/// When the first certificate of the chain runs out.
core::Instant expiry_of(boost::asio::ssl::context& context);

/// Throws std::runtime_error with a sentence where the file holds no certificate authorities (PEM).
void check_authorities(std::string const& file);

/// The certificate that new connections get: it may be exchanged while they come in. Connections that have the one of
/// before keep it. Thread-safe.
class TlsInUse {
  public:
    std::shared_ptr<boost::asio::ssl::context> get() const {
        std::scoped_lock const lock(mutex_);
        return context_;
    }
    void exchange(std::shared_ptr<boost::asio::ssl::context> context) {
        std::scoped_lock const lock(mutex_);
        context_ = std::move(context);
    }

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<boost::asio::ssl::context> context_; ///< nothing: plain HTTP
};

} // namespace habeas::app::http
