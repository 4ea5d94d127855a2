#include "tests/bench/child_process.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <unistd.h>

namespace habeas::bench {

namespace {

std::string content_of(std::string const& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

[[noreturn]] void become(std::vector<std::string> const& words, Environment const& environment,
                         std::string const& output) {
    auto const file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || ::dup2(file, STDOUT_FILENO) < 0 || ::dup2(file, STDERR_FILENO) < 0) ::_exit(126);
    for (auto const& [name, value] : environment)
        ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> arguments;
    for (auto const& word : words)
        arguments.push_back(const_cast<char*>(word.c_str())); // execvp does not write to them
    arguments.push_back(nullptr);
    ::execvp(arguments.front(), arguments.data());
    ::_exit(127);
}

} // namespace

ChildProcess ChildProcess::function(std::function<void()> const& run) {
    auto const pid = ::fork();
    if (pid < 0) throw std::runtime_error("no further process can be started");
    if (pid > 0) return ChildProcess(pid);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    run();
    ::_exit(0);
}

ChildProcess ChildProcess::program(std::vector<std::string> const& words, Environment const& environment,
                                   std::string const& output) {
    return function([&] { become(words, environment, output); });
}

void ChildProcess::end(int signal) {
    if (pid_ <= 0) return;
    ::kill(pid_, signal);
    int status = 0;
    ::waitpid(std::exchange(pid_, 0), &status, 0);
}

std::string output_of(std::vector<std::string> const& words, Environment const& environment,
                      std::string const& scratch_file) {
    auto const pid = ::fork();
    if (pid < 0) throw std::runtime_error("no further process can be started");
    if (pid == 0) become(words, environment, scratch_file);
    int status = 0;
    ::waitpid(pid, &status, 0);
    auto text = content_of(scratch_file);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return text;
    std::string command;
    for (auto const& word : words)
        command += word + " ";
    throw std::runtime_error(command + "failed: " + text);
}

double processor_seconds(pid_t pid) {
    auto const line = content_of("/proc/" + std::to_string(pid) + "/stat");
    // The name in parentheses may hold anything; utime and stime are the 14th and 15th field, counted with it.
    std::istringstream rest(line.substr(line.rfind(')') + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        rest >> skipped;
    double user = 0;
    double system = 0;
    if (!(rest >> user >> system)) throw std::runtime_error("the measured process is gone");
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double resident_mib(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/status");
    std::string word;
    while (file >> word)
        if (double kib = 0; word == "VmRSS:" && file >> kib) return kib / 1024;
    throw std::runtime_error("the measured process is gone");
}

double others_processor_seconds() {
    // cpu  user nice system idle iowait irq softirq steal guest guest_nice; guests are counted in user and nice.
    std::istringstream line(content_of("/proc/stat"));
    std::string name;
    double user = 0, nice = 0, system = 0;
    if (!(line >> name >> user >> nice >> system)) throw std::runtime_error("/proc/stat cannot be read");
    tms own{};
    ::times(&own);
    auto const ours = static_cast<double>(own.tms_utime + own.tms_stime + own.tms_cutime + own.tms_cstime);
    return (user + nice + system - ours) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

} // namespace habeas::bench
