#include "tests/support/smtp_server.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace habeas::testing {

namespace {

struct Pipe {
    int read{-1}, write{-1};
    Pipe() {
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error("no pipe can be made");
        read = ends[0];
        write = ends[1];
    }
};

struct Standard {
    int input, output, error;
};

pid_t spawn(std::vector<std::string> words, Standard standard, std::vector<int> const& unneeded) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, standard.input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, standard.output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, standard.error, STDERR_FILENO);
    for (int const descriptor : unneeded)
        posix_spawn_file_actions_addclose(&actions, descriptor);
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t process = -1;
    auto const failed = ::posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + words.front());
    return process;
}

std::string first_line(int descriptor) {
    std::string line;
    for (char byte{}; ::read(descriptor, &byte, 1) == 1 && byte != '\n';)
        line += byte;
    return line;
}

std::string content_of(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

SmtpServer::SmtpServer(Options const& options) {
    // Debian's Python, which has aiosmtpd; another one may come first in the path.
    std::vector<std::string> words{"/usr/bin/python3", HABEAS_TEST_SUPPORT "/smtp_server.py", folder_.file("maildir")};
    if (!options.certificate.empty()) words.insert(words.end(), {"--tls", options.certificate, options.key});
    if (!options.user.empty()) words.insert(words.end(), {"--user", options.user, options.password});
    Pipe const to_server, from_server;
    process_ = spawn(words, {to_server.read, from_server.write, STDERR_FILENO},
                     {to_server.read, to_server.write, from_server.read, from_server.write});
    ::close(to_server.read);
    ::close(from_server.write);
    stdin_ = to_server.write;
    auto const line = first_line(from_server.read);
    ::close(from_server.read);
    if (line.empty()) throw std::runtime_error("the mail server did not start (package python3-aiosmtpd)");
    port_ = std::stoi(line);
}

std::vector<std::string> SmtpServer::messages() const {
    std::vector<std::filesystem::path> files;
    auto const arrived = folder_.path() / "maildir" / "new";
    if (std::filesystem::exists(arrived))
        for (auto const& entry : std::filesystem::directory_iterator{arrived})
            files.push_back(entry.path());
    std::ranges::sort(files, {}, [](auto const& path) { return std::filesystem::last_write_time(path); });
    std::vector<std::string> messages;
    for (auto const& file : files)
        messages.push_back(content_of(file));
    return messages;
}

void SmtpServer::stop() {
    if (process_ < 0) return;
    ::close(stdin_);
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

TestCertificate::TestCertificate(std::filesystem::path const& folder)
    : certificate((folder / "certificate.pem").string())
    , key((folder / "key.pem").string()) {
    auto const nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC); // it prints its progress
    auto const process = spawn({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                                "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                                "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate},
                               {nowhere, nowhere, nowhere}, {});
    ::close(nowhere);
    int status = 0;
    ::waitpid(process, &status, 0);
    if (status != 0) throw std::runtime_error("openssl made no certificate");
}

} // namespace habeas::testing
