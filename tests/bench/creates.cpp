#include "tests/bench/creates.hpp"

#include "tests/bench/browser.hpp"
#include "tests/bench/call_count.hpp"
#include "tests/bench/group_commit.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/service.hpp"
#include "tests/bench/store_access.hpp"

#include <filesystem>
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
    Service const& service() const { return service_; }

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

/// What creates are held against, by what stands in a row.
struct BareLoops {
    BareLoop plain; ///< one blob of as many bytes
    BareLoop same;  ///< the rows, tables and indexes of a create
};

struct Creates {
    LoadResult load;
    double processor_seconds{}; ///< of the service
    double commits{};           ///< each is one fdatasync
    Written plain, same;        ///< the bare loops at 32 a commit, slice by slice in turn

    double each(double sum) const { return sum / static_cast<double>(load.answers); }
    double share_of(Written const& bare) const { return load.rate() / bare.rate(); }
};

constexpr std::chrono::milliseconds warm_up{500};
constexpr int rounds = 8;

Creates measure(Options const& options, BareLoops& bare, Way way, int connections, Letters letters) {
    Intake const intake(options, letters);
    auto const& service = intake.service();
    auto requests = intake.request(way);
    LoadPlan plan{service.port(), connections, warm_up, Intake::status_of(way)};
    run_load(plan, requests);
    plan.time = options.time / rounds;
    Creates creates;
    for (int round = 0; round < rounds; ++round) {
        creates.plain.add(bare.plain.run(32, plan.time));
        creates.same.add(bare.same.run(32, plan.time));
        auto const commits = service.metric("habeas_store_batches_total");
        auto const processor = processor_seconds(service.pid());
        creates.load.add(run_load(plan, requests));
        creates.processor_seconds += processor_seconds(service.pid()) - processor;
        creates.commits += service.metric("habeas_store_batches_total") - commits;
    }
    return creates;
}

/// A database with some creates in it. Answers with the bytes it grew by for one: one row in some tables, several in
/// others, and their indexes.
std::size_t make_sample(Options const& options, std::string const& path) {
    Intake intake(options, Letters::held_back);
    auto requests = intake.request(Way::api);
    auto const load = run_load({intake.service().port(), 32, 2 * warm_up, Intake::status_of(Way::api)}, requests);
    intake.service().stop(); // writes the log into the file
    std::filesystem::copy_file(intake.service().database(), path);
    return std::filesystem::file_size(path) / load.answers;
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

void print(BareLoops& bare, std::size_t bytes, std::chrono::milliseconds time) {
    Table const table(
        fmt::format("Bare SQLite loops, WAL, FULL: plain, one blob of {} bytes in one table; same, the rows "
                    "and indexes of a create",
                    bytes),
        {"rows, a commit", "rows/s", "CPU ms"});
    for (auto [name, loop] : {std::pair{"plain", &bare.plain}, {"same", &bare.same}})
        for (int const rows : {1, 8, 32}) {
            auto const written = loop->run(rows, time);
            table.row({fmt::format("{} {}", name, rows), number(written.rate(), 0),
                       number(written.processor_milliseconds(), 4)});
        }
}

void add_aims(Aims& aims, Way way, Creates const& creates) {
    auto const create = fmt::format("create by {}, 32 connections: ", name_of(way));
    using enum Aims::Wanted;
    aims.add(create + "of plain loop", creates.share_of(creates.plain), at_least, 0.4, "");
    aims.add(create + "of same rows", creates.share_of(creates.same), at_least, 0.4, "");
    aims.add(create + "CPU", creates.each(creates.processor_seconds * 1000), at_most, 0.2, "ms");
    aims.add(create + "fdatasync", creates.each(creates.commits), at_most, 0.15, "");
}

void print(Table const& table, std::string const& name, Creates const& creates) {
    table.row({name, number(creates.load.rate(), 0), number(creates.plain.rate(), 0), number(creates.same.rate(), 0),
               number(creates.share_of(creates.plain), 2), number(creates.share_of(creates.same), 2),
               number(creates.each(creates.processor_seconds * 1000), 3), number(creates.each(creates.commits), 3),
               number(creates.load.percentile(0.5), 1), number(creates.load.percentile(0.99), 1)});
}

} // namespace

void measure_creates(Options const& options, Aims& aims) {
    auto const sample = options.folder + "/sample.sqlite3";
    auto const bytes = make_sample(options, sample);
    BareLoops bare{{options.folder + "/plain.sqlite3", plain_rows(bytes)},
                   {options.folder + "/same.sqlite3", rows_of_a_create(sample)}};
    print(bare, bytes, options.time);
    Table const table("Durable creates over HTTP, letters waiting in the outbox; the loops at 32 a commit, in turn",
                      {"way, connections", "creates/s", "plain/s", "same/s", "of plain", "of same", "CPU ms", "commits",
                       "p50 ms", "p99 ms"},
                      28);
    for (auto const way : {Way::form, Way::api})
        for (auto const connections : options.connections) {
            auto const creates = measure(options, bare, way, connections, Letters::held_back);
            print(table, fmt::format("{} {}", name_of(way), connections), creates);
            if (connections == 32) add_aims(aims, way, creates);
        }
    print(table, "form 32, letters going out", measure(options, bare, Way::form, 32, Letters::delivered));
    if (options.count_calls) count_calls(options);
}

} // namespace habeas::bench
