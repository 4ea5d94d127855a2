#pragma once
#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>

namespace habeas::app::http {

/// TLS 1.2 and 1.3 with forward secrecy, resumption on, no renegotiation, ALPN http/1.1.
/// Throws std::runtime_error with a sentence for the operator when a file cannot be used, key
/// and chain do not match, or others can read the key.
std::unique_ptr<boost::asio::ssl::context> make_tls(std::string const& certificate_file,
                                                    std::string const& private_key_file);

} // namespace habeas::app::http
