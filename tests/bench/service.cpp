#include "tests/bench/service.hpp"

#include "tests/bench/browser.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace habeas::bench {

namespace {

using Clock = std::chrono::steady_clock;

/// Waits until the service answers this path with 200, and says when.
Clock::time_point first_answer(std::uint16_t port, std::string const& path, Clock::time_point give_up) {
    while (Clock::now() < give_up) {
        try {
            if (Browser(port).get(path).status == 200) return Clock::now();
        } catch (std::runtime_error const&) { // nobody listens yet
        }
        std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
    throw std::runtime_error("the service did not come up: see service.out in its folder");
}

} // namespace

Service::Service(std::string binary, std::string folder)
    : binary_(std::move(binary))
    , folder_(std::move(folder))
    , port_(free_port())
    , environment_{{"HABEAS_LIMITS_REQUESTS_PER_SOURCE_HOUR", "10000000"},
                   {"HABEAS_LIMITS_REQUESTS_PER_SOURCE_DAY", "10000000"},
                   {"HABEAS_LIMITS_API_REQUESTS_PER_TOKEN_SECOND", "1000000"},
                   {"HABEAS_LIMITS_API_REQUESTS_PER_TOKEN_BURST", "1000000"},
                   {"HABEAS_LOG_FILE", folder_ + "/service.log"}} {
    std::filesystem::create_directories(folder_);
}

std::string Service::command(std::vector<std::string> words) const {
    words.insert(words.begin(), {binary_, "--data", folder_});
    return output_of(words, environment_, folder_ + "/command.out");
}

Service::Started Service::start() {
    auto const begin = Clock::now();
    process_ = ChildProcess::program({binary_, "serve", "--data", folder_, "--port", std::to_string(port_)},
                                     environment_, folder_ + "/service.out");
    auto const give_up = begin + std::chrono::seconds(30);
    auto const seconds = [begin](Clock::time_point at) { return std::chrono::duration<double>(at - begin).count(); };
    auto const healthz = seconds(first_answer(port_, "/healthz", give_up));
    auto const sign_in = seconds(first_answer(port_, "/sign-in", give_up));
    return {healthz, sign_in};
}

void Service::stop() {
    process_.end(SIGTERM);
}

double Service::metric(std::string_view name) const {
    auto const text = Browser(port_).get("/metrics").body;
    auto const line = "\n" + std::string(name) + " ";
    auto const at = text.find(line);
    if (at == text.npos) throw std::runtime_error("/metrics has no " + std::string(name));
    return std::stod(text.substr(at + line.size(), 40));
}

} // namespace habeas::bench
