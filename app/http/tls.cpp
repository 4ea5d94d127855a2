#include "app/http/tls.hpp"

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/stat.h>

namespace habeas::app::http {
namespace {

int choose_protocol(SSL*, unsigned char const** chosen, unsigned char* length, unsigned char const* offered,
                    unsigned int offered_length, void*) {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    auto const outcome = SSL_select_next_proto(&found, length, ours, sizeof ours - 1, offered, offered_length);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

void require(bool worked, std::string const& what) {
    if (!worked) throw std::runtime_error{what};
}

/// As for the master key: "No secret in source, argv, logs …; from file with mode check" (security requirement 12).
void refuse_readable_by_others(std::string const& key_file) {
    struct stat status{};
    auto const found = ::stat(key_file.c_str(), &status) == 0;
    require(!found || (status.st_mode & (S_IRWXG | S_IRWXO)) == 0,
            "the TLS key '" + key_file + "' can be read by others. Make it readable by its owner alone: chmod 600");
}

/// The engine would ask at the terminal, where a service has none.
void refuse_pass_phrase(boost::asio::ssl::context& context, std::shared_ptr<bool> const& was_asked) {
    context.set_password_callback([was_asked](std::size_t, boost::asio::ssl::context::password_purpose) {
        *was_asked = true;
        return std::string{};
    });
}

core::Instant not_after(X509 const* certificate) {
    std::tm fields{};
    require(ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &fields) == 1, "the TLS certificate has no last day");
    return core::Instant{std::chrono::duration_cast<core::Instant::duration>(std::chrono::seconds{timegm(&fields)})};
}

} // namespace

std::unique_ptr<boost::asio::ssl::context> make_tls(std::string const& certificate_file,
                                                    std::string const& private_key_file) {
    auto context = std::make_unique<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
    auto* const native = context->native_handle();
    require(SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) == 1, "TLS 1.2 is not available");
    require(SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1,
            "no strong TLS 1.2 cipher is available");
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    static constexpr unsigned char session_context[] = "habeas";
    require(SSL_CTX_set_session_id_context(native, session_context, sizeof session_context - 1) == 1, "TLS sessions");
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_SERVER);
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);

    refuse_readable_by_others(private_key_file);
    auto const was_asked = std::make_shared<bool>(false);
    refuse_pass_phrase(*context, was_asked);
    require(SSL_CTX_use_certificate_chain_file(native, certificate_file.c_str()) == 1,
            "the TLS certificate '" + certificate_file + "' cannot be read");
    bool const has_key = SSL_CTX_use_PrivateKey_file(native, private_key_file.c_str(), SSL_FILETYPE_PEM) == 1;
    require(!*was_asked, "the TLS key '" + private_key_file +
                             "' is protected by a pass phrase, which nobody can type here. Take it off (openssl pkey) "
                             "and keep the file readable by its owner alone");
    require(has_key, "the TLS key '" + private_key_file + "' cannot be read or does not belong to the certificate");
    require(SSL_CTX_check_private_key(native) == 1, "the TLS key does not belong to the certificate");
    return context;
}

core::Instant expiry_of(boost::asio::ssl::context& context) {
    auto* const native = context.native_handle();
    auto first = not_after(SSL_CTX_get0_certificate(native));
    STACK_OF(X509)* chain = nullptr;
    if (SSL_CTX_get0_chain_certs(native, &chain) == 1)
        for (int i = 0; i < sk_X509_num(chain); ++i)
            first = std::min(first, not_after(sk_X509_value(chain, i)));
    return first;
}

void check_authorities(std::string const& file) {
    std::unique_ptr<X509_STORE, void (*)(X509_STORE*)> const store{X509_STORE_new(), X509_STORE_free};
    require(store && X509_STORE_load_file(store.get(), file.c_str()) == 1,
            "the file '" + file + "' cannot be read, or holds no certificate authorities in PEM form");
}

} // namespace habeas::app::http
