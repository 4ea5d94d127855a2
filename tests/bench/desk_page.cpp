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

struct Page {
    LoadResult load;
    double processor_milliseconds{};
};

Page measure_page(std::uint16_t port, pid_t pid, std::string const& request, std::chrono::milliseconds time) {
    NumberedRequest requests(request);
    run_load({port, connections, std::chrono::milliseconds(300), 200}, requests);
    auto const processor = processor_seconds(pid);
    Page page{.load = run_load({port, connections, time, 200}, requests), .processor_milliseconds = 0};
    page.processor_milliseconds = (processor_seconds(pid) - processor) * 1000 / static_cast<double>(page.load.answers);
    return page;
}

/// What one size of the database came to.
struct Sight {
    Service::Started started;
    double idle_mib{};
    double loaded_mib{};
    Page desk;
    Page bare;
};

Sight look(Options const& options, Service& service, Company& company) {
    Sight sight;
    sight.started = service.start();
    std::this_thread::sleep_for(std::chrono::seconds(1)); // what runs at the start has run
    sight.idle_mib = resident_mib(service.pid());
    auto const cookies = company.sign_in(service);
    auto const request = fmt::format("GET /desk HTTP/1.1\r\n{}{}\r\n", service.host_line(), cookies);
    sight.desk = measure_page(service.port(), service.pid(), request, options.time);
    sight.loaded_mib = resident_mib(service.pid());
    service.stop();
    auto const bare = bare_answer_server(sight.desk.load.answer_bytes);
    sight.bare = measure_page(bare.port, bare.process.pid(), request, options.time);
    return sight;
}

void print(Table const& table, std::string const& name, Sight const& sight) {
    auto const& desk = sight.desk.load;
    auto const& bare = sight.bare.load;
    table.row({name, fmt::format("{:.0f}", desk.rate()), fmt::format("{:.3f}", sight.desk.processor_milliseconds),
               fmt::format("{:.1f}", desk.percentile(0.5)), fmt::format("{:.1f}", desk.percentile(0.99)),
               fmt::format("{}", desk.answer_bytes), fmt::format("{:.0f}", bare.rate()),
               fmt::format("{:.3f}", sight.bare.processor_milliseconds),
               fmt::format("{:.2f}", desk.rate() / bare.rate()), fmt::format("{:.0f}", sight.idle_mib),
               fmt::format("{:.0f}", sight.loaded_mib), fmt::format("{:.3f}", sight.started.healthz),
               fmt::format("{:.3f}", sight.started.sign_in)});
}

} // namespace

void measure_desk_page(Options const& options, Aims& aims) {
    Service service(options.binary, options.folder + "/pages");
    Company company(service);
    Table const table("Queue page at 8 connections, session checked, against a bare Beast answer of the same size",
                      {"requests", "pages/s", "CPU ms", "p50 ms", "p99 ms", "bytes", "bare/s", "bare CPU", "of bare",
                       "MiB idle", "MiB loaded", "s to healthz", "s to sign-in"},
                      9);
    print(table, "none", look(options, service, company));
    double first_rate = 0;
    for (auto const requests : options.requests) {
        seed(service.folder(), requests);
        auto const sight = look(options, service, company);
        print(table, std::to_string(requests), sight);
        if (first_rate == 0) first_rate = sight.desk.load.rate();
        if (requests != options.requests.back()) continue;
        auto const at = fmt::format(" at {} requests", requests);
        using enum Aims::Wanted;
        aims.add("queue page: CPU" + at, sight.desk.processor_milliseconds, at_most, 0.4, "ms");
        aims.add(fmt::format("queue page: rate{} by that at {}", at, options.requests.front()),
                 sight.desk.load.rate() / first_rate, at_least, 0.7, "");
        aims.add("memory after the load" + at, sight.loaded_mib, at_most, 128, "MiB");
        aims.add("first answer after exec" + at, sight.started.sign_in, at_most, 0.5, "s");
        auto const size = static_cast<double>(std::filesystem::file_size(service.database())) / (1 << 20);
        fmt::print("  the database file is {:.0f} MiB\n", size);
    }
}

} // namespace habeas::bench
