#include "app/commands.hpp"

#include <ostream>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

namespace habeas::app {

namespace {

int say_ready(CommandContext const& context) {
    if (context.json) context.out << "{\"ready\":true}\n";
    return 0;
}

} // namespace

int check_health(CommandContext const& context) {
    using boost::asio::ip::tcp;
    auto const& server = context.configuration.values.server;
    // "0.0.0.0" listens everywhere, so loopback answers too.
    auto const address = server.address == "0.0.0.0" || server.address == "::" ? "127.0.0.1" : server.address;
    try {
        boost::asio::io_context io;
        tcp::socket socket(io);
        socket.connect({boost::asio::ip::make_address(address), static_cast<unsigned short>(server.port)});
        if (server.ends_tls())
            return say_ready(context); // it accepts connections; the certificate is for its public name
        std::string const question = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        boost::asio::write(socket, boost::asio::buffer(question));
        boost::asio::streambuf answer;
        boost::asio::read_until(socket, answer, "\r\n");
        std::string line(12, ' ');
        std::istream(&answer).read(line.data(), 12);
        if (line == "HTTP/1.1 200") return say_ready(context);
        return complain(context, "not ready (" + line.substr(line.find(' ') + 1) + ")", 1);
    } catch (boost::system::system_error const& error) {
        return complain(context, error.code().message(), 1);
    }
}

} // namespace habeas::app
