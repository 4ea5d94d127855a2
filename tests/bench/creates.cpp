#include "tests/bench/creates.hpp"

#include "tests/bench/browser.hpp"
#include "tests/bench/call_count.hpp"
#include "tests/bench/group_commit.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/service.hpp"
#include "tests/bench/store_access.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include <fmt/core.h>

namespace habeas::bench {

namespace {

enum class Way { form, api };

std::string_view name_of(Way way) {
    switch (way) {
    case Way::form:
        return "form";
    case Way::api:
        return "API";
    }
    return {};
}

enum class Letters { held_back, delivered };

/// A service on a new database, ready to take creates.
class Intake {
  public:
    Intake(Options const& options, Letters letters)
        : service_(options.binary, fresh(options.folder + "/creates")) {
        service_.command({"migrate"});
        token_ = service_.command({"token", "add", "bench", "--scope", "requests:read,requests:write"});
        token_.erase(token_.find_last_not_of("\n") + 1);
        if (letters == Letters::held_back) hold_letters(service_.folder());
        service_.start();
    }
    ~Intake() {
        service_.stop();
        std::filesystem::remove_all(service_.folder());
    }

    Service& service() { return service_; }

    NumberedRequest request(Way way) const { return NumberedRequest(way == Way::form ? by_form() : by_api()); }

    static int status_of(Way way) { return way == Way::form ? 303 : 201; }

  private:
    static std::string fresh(std::string const& folder) {
        std::filesystem::remove_all(folder);
        return folder;
    }

    std::string post(std::string_view path, std::string_view headers, std::string_view body) const {
        return fmt::format("POST {} HTTP/1.1\r\n{}{}Content-Length: {}\r\n\r\n{}", path, service_.host_line(), headers,
                           body.size(), body);
    }

    std::string by_form() const {
        Browser browser(service_.port());
        if (auto const page = browser.get("/requests/new?type=access"); page.status != 200)
            throw std::runtime_error("the form answered " + std::to_string(page.status));
        auto const body = browser.form_body({{"type", "access"},
                                             {"relationship", "customer"},
                                             {"requester.kind", "self"},
                                             {"subject.name", fmt::format("Person {}", number_here)},
                                             {"subject.email", fmt::format("person{}@example.org", number_here)},
                                             {"details", "Everything, please."},
                                             {"step", "send"}});
        return post("/requests", browser.cookie_line() + "Content-Type: application/x-www-form-urlencoded\r\n", body);
    }

    std::string by_api() const {
        auto const body = fmt::format(R"({{"type":"access","relationship":"customer","subject":{{"name":"Person {0}",)"
                                      R"("email":"person{0}@example.com"}},"details":"Everything, please."}})",
                                      number_here);
        return post("/api/v1/requests",
                    fmt::format("Authorization: Bearer {}\r\nContent-Type: application/json\r\n", token_), body);
    }

    Service service_;
    std::string token_;
};

struct Creates {
    LoadResult load;
    double processor_milliseconds{}; ///< of the service, a create
    double commits{};                ///< a create; each is one fdatasync
    double bytes{};                  ///< the database file grew by, a create
};

Creates measure(Options const& options, Way way, int connections, Letters letters) {
    Intake intake(options, letters);
    auto& service = intake.service();
    auto requests = intake.request(way);
    LoadPlan plan{service.port(), connections, std::chrono::milliseconds(300), Intake::status_of(way)};
    auto const warm = run_load(plan, requests);
    plan.time = options.time;
    auto const commits = service.metric("habeas_store_batches_total");
    auto const processor = processor_seconds(service.pid());
    Creates creates{.load = run_load(plan, requests), .processor_milliseconds = 0, .commits = 0, .bytes = 0};
    auto const count = static_cast<double>(creates.load.answers);
    creates.processor_milliseconds = (processor_seconds(service.pid()) - processor) * 1000 / count;
    creates.commits = (service.metric("habeas_store_batches_total") - commits) / count;
    service.stop();
    creates.bytes = static_cast<double>(std::filesystem::file_size(service.database())) /
                    static_cast<double>(creates.load.answers + warm.answers);
    return creates;
}

/// The same once more under strace, which slows everything: for the number of calls alone.
void count_calls(Options const& options) {
    Intake intake(options, Letters::held_back);
    auto& service = intake.service();
    for (auto const way : {Way::form, Way::api}) {
        auto requests = intake.request(way);
        auto const commits = service.metric("habeas_store_batches_total");
        std::uint64_t answers = 0;
        auto const calls = count_syncs(service.pid(), options.folder + "/strace.out", [&] {
            answers = run_load({service.port(), 32, options.time / 2, Intake::status_of(way)}, requests).answers;
        });
        if (!calls)
            return fmt::print("  strace is not here or may not attach: fdatasync calls are counted as commits alone\n");
        auto const counted = service.metric("habeas_store_batches_total") - commits;
        fmt::print("  strace, {:<4} 32 connections: {} fdatasync and fsync for {} commits and {} creates\n",
                   name_of(way), *calls, counted, answers);
    }
}

std::string number(double value, int digits) {
    return fmt::format("{:.{}f}", value, digits);
}

/// The loop that is held against: measured before each row, so that a row and its measure share the same minute.
class BareLoop {
  public:
    BareLoop(Options const& options, std::size_t row_bytes)
        : file_(options.folder + "/bare.sqlite3")
        , row_bytes_(row_bytes)
        , time_(options.time) {}

    GroupCommit measure(int rows_a_commit) {
        auto const bare = bare_group_commit(file_, rows_a_commit, row_bytes_, time_ / 2);
        if (rows_a_commit == 32) rates_.push_back(bare.rows_a_second);
        return bare;
    }

    void print_table() {
        Table const table(fmt::format("Bare SQLite loop: one table, rows of {} bytes, WAL, FULL", row_bytes_),
                          {"rows a commit", "rows/s", "CPU ms"});
        for (int const rows : {1, 8, 32}) {
            auto const bare = measure(rows);
            table.row({std::to_string(rows), number(bare.rows_a_second, 0), number(bare.processor_milliseconds, 4)});
        }
    }

    /// How far apart the rates at 32 a commit were: a wide range is a busy machine.
    void print_range() const {
        auto const [least, most] = std::ranges::minmax(rates_);
        fmt::print("  the bare loop at 32 a commit, before each row: {:.0f} to {:.0f} rows/s\n", least, most);
    }

  private:
    std::string file_;
    std::size_t row_bytes_;
    std::chrono::milliseconds time_;
    std::vector<double> rates_;
};

} // namespace

void measure_creates(Options const& options, Aims& aims) {
    auto brief = options;
    brief.time = std::min(options.time, std::chrono::milliseconds(1'500));
    // A create is one row in some tables and several in others; the loop's row is what the file grows by for one.
    BareLoop bare(options, static_cast<std::size_t>(measure(brief, Way::api, 32, Letters::held_back).bytes));
    bare.print_table();

    Table const table("Durable creates over HTTP, letters waiting in the outbox",
                      {"way, connections", "creates/s", "of bare 32", "CPU ms", "commits", "p50 ms", "p99 ms"}, 28);
    auto const row = [&](std::string const& name, Way way, int connections, Letters letters) {
        auto const bare_rate = bare.measure(32).rows_a_second;
        auto const creates = measure(options, way, connections, letters);
        auto const share = creates.load.rate() / bare_rate;
        table.row({name, number(creates.load.rate(), 0), number(share, 2), number(creates.processor_milliseconds, 3),
                   number(creates.commits, 3), number(creates.load.percentile(0.5), 1),
                   number(creates.load.percentile(0.99), 1)});
        if (connections != 32 || letters == Letters::delivered) return;
        auto const create = fmt::format("create by {}, 32 connections: ", name_of(way));
        using enum Aims::Wanted;
        aims.add(create + "share of the bare loop", share, at_least, 0.4, "");
        aims.add(create + "CPU", creates.processor_milliseconds, at_most, 0.2, "ms");
        aims.add(create + "fdatasync (commits)", creates.commits, at_most, 0.15, "");
    };
    for (auto const way : {Way::form, Way::api})
        for (auto const connections : options.connections)
            row(fmt::format("{} {}", name_of(way), connections), way, connections, Letters::held_back);
    row("form 32, letters going out", Way::form, 32, Letters::delivered);
    bare.print_range();
    if (options.count_calls) count_calls(options);
}

} // namespace habeas::bench
