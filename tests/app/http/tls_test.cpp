#include "tests/app/http/test_server.hpp"
#include "tests/support/certificate.hpp"

#include <chrono>
#include <ctime>
#include <filesystem>
#include <memory>

#include <catch2/catch.hpp>
#include <openssl/ssl.h>
#include <openssl/x509.h>

using namespace habeas::app::http;

namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Connected = std::unique_ptr<SSL, decltype(&SSL_free)>;

struct TlsClient {
    explicit TlsClient(std::uint16_t port, Context const& context, SSL_SESSION* earlier = nullptr)
        : raw{port}
        , tls{SSL_new(context.get()), SSL_free} {
        SSL_set_fd(tls.get(), raw.descriptor());
        if (earlier != nullptr) SSL_set_session(tls.get(), earlier);
        connected = SSL_connect(tls.get()) == 1;
    }

    std::string ask(std::string_view request) {
        SSL_write(tls.get(), request.data(), static_cast<int>(request.size()));
        std::string answer(20'000, '\0');
        auto const received = SSL_read(tls.get(), answer.data(), static_cast<int>(answer.size()));
        answer.resize(received > 0 ? static_cast<std::size_t>(received) : 0);
        return answer;
    }

    habeas::support::RawClient raw;
    Connected tls;
    bool connected = false;
};

Context client_context() {
    return {SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
}

ServerOptions with_tls(habeas::support::Certificate const& certificate) {
    auto options = TestServer::quick_options();
    options.header_time = options.idle_time = std::chrono::seconds{5};
    options.certificate_file = certificate.certificate_file();
    options.private_key_file = certificate.private_key_file();
    return options;
}

std::string const who = "GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n";

} // namespace

TEST_CASE("over TLS requests are served, secure and with HSTS", "[http][tls]") {
    habeas::support::Certificate const certificate;
    TestServer server{with_tls(certificate)};
    auto const context = client_context();
    TlsClient client{server.port(), context};
    REQUIRE(client.connected);
    auto const answer = client.ask(who);
    CHECK(answer.ends_with("127.0.0.1 secure"));
    CHECK(answer.find("Strict-Transport-Security: max-age=31536000") != std::string::npos);
    CHECK(client.ask("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").ends_with("hello"));
}

TEST_CASE("TLS 1.2 is spoken and 1.1 is not", "[http][tls]") {
    habeas::support::Certificate const certificate;
    TestServer server{with_tls(certificate)};
    auto const context = client_context();
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    TlsClient two{server.port(), context};
    CHECK(two.connected);
    CHECK(two.ask(who).ends_with("secure"));
    auto const old = client_context();
    SSL_CTX_set_security_level(old.get(), 0);
    SSL_CTX_set_min_proto_version(old.get(), TLS1_1_VERSION);
    SSL_CTX_set_max_proto_version(old.get(), TLS1_1_VERSION);
    CHECK_FALSE(TlsClient(server.port(), old).connected);
}

TEST_CASE("a second connection resumes the session of the first", "[http][tls]") {
    habeas::support::Certificate const certificate;
    TestServer server{with_tls(certificate)};
    auto const context = client_context();
    TlsClient first{server.port(), context};
    first.ask(who); // the ticket of TLS 1.3 comes with the first answer
    std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)> const session{SSL_get1_session(first.tls.get()),
                                                                            SSL_SESSION_free};
    TlsClient second{server.port(), context, session.get()};
    REQUIRE(second.connected);
    CHECK(SSL_session_reused(second.tls.get()) == 1);
}

TEST_CASE("plain HTTP on the TLS port and silence in the handshake end the connection", "[http][tls]") {
    habeas::support::Certificate const certificate;
    auto options = with_tls(certificate);
    options.header_time = std::chrono::milliseconds{200};
    TestServer server{options};
    auto plain = server.connect();
    plain.send(who);
    while (!plain.read_some().empty()) { // an alert at most
    }
    auto silent = server.connect();
    CHECK(silent.is_closed());
    auto const context = client_context();
    CHECK(TlsClient(server.port(), context).connected);
}

TEST_CASE("a TLS key that others can read is refused with a sentence", "[http][tls]") {
    habeas::support::Certificate const certificate;
    using std::filesystem::perms;
    auto const key = certificate.private_key_file();
    std::filesystem::permissions(key, perms::owner_read | perms::group_read);
    CHECK_THROWS_WITH((Server{with_tls(certificate), Router{{}}}), Catch::Contains("can be read by others"));
    std::filesystem::permissions(key, perms::owner_read);
    CHECK_NOTHROW(Server{with_tls(certificate), Router{{}}});
}

TEST_CASE("a certificate that cannot be used is told at start", "[http][tls]") {
    habeas::support::Certificate const certificate;
    habeas::support::Certificate const other;
    auto options = with_tls(certificate);
    options.private_key_file = other.private_key_file();
    CHECK_THROWS_WITH((Server{options, Router{{}}}), Catch::Contains("does not belong"));
    options.certificate_file = "/nonexistent.pem";
    CHECK_THROWS_WITH((Server{options, Router{{}}}), Catch::Contains("/nonexistent.pem"));
    options.certificate_file.clear();
    CHECK_THROWS_WITH((Server{options, Router{{}}}), Catch::Contains("both"));
}

TEST_CASE("a renewed certificate is for new connections, and those of before go on with theirs", "[http][tls]") {
    habeas::support::Certificate const certificate;
    TestServer server{with_tls(certificate)};
    auto const context = client_context();
    TlsClient before{server.port(), context};
    REQUIRE(before.connected);
    habeas::support::Certificate const renewed{std::chrono::hours{48}};
    auto const over = std::filesystem::copy_options::overwrite_existing;
    std::filesystem::copy_file(renewed.certificate_file(), certificate.certificate_file(), over);
    CHECK_THROWS_WITH(server.server().reload_certificate(), Catch::Contains("does not belong"));
    auto const old_day = server.server().certificate_expires();
    std::filesystem::copy_file(renewed.private_key_file(), certificate.private_key_file(), over);
    server.server().reload_certificate();
    auto const new_day = server.server().certificate_expires();
    REQUIRE((old_day && new_day));
    CHECK(*new_day - *old_day > std::chrono::hours{23});
    CHECK(*new_day - *old_day < std::chrono::hours{25});
    CHECK(before.ask(who).ends_with("secure"));
    TlsClient after{server.port(), context};
    REQUIRE(after.connected);
    CHECK(after.ask(who).ends_with("secure"));
    auto const expires = [](TlsClient const& client) {
        std::unique_ptr<X509, decltype(&X509_free)> const shown{SSL_get1_peer_certificate(client.tls.get()), X509_free};
        std::tm day{};
        ASN1_TIME_to_tm(X509_get0_notAfter(shown.get()), &day);
        return std::chrono::seconds{timegm(&day)};
    };
    CHECK(expires(after) == new_day->time_since_epoch());
    CHECK(expires(before) == old_day->time_since_epoch());
}

TEST_CASE("a TLS key under a pass phrase is refused with words, and nobody is asked for it", "[http][tls]") {
    habeas::support::Certificate const certificate;
    certificate.protect_key("open sesame");
    CHECK_THROWS_WITH((Server{with_tls(certificate), Router{{}}}), Catch::Contains("protected by a pass phrase"));
}

TEST_CASE("without TLS there is no certificate to renew", "[http][tls]") {
    TestServer server;
    CHECK_NOTHROW(server.server().reload_certificate());
    CHECK_FALSE(server.server().certificate_expires());
}
