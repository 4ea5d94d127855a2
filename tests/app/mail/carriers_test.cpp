#include "app/mail/folder_carrier.hpp"
#include "app/mail/smtp_carrier.hpp"
#include "tests/support/parsed_message.hpp"
#include "tests/support/post_desk.hpp"
#include "tests/support/smtp_server.hpp"

#include <fstream>
#include <future>
#include <iterator>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace habeas;
using namespace habeas::testing;
using namespace habeas::app::mail;
using Result = Handed::Result;

namespace {

ComposedLetter letter_to(std::string const& address, std::string id = "00ff") {
    ComposedLetter letter;
    letter.to = mailbox(address);
    letter.to_name = "Zoë Okafor";
    letter.subject = "A message";
    letter.text = "First line\n.\n..two dots\n" + std::string(2'000, 'x') + "\n";
    letter.html = "<p>First line</p>\n";
    letter.message_id = std::move(id) + "@tidewater.example";
    letter.thread_id = "dsr@tidewater.example";
    return letter;
}

Dispatch dispatch_of(ComposedLetter const& letter) {
    return {test_sender().address, *letter.to, letter.message_id,
            compose_message(letter, test_sender(), at_noon(usual_day()))};
}

Dispatch dispatch_to(std::string const& address) {
    return dispatch_of(letter_to(address));
}

SmtpOptions plain_options(int port) {
    SmtpOptions options;
    options.host = "127.0.0.1";
    options.port = port;
    options.security = SmtpSecurity::none;
    options.total_timeout = std::chrono::seconds{20};
    return options;
}

std::string content_of(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Listens, and never says a word.
class SilentServer {
  public:
    SilentServer()
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_, any, length) != 0 || ::listen(socket_, 8) != 0 || ::getsockname(socket_, any, &length) != 0)
            throw std::runtime_error("cannot listen");
        port_ = ntohs(address.sin_port);
    }
    SilentServer(SilentServer const&) = delete;
    SilentServer& operator=(SilentServer const&) = delete;
    ~SilentServer() { ::close(socket_); }
    int port() const { return port_; }
    void wait_for_a_caller() const {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, 30'000) != 1) throw std::runtime_error("nobody called");
    }

  private:
    int socket_;
    int port_{};
};

} // namespace

TEST_CASE("a letter arrives at a real mail server as it was written", "[mail][smtp]") {
    SmtpServer server;
    SmtpCarrier carrier{plain_options(server.port())};
    auto const letter = letter_to("ines@example.com");
    auto const handed = carrier.deliver(dispatch_of(letter));
    CHECK(handed.code.empty());
    REQUIRE(handed.result == Result::over);
    auto const messages = server.messages();
    REQUIRE(messages.size() == 1);
    auto const parsed = parse_message(messages.front());
    CHECK(parsed.headers.at("x-mailfrom") == "desk@tidewater.example");
    CHECK(parsed.headers.at("x-rcptto") == "ines@example.com");
    CHECK(parsed.headers.at("message-id") == "<00ff@tidewater.example>");
    CHECK(parsed.to_names == std::vector<std::string>{"Zoë Okafor"});
    CHECK(parsed.text == letter.text);
    CHECK(parsed.html == letter.html);
}

TEST_CASE("several letters go over one connection, also after a refusal between them", "[mail][smtp]") {
    SmtpServer server;
    SmtpCarrier carrier{plain_options(server.port())};
    CHECK(carrier.deliver(dispatch_to("one@example.com")).result == Result::over);
    CHECK(carrier.deliver(dispatch_to("refused@example.com")).result == Result::refused);
    CHECK(carrier.deliver(dispatch_to("two@example.com")).result == Result::over);
    carrier.rest();
    CHECK(carrier.deliver(dispatch_to("three@example.com")).result == Result::over);
    CHECK(server.messages().size() == 3);
}

TEST_CASE("a recipient refused with 550 is refused for good, one put off with 451 is for later", "[mail][smtp]") {
    SmtpServer server;
    SmtpCarrier carrier{plain_options(server.port())};
    auto const refused = carrier.deliver(dispatch_to("refused@example.com"));
    CHECK(refused.result == Result::refused);
    CHECK(refused.code == "550");
    auto const busy = carrier.deliver(dispatch_to("busy@example.com"));
    CHECK(busy.result == Result::try_later);
    CHECK(busy.code == "451");
    CHECK_FALSE(busy.unreachable);
    auto const too_big = carrier.deliver(dispatch_to("toobig@example.com"));
    CHECK(too_big.result == Result::refused);
    CHECK(too_big.code == "552");
    CHECK(server.messages().empty());
}

TEST_CASE("a server that does not let us send does not end the letter", "[mail][smtp]") {
    SmtpServer server;
    SmtpCarrier carrier{plain_options(server.port())};
    for (auto const* address : {"norelay@example.com", "spam@example.com"}) {
        INFO(address);
        auto const handed = carrier.deliver(dispatch_to(address));
        CHECK(handed.result == Result::try_later);
        CHECK(handed.code == "not_let_through");
        CHECK_FALSE(handed.unreachable);
    }
    CHECK(carrier.deliver(dispatch_to("ines@example.com")).result == Result::over);
}

TEST_CASE("where nobody listens it is for later, and for the whole batch", "[mail][smtp]") {
    SmtpServer server;
    SmtpCarrier carrier{plain_options(server.port())};
    server.stop();
    auto const handed = carrier.deliver(dispatch_to("ines@example.com"));
    CHECK(handed.result == Result::try_later);
    CHECK(handed.code == "connection_refused");
    CHECK(handed.unreachable);
}

TEST_CASE("a server that dies in the middle of the conversation makes it for later", "[mail][smtp]") {
    SmtpServer server;
    SmtpCarrier carrier{plain_options(server.port())};
    auto const handed = carrier.deliver(dispatch_to("vanish@example.com"));
    CHECK(handed.result == Result::try_later);
    CHECK(handed.code == "connection_lost");
    server.stop();
    CHECK(carrier.deliver(dispatch_to("ines@example.com")).code == "connection_refused");
}

TEST_CASE("STARTTLS with a verified certificate and a password", "[mail][smtp]") {
    TemporaryFolder folder;
    TestCertificate const made{folder.path()};
    SmtpServer server{{made.certificate, made.key, "desk", "correct horse"}};
    auto options = plain_options(server.port());
    options.host = "localhost";
    options.security = SmtpSecurity::starttls;
    options.ca_file = made.certificate;
    options.username = "desk";
    options.password = "correct horse";

    SECTION("delivers") {
        SmtpCarrier carrier{options};
        auto const handed = carrier.deliver(dispatch_to("ines@example.com"));
        CHECK(handed.code.empty());
        CHECK(handed.result == Result::over);
        CHECK(server.messages().size() == 1);
    }
    SECTION("a wrong password is the operator's to mend: for later") {
        options.password = "wrong";
        SmtpCarrier carrier{options};
        auto const handed = carrier.deliver(dispatch_to("ines@example.com"));
        CHECK(handed.result == Result::try_later);
        CHECK(handed.code == "sign_in_refused");
        CHECK(handed.unreachable);
    }
    SECTION("without signing in nothing is taken, and that too is for later") {
        options.username.clear();
        SmtpCarrier carrier{options};
        auto const handed = carrier.deliver(dispatch_to("ines@example.com"));
        CHECK(handed.result == Result::try_later);
        CHECK(handed.code == "530");
    }
    SECTION("a certificate that nobody vouches for is not trusted") {
        options.ca_file.clear();
        SmtpCarrier carrier{options};
        auto const handed = carrier.deliver(dispatch_to("ines@example.com"));
        CHECK(handed.result == Result::try_later);
        CHECK(handed.code == "certificate_not_trusted");
    }
    SECTION("a certificate for another name is not trusted") {
        options.host = "127.0.0.1";
        SmtpCarrier carrier{options};
        CHECK(carrier.deliver(dispatch_to("ines@example.com")).code == "certificate_not_trusted");
    }
    CHECK(server.messages().size() <= 1);
}

TEST_CASE("a server without STARTTLS gets nothing where it is demanded", "[mail][smtp]") {
    SmtpServer server;
    auto options = plain_options(server.port());
    options.security = SmtpSecurity::starttls;
    SmtpCarrier carrier{options};
    auto const handed = carrier.deliver(dispatch_to("ines@example.com"));
    CHECK(handed.result == Result::try_later);
    CHECK(handed.code == "no_starttls");
    CHECK(server.messages().empty());
}

TEST_CASE("after an interruption nothing more is sent", "[mail][smtp]") {
    SmtpServer server;
    SmtpCarrier carrier{plain_options(server.port())};
    carrier.interrupt();
    auto const handed = carrier.deliver(dispatch_to("ines@example.com"));
    CHECK(handed.result == Result::try_later);
    CHECK(handed.code == "interrupted");
    CHECK(server.messages().empty());
}

TEST_CASE("a delivery that waits for a silent server ends soon after it is interrupted", "[mail][smtp]") {
    SilentServer const server;
    auto options = plain_options(server.port());
    options.total_timeout = std::chrono::minutes{10};
    SmtpCarrier carrier{options};
    auto delivery = std::async(std::launch::async, [&] { return carrier.deliver(dispatch_to("ines@example.com")); });
    server.wait_for_a_caller();
    carrier.interrupt();
    REQUIRE(delivery.wait_for(std::chrono::seconds{30}) == std::future_status::ready);
    auto const handed = delivery.get();
    CHECK(handed.result == Result::try_later);
    CHECK(handed.code == "interrupted");
}

TEST_CASE("a server that says nothing is given up after the time limit", "[mail][smtp]") {
    SilentServer const server;
    auto options = plain_options(server.port());
    options.total_timeout = std::chrono::milliseconds{300};
    SmtpCarrier carrier{options};
    auto const handed = carrier.deliver(dispatch_to("ines@example.com"));
    CHECK(handed.result == Result::try_later);
    CHECK(handed.code == "timed_out");
    CHECK(handed.unreachable);
}

TEST_CASE("settings with a line break or without a host are refused at once", "[mail][smtp]") {
    CHECK_THROWS_AS(SmtpCarrier{SmtpOptions{}}, std::invalid_argument);
    auto options = plain_options(25);
    options.username = "desk\r\nRSET";
    CHECK_THROWS_AS(SmtpCarrier{options}, std::invalid_argument);
}

TEST_CASE("a folder gets whole files of its owner's, named after the message id", "[mail][folder]") {
    TemporaryFolder folder;
    FolderCarrier carrier{folder.path() / "mail"};
    auto const dispatch = dispatch_to("ines@example.com");
    CHECK(carrier.deliver(dispatch).result == Result::over);
    auto const file = folder.path() / "mail" / "00ff@tidewater.example.eml";
    CHECK(content_of(file) == dispatch.message);
    using std::filesystem::perms;
    CHECK(std::filesystem::status(file).permissions() == (perms::owner_read | perms::owner_write));
    CHECK(std::filesystem::status(folder.path() / "mail").permissions() == perms::owner_all);
}

TEST_CASE("a letter that is delivered again replaces its file", "[mail][folder]") {
    TemporaryFolder folder;
    FolderCarrier carrier{folder.path()};
    auto dispatch = dispatch_to("ines@example.com");
    CHECK(carrier.deliver(dispatch).result == Result::over);
    dispatch.message = "another\r\n";
    CHECK(carrier.deliver(dispatch).result == Result::over);
    auto const files = std::filesystem::directory_iterator{folder.path()};
    CHECK(std::distance(begin(files), end(files)) == 1);
    CHECK(content_of(folder.path() / "00ff@tidewater.example.eml") == "another\r\n");
}

TEST_CASE("a message id cannot lead out of the folder", "[mail][folder]") {
    TemporaryFolder folder;
    FolderCarrier carrier{folder.path() / "mail"};
    auto dispatch = dispatch_to("ines@example.com");
    dispatch.message_id = "../../x/y";
    CHECK(carrier.deliver(dispatch).result == Result::over);
    CHECK(std::filesystem::exists(folder.path() / "mail" / "_.._.._x_y.eml"));
}

TEST_CASE("a folder that is gone makes it for later", "[mail][folder]") {
    TemporaryFolder folder;
    FolderCarrier carrier{folder.path() / "mail"};
    std::filesystem::remove(folder.path() / "mail");
    auto const handed = carrier.deliver(dispatch_to("ines@example.com"));
    CHECK(handed.result == Result::try_later);
    CHECK(handed.code == "folder_not_writable");
}
