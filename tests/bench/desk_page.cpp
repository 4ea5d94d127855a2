#include "tests/bench/desk_page.hpp"

#include "tests/bench/bare_answer.hpp"
#include "tests/bench/browser.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/seed.hpp"
#include "tests/bench/service.hpp"

#include <filesystem>
#include <stdexcept>
#include <thread>

#include <fmt/core.h>

namespace habeas::bench {

namespace {

constexpr int connections = 8;
constexpr auto login = "agent1@example.com";
constexpr auto second_password = "a benchmark needs no secrets";

/// A data folder with four agents, so that requests can be given to them.
class Company {
  public:
    explicit Company(Service const& service) {
        service.command({"migrate"});
        for (int number = 1; number <= 4; ++number) {
            auto const answer = service.command({"--json", "staff", "add", fmt::format("agent{}@example.com", number),
                                                 "--name", fmt::format("Agent {}", number), "--role", "agent"});
            if (number == 1) password_ = password_in(answer);
        }
    }

    /// The cookies of the first agent, signed in to the running service.
    std::string sign_in(Service const& service) {
        Browser browser(service.port());
        browser.get("/sign-in");
        expect(browser.post("/sign-in", {{"email", login}, {"password", password_}}), 303, "signing in");
        if (password_ != second_password) {
            browser.get("/account");
            expect(browser.post("/account/password", {{"current_password", password_},
                                                      {"new_password", second_password},
                                                      {"new_password_again", second_password}}),
                   303, "changing the first password");
            password_ = second_password;
        }
        return browser.cookie_line();
    }

  private:
    static std::string password_in(std::string const& json) {
        constexpr std::string_view before = "\"password\":\"";
        auto const start = json.find(before) + before.size();
        return json.substr(start, json.find('"', start) - start);
    }
    static void expect(Answer const& answer, int status, std::string_view what) {
        if (answer.status != status)
            throw std::runtime_error(fmt::format("{} answered {}: {}", what, answer.status, answer.body));
    }

    std::string password_;
};

/// A server under load, slice by slice, so that what is compared is measured in the same seconds.
class Measured {
  public:
    Measured(std::uint16_t port, pid_t pid, std::string const& request)
        : port_(port)
        , pid_(pid)
        , requests_(request) {
        run_load({port_, connections, std::chrono::milliseconds(300), 200}, requests_);
    }

    void slice(std::chrono::milliseconds time) {
        auto const processor = processor_seconds(pid_);
        load_.add(run_load({port_, connections, time, 200}, requests_));
        processor_ += processor_seconds(pid_) - processor;
    }

    LoadResult const& load() const { return load_; }
    double processor_milliseconds() const { return processor_ * 1000 / static_cast<double>(load_.answers); }

  private:
    std::uint16_t port_;
    pid_t pid_;
    NumberedRequest requests_;
    LoadResult load_;
    double processor_{};
};

/// A service on a data folder of its own, with somebody signed in.
class Desk {
  public:
    Desk(Options const& options, std::string const& name)
        : service_(options.binary, options.folder + "/" + name)
        , company_(service_) {}

    void fill(std::int64_t requests) const { seed(service_.folder(), requests); }

    Service::Started start() {
        auto const started = service_.start();
        std::this_thread::sleep_for(std::chrono::seconds(1)); // what runs at the start has run
        idle_mib_ = memory();
        request_ = fmt::format("GET /desk HTTP/1.1\r\n{}{}\r\n", service_.host_line(), company_.sign_in(service_));
        return started;
    }
    void stop() { service_.stop(); }

    Measured measured() const { return {service_.port(), service_.pid(), request_}; }
    std::string const& request() const { return request_; }
    double memory() const { return resident_mib(service_.pid()); }
    double idle_mib() const { return idle_mib_; }
    double database_mib() const {
        return static_cast<double>(std::filesystem::file_size(service_.database())) / (1 << 20);
    }

  private:
    Service service_;
    Company company_;
    std::string request_;
    double idle_mib_{};
};

/// What one size of the database came to.
struct Sight {
    Service::Started started;
    double idle_mib{};
    double loaded_mib{};
    Measured desk;
    Measured small; ///< the smallest size, measured in turn with it
    Measured bare;

    double rate_by_small() const { return desk.load().rate() / small.load().rate(); }
};

Sight look(Options const& options, Desk& desk, Desk const& small) {
    auto const started = desk.start();
    auto measured = desk.measured();
    measured.slice(std::chrono::milliseconds(100));
    auto const bare = bare_answer_server(measured.load().answer_bytes);
    Sight sight{started,         desk.idle_mib(),  0,
                desk.measured(), small.measured(), {bare.port, bare.process.pid(), desk.request()}};
    constexpr int rounds = 4;
    for (int round = 0; round < rounds; ++round)
        for (auto* const each : {&sight.desk, &sight.small, &sight.bare})
            each->slice(options.time / rounds);
    sight.loaded_mib = desk.memory();
    desk.stop();
    return sight;
}

void print(Table const& table, std::string const& name, Sight const& sight) {
    auto const& desk = sight.desk.load();
    auto const& bare = sight.bare.load();
    table.row({name, fmt::format("{:.0f}", desk.rate()), fmt::format("{:.3f}", sight.desk.processor_milliseconds()),
               fmt::format("{:.1f}", desk.percentile(0.5)), fmt::format("{:.1f}", desk.percentile(0.99)),
               fmt::format("{}", desk.answer_bytes), fmt::format("{:.2f}", sight.rate_by_small()),
               fmt::format("{:.2f}", desk.rate() / bare.rate()),
               fmt::format("{:.3f}", sight.bare.processor_milliseconds()), fmt::format("{:.0f}", sight.idle_mib),
               fmt::format("{:.0f}", sight.loaded_mib), fmt::format("{:.3f}", sight.started.healthz),
               fmt::format("{:.3f}", sight.started.sign_in)});
}

} // namespace

void measure_desk_page(Options const& options, Aims& aims) {
    Desk small(options, "small");
    small.fill(options.requests.front());
    small.start();
    Desk desk(options, "pages");
    Table const table("Queue page at 8 connections, session checked, against a bare Beast answer of the same size",
                      {"requests", "pages/s", "CPU ms", "p50 ms", "p99 ms", "bytes", "of small", "of bare", "bare CPU",
                       "MiB idle", "MiB loaded", "s to healthz", "s to sign-in"},
                      9);
    print(table, "none", look(options, desk, small));
    for (auto const requests : options.requests) {
        desk.fill(requests);
        auto const sight = look(options, desk, small);
        print(table, std::to_string(requests), sight);
        if (requests != options.requests.back()) continue;
        auto const at = fmt::format(" at {} requests", requests);
        using enum Aims::Wanted;
        aims.add("queue page: CPU" + at, sight.desk.processor_milliseconds(), at_most, 0.4, "ms");
        aims.add(fmt::format("queue page: rate{} by that at {}", at, options.requests.front()), sight.rate_by_small(),
                 at_least, 0.7, "");
        aims.add("memory after the load" + at, sight.loaded_mib, at_most, 128, "MiB");
        aims.add("first answer after exec" + at, sight.started.sign_in, at_most, 0.5, "s");
        fmt::print("  the database file is {:.0f} MiB\n", desk.database_mib());
    }
}

} // namespace habeas::bench
