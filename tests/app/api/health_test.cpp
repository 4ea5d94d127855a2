#include "app/api/metrics_text.hpp"
#include "tests/app/api/api_world.hpp"

#include <cstdio>
#include <fstream>

using namespace habeas;
using namespace habeas::testing;

namespace {

/// The value of a line such as `habeas_requests{status="open"}`; "(none)" where there is no such line.
std::string metric(std::string const& text, std::string const& name) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(name + " ")) return line.substr(name.size() + 1);
    return "(none)";
}

} // namespace

TEST_CASE("The service says that it lives and that it is ready, to anybody") {
    ApiWorld world;
    auto const healthy = world.harness.get("/healthz");
    CHECK(healthy.status == 200);
    CHECK(healthy.body == "ok\n");
    auto const ready = world.harness.get("/readyz");
    CHECK(ready.status == 200);
    CHECK(ready.body == "ready\n");
}

TEST_CASE("The metrics count what is there and name nobody") {
    ApiWorld world;
    world.create(access_body());
    world.create(access_body());
    world.step(world.create(access_body()), "withdrawal", R"({"reason":"By phone."})");
    world.harness.come_from("127.0.0.1");
    auto const answer = world.harness.get("/metrics");
    CHECK(header(answer, "Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(metric(answer.body, R"(habeas_requests{status="unverified"})") == "2");
    CHECK(metric(answer.body, R"(habeas_requests{status="withdrawn"})") == "1");
    CHECK(metric(answer.body, R"(habeas_requests{status="denied"})") == "0");
    CHECK(metric(answer.body, R"(habeas_letters{state="owed"})") == "4");
    CHECK(metric(answer.body, R"(habeas_letters{state="dead"})") == "0");
    CHECK(metric(answer.body, "habeas_audit_entries") == "4");
    CHECK(metric(answer.body, "habeas_store_ready") == "1");
    CHECK(metric(answer.body, "habeas_http_refused_total") == "0");
    CHECK(metric(answer.body, "habeas_http_unknown_methods_total") == "0");
    for (auto const* personal : {"Ines", "example.com", "DSR-"})
        CHECK_FALSE(answer.body.contains(personal));
}

TEST_CASE("Strangers, and whoever comes through a proxy, are not shown what is counted") {
    ApiWorld world;
    CHECK(world.harness.get("/metrics").status == 404);
    world.harness.come_from("127.8.9.10");
    CHECK(world.harness.get("/metrics").status == 200);
    CHECK(world.harness.get("/metrics", {{"X-Forwarded-For", "127.0.0.1"}}).status == 404);
    CHECK(world.harness.get("/metrics", {{"Forwarded", "for=127.0.0.1"}}).status == 404);
    CHECK(world.harness.get("/healthz", {{"X-Forwarded-For", "198.51.100.7"}}).status == 200);
}

TEST_CASE("Every status has its line in the metrics, also where there is no request") {
    ApiWorld world;
    world.harness.come_from("::1");
    auto const text = world.harness.get("/metrics").body;
    for (auto const& [status, code] : core::words_of<core::Status>())
        CHECK(metric(text, R"(habeas_requests{status=")" + std::string(code) + R"("})") == "0");
}

TEST_CASE("The metrics say how long the certificate still lasts, where TLS ends here") {
    app::WireFigures wire;
    auto const text = [&] {
        return app::api::metrics_text({}, {}, true, wire, core::Instant{std::chrono::seconds{1'000'000}});
    };
    CHECK(metric(text(), "habeas_tls_certificate_expires_seconds") == "(none)");
    wire.certificate_expires_at = 1'000'060;
    CHECK(metric(text(), "habeas_tls_certificate_expires_seconds") == "60");
    wire.certificate_expires_at = 999'999;
    CHECK(metric(text(), "habeas_tls_certificate_expires_seconds") == "-1");
}

TEST_CASE("Prometheus' own tool finds no fault with the metrics") {
    std::string const promtool = HABEAS_PROMTOOL;
    if (promtool.empty()) {
        WARN("promtool is not installed: the format is not checked here");
        return;
    }
    ApiWorld world;
    world.create(access_body());
    TemporaryFolder const folder;
    world.harness.come_from("127.0.0.1");
    std::ofstream(folder.file("metrics")) << world.harness.get("/metrics").body;
    auto const command = "'" + promtool + "' check metrics < '" + folder.file("metrics") + "' 2>&1";
    auto* const pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe);
    std::string said;
    for (char buffer[256]; std::fgets(buffer, sizeof buffer, pipe);)
        said += buffer;
    auto const status = ::pclose(pipe);
    INFO(said);
    CHECK(status == 0);
}
